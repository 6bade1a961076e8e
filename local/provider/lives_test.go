package provider

import pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

// life is one resource type from preview to deletion.
type life struct {
	token string
	// setup makes what the resource needs and returns its inputs.
	setup func(w *fixture) props
	id    string
	// unknown are the outputs that a preview of the creation does not know.
	unknown []string
	// outputs are some of what AWS answers beside the inputs.
	outputs props
	// again is what AWS says to a second one with the same inputs; empty: it accepts.
	again string
	// change is an update in place, and changed the paths of its detailed diff with their kinds.
	change  props
	changed map[string]pulumirpc.PropertyDiff_Kind
	// replace is a change that replaces, replaces the properties that make it so.
	replace      props
	replaces     []string
	deleteBefore bool
	// importID makes the id that import takes.
	importID func(w *fixture, r *deployed) string
	// stays: deletion leaves it, as the AWS provider does.
	stays bool
}

const (
	add    = pulumirpc.PropertyDiff_ADD
	remove = pulumirpc.PropertyDiff_DELETE
	modify = pulumirpc.PropertyDiff_UPDATE
)

func lives() []life {
	return []life{
		{
			token: roleType,
			setup: func(*fixture) props {
				return props{"name": "reader", "assumeRolePolicy": trust, "tags": props{"a": "b"}}
			},
			id:      "reader",
			unknown: []string{"arn", "createDate", "inlinePolicies", "managedPolicyArns", "namePrefix", "uniqueId"},
			outputs: props{
				"arn": "arn:aws:iam::000000000000:role/reader", "path": "/", "maxSessionDuration": 3600.0, "inlinePolicies": []any{}, "managedPolicyArns": []any{},
				"createDate": "2026-11-22T15:04:05Z", "tagsAll": props{"a": "b"},
			},
			again:   "creating IAM Role (reader): EntityAlreadyExists: Role with name reader already exists.",
			change:  props{"description": "reads", "tags": props{"a": "c"}},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"description": add, "tags.a": modify},
			replace: props{"path": "/apigw/"}, replaces: []string{"path"}, deleteBefore: true,
			importID: func(*fixture, *deployed) string { return "reader" },
		},
		{
			token:   rolePolicyType,
			setup:   func(w *fixture) props { return props{"name": "get", "role": w.role.id, "policy": getMovies} },
			id:      "get-role:get",
			unknown: []string{"namePrefix"},
			outputs: props{"role": "get-role", "name": "get"},
			change:  props{"policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:PutItem","Resource":"*"}]}`},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"policy": modify},
			replace: props{"role": "other"}, replaces: []string{"role"}, deleteBefore: true,
			importID: func(*fixture, *deployed) string { return "get-role:get" },
		},
		{
			token:   policyType,
			setup:   func(*fixture) props { return props{"name": "movies", "policy": getMovies} },
			id:      "arn:aws:iam::000000000000:policy/movies",
			unknown: []string{"arn", "attachmentCount", "namePrefix", "policyId"},
			outputs: props{"arn": "arn:aws:iam::000000000000:policy/movies", "attachmentCount": 0.0},
			again:   "creating IAM Policy (movies): EntityAlreadyExists: A policy called movies already exists. Duplicate names are not allowed.",
			change:  props{"tags": props{"k": "v"}},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"tags": add},
			replace: props{"description": "x"}, replaces: []string{"description"}, deleteBefore: true,
			importID: func(*fixture, *deployed) string { return "arn:aws:iam::000000000000:policy/movies" },
		},
		{
			token:   attachmentType,
			setup:   func(w *fixture) props { return props{"role": w.role.id, "policyArn": pushLogs} },
			outputs: props{"role": "get-role"},
			replace: props{"policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}, replaces: []string{"policyArn"},
			importID: func(*fixture, *deployed) string { return "get-role/" + pushLogs },
		},
		{
			token: restAPIType,
			setup: func(*fixture) props {
				return props{"name": "second", "endpointConfiguration": props{"types": "REGIONAL"}}
			},
			unknown: []string{"apiKeySource", "arn", "binaryMediaTypes", "createdDate", "description", "disableExecuteApiEndpoint", "endpointConfiguration.ipAddressType",
				"endpointConfiguration.vpcEndpointIds", "executionArn", "minimumCompressionSize", "policy", "rootResourceId"},
			outputs:  props{"apiKeySource": "HEADER", "createdDate": "2026-11-22T15:04:05Z"},
			change:   props{"description": "movies", "binaryMediaTypes": []any{"image/png"}},
			changed:  map[string]pulumirpc.PropertyDiff_Kind{"description": add, "binaryMediaTypes": add},
			importID: func(_ *fixture, r *deployed) string { return r.id },
		},
		{
			token: apiPolicyType,
			setup: func(w *fixture) props {
				return props{"restApiId": w.api.id, "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}]}`}
			},
			change:  props{"policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}]}`},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"policy": modify},
			replace: props{"restApiId": "other"}, replaces: []string{"restApiId"},
			importID: func(w *fixture, _ *deployed) string { return w.api.id },
		},
		{
			token: resourceTypeName,
			setup: func(w *fixture) props {
				return props{"restApi": w.api.id, "parentId": w.api.outputs()["rootResourceId"], "pathPart": "movies"}
			},
			unknown: []string{"path"},
			outputs: props{"path": "/movies"},
			again:   "creating API Gateway Resource (movies): ConflictException: Another resource with the same parent already has this name: movies",
			change:  props{"pathPart": "films"},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"pathPart": modify},
			replace: props{"restApi": "other"}, replaces: []string{"restApi"},
			importID: func(w *fixture, r *deployed) string { return w.api.id + "/" + r.id },
		},
		{
			token:   methodType,
			setup:   func(w *fixture) props { return w.on(props{"httpMethod": "PUT", "authorization": "NONE"}) },
			outputs: props{"apiKeyRequired": false},
			again:   "creating API Gateway Method (PUT): ConflictException: Method already exists for this resource",
			change:  props{"apiKeyRequired": true, "requestModels": props{"application/json": "Empty"}},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"apiKeyRequired": modify, "requestModels": add},
			replace: props{"httpMethod": "POST"}, replaces: []string{"httpMethod"},
			importID: func(w *fixture, _ *deployed) string { return w.api.id + "/" + w.node.id + "/PUT" },
		},
		{
			token:   methodRespType,
			setup:   func(w *fixture) props { return w.on(props{"statusCode": "404"}) },
			again:   "creating API Gateway Method Response (404): ConflictException: Response already exists for this resource",
			change:  props{"responseModels": props{"application/json": "Error"}},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"responseModels": add},
			replace: props{"statusCode": "400"}, replaces: []string{"statusCode"},
			importID: func(w *fixture, _ *deployed) string { return w.api.id + "/" + w.node.id + "/GET/404" },
		},
		{
			token: integrationType,
			setup: func(w *fixture) props {
				w.create(methodType, "put", w.on(props{"httpMethod": "PUT", "authorization": "NONE"}))
				return with(w.integrationInputs(), props{"httpMethod": "PUT"})
			},
			unknown: []string{"cacheNamespace", "passthroughBehavior"},
			outputs: props{"passthroughBehavior": "WHEN_NO_MATCH", "timeoutMilliseconds": 29000.0, "connectionType": "INTERNET"},
			change:  props{"requestTemplates": props{"application/json": `{"a":1}`, "text/plain": "x"}, "timeoutMilliseconds": 50},
			changed: map[string]pulumirpc.PropertyDiff_Kind{`requestTemplates["application/json"]`: modify, `requestTemplates["text/plain"]`: add, "timeoutMilliseconds": modify},
			replace: props{"passthroughBehavior": "NEVER"}, replaces: []string{"passthroughBehavior"}, deleteBefore: true,
			importID: func(w *fixture, _ *deployed) string { return w.api.id + "/" + w.node.id + "/PUT" },
		},
		{
			token: integRespType,
			setup: func(w *fixture) props {
				w.create(methodRespType, "get404", w.on(props{"statusCode": "404"}))
				return w.on(props{"statusCode": "404", "selectionPattern": `4\d{2}`, "responseTemplates": props{"application/json": "{}"}})
			},
			change:  props{"responseTemplates": props{"text/plain": "{}"}},
			changed: map[string]pulumirpc.PropertyDiff_Kind{`responseTemplates["application/json"]`: remove, `responseTemplates["text/plain"]`: add},
			replace: props{"statusCode": "200"}, replaces: []string{"statusCode"},
			importID: func(w *fixture, _ *deployed) string { return w.api.id + "/" + w.node.id + "/GET/404" },
		},
		{
			token: modelType,
			setup: func(w *fixture) props {
				return props{"restApi": w.api.id, "name": "Movie", "contentType": "application/json", "schema": `{"type": "object"}`}
			},
			again:   "creating API Gateway Model (Movie): ConflictException: Model name already exists for this REST API",
			change:  props{"schema": `{"type": "string"}`},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"schema": modify},
			replace: props{"contentType": "application/xml"}, replaces: []string{"contentType"}, deleteBefore: true,
			importID: func(w *fixture, _ *deployed) string { return w.api.id + "/Movie" },
		},
		{
			token:   validatorType,
			setup:   func(w *fixture) props { return props{"restApi": w.api.id, "name": "all", "validateRequestBody": true} },
			outputs: props{"validateRequestParameters": false},
			again:   "creating API Gateway Request Validator (all): BadRequestException: Request Validator name must be unique",
			change:  props{"validateRequestParameters": true},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"validateRequestParameters": modify},
			replace: props{"restApi": "other"}, replaces: []string{"restApi"}, deleteBefore: true,
			importID: func(w *fixture, r *deployed) string { return w.api.id + "/" + r.id },
		},
		{
			token: authorizerType,
			setup: func(w *fixture) props {
				return props{"restApi": w.api.id, "name": "me", "authorizerUri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations"}
			},
			unknown: []string{"arn"},
			outputs: props{"type": "TOKEN", "identitySource": "method.request.header.Authorization", "authorizerResultTtlInSeconds": 300.0},
			again:   "creating API Gateway Authorizer (me): BadRequestException: Authorizer name must be unique. Authorizer me already exists in this RestApi.",
			change:  props{"authorizerResultTtlInSeconds": 0, "type": "REQUEST"},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"authorizerResultTtlInSeconds": modify, "type": modify},
			replace: props{"type": "COGNITO_USER_POOLS", "providerArns": []any{"arn:aws:cognito-idp:us-east-1:000000000000:userpool/x"}}, replaces: []string{"type"}, deleteBefore: true,
			importID: func(w *fixture, r *deployed) string { return w.api.id + "/" + r.id },
		},
		{
			token: gatewayRespType,
			setup: func(w *fixture) props {
				return props{"restApiId": w.api.id, "responseType": "DEFAULT_4XX", "responseParameters": props{"gatewayresponse.header.X": "'x'"}}
			},
			change:  props{"statusCode": "418"},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"statusCode": add},
			replace: props{"responseType": "DEFAULT_5XX"}, replaces: []string{"responseType"},
			importID: func(w *fixture, _ *deployed) string { return w.api.id + "/DEFAULT_4XX" },
		},
		{
			token:   deploymentType,
			setup:   func(w *fixture) props { return props{"restApi": w.api.id, "triggers": props{"hash": "1"}} },
			unknown: []string{"createdDate", "executionArn", "invokeUrl"},
			outputs: props{"createdDate": "2026-11-22T15:04:05Z"},
			change:  props{"description": "first"},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"description": add},
			replace: props{"triggers": props{"hash": "2"}}, replaces: []string{"triggers"},
			importID: func(w *fixture, r *deployed) string { return w.api.id + "/" + r.id },
		},
		{
			token: stageType,
			setup: func(w *fixture) props {
				return props{"restApi": w.api.id, "deployment": w.deployment.id, "stageName": "v1", "variables": props{"a": "1"}}
			},
			unknown: []string{"arn", "executionArn", "invokeUrl", "webAclArn"},
			outputs: props{"invokeUrl": "http://127.0.0.1:8080/v1"},
			again:   "creating API Gateway Stage (v1): ConflictException: Stage already exists",
			change:  props{"xrayTracingEnabled": true, "variables": props{}},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"xrayTracingEnabled": add, "variables.a": remove},
			replace: props{"stageName": "v2"}, replaces: []string{"stageName"},
			importID: func(w *fixture, _ *deployed) string { return w.api.id + "/v1" },
		},
		{
			token: settingsType,
			setup: func(w *fixture) props {
				w.stage(nil)
				return props{"restApi": w.api.id, "stageName": "v1", "methodPath": "*/*", "settings": props{"metricsEnabled": true, "throttlingRateLimit": 50}}
			},
			unknown: []string{"settings.cacheDataEncrypted", "settings.cacheTtlInSeconds", "settings.cachingEnabled", "settings.dataTraceEnabled", "settings.loggingLevel",
				"settings.requireAuthorizationForCacheControl", "settings.unauthorizedCacheControlHeaderStrategy"},
			change:  props{"settings": props{"metricsEnabled": false, "throttlingRateLimit": 50, "throttlingBurstLimit": 10}},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"settings.metricsEnabled": modify, "settings.throttlingBurstLimit": modify},
			replace: props{"methodPath": "{name}/GET"}, replaces: []string{"methodPath"},
			importID: func(w *fixture, _ *deployed) string { return w.api.id + "/v1/*/*" },
		},
		{
			token: accountType,
			setup: func(w *fixture) props {
				w.create(attachmentType, "logs", props{"role": w.role.id, "policyArn": pushLogs})
				return props{"cloudwatchRoleArn": w.role.outputs()["arn"]}
			},
			id:       "api-gateway-account",
			unknown:  []string{"apiKeyVersion", "features", "throttleSettings"},
			outputs:  props{"apiKeyVersion": "4", "features": []any{"UsagePlans"}, "throttleSettings": []any{props{"burstLimit": 5000.0, "rateLimit": 10000.0}}},
			change:   props{"resetOnDelete": true},
			changed:  map[string]pulumirpc.PropertyDiff_Kind{"resetOnDelete": add},
			importID: func(*fixture, *deployed) string { return "api-gateway-account" },
			stays:    true,
		},
		{
			token:   apiKeyType,
			setup:   func(*fixture) props { return props{"name": "writer", "value": secretly("01234567890123456789")} },
			unknown: []string{"arn", "createdDate", "lastUpdatedDate"},
			outputs: props{"enabled": true, "description": "Managed by Pulumi"},
			again:   "creating API Gateway API Key (writer): ConflictException: API Key already exists",
			change:  props{"enabled": false},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"enabled": modify},
			replace: props{"value": "98765432109876543210"}, replaces: []string{"value"}, deleteBefore: true,
			importID: func(_ *fixture, r *deployed) string { return r.id },
		},
		{
			token: usagePlanType,
			setup: func(w *fixture) props {
				w.stage(nil)
				return props{"name": "plan", "apiStages": []any{props{"apiId": w.api.id, "stage": "v1"}}, "quotaSettings": props{"limit": 10, "period": "DAY"}}
			},
			unknown:  []string{"arn"},
			change:   props{"throttleSettings": props{"rateLimit": 5, "burstLimit": 2}, "quotaSettings": props{"limit": 20, "period": "DAY"}},
			changed:  map[string]pulumirpc.PropertyDiff_Kind{"throttleSettings": add, "quotaSettings.limit": modify},
			importID: func(_ *fixture, r *deployed) string { return r.id },
		},
		{
			token: usagePlanKeyType,
			setup: func(w *fixture) props {
				k := w.create(apiKeyType, "k", props{"name": "k"})
				p := w.create(usagePlanType, "p", props{"name": "p"})
				return props{"keyId": k.id, "keyType": "API_KEY", "usagePlanId": p.id}
			},
			unknown: []string{"name", "value"},
			outputs: props{"name": "k"},
			again:   "creating API Gateway Usage Plan Key (id00000009): ConflictException: Api Key id00000009 is already subscribed to Usage Plan id00000014",
			replace: props{"usagePlanId": "other"}, replaces: []string{"usagePlanId"},
			importID: func(w *fixture, r *deployed) string {
				plan, _ := r.outputs()["usagePlanId"].(string)
				return plan + "/" + r.id
			},
		},
		{
			token:   logGroupType,
			setup:   func(*fixture) props { return props{"name": "/aws/apigateway/movies", "retentionInDays": 7} },
			id:      "/aws/apigateway/movies",
			unknown: []string{"arn", "logGroupClass", "namePrefix"},
			outputs: props{"arn": "arn:aws:logs:us-east-1:000000000000:log-group:/aws/apigateway/movies", "logGroupClass": "STANDARD"},
			again:   "creating CloudWatch Logs Log Group (/aws/apigateway/movies): ResourceAlreadyExistsException: The specified log group already exists",
			change:  props{"retentionInDays": 30},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"retentionInDays": modify},
			replace: props{"logGroupClass": "INFREQUENT_ACCESS"}, replaces: []string{"logGroupClass"}, deleteBefore: true,
			importID: func(*fixture, *deployed) string { return "/aws/apigateway/movies" },
		},
		{
			token:   keyType,
			setup:   func(*fixture) props { return props{"description": "for tables", "enableKeyRotation": true} },
			unknown: []string{"arn", "keyId", "multiRegion", "policy", "rotationPeriodInDays"},
			outputs: props{"keyUsage": "ENCRYPT_DECRYPT", "isEnabled": true, "rotationPeriodInDays": 365.0, "multiRegion": false},
			change:  props{"rotationPeriodInDays": 90},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"rotationPeriodInDays": modify},
			replace: props{"keyUsage": "SIGN_VERIFY"}, replaces: []string{"keyUsage"},
			importID: func(_ *fixture, r *deployed) string { return r.id },
		},
		{
			token: aliasType,
			setup: func(w *fixture) props {
				return props{"name": "alias/tables", "targetKeyId": w.create(keyType, "key", nil).id}
			},
			id:      "alias/tables",
			unknown: []string{"arn", "namePrefix", "targetKeyArn"},
			outputs: props{"arn": "arn:aws:kms:us-east-1:000000000000:alias/tables"},
			again:   "creating KMS Alias (alias/tables): AlreadyExistsException: An alias with the name arn:aws:kms:us-east-1:000000000000:alias/tables already exists",
			replace: props{"name": "alias/other"}, replaces: []string{"name"},
			importID: func(*fixture, *deployed) string { return "alias/tables" },
		},
		{
			token:   tableType,
			setup:   func(w *fixture) props { return w.tableInputs() },
			unknown: []string{"arn", "pointInTimeRecovery", "readCapacity", "serverSideEncryption", "streamArn", "streamLabel", "streamViewType", "ttl", "writeCapacity"},
			outputs: props{"billingMode": "PAY_PER_REQUEST", "tableClass": "STANDARD", "pointInTimeRecovery": props{"enabled": false}, "readCapacity": 0.0},
			change: props{"deletionProtectionEnabled": false, "pointInTimeRecovery": props{"enabled": true}, "tags": props{"a": "b"},
				"ttl": props{"attributeName": "expires", "enabled": true}, "serverSideEncryption": props{"enabled": true}},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"pointInTimeRecovery.enabled": modify, "tags": add, "ttl.attributeName": modify, "ttl.enabled": modify, "serverSideEncryption": add},
			replace: props{"hashKey": "title", "attributes": []any{props{"name": "title", "type": "S"}}}, replaces: []string{"hashKey"}, deleteBefore: true,
			importID: func(w *fixture, _ *deployed) string { return w.uniquely("movies") },
		},
		{
			token: replicaType,
			setup: func(w *fixture) props {
				table := w.in("eu-west-1").create(tableType, "of", streamed(w.harness))
				return props{"globalTableArn": arnOf("eu-west-1", table.id)}
			},
			unknown: []string{"arn", "deletionProtectionEnabled", "kmsKeyArn"},
			outputs: props{"pointInTimeRecovery": false, "deletionProtectionEnabled": false},
			change:  props{"deletionProtectionEnabled": false, "pointInTimeRecovery": true, "tags": props{"a": "b"}},
			changed: map[string]pulumirpc.PropertyDiff_Kind{"pointInTimeRecovery": modify, "tags": add},
			again: "creating DynamoDB Table Replica (arn:aws:dynamodb:eu-west-1:000000000000:table/movies-TestLifecycle-aws-dynamodb-tableReplica-TableReplica): ValidationException: " +
				"Failed to create a the new replica of table with name: 'movies-TestLifecycle-aws-dynamodb-tableReplica-TableReplica' because one or more replicas already existed as tables.",
			replace: props{"tableClassOverride": "STANDARD_INFREQUENT_ACCESS"}, replaces: []string{"tableClassOverride"},
			importID: func(_ *fixture, r *deployed) string { return r.id },
		},
	}
}

func (l *harness) tableInputs() props {
	return props{
		"name": l.uniquely("movies"), "billingMode": "PAY_PER_REQUEST", "hashKey": "name",
		"attributes": []any{props{"name": "name", "type": "S"}},
	}
}
