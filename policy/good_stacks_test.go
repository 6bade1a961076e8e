package main

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"

	"lambdaless/policy/graph"
)

const (
	tableKeyARN = "arn:aws:kms:us-east-1:" + account + ":key/11111111-2222-3333-4444-555555555555"
	proxyURI    = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:" + account + ":function:f/invocations"
)

// Every stack leaves the API as proven as the shipped one: it adds what is none of the API's business, only takes
// permissions away, or says the same in another form.
var goodStacks = map[string]func(a attacked){
	// Other roles of the stack.
	"a function with a queue": func(a attacked) {
		a.role("r1", lambda, `["sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes"]`, badQueueARN)
	},
	"a function with a network interface": func(a attacked) {
		a.role("r1", lambda, `["ec2:CreateNetworkInterface","ec2:DescribeNetworkInterfaces","ec2:DeleteNetworkInterface"]`, "*")
	},
	"a function with metrics": func(a attacked) { a.role("r1", lambda, `"cloudwatch:PutMetricData"`, "*") },
	"a function with every log": func(a attacked) {
		a.role("r1", lambda, `["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"]`, "arn:aws:logs:*:*:*")
	},
	"a function with one secret": func(a attacked) {
		a.role("r1", lambda, `"secretsmanager:GetSecretValue"`, "arn:aws:secretsmanager:us-east-1:"+account+":secret:db-??????")
	},
	"a function with the table's stream": func(a attacked) {
		a.role("r1", lambda, `["dynamodb:GetRecords","dynamodb:GetShardIterator","dynamodb:DescribeStream"]`, moviesARN+"/stream/*")
	},
	"a function with another table": func(a attacked) {
		a.role("r1", lambda, `"dynamodb:*"`, "arn:aws:dynamodb:us-east-1:"+account+":table/sessions")
	},
	"a function with AWS's basic role": func(a attacked) {
		a.add(graph.Role, "f", map[string]any{"name": "f", "assumeRolePolicy": trusting(lambda, "sts:AssumeRole", "")})
		a.add(graph.RolePolicyAttachment, "x", map[string]any{"role": "f", "policyArn": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"})
	},
	"a task that pulls images": func(a attacked) {
		a.role("r1", `{"Service":"ecs-tasks.amazonaws.com"}`, `["ecr:GetAuthorizationToken","ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]`, "*")
	},
	"a state machine that invokes a function": func(a attacked) {
		a.role("r1", `{"Service":"states.amazonaws.com"}`, `"lambda:InvokeFunction"`, "arn:aws:lambda:us-east-1:"+account+":function:f")
	},
	"a role for another account's monitoring": func(a attacked) {
		a.add(graph.Role, "monitor", map[string]any{"name": "monitor", "assumeRolePolicy": trusting(`{"AWS":"arn:aws:iam::999999999999:root"}`, "sts:AssumeRole", `{"StringEquals":{"sts:ExternalId":"x"}}`)})
		a.add(graph.RolePolicy, "monitor-policy", map[string]any{"role": "monitor", "policy": statement(`["cloudwatch:GetMetricData","cloudwatch:ListMetrics","tag:GetResources"]`, "*")})
	},
	"a deployment role that updates one function": func(a attacked) {
		a.add("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "github", map[string]any{"url": "https://" + githubURL})
		a.add(graph.Role, "ci", map[string]any{"name": "ci", "assumeRolePolicy": trusting(`{"Federated":"arn:aws:iam::`+account+`:oidc-provider/`+githubURL+`"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals":{"`+githubURL+`:sub":"repo:o/r:ref:refs/heads/main"}}`)})
		a.add(graph.RolePolicy, "ci-policy", map[string]any{"role": "ci", "policy": statement(`"lambda:UpdateFunctionCode"`, "arn:aws:lambda:us-east-1:"+account+":function:f")})
	},
	"a role that reads APIs": func(a attacked) { a.role("r1", lambda, `"apigateway:GET"`, "*") },
	"a role that changes another API": func(a attacked) {
		a.role("r1", lambda, `["apigateway:PATCH","apigateway:PUT"]`, "arn:aws:apigateway:us-east-1::/restapis/zzzzzzzzzz/*")
	},
	"a user without permissions": func(a attacked) { a.add(graph.User, "u", map[string]any{"name": "u"}) },
	// What only takes away, or says the same.
	"a boundary of the stack that allows the action": func(a attacked) {
		a.add(graph.Policy, "boundary", map[string]any{"name": "boundary", "policy": statement(`"dynamodb:*"`, "*")})
		a.set(a.of(graph.Role, "get"), "permissionsBoundary", "arn:aws:iam::"+account+":policy/boundary")
	},
	"a deny of another account's callers": func(a attacked) {
		a.grown(`{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":"` + account + `"}}}`)
	},
	"a deny of other regions": func(a attacked) {
		a.grown(`{"Effect":"Deny","NotAction":"iam:*","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":"` + region + `"}}}`)
	},
	"a policy in two statements": func(a attacked) {
		a.grown(`{"Sid":"Again","Effect":"Allow","Action":["dynamodb:GetItem"],"Resource":["` + moviesARN + `"]}`)
	},
	"exclusive inline policies that list the method's own": func(a attacked) {
		for _, n := range a.Resources {
			if n.Type == graph.RolePolicy && strings.Contains(n.Name, "get") {
				a.add(graph.ExclusivePolicies, "x", map[string]any{"roleName": a.methodRole(), "policyNames": []any{n.Inputs["name"].StringValue()}})
				return
			}
		}
	},
	"exclusive attachments of nothing": func(a attacked) {
		a.add(graph.ExclusiveAttachments, "x", map[string]any{"roleName": a.methodRole(), "policyArns": []any{}})
	},
	"an explicit provider of the same region": func(a attacked) {
		p := by(region, nil)
		for _, n := range a.Resources {
			if strings.HasPrefix(n.Type, "aws:") && n.Provider != nil {
				n.Provider = p
			}
		}
	},
	"a table's key of the stack by its ARN": func(a attacked) {
		k := a.add(graph.Key, "k", map[string]any{"enableKeyRotation": true})
		k.Outputs["arn"] = resource.NewProperty(tableKeyARN)
		a.set(a.of(graph.Table, ""), "serverSideEncryption", map[string]any{"enabled": true, "kmsKeyArn": tableKeyARN})
		for _, n := range a.Resources {
			if n.Type == graph.RolePolicy && strings.HasPrefix(n.Name, "movies-") {
				a.text(n, "policy", `"Statement":[`, `"Statement":[{"Effect":"Allow","Action":"kms:Decrypt","Resource":"`+tableKeyARN+`","Condition":{"StringEquals":{"kms:ViaService":"dynamodb.us-east-1.amazonaws.com"}}},`)
			}
		}
	},
	"a protected replica": func(a attacked) {
		a.set(a.of(graph.Table, ""), "replicas", []any{map[string]any{"regionName": "eu-west-1", "pointInTimeRecovery": true, "deletionProtectionEnabled": true}})
	},
	// Methods and stages beside.
	"CORS by a mock": func(a attacked) {
		a.method("OPTIONS", map[string]any{"authorization": "NONE"}, map[string]any{"type": "MOCK", "requestTemplates": map[string]any{"application/json": `{"statusCode":204}`}})
	},
	"a function with an API key": func(a attacked) {
		a.method("POST", map[string]any{"authorization": "NONE", "apiKeyRequired": true}, map[string]any{"type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": proxyURI})
	},
	"a server behind a VPC link": func(a attacked) {
		a.method("GET", map[string]any{"authorization": "AWS_IAM"}, map[string]any{"type": "HTTP_PROXY", "integrationHttpMethod": "GET", "uri": "http://internal.example.com/", "connectionType": "VPC_LINK", "connectionId": "abc123"})
	},
	"an unrelated REST API with a function": func(a attacked) {
		api := a.add(graph.RestAPI, "other", map[string]any{"name": "other"})
		r := a.add(graph.Resource, "other", map[string]any{"restApi": api, "parentId": api, "pathPart": "x"})
		a.add(graph.Method, "other", map[string]any{"restApi": api, "resourceId": r, "httpMethod": "ANY", "authorization": "NONE"})
		a.add(graph.Integration, "other", map[string]any{"restApi": api, "resourceId": r, "httpMethod": "ANY", "type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": proxyURI})
		d := a.add(graph.Deployment, "other", map[string]any{"restApi": api})
		a.add(graph.Stage, "other", map[string]any{"restApi": api, "deployment": d, "stageName": "prod"})
	},
	"a gateway response with its own body": func(a attacked) {
		a.add(graph.GatewayResponse, "g", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "BAD_REQUEST_PARAMETERS", "statusCode": "400", "responseTemplates": map[string]any{"application/json": `{"message":$context.error.messageString}`}})
	},
	"a policy on the API that admits any caller": func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", resourceStatement(`"*"`, `"execute-api:Invoke"`, "execute-api:/*"))
	},
	"a policy on the API that denies some addresses": func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"},{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*","Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}]}`)
	},
	"a domain and a web ACL": func(a attacked) {
		d := a.add("aws:apigateway/domainName:DomainName", "d", map[string]any{"domainName": "api.example.com"})
		a.add("aws:apigateway/basePathMapping:BasePathMapping", "m", map[string]any{"restApi": a.of(graph.RestAPI, ""), "stageName": "prod", "domainName": d})
		acl := a.add("aws:wafv2/webAcl:WebAcl", "w", map[string]any{"scope": "REGIONAL"})
		a.add("aws:wafv2/webAclAssociation:WebAclAssociation", "w", map[string]any{"resourceArn": a.of(graph.Stage, ""), "webAclArn": acl})
	},
	// Other resources.
	"a bucket that asks for TLS": func(a attacked) {
		b := a.add("aws:s3/bucketV2:BucketV2", "b", map[string]any{})
		a.add("aws:s3/bucketPolicy:BucketPolicy", "bp", map[string]any{"bucket": b, "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::reports/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`})
	},
	"a bucket that CloudFront reads": func(a attacked) {
		a.add("aws:s3/bucketPolicy:BucketPolicy", "bp", map[string]any{"bucket": "b", "policy": resourceStatement(`{"Service":"cloudfront.amazonaws.com"}`, `"s3:GetObject"`, badBucketARN)})
	},
	"a key for the account and a service": func(a attacked) {
		a.add(graph.Key, "k", map[string]any{"policy": keyStart + `{"Effect":"Allow","Principal":{"Service":"logs.us-east-1.amazonaws.com"},"Action":["kms:Encrypt*","kms:Decrypt*","kms:GenerateDataKey*"],"Resource":"*"}]}`})
	},
	"alarms to a topic": func(a attacked) {
		t := a.add("aws:sns/topic:Topic", "t", map[string]any{})
		a.add("aws:cloudwatch/metricAlarm:MetricAlarm", "m", map[string]any{"comparisonOperator": "GreaterThanThreshold", "alarmActions": t})
		a.add("aws:sns/topicPolicy:TopicPolicy", "tp", map[string]any{"arn": t, "policy": resourceStatement(`{"Service":"cloudwatch.amazonaws.com"}`, `"sns:Publish"`, "*")})
	},
	"a permission for API Gateway to invoke a function": func(a attacked) {
		a.add("aws:lambda/permission:Permission", "p", map[string]any{"action": "lambda:InvokeFunction", "function": "f", "principal": "apigateway.amazonaws.com"})
	},
	"changes to a stream of the account": func(a attacked) {
		a.add(graph.StreamDestination, "e", map[string]any{"tableName": "lambdaless-prod-favorite_movies", "streamArn": "arn:aws:kinesis:us-east-1:" + account + ":stream/s"})
	},
	"a user pool, a certificate, a record, a vault": func(a attacked) {
		for _, kind := range []string{"aws:cognito/userPool:UserPool", "aws:cognito/userPoolClient:UserPoolClient", "aws:acm/certificate:Certificate", "aws:route53/record:Record", "aws:backup/vault:Vault", "aws:ec2/vpc:Vpc", "aws:rds/instance:Instance", "aws:sqs/queue:Queue", "aws:ssm/parameter:Parameter"} {
			a.add(kind, "x", map[string]any{})
		}
	},
	"random names, keys and files": func(a attacked) {
		for _, kind := range []string{"random:index/randomPassword:RandomPassword", "tls:index/privateKey:PrivateKey", "archive:index/file:File", "time:index/sleep:Sleep", "null:index/resource:Resource"} {
			a.add(kind, "x", map[string]any{})
		}
	},
}

func TestMoreGoodStacksPass(t *testing.T) {
	t.Parallel()
	prod := underAWSKey(t)
	assert.GreaterOrEqual(t, len(goodStacks), 30)
	for name, extend := range goodStacks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stack := prod.Clone()
			extend(attacked{t, stack})
			attacked{t, stack}.renew()
			findings, matrix := judged(stack)
			assert.Empty(t, failing(findings))
			assert.True(t, matrix.Proven(), verdicts(matrix))
		})
	}
}
