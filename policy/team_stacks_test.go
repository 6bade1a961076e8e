package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/graph"
)

// teamStacks have what else teams have in a stack, none of which concerns the API.
var teamStacks = map[string]func(a attacked){
	"firehose for logs": func(a attacked) {
		r := a.role("hose", `{"Service":"firehose.amazonaws.com"}`, `["s3:PutObject","s3:GetBucketLocation"]`, badBucketARN)
		a.add("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "h", map[string]any{"destination": "extended_s3", "extendedS3Configuration": map[string]any{"roleArn": "arn:aws:iam::" + account + ":role/hose", "bucketArn": "arn:aws:s3:::reports"}})
		_ = r
		f := a.add("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "s", map[string]any{"logGroup": "other", "destinationArn": "arn:aws:firehose:us-east-1:" + account + ":deliverystream/h"})
		_ = f
	},
	"function reading the stream": func(a attacked) {
		r := a.role("str", lambda, `["dynamodb:GetRecords","dynamodb:GetShardIterator","dynamodb:DescribeStream","dynamodb:ListStreams"]`, moviesARN+"/stream/*")
		f := a.add("aws:lambda/function:Function", "str", map[string]any{"role": r})
		a.add("aws:lambda/eventSourceMapping:EventSourceMapping", "str", map[string]any{"functionName": f, "eventSourceArn": a.of(graph.Table, "")})
	},
	"step function": func(a attacked) {
		r := a.role("sfn", `{"Service":"states.amazonaws.com"}`, `"lambda:InvokeFunction"`, "arn:aws:lambda:us-east-1:"+account+":function:f")
		a.add("aws:sfn/stateMachine:StateMachine", "s", map[string]any{"roleArn": r, "definition": "{}"})
	},
	"certificate and domain": func(a attacked) {
		c := a.add("aws:acm/certificate:Certificate", "c", map[string]any{"domainName": "x.example.com"})
		d := a.add("aws:apigateway/domainName:DomainName", "d", map[string]any{"domainName": "x.example.com", "regionalCertificateArn": c, "securityPolicy": "TLS_1_2"})
		a.add(graph.BasePathMapping, "m", map[string]any{"domainName": d, "restApi": a.of(graph.RestAPI, ""), "stageName": "prod"})
		a.add("aws:route53/record:Record", "r", map[string]any{"name": "x", "type": "A"})
	},
	"scaling of another table": func(a attacked) {
		a.add("aws:appautoscaling/target:Target", "t", map[string]any{"resourceId": "table/other", "scalableDimension": "dynamodb:table:ReadCapacityUnits", "serviceNamespace": "dynamodb"})
		a.add("aws:appautoscaling/policy:Policy", "t", map[string]any{"resourceId": "table/other"})
	},
	"sns subscription by mail": func(a attacked) {
		a.add("aws:sns/topicSubscription:TopicSubscription", "s", map[string]any{"topic": a.of("aws:sns/topic:Topic", ""), "protocol": "email", "endpoint": "a@b.c"})
	},
	"vpc endpoint": func(a attacked) {
		a.add("aws:ec2/vpcEndpoint:VpcEndpoint", "v", map[string]any{"serviceName": "com.amazonaws.us-east-1.dynamodb", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"dynamodb:*","Resource":"*"}]}`})
	},
	"security group": func(a attacked) {
		a.add("aws:ec2/securityGroup:SecurityGroup", "v", map[string]any{})
		a.add("aws:ec2/securityGroupRule:SecurityGroupRule", "v", map[string]any{"type": "ingress", "cidrBlocks": []any{"0.0.0.0/0"}})
	},
	"route table association": func(a attacked) {
		a.add("aws:ec2/routeTableAssociation:RouteTableAssociation", "v", map[string]any{})
		a.add("aws:vpc/x:X", "v", map[string]any{})
	},
	"a database with a role": func(a attacked) {
		a.add("aws:rds/instance:Instance", "v", map[string]any{})
		a.add("aws:rds/clusterRoleAssociation:ClusterRoleAssociation", "v", map[string]any{"roleArn": "arn:aws:iam::" + account + ":role/x"})
	},
	"ecr policy": func(a attacked) {
		r := a.add("aws:ecr/repository:Repository", "v", map[string]any{})
		a.add("aws:ecr/lifecyclePolicy:LifecyclePolicy", "v", map[string]any{"repository": r, "policy": `{"rules":[]}`})
	},
	"secret rotation": func(a attacked) {
		s := a.add("aws:secretsmanager/secret:Secret", "v", map[string]any{})
		f := a.function("rot", `["secretsmanager:GetSecretValue","secretsmanager:PutSecretValue","secretsmanager:UpdateSecretVersionStage","secretsmanager:DescribeSecret"]`, "arn:aws:secretsmanager:us-east-1:"+account+":secret:x")
		a.add("aws:secretsmanager/secretRotation:SecretRotation", "v", map[string]any{"secretId": s, "rotationLambdaArn": f})
	},
	"ci role that pushes images": func(a attacked) {
		a.add(graph.Role, "ci", map[string]any{"name": "ci", "assumeRolePolicy": trusting(`{"Federated":"arn:aws:iam::`+account+`:oidc-provider/`+githubURL+`"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals":{"`+githubURL+`:aud":"sts.amazonaws.com","`+githubURL+`:sub":"repo:o/r:ref:refs/heads/main"}}`)})
		a.add(graph.RolePolicy, "ci", map[string]any{"role": "ci", "policy": statement(`["ecr:GetAuthorizationToken","ecr:PutImage","ecr:InitiateLayerUpload"]`, "*")})
		a.add("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "gh", map[string]any{"url": "https://" + githubURL, "clientIdLists": []any{"sts.amazonaws.com"}})
	},
	"ci role that reads the state bucket": func(a attacked) {
		a.role("ci", `{"AWS":"arn:aws:iam::`+account+`:role/builders"}`, `["s3:GetObject","s3:PutObject","s3:ListBucket"]`, "arn:aws:s3:::state*")
	},
	"analytics role of the account reads the table": func(a attacked) {
		a.role("analytics", `{"AWS":"arn:aws:iam::`+account+`:role/analysts"}`, `["dynamodb:Scan","dynamodb:DescribeTable"]`, moviesARN)
	},
	"synthetics canary": func(a attacked) {
		r := a.role("can", lambda, `["s3:PutObject","cloudwatch:PutMetricData","logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"]`, "*")
		a.add("aws:synthetics/canary:Canary", "c", map[string]any{"executionRoleArn": r})
	},
	"event rule to a function": func(a attacked) {
		f := a.function("h", `"logs:PutLogEvents"`, "*")
		r := a.add("aws:cloudwatch/eventRule:EventRule", "r", map[string]any{"scheduleExpression": "rate(1 day)"})
		a.add("aws:cloudwatch/eventTarget:EventTarget", "r", map[string]any{"rule": r, "arn": f})
		a.add("aws:lambda/permission:Permission", "r", map[string]any{"action": "lambda:InvokeFunction", "function": f, "principal": "events.amazonaws.com", "sourceArn": r})
	},
	"rule on the changes bus to a function": func(a attacked) {
		f := a.function("h", `"logs:PutLogEvents"`, "*")
		a.add("aws:cloudwatch/eventRule:EventRule", "r", map[string]any{"eventBusName": "lambdaless-prod-movies-changes", "eventPattern": "{}"})
		a.add("aws:cloudwatch/eventTarget:EventTarget", "r", map[string]any{"rule": "r", "eventBusName": "lambdaless-prod-movies-changes", "arn": f})
	},
	"function url behind iam": func(a attacked) {
		f := a.function("h", `"dynamodb:Query"`, moviesARN)
		a.add("aws:lambda/functionUrl:FunctionUrl", "u", map[string]any{"functionName": f, "authorizationType": "AWS_IAM"})
	},
	"alias with concurrency": func(a attacked) {
		f := a.function("h", `"logs:PutLogEvents"`, "*")
		a.add("aws:lambda/alias:Alias", "u", map[string]any{"functionName": f, "functionVersion": "1"})
		a.add("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig", "u", map[string]any{})
	},
	"eks with a pod's role": func(a attacked) {
		r := a.role("pod", `{"Service":"pods.eks.amazonaws.com"}`, `"s3:GetObject"`, badBucketARN)
		a.add("aws:eks/podIdentityAssociation:PodIdentityAssociation", "p", map[string]any{"roleArn": r, "clusterName": "c"})
	},
	"a role of a service account in a cluster": func(a attacked) {
		a.add(graph.Role, "a role of a service account in a cluster", map[string]any{"name": "irsa", "assumeRolePolicy": trusting(`{"Federated":"arn:aws:iam::`+account+`:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/X"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals":{"oidc.eks.us-east-1.amazonaws.com/id/X:sub":"system:serviceaccount:a:b"}}`)})
		a.add(graph.RolePolicy, "a role of a service account in a cluster", map[string]any{"role": "irsa", "policy": statement(`"dynamodb:Query"`, moviesARN)})
	},
	"config rule": func(a attacked) {
		a.add("aws:cfg/rule:Rule", "r", map[string]any{"name": "r"})
		a.add("aws:guardduty/detector:Detector", "r", map[string]any{})
		a.add("aws:securityhub/account:Account", "r", map[string]any{})
	},
	"ip set": func(a attacked) {
		a.add("aws:wafv2/ipSet:IpSet", "r", map[string]any{"addresses": []any{"203.0.113.0/24"}, "scope": "REGIONAL"})
	},
	"cloudfront function": func(a attacked) {
		a.add("aws:cloudfront/function:Function", "r", map[string]any{"runtime": "cloudfront-js-2.0", "code": "x"})
		a.add("aws:cloudfront/originAccessControl:OriginAccessControl", "r", map[string]any{})
	},
	"log resource policy for route 53": func(a attacked) {
		a.add("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "r", map[string]any{"policyName": "x", "policyDocument": resourceStatement(`{"Service":"route53.amazonaws.com"}`, `["logs:CreateLogStream","logs:PutLogEvents"]`, "arn:aws:logs:us-east-1:"+account+":log-group:/aws/route53/*")})
	},
	"kms key for logs": func(a attacked) {
		a.add(graph.Key, "logs", map[string]any{"enableKeyRotation": true, "policy": keyStart + `{"Effect":"Allow","Principal":{"Service":"logs.us-east-1.amazonaws.com"},"Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*","kms:Describe*"],"Resource":"*","Condition":{"ArnLike":{"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:us-east-1:` + account + `:*"}}}]}`})
	},
	"kms key with defaults": func(a attacked) { a.add(graph.Key, "plain", map[string]any{"description": "x"}) },
	"bucket with TLS deny": func(a attacked) {
		a.add("aws:s3/bucketV2:BucketV2", "b", map[string]any{"bucket": "b"})
		a.add("aws:s3/bucketPolicy:BucketPolicy", "b", map[string]any{"bucket": "b", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`})
	},
	"policy resource attached to the method": func(a attacked) {
		p := a.add(graph.Policy, "getpol", map[string]any{"name": "getpol", "policy": statement(`"dynamodb:GetItem"`, moviesARN)})
		r := a.of(graph.Role, "get")
		a.add(graph.RolePolicyAttachment, "getpol", map[string]any{"role": r, "policyArn": p})
	},
	"boundary of the stack for a helper": func(a attacked) {
		p := a.add(graph.Policy, "bound", map[string]any{"name": "bound", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","logs:*"],"Resource":"*"}]}`})
		r := a.role("h", lambda, `"s3:GetObject"`, badBucketARN)
		a.link(r, "permissionsBoundary", p)
	},
	"basic execution attached": func(a attacked) {
		r := a.role("h", lambda, `"s3:GetObject"`, badBucketARN)
		a.add(graph.RolePolicyAttachment, "h", map[string]any{"role": r, "policyArn": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"})
		a.add(graph.RolePolicyAttachment, "h2", map[string]any{"role": r, "policyArn": "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"})
	},
	"api gateway's account and logs role": func(a attacked) {
		a.add(graph.Role, "cw", map[string]any{"name": "cw", "assumeRolePolicy": trusting(`{"Service":"apigateway.amazonaws.com"}`, "sts:AssumeRole", "")})
		a.add(graph.RolePolicyAttachment, "cw", map[string]any{"role": "cw", "policyArn": "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"})
		a.add(graph.GatewayAccount, "cw", map[string]any{"cloudwatchRoleArn": "arn:aws:iam::" + account + ":role/cw"})
	},
	"a second api with another table": func(a attacked) {
		a.add(graph.Table, "logs", map[string]any{"name": "lambdaless-prod-logs", "hashKey": "id", "attributes": []any{map[string]any{"name": "id", "type": "S"}}, "billingMode": "PAY_PER_REQUEST", "serverSideEncryption": map[string]any{"enabled": true}, "pointInTimeRecovery": map[string]any{"enabled": true}, "deletionProtectionEnabled": true})
		a.function("h", `["dynamodb:PutItem"]`, "arn:aws:dynamodb:us-east-1:"+account+":table/lambdaless-prod-logs")
	},
	"gateway responses with cors": func(a attacked) {
		a.add(graph.GatewayResponse, "g4", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "DEFAULT_4XX", "responseParameters": map[string]any{"gatewayresponse.header.Access-Control-Allow-Origin": "'https://app.example.com'"}, "responseTemplates": map[string]any{"application/json": `{"message":$context.error.messageString,"id":"$context.requestId"}`}})
	},
	"a part of the documentation": func(a attacked) {
		a.add("aws:apigateway/documentationPart:DocumentationPart", "d", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "properties": "{}"})
	},
	"client certificate": func(a attacked) {
		c := a.add("aws:apigateway/clientCertificate:ClientCertificate", "d", map[string]any{})
		a.link(a.of(graph.Stage, ""), "clientCertificateId", c)
	},
	"contributor insights": func(a attacked) {
		a.add("aws:dynamodb/contributorInsights:ContributorInsights", "d", map[string]any{"tableName": "lambdaless-prod-favorite_movies"})
	},
	"seed items": func(a attacked) {
		a.add("aws:dynamodb/tableItem:TableItem", "d", map[string]any{"tableName": "lambdaless-prod-favorite_movies", "hashKey": "name", "item": `{"name":{"S":"x"}}`})
	},
	"sqs with redrive": func(a attacked) {
		a.add("aws:sqs/queue:Queue", "q2", map[string]any{"redrivePolicy": `{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dlq","maxReceiveCount":3}`})
	},
	"sub in key": func(a attacked) { a.asks("get", freshGet(`$util.urlEncode($input.params('name'))`)) },
	"user with console access": func(a attacked) {
		a.add("aws:iam/user:User", "u", map[string]any{"name": "u"})
		a.add(graph.UserPolicy, "u", map[string]any{"user": "u", "policy": statement(`"cloudwatch:GetMetricData"`, "*")})
	},
	"a backup of something else in another account": func(a attacked) {
		plan := a.add("aws:backup/plan:Plan", "files", map[string]any{"name": "files", "rules": []any{map[string]any{"ruleName": "r", "targetVaultName": "files", "copyActions": []any{map[string]any{"destinationVaultArn": "arn:aws:backup:us-east-1:999999999999:backup-vault:x"}}}}})
		a.add("aws:backup/selection:Selection", "files", map[string]any{"iamRoleArn": "arn:aws:iam::" + account + ":role/service-role/AWSBackupDefaultServiceRole", "planId": plan, "resources": []any{"arn:aws:s3:::reports"}})
	},
	"backup selection by tags": func(a attacked) {
		a.add("aws:backup/selection:Selection", "s", map[string]any{"iamRoleArn": "arn:aws:iam::" + account + ":role/service-role/AWSBackupDefaultServiceRole", "planId": "p", "selectionTags": []any{}})
	},
	"stash and random": func(a attacked) {
		a.add("random:index/randomPassword:RandomPassword", "r", map[string]any{})
		a.add("tls:index/privateKey:PrivateKey", "r", map[string]any{})
	},
	"deny in helper": func(a attacked) {
		a.role("h", lambda, `"s3:*"`, badBucketARN)
		a.add(graph.RolePolicy, "h2", map[string]any{"role": "h", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"dynamodb:*","Resource":"*"}]}`})
	},
	"session manager": func(a attacked) {
		r := a.role("ec2", `{"Service":"ec2.amazonaws.com"}`, `"s3:GetObject"`, badBucketARN)
		a.add(graph.RolePolicyAttachment, "ec2", map[string]any{"role": r, "policyArn": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"})
		a.add("aws:iam/instanceProfile:InstanceProfile", "ec2", map[string]any{"role": r})
	},
	"a load balancer": func(a attacked) {
		a.add("aws:lb/loadBalancer:LoadBalancer", "l", map[string]any{})
		a.add("aws:lb/listener:Listener", "l", map[string]any{})
	},
	"a domain that sends mail": func(a attacked) {
		a.add("aws:ses/domainIdentity:DomainIdentity", "l", map[string]any{})
		a.function("mail", `"ses:SendEmail"`, "*")
	},
}

func TestTeamStacksPass(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	for name, change := range teamStacks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := attacked{t, prod.Clone()}
			change(a)
			a.renew()
			findings, _ := judged(a.Recording)
			assert.Empty(t, failing(findings))
		})
	}
}
