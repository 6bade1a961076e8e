package provider

import (
	"strings"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

// What AWS refuses is refused with AWS's words and the resource in front.
func TestRefusals(t *testing.T) {
	t.Parallel()
	cases := []struct {
		situation string
		token     string
		in        func(w *world) props
		says      string
	}{
		{"CP-010 an integration response before its integration", integRespType, func(w *world) props {
			w.create(methodType, "put", w.on(props{"httpMethod": "PUT", "authorization": "NONE"}))
			w.create(methodRespType, "put", w.on(props{"httpMethod": "PUT", "statusCode": "200"}))
			return w.on(props{"httpMethod": "PUT", "statusCode": "200"})
		}, "creating API Gateway Integration Response: NotFoundException: Invalid Integration identifier specified"},
		{"CP-010 an integration response before its method response", integRespType, func(w *world) props {
			return w.on(props{"statusCode": "404"})
		}, "creating API Gateway Integration Response: NotFoundException: Invalid Response status code specified"},
		{"a response parameter that the method response does not declare", integRespType, func(w *world) props {
			return w.on(props{"statusCode": "200", "responseParameters": props{"method.response.header.X-B": "'b'"}})
		}, "creating API Gateway Integration Response: BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.response.header.X-B]"},
		{"a method on no resource", methodType, func(w *world) props {
			return w.on(props{"resourceId": "none", "authorization": "NONE"})
		}, "creating API Gateway Method (GET): NotFoundException: Invalid Resource identifier specified"},
		{"a method of no API", methodType, func(w *world) props {
			return w.on(props{"restApi": "none", "authorization": "NONE"})
		}, "creating API Gateway Method (GET): NotFoundException: Invalid Resource identifier specified"},
		{"a method with no such model", methodType, func(w *world) props {
			return w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestModels": props{"application/json": "Film"}})
		}, "creating API Gateway Method (PUT): BadRequestException: Invalid model name specified: Film"},
		{"a method with no such validator", methodType, func(w *world) props {
			return w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestValidatorId": "none"})
		}, "creating API Gateway Method (PUT): BadRequestException: Invalid Request Validator identifier specified"},
		{"a method with no such authorizer", methodType, func(w *world) props {
			return w.on(props{"httpMethod": "PUT", "authorization": "CUSTOM", "authorizerId": "none"})
		}, "creating API Gateway Method (PUT): BadRequestException: Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer."},
		{"AWS_PROXY for DynamoDB", integrationType, func(w *world) props {
			return with(w.integrationInputs(), props{"type": "AWS_PROXY"})
		}, "creating API Gateway Integration (GET): BadRequestException: Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations."},
		{"an AWS integration without a role", integrationType, func(w *world) props {
			return with(w.integrationInputs(), props{"credentials": nil})
		}, "creating API Gateway Integration (GET): BadRequestException: Role ARN must be specified for AWS integrations"},
		{"an AWS integration without a method", integrationType, func(w *world) props {
			return with(w.integrationInputs(), props{"integrationHttpMethod": nil})
		}, "creating API Gateway Integration (GET): BadRequestException: Enumeration value for HttpMethod must be non-empty"},
		{"an AWS integration with a URL", integrationType, func(w *world) props {
			return with(w.integrationInputs(), props{"uri": "https://dynamodb.us-east-1.amazonaws.com"})
		}, "creating API Gateway Integration (GET): BadRequestException: Invalid ARN specified in the request"},
		{"an AWS integration without action or path", integrationType, func(w *world) props {
			return with(w.integrationInputs(), props{"uri": "arn:aws:apigateway:us-east-1:dynamodb:GetItem"})
		}, "creating API Gateway Integration (GET): BadRequestException: AWS ARN for integration must contain path or action"},
		{"a role of another account", integrationType, func(w *world) props {
			return with(w.integrationInputs(), props{"credentials": "arn:aws:iam::123456789012:role/x"})
		}, "creating API Gateway Integration (GET): AccessDeniedException: Cross-account pass role is not allowed."},
		{"a mapping from a parameter that the method does not declare", integrationType, func(w *world) props {
			return with(w.integrationInputs(), props{"requestParameters": props{"integration.request.path.x": "method.request.path.other"}})
		}, "creating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.request.path.other]"},
		{"a deployment of an API without methods", deploymentType, func(w *world) props {
			return props{"restApi": w.create(restAPIType, "empty", props{"name": "empty"}).id}
		}, "creating API Gateway Deployment: BadRequestException: The REST API doesn't contain any methods"},
		{"a deployment with a method that has no integration", deploymentType, func(w *world) props {
			w.create(methodType, "put", w.on(props{"httpMethod": "PUT", "authorization": "NONE"}))
			return props{"restApi": w.api.id}
		}, "creating API Gateway Deployment: BadRequestException: No integration defined for method"},
		{"a stage of no deployment", stageType, func(w *world) props {
			return props{"restApi": w.api.id, "deployment": "none", "stageName": "v1"}
		}, "creating API Gateway Stage (v1): BadRequestException: Deployment id does not exist"},
		{"access logs without a logging role", stageType, func(w *world) props {
			return props{"restApi": w.api.id, "deployment": w.deployment.id, "stageName": "v1", "accessLogSettings": props{"destinationArn": "arn:aws:logs:us-east-1:000000000000:log-group:x", "format": "$context.requestId"}}
		}, "creating API Gateway Stage (v1): BadRequestException: CloudWatch Logs role ARN must be set in account settings to enable logging"},
		{"access logs without a request id", stageType, func(w *world) props {
			w.logging()
			return props{"restApi": w.api.id, "deployment": w.deployment.id, "stageName": "v1", "accessLogSettings": props{"destinationArn": "arn:aws:logs:us-east-1:000000000000:log-group:x", "format": "$context.requestIdentity"}}
		}, "creating API Gateway Stage (v1): BadRequestException: Access log format must contain at least $context.requestId or $context.extendedRequestId"},
		{"execution logs without a logging role", settingsType, func(w *world) props {
			w.stage(nil)
			return props{"restApi": w.api.id, "stageName": "v1", "methodPath": "*/*", "settings": props{"loggingLevel": "INFO"}}
		}, "creating API Gateway Stage Method Settings (*/*): BadRequestException: CloudWatch Logs role ARN must be set in account settings to enable logging"},
		{"settings of a method that is not there", settingsType, func(w *world) props {
			w.stage(nil)
			return props{"restApi": w.api.id, "stageName": "v1", "methodPath": "none/GET", "settings": props{}}
		}, "creating API Gateway Stage Method Settings (none/GET): NotFoundException: Invalid Method identifier specified"},
		{"a resource below no parent", resourceTypeName, func(w *world) props {
			return props{"restApi": w.api.id, "parentId": "none", "pathPart": "x"}
		}, "creating API Gateway Resource (x): NotFoundException: Invalid Resource identifier specified"},
		{"a path part with a space", resourceTypeName, func(w *world) props {
			return props{"restApi": w.api.id, "parentId": w.node.id, "pathPart": "a b"}
		}, "creating API Gateway Resource (a b): BadRequestException: Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end."},
		{"two path variables side by side", resourceTypeName, func(w *world) props {
			return props{"restApi": w.api.id, "parentId": w.api.outputs()["rootResourceId"], "pathPart": "{id}"}
		}, "creating API Gateway Resource ({id}): BadRequestException: A sibling ({name}) of this resource already has a variable path part -- only one is allowed"},
		{"a model that is no JSON schema", modelType, func(w *world) props {
			return props{"restApi": w.api.id, "name": "Movie", "contentType": "application/json", "schema": `[]`}
		}, "creating API Gateway Model (Movie): BadRequestException: Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified. json: cannot unmarshal array into Go value of type map[string]interface {}]"},
		{"a model with a dash in its name", modelType, func(w *world) props {
			return props{"restApi": w.api.id, "name": "my-movie", "contentType": "application/json", "schema": `{}`}
		}, "creating API Gateway Model (my-movie): BadRequestException: Model name must be alphanumeric: my-movie"},
		{"a model without a schema", modelType, func(w *world) props {
			return props{"restApi": w.api.id, "name": "Movie", "contentType": "application/json"}
		}, "creating API Gateway Model (Movie): BadRequestException: Model schema must have at least 1 property or array items defined"},
		{"a model of another content type without a schema", modelType, func(w *world) props {
			return props{"restApi": w.api.id, "name": "Movie", "contentType": "text/plain"}
		}, "creating API Gateway Model (Movie): BadRequestException: Model schema must have at least 1 property or array items defined"},
		{"a model with an empty name", modelType, func(w *world) props {
			return props{"restApi": w.api.id, "name": "", "contentType": "application/json", "schema": `{}`}
		}, "creating API Gateway Model: BadRequestException: Model name must be non-empty"},
		{"a model of no API", modelType, func(*world) props {
			return props{"restApi": "none", "name": "Movie", "contentType": "application/json", "schema": `{}`}
		}, "creating API Gateway Model (Movie): NotFoundException: Invalid model name specified"},
		{"CP-016 a greedy path variable beside a variable", resourceTypeName, func(w *world) props {
			return props{"restApi": w.api.id, "parentId": w.api.outputs()["rootResourceId"], "pathPart": "{proxy+}"}
		}, "creating API Gateway Resource ({proxy+}): BadRequestException: A sibling ({name}) of this resource already has a variable path part -- only one is allowed"},
		{"CP-016 a variable beside a greedy path variable", resourceTypeName, func(w *world) props {
			w.create(resourceTypeName, "greedy", props{"restApi": w.api.id, "parentId": w.node.id, "pathPart": "{proxy+}"})
			return props{"restApi": w.api.id, "parentId": w.node.id, "pathPart": "{id}"}
		}, "creating API Gateway Resource ({id}): BadRequestException: A sibling ({proxy+}) of this resource already has a variable path part -- only one is allowed"},
		{"a resource below a greedy path variable", resourceTypeName, func(w *world) props {
			greedy := w.create(resourceTypeName, "greedy", props{"restApi": w.api.id, "parentId": w.node.id, "pathPart": "{proxy+}"})
			return props{"restApi": w.api.id, "parentId": greedy.id, "pathPart": "x"}
		}, "creating API Gateway Resource (x): BadRequestException: Cannot create a child of a resource with a greedy path variable: {proxy+}"},
		{"a method whose parameters share a name across locations", methodType, func(w *world) props {
			return w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestParameters": props{"method.request.querystring.a": true, "method.request.header.a": false}})
		}, "creating API Gateway Method (PUT): BadRequestException: Parameter names must be unique across querystring, header and path"},
		{"a method whose path and query string parameters share a name", methodType, func(w *world) props {
			return w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestParameters": props{"method.request.path.name": true, "method.request.multivaluequerystring.name": false}})
		}, "creating API Gateway Method (PUT): BadRequestException: Parameter names must be unique across querystring, header and path"},
		{"a method that declares no parameter of a request", methodType, func(w *world) props {
			return w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestParameters": props{"method.request.cookie.a": true}})
		}, "creating API Gateway Method (PUT): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.request.cookie.a]"},
		{"a request mapping without quotes around a static value", integrationType, func(w *world) props {
			return with(w.integrationInputs(), props{"requestParameters": props{"integration.request.header.Content-Type": "text/plain"}})
		}, "creating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: text/plain]"},
		{"a request mapping that reads the integration's response", integrationType, func(w *world) props {
			return with(w.integrationInputs(), props{"requestParameters": props{"integration.request.header.X": "integration.response.header.X"}})
		}, "creating API Gateway Integration (GET): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: integration.response.header.X]"},
		{"a response mapping of a star", integRespType, func(w *world) props {
			return w.on(props{"statusCode": "200", "responseParameters": props{"method.response.header.X-A": "*"}})
		}, "creating API Gateway Integration Response: BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: *]"},
		{"a response mapping that reads the request", integRespType, func(w *world) props {
			return w.on(props{"statusCode": "200", "responseParameters": props{"method.response.header.X-A": "method.request.path.name"}})
		}, "creating API Gateway Integration Response: BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: method.request.path.name]"},
		{"a gateway response mapping of a star and of a bare word", gatewayRespType, func(w *world) props {
			return props{"restApiId": w.api.id, "responseType": "DEFAULT_4XX", "responseParameters": props{"gatewayresponse.header.A": "*", "gatewayresponse.header.B": "one-value"}}
		}, "creating API Gateway Gateway Response (DEFAULT_4XX): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: *, Invalid mapping expression specified: one-value]"},
		{"a gateway response that sets a header of the method", gatewayRespType, func(w *world) props {
			return props{"restApiId": w.api.id, "responseType": "DEFAULT_4XX", "responseParameters": props{"method.response.header.A": "'a'"}}
		}, "creating API Gateway Gateway Response (DEFAULT_4XX): BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.response.header.A]"},
		{"a response template of no content type", integRespType, func(w *world) props {
			return w.on(props{"statusCode": "200", "responseTemplates": props{"123": ""}})
		}, "creating API Gateway Integration Response: BadRequestException: Validation Result: warnings : [], errors : [Invalid content type specified: 123]"},
		{"a request template of no content type", integrationType, func(w *world) props {
			return with(w.integrationInputs(), props{"requestTemplates": props{"json": "{}"}})
		}, "creating API Gateway Integration (GET): BadRequestException: Validation Result: warnings : [], errors : [Invalid content type specified: json]"},
		{"a gateway response template of no content type", gatewayRespType, func(w *world) props {
			return props{"restApiId": w.api.id, "responseType": "DEFAULT_4XX", "responseTemplates": props{"123": ""}}
		}, "creating API Gateway Gateway Response (DEFAULT_4XX): BadRequestException: Validation Result: warnings : [], errors : [Invalid content type specified: 123]"},
		{"an API that compresses from less than nothing", restAPIType, func(*world) props {
			return props{"name": "a", "minimumCompressionSize": "-1"}
		}, "creating API Gateway REST API (a): BadRequestException: Invalid minimum compression size, must be between 0 and 10485760"},
		{"a private API with IPv4 alone", restAPIType, func(*world) props {
			return props{"name": "a", "endpointConfiguration": props{"types": "PRIVATE", "ipAddressType": "ipv4"}}
		}, "creating API Gateway REST API (a): BadRequestException: Only dualstack ipAddressType is supported for Private APIs."},
		{"CP-014 two validators of one name", validatorType, func(w *world) props {
			w.create(validatorType, "v", props{"restApi": w.api.id, "name": "body", "validateRequestBody": true})
			return props{"restApi": w.api.id, "name": "body"}
		}, "creating API Gateway Request Validator (body): BadRequestException: Request Validator name must be unique"},
		{"a validator with an empty name", validatorType, func(w *world) props {
			return props{"restApi": w.api.id, "name": ""}
		}, "creating API Gateway Request Validator: BadRequestException: Request Validator name must be non-empty"},
		{"a validator of no API", validatorType, func(*world) props {
			return props{"restApi": "none", "name": "body"}
		}, "creating API Gateway Request Validator (body): NotFoundException: Invalid REST API identifier specified"},
		{"an integration of no API", integrationType, func(w *world) props {
			return with(w.integrationInputs(), props{"restApi": "none"})
		}, "creating API Gateway Integration (GET): NotFoundException: Invalid Resource identifier specified"},
		{"a method response of no API", methodRespType, func(w *world) props {
			return w.on(props{"restApi": "none", "statusCode": "200"})
		}, "creating API Gateway Method Response (200): NotFoundException: Invalid Resource identifier specified"},
		{"an integration of another service without action or path", integrationType, func(w *world) props {
			return with(w.integrationInputs(), props{"uri": "arn:aws:apigateway:us-east-1:sqs:queue"})
		}, "creating API Gateway Integration (GET): BadRequestException: AWS ARN for integration must contain path or action"},
		{"a bucket with a region in a policy", rolePolicyType, func(w *world) props {
			return props{"name": "p", "role": w.role.id, "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:us-east-1::bucket"}]}`}
		}, "creating IAM Role Policy (p): MalformedPolicyDocument: Resource arn:aws:s3:us-east-1::bucket can not contain region information."},
		{"a gateway response that API Gateway does not have", gatewayRespType, func(w *world) props {
			return props{"restApiId": w.api.id, "responseType": "NOT_FOUND"}
		}, "creating API Gateway Gateway Response (NOT_FOUND): BadRequestException: Invalid response type specified: NOT_FOUND"},
		{"a Lambda authorizer without a function", authorizerType, func(w *world) props {
			return props{"restApi": w.api.id, "name": "a"}
		}, "creating API Gateway Authorizer (a): authorizer_uri must be set non-empty when authorizer type is TOKEN"},
		{"an OpenAPI document", restAPIType, func(*world) props {
			return props{"name": "a", "body": `{"openapi":"3.0.1"}`}
		}, `creating API Gateway REST API (a): BadRequestException: the local AWS does not import OpenAPI documents (property "body"); describe the API with Resource, Method and Integration`},
		{"a usage plan for no stage", usagePlanType, func(w *world) props {
			return props{"name": "p", "apiStages": []any{props{"apiId": w.api.id, "stage": "none"}}}
		}, "creating API Gateway Usage Plan (p): NotFoundException: API Stage not found: {api}:none"},
		{"a quota that begins after its period", usagePlanType, func(*world) props {
			return props{"name": "p", "quotaSettings": props{"limit": 1, "period": "DAY", "offset": 1}}
		}, "creating API Gateway Usage Plan (p): BadRequestException: Usage Plan quota offset must be between 0 and 0 for the period DAY"},
		{"no such key in a usage plan", usagePlanKeyType, func(w *world) props {
			return props{"keyId": "none", "keyType": "API_KEY", "usagePlanId": w.create(usagePlanType, "p", props{"name": "p"}).id}
		}, "creating API Gateway Usage Plan Key (none): NotFoundException: Invalid API Key identifier specified"},
		{"a key in two plans of one stage", usagePlanKeyType, func(w *world) props {
			w.stage(nil)
			stages := []any{props{"apiId": w.api.id, "stage": "v1"}}
			k := w.create(apiKeyType, "k", props{"name": "k"})
			one := w.create(usagePlanType, "one", props{"name": "one", "apiStages": stages})
			w.create(usagePlanKeyType, "one", props{"keyId": k.id, "keyType": "API_KEY", "usagePlanId": one.id})
			two := w.create(usagePlanType, "two", props{"name": "two", "apiStages": stages})
			return props{"keyId": k.id, "keyType": "API_KEY", "usagePlanId": two.id}
		}, "creating API Gateway Usage Plan Key ({keyId}): ConflictException: Usage Plan {usagePlanId} cannot be added because API Key {keyId} cannot reference multiple Usage Plans with the same API stage: {api}:v1"},
		{"a role without principals", roleType, func(*world) props {
			return props{"name": "r", "assumeRolePolicy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}`}
		}, "creating IAM Role (r): MalformedPolicyDocument: Missing required field Principal"},
		{"a trust policy with a resource", roleType, func(*world) props {
			return props{"name": "r", "assumeRolePolicy": strings.Replace(trust, `"Action"`, `"Resource":"*","Action"`, 1)}
		}, "creating IAM Role (r): MalformedPolicyDocument: Has prohibited field Resource"},
		{"an inline policy without resources", rolePolicyType, func(w *world) props {
			return props{"name": "p", "role": w.role.id, "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem"}]}`}
		}, "creating IAM Role Policy (p): MalformedPolicyDocument: Policy statement must contain resources."},
		{"an inline policy of no role", rolePolicyType, func(*world) props {
			return props{"name": "p", "role": "none", "policy": getMovies}
		}, "creating IAM Role Policy (p): NoSuchEntity: The role with name none cannot be found."},
		{"an inline policy that is too long", rolePolicyType, func(w *world) props {
			return props{"name": "p", "role": w.role.id, "policy": strings.Replace(getMovies, "table/movies", "table/"+strings.Repeat("m", 10240), 1)}
		}, "creating IAM Role Policy (p): LimitExceeded: Maximum policy size of 10240 bytes exceeded for role get-role"},
		{"no such managed policy", attachmentType, func(w *world) props {
			return props{"role": w.role.id, "policyArn": "arn:aws:iam::000000000000:policy/none"}
		}, "creating IAM Role Policy Attachment (arn:aws:iam::000000000000:policy/none): NoSuchEntity: Policy arn:aws:iam::000000000000:policy/none does not exist or is not attachable."},
		{"no such boundary", roleType, func(*world) props {
			return props{"name": "r", "assumeRolePolicy": trust, "permissionsBoundary": "arn:aws:iam::000000000000:policy/none"}
		}, "creating IAM Role (r): NoSuchEntity: Scope ARN: arn:aws:iam::000000000000:policy/none does not exist or is not attachable."},
		{"an alias of no key", aliasType, func(*world) props {
			return props{"name": "alias/x", "targetKeyId": "none"}
		}, "creating KMS Alias (alias/x): NotFoundException: Key 'arn:aws:kms:us-east-1:000000000000:key/none' does not exist"},
		{"a table from S3", tableType, func(w *world) props {
			return with(w.tableInputs(), props{"importTable": props{"inputFormat": "CSV", "s3BucketSource": props{"bucket": "b"}}})
		}, "creating DynamoDB Table ({name}): the local AWS has no S3 to import a table from (property importTable)"},
	}
	for _, c := range cases {
		t.Run(c.situation, func(t *testing.T) {
			t.Parallel()
			w := newLab(t).world()
			in := c.in(w)
			says := strings.ReplaceAll(c.says, "{api}", w.api.id)
			for _, name := range []string{"name", "keyId", "usagePlanId"} {
				if v, ok := in[name].(string); ok {
					says = strings.ReplaceAll(says, "{"+name+"}", v)
				}
			}
			// Where a document is at fault, the lines that follow say where.
			assert.Equal(t, says, strings.SplitN(w.refused(c.token, "refused", in), "\n", 2)[0])
		})
	}
}

func TestMalformedPolicySaysWhere(t *testing.T) {
	t.Parallel()
	w := newLab(t).world()
	says := w.refused(rolePolicyType, "p", props{"name": "p", "role": w.role.id, "policy": "{\"Version\":\"2012-10-17\",\n\"Statement\":[{\"Effect\":\"Permit\",\"Action\":\"dynamodb:GetItem\",\"Resource\":\"*\"}]}"})
	assert.Contains(t, says, "MalformedPolicyDocument: ")
	assert.Contains(t, says, "Statement[0].Effect (2:")
}

func TestDeletionsThatAWSRefuses(t *testing.T) {
	t.Parallel()
	w := newLab(t).world()

	w.create(rolePolicyType, "p", props{"name": "p", "role": w.role.id, "policy": getMovies})
	require.ErrorContains(t, w.role.tryDelete(), "deleting IAM Role (get-role): DeleteConflict: Cannot delete entity, must delete policies first.")

	attached := w.create(roleType, "attached", props{"name": "attached", "assumeRolePolicy": trust})
	p := w.create(policyType, "p", props{"name": "p", "policy": getMovies})
	w.create(attachmentType, "a", props{"role": attached.id, "policyArn": p.id})
	require.ErrorContains(t, attached.tryDelete(), "DeleteConflict: Cannot delete entity, must detach all policies first.")
	require.ErrorContains(t, p.tryDelete(), "deleting IAM Policy (p): DeleteConflict: Cannot delete a policy attached to entities.")

	s := w.stage(nil)
	require.ErrorContains(t, w.deployment.tryDelete(), "deleting API Gateway Deployment: BadRequestException: Active stages pointing to this deployment must be moved or deleted")
	s.delete()
	w.deployment.delete()

	m := w.create(modelType, "m", props{"restApi": w.api.id, "name": "Movie", "contentType": "application/json", "schema": "{}"})
	w.create(methodType, "put", w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestModels": props{"application/json": "Movie"}}))
	require.ErrorContains(t, m.tryDelete(), "deleting API Gateway Model (Movie): ConflictException: Cannot delete model 'Movie', is referenced in method request: /{name}/PUT")
}

// CP-014: a validator that a method uses stays.
func TestValidatorInUse(t *testing.T) {
	t.Parallel()
	w := newLab(t).world()
	v := w.create(validatorType, "v", props{"restApi": w.api.id, "name": "body", "validateRequestBody": true})
	m := w.create(methodType, "put", w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestValidatorId": v.id}))
	require.ErrorContains(t, v.tryDelete(), "deleting API Gateway Request Validator (body): ConflictException: Cannot delete request validator 'body', is referenced in method request: /{name}/PUT")
	m.delete()
	v.delete()
}

// The words of updates that AWS refuses.
func TestUpdatesThatAWSRefuses(t *testing.T) {
	t.Parallel()
	w := newLab(t).world()
	child := w.create(resourceTypeName, "child", props{"restApi": w.api.id, "parentId": w.node.id, "pathPart": "child"})
	err := w.node.tryUpdate(props{"restApi": w.api.id, "parentId": child.id, "pathPart": "{name}"})
	require.ErrorContains(t, err, "updating API Gateway Resource ({name}): BadRequestException: Resources cannot be cyclical.")

	rootID, _ := w.api.outputs()["rootResourceId"].(string)
	root := &thing{lab: w.lab, urn: urnOf(resourceTypeName, "root"), id: rootID, state: w.node.imported(w.api.id + "/" + rootID).GetProperties()}
	require.ErrorContains(t, root.tryUpdate(props{"restApi": w.api.id, "parentId": "", "pathPart": "x"}), "BadRequestException: Root resource cannot update its pathPart.")
	require.ErrorContains(t, root.tryUpdate(props{"restApi": w.api.id, "parentId": w.node.id, "pathPart": ""}), "BadRequestException: Root resource cannot update its parentId.")
}

// A usage plan is changed by patch operations: the provider takes every stage that its state has out
// of the plan and adds those that are wanted.
func TestUsagePlanStages(t *testing.T) {
	t.Parallel()
	w := newLab(t).world()
	stages := func(names ...string) props {
		list := []any{}
		for _, name := range names {
			list = append(list, props{"apiId": w.api.id, "stage": name})
		}
		return props{"name": "p", "apiStages": list}
	}
	stage := func(name string) *thing {
		return w.create(stageType, name, props{"restApi": w.api.id, "deployment": w.deployment.id, "stageName": name})
	}
	one := stage("one")
	stage("two")
	plan := w.create(usagePlanType, "p", stages("one"))
	plan.update(stages("two", "one"))
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, plan.diff(stages("one", "two")).GetChanges())

	one.delete()
	gone := "NotFoundException: Invalid API Stage {api: " + w.api.id + ", stage: one} specified for usageplan " + plan.id
	require.ErrorContains(t, plan.tryUpdate(stages("two")), "updating API Gateway Usage Plan (p): "+gone, "the state still has it")
	require.ErrorContains(t, plan.tryDelete(), "deleting API Gateway Usage Plan (p): removing API Gateway Usage Plan ("+plan.id+") API stages: "+gone)
	plan.update(with(stages("one", "two"), props{"description": "the stages do not change, so no operation names them"}))

	require.True(t, plan.refresh())
	assert.Equal(t, stages("two")["apiStages"], plan.outputs()["apiStages"], "the stage left the plan with its deletion")
	require.ErrorContains(t, controlplane.UsagePlans.Delete(w.account.In("us-east-1"), apigateway.UsagePlan{ID: plan.id}),
		"BadRequestException: Cannot delete Usage Plan "+plan.id+" because there are API Stages associated with it")
	plan.delete()
	assert.False(t, plan.refresh())
}

func TestRolesThatTakeTheirPoliciesAlong(t *testing.T) {
	t.Parallel()
	w := newLab(t).world()
	forced := w.create(roleType, "forced", props{"name": "forced", "assumeRolePolicy": trust, "forceDetachPolicies": true})
	w.create(rolePolicyType, "p", props{"name": "p", "role": forced.id, "policy": getMovies})
	w.create(attachmentType, "a", props{"role": forced.id, "policyArn": pushLogs})
	forced.delete()

	in := props{"name": "own", "assumeRolePolicy": trust, "inlinePolicies": []any{props{"name": "get", "policy": getMovies}}, "managedPolicyArns": []any{pushLogs}}
	own := w.create(roleType, "own", in)
	assert.Equal(t, []any{props{"name": "get", "policy": getMovies}}, own.outputs()["inlinePolicies"])
	own.update(with(in, props{"inlinePolicies": []any{}, "managedPolicyArns": []any{}}))
	assert.Equal(t, []any{}, own.outputs()["inlinePolicies"])
	assert.Equal(t, []any{}, own.outputs()["managedPolicyArns"])
	own.update(in)
	own.delete()
	assert.False(t, own.refresh())
}

// The account's logging role has to trust API Gateway and be allowed to write logs.
func TestLoggingRole(t *testing.T) {
	t.Parallel()
	w := newLab(t).world()
	other := w.create(roleType, "other", props{"name": "other", "assumeRolePolicy": strings.Replace(trust, "apigateway", "lambda", 1), "managedPolicyArns": []any{pushLogs}})
	w.provider.options.RolePropagation = time.Millisecond
	says := w.refused(accountType, "a", props{"cloudwatchRoleArn": other.outputs()["arn"]})
	assert.Equal(t, "creating API Gateway Account: BadRequestException: The role ARN does not have required permissions configured. "+
		"Please grant trust permission for API Gateway and add the required role policy.", says)

	w.provider.options.RolePropagation = time.Minute
	late := w.create(roleType, "late", props{"name": "late", "assumeRolePolicy": trust})
	inputs := w.checked(accountType, "late", nil, props{"cloudwatchRoleArn": late.outputs()["arn"]})
	done := make(chan error)
	go func() {
		_, err := w.client.Create(t.Context(), &pulumirpc.CreateRequest{Urn: urnOf(accountType, "late"), Properties: inputs})
		done <- err
	}()
	w.create(attachmentType, "late", props{"role": late.id, "policyArn": pushLogs})
	require.NoError(t, <-done, "it waits for the policy")

	a := w.logging()
	assert.Equal(t, "arn:aws:iam::000000000000:role/logs-role", a.outputs()["cloudwatchRoleArn"])
	a.update(props{"cloudwatchRoleArn": a.outputs()["cloudwatchRoleArn"], "resetOnDelete": true})
	a.delete()
	require.True(t, a.refresh(), "an account always has its settings")
	assert.Equal(t, "", a.outputs()["cloudwatchRoleArn"])
}
