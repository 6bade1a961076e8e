package provider

import (
	"strings"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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
		}, "creating API Gateway Method (GET): NotFoundException: Invalid API identifier specified 000000000000:none"},
		{"a method with no such model", methodType, func(w *world) props {
			return w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestModels": props{"application/json": "Film"}})
		}, "creating API Gateway Method (PUT): BadRequestException: Invalid model identifier specified: Film"},
		{"a method with no such validator", methodType, func(w *world) props {
			return w.on(props{"httpMethod": "PUT", "authorization": "NONE", "requestValidatorId": "none"})
		}, "creating API Gateway Method (PUT): BadRequestException: Invalid Request Validator Id specified"},
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
