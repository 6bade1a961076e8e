package deployer

// right is what the role that deploys may do for one service: actions on resources, whose ARNs have the marks
// {partition}, {region}, {primary} (the primary region), {prefix}, {tables} and {table}. Every name that the program gives begins
// with the prefix, PROJECT-STACK, those of tables with that of the primary stack; tableName may name the first table otherwise.
type right struct {
	sid       string
	actions   []string
	resources []string
	// passed is the service that roles may be passed to.
	passed string
}

// everything is for actions that know no resources, or only such as have random names.
var everything = []string{"*"}

// rights are what the AWS provider calls to create, read, update, tag and delete a resource of a type. Rights with the
// same sid become one statement.
var rights = map[string][]right{
	"dynamodb/table:Table": {{sid: "Tables", resources: tables, actions: []string{
		"dynamodb:CreateTable", "dynamodb:DescribeTable", "dynamodb:UpdateTable", "dynamodb:DeleteTable", "dynamodb:DescribeContinuousBackups",
		"dynamodb:UpdateContinuousBackups", "dynamodb:DescribeTimeToLive", "dynamodb:UpdateTimeToLive", "dynamodb:ListTagsOfResource",
		"dynamodb:TagResource", "dynamodb:UntagResource",
	}}},
	// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2gt_IAM.html
	"dynamodb/tableReplica:TableReplica": {
		{sid: "Replicas", resources: tables, actions: []string{
			"dynamodb:CreateTable", "dynamodb:CreateTableReplica", "dynamodb:DeleteTable", "dynamodb:DeleteTableReplica", "dynamodb:DescribeTable", "dynamodb:UpdateTable",
			"dynamodb:DescribeContinuousBackups", "dynamodb:UpdateContinuousBackups", "dynamodb:ListTagsOfResource", "dynamodb:TagResource", "dynamodb:UntagResource",
			// What replication does on behalf of the caller that adds a region.
			"dynamodb:Scan", "dynamodb:Query", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem",
		}},
		{sid: "ReplicatedTables", resources: primaryTables, actions: []string{"dynamodb:UpdateTable", "dynamodb:DescribeTable"}},
		serviceRole("replication.dynamodb.amazonaws.com"),
	},
	"dynamodb/resourcePolicy:ResourcePolicy": {{sid: "TablePolicies", resources: tables, actions: []string{
		"dynamodb:GetResourcePolicy", "dynamodb:PutResourcePolicy", "dynamodb:DeleteResourcePolicy",
	}}},
	"appautoscaling/target:Target": {{sid: "Scaling", resources: everything, actions: []string{
		"application-autoscaling:RegisterScalableTarget", "application-autoscaling:DeregisterScalableTarget", "application-autoscaling:DescribeScalableTargets",
		"application-autoscaling:ListTagsForResource", "application-autoscaling:TagResource", "application-autoscaling:UntagResource",
	}}, serviceRole("dynamodb.application-autoscaling.amazonaws.com")},
	"appautoscaling/policy:Policy": {{sid: "Scaling", resources: everything, actions: []string{
		"application-autoscaling:PutScalingPolicy", "application-autoscaling:DeleteScalingPolicy", "application-autoscaling:DescribeScalingPolicies",
	}}, {sid: "Alarms", resources: []string{"arn:{partition}:cloudwatch:{region}:*:alarm:TargetTracking-*"}, actions: alarmActions}},

	"iam/role:Role": {{sid: "Roles", resources: roles, actions: []string{
		"iam:CreateRole", "iam:GetRole", "iam:UpdateRole", "iam:UpdateRoleDescription", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole", "iam:TagRole",
		"iam:UntagRole", "iam:ListRoleTags", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole",
	}}},
	"iam/rolePolicy:RolePolicy":                     {{sid: "Roles", resources: roles, actions: []string{"iam:PutRolePolicy", "iam:GetRolePolicy", "iam:DeleteRolePolicy"}}},
	"iam/rolePolicyAttachment:RolePolicyAttachment": {{sid: "Roles", resources: roles, actions: []string{"iam:AttachRolePolicy", "iam:DetachRolePolicy"}}},

	"apigateway/restApi:RestApi": {{sid: "Gateway", resources: gateway("restapis"), actions: verbs}},
	"apigateway/restApiPolicy:RestApiPolicy": {{sid: "GatewayPolicies", resources: gateway("restapis"), actions: []string{
		"apigateway:UpdateRestApiPolicy", "apigateway:PATCH", "apigateway:GET",
	}}},
	"apigateway/requestValidator:RequestValidator":       {partOfAPI},
	"apigateway/model:Model":                             {partOfAPI},
	"apigateway/resource:Resource":                       {partOfAPI},
	"apigateway/method:Method":                           {partOfAPI},
	"apigateway/methodResponse:MethodResponse":           {partOfAPI},
	"apigateway/integration:Integration":                 {partOfAPI, pass("apigateway.amazonaws.com")},
	"apigateway/integrationResponse:IntegrationResponse": {partOfAPI},
	"apigateway/response:Response":                       {partOfAPI},
	"apigateway/authorizer:Authorizer":                   {partOfAPI},
	"apigateway/deployment:Deployment":                   {partOfAPI},
	"apigateway/stage:Stage":                             {partOfAPI},
	"apigateway/methodSettings:MethodSettings":           {partOfAPI},
	"apigateway/apiKey:ApiKey":                           {{sid: "Gateway", resources: gateway("apikeys"), actions: verbs}},
	"apigateway/usagePlan:UsagePlan":                     {{sid: "Gateway", resources: gateway("usageplans"), actions: verbs}},
	"apigateway/usagePlanKey:UsagePlanKey":               {{sid: "Gateway", resources: gateway("usageplans"), actions: verbs}},
	"apigateway/domainName:DomainName":                   {{sid: "Gateway", resources: gateway("domainnames"), actions: verbs}, serviceRole("ops.apigateway.amazonaws.com")},
	"apigateway/basePathMapping:BasePathMapping":         {{sid: "Gateway", resources: gateway("domainnames"), actions: verbs}},
	"apigateway/account:Account": {
		{sid: "GatewayAccount", resources: []string{"arn:{partition}:apigateway:{region}::/account"}, actions: []string{"apigateway:GET", "apigateway:PATCH"}},
		pass("apigateway.amazonaws.com"),
	},

	"cloudwatch/logGroup:LogGroup": {{sid: "Logs", resources: logGroups, actions: []string{
		"logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:PutRetentionPolicy", "logs:DeleteRetentionPolicy", "logs:ListTagsForResource",
		"logs:TagResource", "logs:UntagResource",
	}}, {sid: "ListLogs", resources: everything, actions: []string{"logs:DescribeLogGroups"}}},
	"cloudwatch/logMetricFilter:LogMetricFilter": {{sid: "Logs", resources: logGroups, actions: []string{
		"logs:PutMetricFilter", "logs:DeleteMetricFilter", "logs:DescribeMetricFilters",
	}}},
	"cloudwatch/metricAlarm:MetricAlarm": {{sid: "Alarms", resources: []string{"arn:{partition}:cloudwatch:{region}:*:alarm:{prefix}-*"}, actions: alarmActions}},
	"cloudwatch/dashboard:Dashboard": {{sid: "Dashboard", resources: []string{"arn:{partition}:cloudwatch::*:dashboard/{prefix}-*"}, actions: []string{
		"cloudwatch:PutDashboard", "cloudwatch:GetDashboard", "cloudwatch:DeleteDashboards",
	}}},
	"sns/topic:Topic": {{sid: "Topics", resources: topics, actions: []string{
		"sns:CreateTopic", "sns:GetTopicAttributes", "sns:SetTopicAttributes", "sns:DeleteTopic", "sns:ListTagsForResource", "sns:TagResource", "sns:UntagResource",
	}}},
	"sns/topicSubscription:TopicSubscription": {
		{sid: "Topics", resources: topics, actions: []string{"sns:Subscribe", "sns:GetSubscriptionAttributes", "sns:SetSubscriptionAttributes"}},
		{sid: "Unsubscribe", resources: everything, actions: []string{"sns:Unsubscribe"}},
	},

	"cognito/userPool:UserPool": {
		{sid: "CreateUserPools", resources: everything, actions: []string{"cognito-idp:CreateUserPool"}},
		{sid: "UserPools", resources: userPools, actions: []string{
			"cognito-idp:DescribeUserPool", "cognito-idp:UpdateUserPool", "cognito-idp:DeleteUserPool", "cognito-idp:GetUserPoolMfaConfig",
			"cognito-idp:SetUserPoolMfaConfig", "cognito-idp:ListTagsForResource", "cognito-idp:TagResource", "cognito-idp:UntagResource",
		}},
	},
	"cognito/resourceServer:ResourceServer": {{sid: "UserPools", resources: userPools, actions: []string{
		"cognito-idp:CreateResourceServer", "cognito-idp:DescribeResourceServer", "cognito-idp:UpdateResourceServer", "cognito-idp:DeleteResourceServer",
	}}},
	"cognito/userPoolClient:UserPoolClient": {{sid: "UserPools", resources: userPools, actions: []string{
		"cognito-idp:CreateUserPoolClient", "cognito-idp:DescribeUserPoolClient", "cognito-idp:UpdateUserPoolClient", "cognito-idp:DeleteUserPoolClient",
	}}},
	"cognito/userPoolDomain:UserPoolDomain": {
		{sid: "UserPools", resources: userPools, actions: []string{"cognito-idp:CreateUserPoolDomain", "cognito-idp:UpdateUserPoolDomain", "cognito-idp:DeleteUserPoolDomain"}},
		{sid: "CreateUserPools", resources: everything, actions: []string{"cognito-idp:DescribeUserPoolDomain"}},
	},
	"cognito/identityProvider:IdentityProvider": {{sid: "UserPools", resources: userPools, actions: []string{
		"cognito-idp:CreateIdentityProvider", "cognito-idp:DescribeIdentityProvider", "cognito-idp:UpdateIdentityProvider", "cognito-idp:DeleteIdentityProvider",
	}}},

	"lambda/function:Function": {{sid: "Functions", resources: functions, actions: []string{
		"lambda:CreateFunction", "lambda:GetFunction", "lambda:GetFunctionConfiguration", "lambda:GetFunctionCodeSigningConfig", "lambda:ListVersionsByFunction",
		"lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration", "lambda:PutFunctionConcurrency", "lambda:DeleteFunctionConcurrency",
		"lambda:DeleteFunction", "lambda:ListTags", "lambda:TagResource", "lambda:UntagResource",
	}}, pass("lambda.amazonaws.com")},
	"lambda/permission:Permission": {{sid: "Functions", resources: functions, actions: []string{"lambda:AddPermission", "lambda:GetPolicy", "lambda:RemovePermission"}}},

	"wafv2/webAcl:WebAcl": {
		{sid: "Firewall", resources: webACLs, actions: []string{
			"wafv2:CreateWebACL", "wafv2:GetWebACL", "wafv2:UpdateWebACL", "wafv2:DeleteWebACL", "wafv2:ListTagsForResource", "wafv2:TagResource", "wafv2:UntagResource",
		}},
	},
	"wafv2/webAclAssociation:WebAclAssociation": {
		{sid: "Firewall", resources: webACLs, actions: []string{"wafv2:AssociateWebACL", "wafv2:DisassociateWebACL", "wafv2:GetWebACL"}},
		{sid: "FirewallOfStage", resources: []string{"arn:{partition}:apigateway:{region}::/restapis/*/stages/*"}, actions: []string{
			"apigateway:SetWebACL", "wafv2:AssociateWebACL", "wafv2:DisassociateWebACL", "wafv2:GetWebACLForResource",
		}},
	},
	"wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
		{sid: "Firewall", resources: webACLs, actions: []string{"wafv2:PutLoggingConfiguration", "wafv2:GetLoggingConfiguration", "wafv2:DeleteLoggingConfiguration"}},
		{sid: "FirewallLogs", resources: everything, actions: []string{
			"logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
		}},
		serviceRole("wafv2.amazonaws.com"),
	},

	"acm/certificate:Certificate": {{sid: "Certificates", resources: everything, actions: []string{
		"acm:RequestCertificate", "acm:DescribeCertificate", "acm:DeleteCertificate", "acm:AddTagsToCertificate", "acm:RemoveTagsFromCertificate", "acm:ListTagsForCertificate",
	}}},
	"acm/certificateValidation:CertificateValidation": {{sid: "Certificates", resources: everything, actions: []string{"acm:DescribeCertificate"}}},
	"route53/healthCheck:HealthCheck": {
		{sid: "CreateHealthChecks", resources: everything, actions: []string{"route53:CreateHealthCheck"}},
		{sid: "HealthChecks", resources: []string{"arn:{partition}:route53:::healthcheck/*"}, actions: []string{
			"route53:GetHealthCheck", "route53:UpdateHealthCheck", "route53:DeleteHealthCheck", "route53:ListTagsForResource", "route53:ChangeTagsForResource",
		}},
	},
	"route53/record:Record": {
		{sid: "Records", resources: []string{"arn:{partition}:route53:::hostedzone/*"}, actions: []string{"route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets", "route53:GetHostedZone"}},
		{sid: "RecordChanges", resources: []string{"arn:{partition}:route53:::change/*"}, actions: []string{"route53:GetChange"}},
	},

	"backup/vault:Vault": {
		{sid: "Vaults", resources: []string{"arn:{partition}:backup:{region}:*:backup-vault:{prefix}-*"}, actions: []string{
			"backup:CreateBackupVault", "backup:DescribeBackupVault", "backup:DeleteBackupVault", "backup:ListTags", "backup:TagResource", "backup:UntagResource",
		}},
		{sid: "VaultKeys", resources: everything, actions: []string{
			"backup-storage:MountCapsule", "kms:CreateGrant", "kms:GenerateDataKey", "kms:Decrypt", "kms:RetireGrant", "kms:DescribeKey",
		}},
	},
	"backup/plan:Plan": {{sid: "BackupPlans", resources: backupPlans, actions: []string{
		"backup:CreateBackupPlan", "backup:GetBackupPlan", "backup:UpdateBackupPlan", "backup:DeleteBackupPlan", "backup:ListTags", "backup:TagResource", "backup:UntagResource",
	}}},
	"backup/selection:Selection": {{sid: "BackupPlans", resources: backupPlans, actions: []string{
		"backup:CreateBackupSelection", "backup:GetBackupSelection", "backup:DeleteBackupSelection",
	}}, pass("backup.amazonaws.com")},
}

