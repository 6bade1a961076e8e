package graph

// The type tokens of what the pack looks at, each named once.
const (
	Stack = "pulumi:pulumi:Stack"

	RestAPI             = "aws:apigateway/restApi:RestApi"
	RestAPIPolicy       = "aws:apigateway/restApiPolicy:RestApiPolicy"
	Resource            = "aws:apigateway/resource:Resource"
	Method              = "aws:apigateway/method:Method"
	MethodResponse      = "aws:apigateway/methodResponse:MethodResponse"
	Integration         = "aws:apigateway/integration:Integration"
	IntegrationResponse = "aws:apigateway/integrationResponse:IntegrationResponse"
	Model               = "aws:apigateway/model:Model"
	RequestValidator    = "aws:apigateway/requestValidator:RequestValidator"
	Authorizer          = "aws:apigateway/authorizer:Authorizer"
	Deployment          = "aws:apigateway/deployment:Deployment"
	Stage               = "aws:apigateway/stage:Stage"
	MethodSettings      = "aws:apigateway/methodSettings:MethodSettings"
	APIKey              = "aws:apigateway/apiKey:ApiKey"
	UsagePlan           = "aws:apigateway/usagePlan:UsagePlan"
	UsagePlanKey        = "aws:apigateway/usagePlanKey:UsagePlanKey"
	GatewayAccount      = "aws:apigateway/account:Account"

	Role                 = "aws:iam/role:Role"
	RolePolicy           = "aws:iam/rolePolicy:RolePolicy"
	Policy               = "aws:iam/policy:Policy"
	RolePolicyAttachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
	PolicyAttachment     = "aws:iam/policyAttachment:PolicyAttachment"
	UserPolicy           = "aws:iam/userPolicy:UserPolicy"
	GroupPolicy          = "aws:iam/groupPolicy:GroupPolicy"
	UserPolicyAttachment = "aws:iam/userPolicyAttachment:UserPolicyAttachment"
	GroupAttachment      = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment"

	Table               = "aws:dynamodb/table:Table"
	TableResourcePolicy = "aws:dynamodb/resourcePolicy:ResourcePolicy"

	LogGroup      = "aws:cloudwatch/logGroup:LogGroup"
	Key           = "aws:kms/key:Key"
	KeyAlias      = "aws:kms/alias:Alias"
	ScalingTarget = "aws:appautoscaling/target:Target"
	ScalingPolicy = "aws:appautoscaling/policy:Policy"
)
