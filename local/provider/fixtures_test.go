package provider

import (
	"strings"

	"google.golang.org/grpc/status"
)

// message is the text of a refusal.
func message(err error) string { return status.Convert(err).Message() }

const (
	tableType        = "aws:dynamodb/table:Table"
	roleType         = "aws:iam/role:Role"
	rolePolicyType   = "aws:iam/rolePolicy:RolePolicy"
	policyType       = "aws:iam/policy:Policy"
	attachmentType   = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
	restAPIType      = "aws:apigateway/restApi:RestApi"
	apiPolicyType    = "aws:apigateway/restApiPolicy:RestApiPolicy"
	resourceTypeName = "aws:apigateway/resource:Resource"
	methodType       = "aws:apigateway/method:Method"
	methodRespType   = "aws:apigateway/methodResponse:MethodResponse"
	integrationType  = "aws:apigateway/integration:Integration"
	integRespType    = "aws:apigateway/integrationResponse:IntegrationResponse"
	modelType        = "aws:apigateway/model:Model"
	validatorType    = "aws:apigateway/requestValidator:RequestValidator"
	authorizerType   = "aws:apigateway/authorizer:Authorizer"
	gatewayRespType  = "aws:apigateway/response:Response"
	deploymentType   = "aws:apigateway/deployment:Deployment"
	stageType        = "aws:apigateway/stage:Stage"
	settingsType     = "aws:apigateway/methodSettings:MethodSettings"
	accountType      = "aws:apigateway/account:Account"
	apiKeyType       = "aws:apigateway/apiKey:ApiKey"
	usagePlanType    = "aws:apigateway/usagePlan:UsagePlan"
	usagePlanKeyType = "aws:apigateway/usagePlanKey:UsagePlanKey"
	logGroupType     = "aws:cloudwatch/logGroup:LogGroup"
	keyType          = "aws:kms/key:Key"
	aliasType        = "aws:kms/alias:Alias"
)

const (
	trust     = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
	getMovies = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"arn:aws:dynamodb:us-east-1:000000000000:table/movies"}]}`
	pushLogs  = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
	getItem   = "arn:aws:apigateway:us-east-1:dynamodb:action/GetItem"
)

// with copies properties and sets some; a nil value takes the property away.
func with(p props, changes props) props {
	out := props{}
	for k, v := range p {
		out[k] = v
	}
	for k, v := range changes {
		if v == nil {
			delete(out, k)
			continue
		}
		out[k] = v
	}
	return out
}

// fixture is the API that most tests need, made once for a harness.
type fixture struct {
	*harness
	role, api, node, method, response, integration, integrationResponse, deployment *deployed
}

func (l *harness) fixture() *fixture {
	l.Helper()
	w := &fixture{harness: l}
	w.role = l.create(roleType, "get", props{"name": "get-role", "assumeRolePolicy": trust})
	w.api = l.create(restAPIType, "api", props{"name": "movies"})
	w.node = l.create(resourceTypeName, "name", props{"restApi": w.api.id, "parentId": w.api.outputs()["rootResourceId"], "pathPart": "{name}"})
	w.method = l.create(methodType, "get", w.on(props{"authorization": "NONE", "requestParameters": props{"method.request.path.name": true}}))
	w.response = l.create(methodRespType, "get200", w.on(props{"statusCode": "200", "responseParameters": props{"method.response.header.X-A": true}}))
	w.integration = l.create(integrationType, "get", w.integrationInputs())
	w.integrationResponse = l.create(integRespType, "get200", w.on(props{"statusCode": "200", "responseTemplates": props{"application/json": "one"}}))
	w.deployment = l.create(deploymentType, "one", props{"restApi": w.api.id, "triggers": props{"hash": "one"}})
	return w
}

// on adds what names the method.
func (w *fixture) on(p props) props {
	return with(props{"restApi": w.api.id, "resourceId": w.node.id, "httpMethod": "GET"}, p)
}

func (w *fixture) integrationInputs() props {
	return w.on(props{
		"type": "AWS", "integrationHttpMethod": "POST", "uri": getItem, "credentials": w.role.outputs()["arn"],
		"requestTemplates": props{"application/json": "{}"},
	})
}

// logging sets the account's logging role.
func (w *fixture) logging() *deployed {
	w.Helper()
	role := w.create(roleType, "logs", props{"name": "logs-role", "assumeRolePolicy": trust})
	w.create(attachmentType, "logs", props{"role": role.id, "policyArn": pushLogs})
	return w.create(accountType, "account", props{"cloudwatchRoleArn": role.outputs()["arn"]})
}

func (w *fixture) stage(extra props) *deployed {
	w.Helper()
	return w.create(stageType, "stage", with(props{"restApi": w.api.id, "deployment": w.deployment.id, "stageName": "v1"}, extra))
}

// uniquely makes a table name that no other test has.
func (l *harness) uniquely(name string) string {
	return name + "-" + strings.Map(func(r rune) rune {
		if (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z') || (r >= '0' && r <= '9') || r == '_' {
			return r
		}
		return '-'
	}, l.Name())
}