var (
	tables        = []string{"arn:{partition}:dynamodb:{region}:*:table/{tables}-*", "arn:{partition}:dynamodb:{region}:*:table/{table}"}
	primaryTables = []string{"arn:{partition}:dynamodb:{primary}:*:table/{tables}-*", "arn:{partition}:dynamodb:{primary}:*:table/{table}"}
	roles         = []string{"arn:{partition}:iam::*:role/{prefix}-*"}
	topics        = []string{"arn:{partition}:sns:{region}:*:{prefix}-*"}
	userPools     = []string{"arn:{partition}:cognito-idp:{region}:*:userpool/*"}
	functions     = []string{"arn:{partition}:lambda:{region}:*:function:{prefix}-*"}
	webACLs       = []string{"arn:{partition}:wafv2:{region}:*:regional/webacl/{prefix}-*", "arn:{partition}:wafv2:{region}:*:regional/managedruleset/*"}
	backupPlans   = []string{"arn:{partition}:backup:{region}:*:backup-plan:*"}
	alarmActions  = []string{"cloudwatch:PutMetricAlarm", "cloudwatch:DescribeAlarms", "cloudwatch:DeleteAlarms", "cloudwatch:ListTagsForResource", "cloudwatch:TagResource", "cloudwatch:UntagResource"}
	logGroups     = []string{
		"arn:{partition}:logs:{region}:*:log-group:/aws/apigateway/{prefix}-*", "arn:{partition}:logs:{region}:*:log-group:API-Gateway-Execution-Logs_*",
		"arn:{partition}:logs:{region}:*:log-group:/aws/lambda/{prefix}-*", "arn:{partition}:logs:{region}:*:log-group:aws-waf-logs-{prefix}-*",
	}
	verbs     = []string{"apigateway:GET", "apigateway:POST", "apigateway:PUT", "apigateway:PATCH", "apigateway:DELETE"}
	partOfAPI = right{sid: "Gateway", resources: gateway("restapis"), actions: verbs}
	// lookUps are for what the program asks before it registers anything, and for what the provider asks.
	lookUps = []right{
		{sid: "LookUps", resources: everything, actions: []string{"sts:GetCallerIdentity"}},
		{sid: "Tables", resources: tables, actions: []string{"dynamodb:DescribeTable"}},
	}
)

// gateway are a collection of API Gateway's and what is in it, and their tags.
func gateway(collection string) []string {
	const gateway = "arn:{partition}:apigateway:{region}::/"
	return []string{gateway + collection, gateway + collection + "/*", gateway + "tags/*"}
}

// pass lets a service have a role of the program.
func pass(service string) right {
	return right{sid: "PassRolesTo" + word(service), resources: roles, actions: []string{"iam:PassRole"}, passed: service}
}

// serviceRole lets a service make its own role, which an account needs once.
func serviceRole(service string) right {
	return right{sid: "ServiceRoles", resources: []string{"arn:{partition}:iam::*:role/aws-service-role/" + service + "/*"}, actions: []string{"iam:CreateServiceLinkedRole"}}
}
