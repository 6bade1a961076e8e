package main

import (
	"strings"

	"lambdaless/policy/graph"
)

// goodRoles are stacks with roles and functions of other parts of the program, and with policies that only take away.
var goodRoles = map[string]func(a attacked){
	"a function's role with objects": func(a attacked) { a.role("r1", lambda, `"s3:GetObject"`, "arn:aws:s3:::thumbs/*") },
	"a function's role with log streams": func(a attacked) {
		a.role("r1", lambda, `["logs:CreateLogStream","logs:PutLogEvents"]`, "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/f:*")
	},
	"a function's role with traces":          func(a attacked) { a.role("r1", lambda, `["xray:PutTraceSegments","xray:PutTelemetryRecords"]`, "*") },
	"a function's role that reads the table": func(a attacked) { a.role("r1", lambda, `"dynamodb:Query"`, moviesARN) },
	"a role for builds": func(a attacked) {
		a.add(graph.Role, "ci", map[string]any{"name": "ci", "assumeRolePolicy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::` + account + `:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"},"StringLike":{"token.actions.githubusercontent.com:sub":"repo:o/r:*"}}}]}`})
		a.add(graph.RolePolicy, "ci-policy", map[string]any{"role": "ci", "policy": statement(`["s3:PutObject","s3:ListBucket","cloudfront:CreateInvalidation"]`, "*")})
	},
	"a condition on TLS": func(a attacked) {
		for _, n := range a.Resources {
			if n.Type == graph.RolePolicy && strings.Contains(n.Name, "get") {
				a.text(n, "policy", `"Resource"`, `"Condition":{"Bool":{"aws:SecureTransport":"true"}},"Resource"`)
			}
		}
	},
	"a deny": func(a attacked) {
		for _, n := range a.Resources {
			if n.Type == graph.RolePolicy && strings.Contains(n.Name, "get") {
				a.text(n, "policy", `"Statement":[`, `"Statement":[{"Effect":"Deny","Action":"dynamodb:Scan","Resource":"*"},`)
			}
		}
	},
	"a permissions boundary outside the stack": func(a attacked) {
		a.set(a.of(graph.Role, "get"), "permissionsBoundary", "arn:aws:iam::"+account+":policy/boundary")
	},
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
	"exclusive inline policies that list the method's own": func(a attacked) {
		for _, n := range a.Resources {
			if n.Type == graph.RolePolicy && strings.Contains(n.Name, "get") {
				a.add(graph.ExclusivePolicies, "x", map[string]any{"roleName": a.methodRole(), "policyNames": []any{n.Inputs["name"].StringValue()}})
				return
			}
		}
	},
	"a boundary outside the stack": func(a attacked) {
		a.set(a.of(graph.Role, "get"), "permissionsBoundary", "arn:aws:iam::"+account+":policy/team-boundary")
	},
	"boundaries on every role": func(a attacked) {
		for _, n := range a.Resources {
			if n.Type == graph.Role {
				a.set(n, "permissionsBoundary", "arn:aws:iam::"+account+":policy/team-boundary")
			}
		}
	},
	"a function with a bucket":   func(a attacked) { a.role("r1", lambda, `["s3:GetObject","s3:PutObject"]`, badBucketARN) },
	"a function that sends mail": func(a attacked) { a.role("r1", lambda, `["ses:SendEmail","ses:SendRawEmail"]`, "*") },
	"a function with parameters": func(a attacked) {
		a.role("r1", lambda, `"ssm:GetParameter*"`, "arn:aws:ssm:us-east-1:"+account+":parameter/app/*")
	},
	"a function with a stream": func(a attacked) {
		a.role("r1", lambda, `"kinesis:*"`, "arn:aws:kinesis:us-east-1:"+account+":stream/s")
	},
	"a function with a model": func(a attacked) { a.role("r1", lambda, `"bedrock:InvokeModel"`, "*") },
	"a function that starts a machine": func(a attacked) {
		a.role("r1", lambda, `"states:StartExecution"`, "arn:aws:states:us-east-1:"+account+":stateMachine:m")
	},
	"a rule that starts a task": func(a attacked) {
		a.role("r1", `{"Service":"events.amazonaws.com"}`, `"events:PutEvents"`, "arn:aws:events:us-east-1:"+account+":event-bus/default")
	},
	"a schedule": func(a attacked) {
		a.role("schedule", `{"Service":"scheduler.amazonaws.com"}`, `"lambda:InvokeFunction"`, "arn:aws:lambda:us-east-1:"+account+":function:f")
		a.add("aws:scheduler/schedule:Schedule", "s", map[string]any{"target": map[string]any{"arn": "arn:aws:lambda:us-east-1:" + account + ":function:f"}})
	},
	"an instance with its profile": func(a attacked) {
		r := a.add(graph.Role, "node", map[string]any{"name": "node", "assumeRolePolicy": trusting(`{"Service":"ec2.amazonaws.com"}`, "sts:AssumeRole", "")})
		a.add(graph.RolePolicyAttachment, "node", map[string]any{"role": r, "policyArn": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"})
		a.add("aws:iam/instanceProfile:InstanceProfile", "node", map[string]any{"role": r})
	},
	"a private function with the table": func(a attacked) {
		r := a.role("worker", lambda, `"dynamodb:Scan"`, moviesARN)
		f := a.add(graph.Function, "f", map[string]any{"name": "f", "role": r})
		a.add(graph.FunctionURL, "u", map[string]any{"functionName": f, "authorizationType": "AWS_IAM"})
		a.add(graph.FunctionPermission, "p", map[string]any{"action": "lambda:InvokeFunction", "function": f, "principal": "events.amazonaws.com"})
	},
	"a public function without the table": func(a attacked) {
		r := a.role("worker", lambda, `"logs:PutLogEvents"`, "*")
		f := a.add(graph.Function, "f", map[string]any{"name": "f", "role": r})
		a.add(graph.FunctionURL, "u", map[string]any{"functionName": f, "authorizationType": "NONE"})
	},
	"a policy with an id and lists": func(a attacked) {
		a.ofGet(graph.RolePolicy, "policy", `{"Id":"get","Version":"2012-10-17","Statement":{"Sid":"Get","Effect":"Allow","Action":["dynamodb:getitem"],"Resource":["`+moviesARN+`"]}}`)
	},
	"a function with a table of its own": func(a attacked) {
		r := a.role("mailer", lambda, `["dynamodb:GetItem","dynamodb:PutItem","dynamodb:Query"]`, "arn:aws:dynamodb:us-east-1:"+account+":table/mails")
		a.add("aws:lambda/function:Function", "mailer", map[string]any{"name": "mailer", "role": r})
	},
	"tasks of a cluster": func(a attacked) {
		trust := trusting(`{"Service":"ecs-tasks.amazonaws.com"}`, "sts:AssumeRole", "")
		r := a.add(graph.Role, "execution", map[string]any{"name": "execution", "assumeRolePolicy": trust})
		a.add(graph.RolePolicyAttachment, "execution", map[string]any{"role": r, "policyArn": "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"})
		a.add("aws:ecs/cluster:Cluster", "tasks", map[string]any{"name": "tasks"})
		a.add("aws:ecs/taskDefinition:TaskDefinition", "task", map[string]any{"family": "task", "executionRoleArn": r})
	},
	"a machine that is managed": func(a attacked) {
		r := a.add(graph.Role, "machine", map[string]any{"name": "machine", "assumeRolePolicy": trusting(`{"Service":"ec2.amazonaws.com"}`, "sts:AssumeRole", "")})
		a.add(graph.RolePolicyAttachment, "machine", map[string]any{"role": r, "policyArn": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"})
		a.add("aws:iam/instanceProfile:InstanceProfile", "machine", map[string]any{"role": r})
	},
	"a schedule that starts a function": func(a attacked) {
		a.role("schedule", `{"Service":"scheduler.amazonaws.com"}`, `"lambda:InvokeFunction"`, "arn:aws:lambda:us-east-1:"+account+":function:nightly")
		a.add("aws:scheduler/schedule:Schedule", "nightly", map[string]any{"scheduleExpression": "rate(1 day)"})
	},
	"a state machine": func(a attacked) {
		a.role("steps", `{"Service":"states.amazonaws.com"}`, `"lambda:InvokeFunction"`, "arn:aws:lambda:us-east-1:"+account+":function:steps:*")
		a.add("aws:sfn/stateMachine:StateMachine", "steps", map[string]any{"definition": "{}"})
	},
	"deployments of a page from one repository": func(a attacked) {
		a.add("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "github", map[string]any{"url": "https://" + githubURL})
		r := a.add(graph.Role, "ci", map[string]any{"name": "ci", "assumeRolePolicy": trusting(`{"Federated":"arn:aws:iam::`+account+`:oidc-provider/`+githubURL+`"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals":{"`+githubURL+`:aud":"sts.amazonaws.com"},"StringLike":{"`+githubURL+`:sub":"repo:acme/page:*"}}`)})
		a.add(graph.RolePolicy, "ci", map[string]any{"role": r, "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:PutObject","s3:DeleteObject","s3:ListBucket"],"Resource":["arn:aws:s3:::site","arn:aws:s3:::site/*"]},{"Effect":"Allow","Action":"cloudfront:CreateInvalidation","Resource":"*"}]}`})
	},
	"users that sign in": func(a attacked) {
		a.add("aws:cognito/identityPool:IdentityPool", "users", map[string]any{"identityPoolName": "users", "allowUnauthenticatedIdentities": false})
		r := a.add(graph.Role, "user", map[string]any{"name": "user", "assumeRolePolicy": trusting(`{"Federated":"cognito-identity.amazonaws.com"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals":{"cognito-identity.amazonaws.com:aud":"us-east-1:1"},"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"authenticated"}}`)})
		a.add(graph.RolePolicy, "user", map[string]any{"role": r, "policy": statement(`["s3:GetObject","s3:PutObject"]`, "arn:aws:s3:::uploads/${cognito-identity.amazonaws.com:sub}/*")})
	},
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
	"a second api with another table": func(a attacked) {
		a.add(graph.Table, "logs", map[string]any{"name": "lambdaless-prod-logs", "hashKey": "id", "attributes": []any{map[string]any{"name": "id", "type": "S"}}, "billingMode": "PAY_PER_REQUEST", "serverSideEncryption": map[string]any{"enabled": true}, "pointInTimeRecovery": map[string]any{"enabled": true}, "deletionProtectionEnabled": true})
		a.function("h", `["dynamodb:PutItem"]`, "arn:aws:dynamodb:us-east-1:"+account+":table/lambdaless-prod-logs")
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
	"a domain that sends mail": func(a attacked) {
		a.add("aws:ses/domainIdentity:DomainIdentity", "l", map[string]any{})
		a.function("mail", `"ses:SendEmail"`, "*")
	},
}
