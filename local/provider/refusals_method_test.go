package provider

import (
	"strconv"
	"testing"
)

// Methods, integrations, responses, models, validators and APIs.
func TestRefusedMethods(t *testing.T) {
	t.Parallel()
	refuse(t, []refusal{
		{"an eleventh authorizer", authorizerType, func(w *fixture) props {
			in := func(i int) props {
				return props{"restApi": w.api.id, "name": "a" + strconv.Itoa(i), "authorizerUri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:a/invocations"}
			}
			for i := range 10 {
				w.create(authorizerType, "a"+strconv.Itoa(i), in(i))
			}
			return in(10)
		}, "creating API Gateway Authorizer (a10): LimitExceededException: Maximum number of Authorizers for this API has been reached.  Please contact AWS if you need additional Authorizers."},
		{"an integration with a Lambda function but no path", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"type": "AWS_PROXY", "uri": "arn:aws:apigateway:us-east-1:lambda:functions/a"})
		}, "creating API Gateway Integration (GET): BadRequestException: AWS ARN for integration must contain path or action"},
		{"a method response with an unknown model", methodRespType, func(w *fixture) props {
			return w.on(props{"statusCode": "404", "responseModels": props{"application/json": "Film"}})
		}, "creating API Gateway Method Response (404): BadRequestException: Invalid model name specified: Film"},
		{"a model whose content type is not a media type", modelType, func(w *fixture) props {
			return props{"restApi": w.api.id, "name": "Movie", "contentType": "json", "schema": `{}`}
		}, "creating API Gateway Model (Movie): BadRequestException: Validation Result: warnings : [], errors : [Invalid content type specified: json]"},
		{"CP-010 an integration response before its integration", integRespType, func(w *fixture) props {
			w.create(methodType, "put", w.on(props{"httpMethod": "PUT", "authorization": "NONE"}))
			w.create(methodRespType, "put", w.on(props{"httpMethod": "PUT", "statusCode": "200"}))
			return w.on(props{"httpMethod": "PUT", "statusCode": "200"})
		}, "creating API Gateway Integration Response: NotFoundException: Invalid Integration identifier specified"},
		{"CP-010 an integration response before its method response", integRespType, func(w *fixture) props {
			return w.on(props{"statusCode": "404"})
		}, "creating API Gateway Integration Response: NotFoundException: Invalid Response status code specified"},
		{"CP-013 mappings of an integration response before its method response", integRespType, func(w *fixture) props {
			return w.on(props{"statusCode": "404", "responseParameters": props{"method.response.header.X-A": "'a'"}})
		}, "creating API Gateway Integration Response: BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [No method response exists for method.]"},
		{"a method on no resource", methodType, func(w *fixture) props {
			return w.on(props{"resourceId": "none", "authorization": "NONE"})
		}, "creating API Gateway Method (GET): NotFoundException: Invalid Resource identifier specified"},
		{"a method of no API", methodType, func(w *fixture) props {
			return w.on(props{"restApi": "none", "authorization": "NONE"})
		}, "creating API Gateway Method (GET): NotFoundException: Invalid Resource identifier specified"},
		{"a method with no such model", methodType, func(w *fixture) props {
			return w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestModels": props{"application/json": "Film"}})
		}, "creating API Gateway Method (PUT): BadRequestException: Invalid model name specified: Film"},
		{"a method with no such validator", methodType, func(w *fixture) props {
			return w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestValidatorId": "none"})
		}, "creating API Gateway Method (PUT): BadRequestException: Invalid Request Validator identifier specified"},
		{"a method with no such authorizer", methodType, func(w *fixture) props {
			return w.on(props{"httpMethod": "PUT", "authorization": "CUSTOM", "authorizerId": "none"})
		}, "creating API Gateway Method (PUT): BadRequestException: Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer."},
		{"AWS_PROXY for DynamoDB", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"type": "AWS_PROXY"})
		}, "creating API Gateway Integration (GET): BadRequestException: Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations."},
		{"an AWS integration without a role", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"credentials": nil})
		}, "creating API Gateway Integration (GET): BadRequestException: Role ARN must be specified for AWS integrations"},
		{"an AWS integration without a method", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"integrationHttpMethod": nil})
		}, "creating API Gateway Integration (GET): BadRequestException: Enumeration value for HttpMethod must be non-empty"},
		{"an AWS integration with a URL", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"uri": "https://dynamodb.us-east-1.amazonaws.com"})
		}, "creating API Gateway Integration (GET): BadRequestException: Invalid ARN specified in the request"},
		{"an AWS integration without action or path", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"uri": "arn:aws:apigateway:us-east-1:dynamodb:GetItem"})
		}, "creating API Gateway Integration (GET): BadRequestException: AWS ARN for integration must contain path or action"},
		{"a role of another account", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"credentials": "arn:aws:iam::123456789012:role/x"})
		}, "creating API Gateway Integration (GET): AccessDeniedException: Cross-account pass role is not allowed."},
		{"a model that is not a JSON schema", modelType, func(w *fixture) props {
			return props{"restApi": w.api.id, "name": "Movie", "contentType": "application/json", "schema": `[]`}
		}, "creating API Gateway Model (Movie): BadRequestException: Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]"},
		{"CP-087 a model of a type that JSON has not", modelType, func(w *fixture) props {
			return props{"restApi": w.api.id, "name": "Movie", "contentType": "application/json", "schema": `{"type":"String"}`}
		}, "creating API Gateway Model (Movie): BadRequestException: Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]"},
		{"CP-087 a model that requires an empty list of properties", modelType, func(w *fixture) props {
			return props{"restApi": w.api.id, "name": "Movie", "contentType": "application/json", "schema": `{"properties":{"a":{"type":"object","required":[]}}}`}
		}, "creating API Gateway Model (Movie): BadRequestException: Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]"},
		{"CP-087 a model with keywords of later drafts", modelType, func(w *fixture) props {
			return props{"restApi": w.api.id, "name": "Movie", "contentType": "application/json", "schema": `{"$id":"x","properties":{"example":{"examples":[],"items":[{"$id":"y"}]}}}`}
		}, `creating API Gateway Model (Movie): BadRequestException: Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified. Unsupported keyword(s): ["$id", "examples"]]`},
		{"CP-087 a model that refers to one of another server", modelType, func(w *fixture) props {
			return props{"restApi": w.api.id, "name": "Movie", "contentType": "application/json", "schema": `{"anyOf":[{"$ref":"https://example.com/movie.json"}]}`}
		}, "creating API Gateway Model (Movie): BadRequestException: Invalid model specified: Validation Result: warnings : [], errors : [Model reference must be in canonical form]"},
		{"a model with a dash in its name", modelType, func(w *fixture) props {
			return props{"restApi": w.api.id, "name": "my-movie", "contentType": "application/json", "schema": `{}`}
		}, "creating API Gateway Model (my-movie): BadRequestException: Model name must be alphanumeric: my-movie"},
		{"a model without a schema", modelType, func(w *fixture) props {
			return props{"restApi": w.api.id, "name": "Movie", "contentType": "application/json"}
		}, "creating API Gateway Model (Movie): BadRequestException: Model schema must have at least 1 property or array items defined"},
		{"a model of another content type without a schema", modelType, func(w *fixture) props {
			return props{"restApi": w.api.id, "name": "Movie", "contentType": "text/plain"}
		}, "creating API Gateway Model (Movie): BadRequestException: Model schema must have at least 1 property or array items defined"},
		{"a model with an empty name", modelType, func(w *fixture) props {
			return props{"restApi": w.api.id, "name": "", "contentType": "application/json", "schema": `{}`}
		}, "creating API Gateway Model: BadRequestException: Model name must be non-empty"},
		{"a model of no API", modelType, func(*fixture) props {
			return props{"restApi": "none", "name": "Movie", "contentType": "application/json", "schema": `{}`}
		}, "creating API Gateway Model (Movie): NotFoundException: Invalid API identifier specified 000000000000:none"},
		{"an API that compresses from less than nothing", restAPIType, func(*fixture) props {
			return props{"name": "a", "minimumCompressionSize": "-1"}
		}, "creating API Gateway REST API (a): BadRequestException: Invalid minimum compression size, must be between 0 and 10485760"},
		{"a private API with IPv4 alone", restAPIType, func(*fixture) props {
			return props{"name": "a", "endpointConfiguration": props{"types": "PRIVATE", "ipAddressType": "ipv4"}}
		}, "creating API Gateway REST API (a): BadRequestException: Only dualstack ipAddressType is supported for Private APIs."},
		{"CP-014 two validators of one name", validatorType, func(w *fixture) props {
			w.create(validatorType, "v", props{"restApi": w.api.id, "name": "body", "validateRequestBody": true})
			return props{"restApi": w.api.id, "name": "body"}
		}, "creating API Gateway Request Validator (body): BadRequestException: Request Validator name must be unique"},
		{"a validator with an empty name", validatorType, func(w *fixture) props {
			return props{"restApi": w.api.id, "name": ""}
		}, "creating API Gateway Request Validator: BadRequestException: Request Validator name cannot be blank"},
		{"a validator of no API", validatorType, func(*fixture) props {
			return props{"restApi": "none", "name": "body"}
		}, "creating API Gateway Request Validator (body): BadRequestException: Invalid REST API identifier specified"},
		{"an integration of no API", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"restApi": "none"})
		}, "creating API Gateway Integration (GET): NotFoundException: Invalid Resource identifier specified"},
		{"a method response of no API", methodRespType, func(w *fixture) props {
			return w.on(props{"restApi": "none", "statusCode": "200"})
		}, "creating API Gateway Method Response (200): NotFoundException: Invalid Resource identifier specified"},
		{"an integration of another service without action or path", integrationType, func(w *fixture) props {
			return with(w.integrationInputs(), props{"uri": "arn:aws:apigateway:us-east-1:sqs:queue"})
		}, "creating API Gateway Integration (GET): BadRequestException: AWS ARN for integration must contain path or action"},
		{"CP-010 an authorizer of no API", authorizerType, func(*fixture) props {
			return props{"restApi": "none", "name": "a", "authorizerUri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:a/invocations"}
		}, "creating API Gateway Authorizer (a): ConflictException: Unable to complete operation due to concurrent modification. Please try again later."},
		{"a Lambda authorizer without a function", authorizerType, func(w *fixture) props {
			return props{"restApi": w.api.id, "name": "a"}
		}, "creating API Gateway Authorizer (a): authorizer_uri must be set non-empty when authorizer type is TOKEN"},
		{"an OpenAPI document", restAPIType, func(*fixture) props {
			return props{"name": "a", "body": `{"openapi":"3.0.1"}`}
		}, `creating API Gateway REST API (a): BadRequestException: the local AWS does not import OpenAPI documents (property "body"); describe the API with Resource, Method and Integration`},
	})
}
