package main

import (
	"lambdaless/policy/graph"
)

// freshGood are stacks with what else a team has, and with idioms of Pulumi's examples.
var freshGood = map[string]func(a attacked){
	"options that the program writes": func(a attacked) {
		a.asks("get", `{`+freshTable+freshKey+`,"ConsistentRead":true,"ReturnConsumedCapacity":"NONE"}`)
	},
	"a projection that the program writes": func(a attacked) {
		a.asks("get", `{`+freshTable+freshKey+`,"ProjectionExpression":"#n, favorite_movie","ExpressionAttributeNames":{"#n":"name"}}`)
	},
	"a condition that the program writes": func(a attacked) {
		a.asks("put", `{`+freshTable+`,"Item":{`+freshName+`,"favorite_movie":{"S":"$util.escapeJavaScript($input.path('$.favorite_movie')).replaceAll("\\'", "'")"}},"ConditionExpression":"attribute_not_exists(#n)","ExpressionAttributeNames":{"#n":"name"}}`)
	},
	"when a request came": func(a attacked) {
		a.asks("put", freshPut(`"at":{"N":"$context.requestTimeEpoch"},"id":{"S":"$context.requestId"}`))
	},
	"a value as JSON has it": func(a attacked) { a.asks("put", freshPut(`"favorite_movie":{"S":$input.json('$.favorite_movie')}`)) },
	"a number of the answer": func(a attacked) {
		a.answers("get", "#set($item = $input.path('$.Item'))\n{\"found\":true#if($item.year.N.length() > 0),\"year\":$item.year.N#end}")
	},
	"a member as JSON has it": func(a attacked) { a.answers("get", `{"name":$input.json('$.Item.name.S')}`) },
	"how many attributes there are": func(a attacked) {
		a.answers("get", "#set($item = $input.path('$.Item'))\n{\"count\":#if($item.size() > 0)$item.size()#{else}0#end}")
	},
	"comments, and a text that is set": func(a attacked) {
		a.asks("get", "#* by hand *#\n## more\n#set($table = \"lambdaless-prod-favorite_movies\")\n{\"TableName\":\"$table\""+freshKey+"}")
	},
	"a name in base 64": func(a attacked) { a.asks("get", freshGet(`$util.base64Encode($input.params('name'))`)) },
	"names of few characters only": func(a attacked) {
		a.asks("get", "#set($n = $input.params('name'))\n#if($n.matches(\"[a-z0-9-]{1,40}\"))\n"+freshGet("$n")+"\n#else\n"+freshGet("none")+"\n#end")
	},

	"a policy with an id and lists": func(a attacked) {
		a.ofGet(graph.RolePolicy, "policy", `{"Id":"get","Version":"2012-10-17","Statement":{"Sid":"Get","Effect":"Allow","Action":["dynamodb:getitem"],"Resource":["`+moviesARN+`"]}}`)
	},
	"a trust with an id and a list": func(a attacked) {
		a.ofGet(graph.Role, "assumeRolePolicy", `{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Principal":{"Service":["apigateway.amazonaws.com"]},"Action":["sts:AssumeRole"]}]}`)
	},
	"a boundary of the organization": func(a attacked) {
		a.set(a.of(graph.Role, "get"), "permissionsBoundary", "arn:aws:iam::"+account+":policy/boundary")
	},
	"a statement that only denies": func(a attacked) {
		a.grown(`{"Effect":"Deny","NotAction":["dynamodb:GetItem","kms:Decrypt"],"Resource":"*"}`)
	},
	"a condition on the organization": func(a attacked) {
		a.grown(`{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"BoolIfExists":{"aws:SecureTransport":"false"}}}`)
	},

	"a website's bucket for CloudFront": func(a attacked) {
		a.add("aws:s3/bucketV2:BucketV2", "site", map[string]any{"bucket": "site"})
		a.add("aws:s3/bucketPolicy:BucketPolicy", "site", map[string]any{"bucket": "site", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*","Condition":{"StringEquals":{"AWS:SourceArn":"arn:aws:cloudfront::` + account + `:distribution/E1"}}}]}`})
		a.add("aws:cloudfront/distribution:Distribution", "site", map[string]any{"enabled": true})
	},
	"a public website": func(a attacked) {
		a.add("aws:s3/bucketV2:BucketV2", "site", map[string]any{"bucket": "site"})
		a.add("aws:s3/bucketPolicy:BucketPolicy", "site", map[string]any{"bucket": "site", "policy": resourceStatement(`"*"`, `"s3:GetObject"`, "arn:aws:s3:::site/*")})
	},
	"a topic that a queue reads": func(a attacked) {
		a.add("aws:sqs/queuePolicy:QueuePolicy", "jobs", map[string]any{"queueUrl": "https://x", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"` + badQueueARN + `","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:us-east-1:` + account + `:news"}}}]}`})
	},
	"a function with a table of its own": func(a attacked) {
		r := a.role("mailer", lambda, `["dynamodb:GetItem","dynamodb:PutItem","dynamodb:Query"]`, "arn:aws:dynamodb:us-east-1:"+account+":table/mails")
		a.add("aws:lambda/function:Function", "mailer", map[string]any{"name": "mailer", "role": r})
	},
	"a public function without the table": func(a attacked) {
		r := a.role("hello", lambda, `["logs:CreateLogStream","logs:PutLogEvents"]`, "arn:aws:logs:us-east-1:"+account+":log-group:/aws/lambda/hello:*")
		f := a.add("aws:lambda/function:Function", "hello", map[string]any{"name": "hello", "role": r})
		a.add("aws:lambda/functionUrl:FunctionUrl", "hello", map[string]any{"functionName": f, "authorizationType": "NONE"})
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
	"a secret for a function": func(a attacked) {
		a.add("aws:secretsmanager/secretPolicy:SecretPolicy", "key", map[string]any{"secretArn": "x", "policy": resourceStatement(`{"AWS":"arn:aws:iam::`+account+`:role/mailer"}`, `"secretsmanager:GetSecretValue"`, "*")})
	},
	"a function for events": func(a attacked) {
		a.add("aws:lambda/permission:Permission", "events", map[string]any{"function": "nightly", "action": "lambda:InvokeFunction", "principal": "events.amazonaws.com", "sourceArn": "arn:aws:events:us-east-1:" + account + ":rule/nightly"})
		a.add("aws:lambda/eventSourceMapping:EventSourceMapping", "jobs", map[string]any{"functionName": "jobs", "eventSourceArn": badQueueARN})
	},
	"a network": func(a attacked) {
		v := a.add("aws:ec2/vpc:Vpc", "main", map[string]any{"cidrBlock": "10.0.0.0/16"})
		a.add("aws:ec2/subnet:Subnet", "main", map[string]any{"vpcId": v, "cidrBlock": "10.0.1.0/24"})
		a.add("aws:ec2/securityGroup:SecurityGroup", "web", map[string]any{"vpcId": v})
		a.add("aws:lb/loadBalancer:LoadBalancer", "web", map[string]any{"loadBalancerType": "application"})
		a.add("aws:rds/instance:Instance", "sql", map[string]any{"engine": "postgres", "instanceClass": "db.t4g.micro"})
	},
	"names, images, parameters, budgets": func(a attacked) {
		a.add("aws:route53/zone:Zone", "zone", map[string]any{"name": "example.com"})
		a.add("aws:ecr/repository:Repository", "images", map[string]any{"name": "images"})
		a.add("aws:ssm/parameter:Parameter", "flag", map[string]any{"name": "/flag", "type": "String", "value": "on"})
		a.add("aws:budgets/budget:Budget", "budget", map[string]any{"budgetType": "COST", "limitAmount": "10", "limitUnit": "USD", "timeUnit": "MONTHLY"})
		a.add("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", map[string]any{"name": "alarm"})
	},
	"random names and certificates": func(a attacked) {
		a.add("random:index/randomId:RandomId", "suffix", map[string]any{"byteLength": 4})
		a.add("tls:index/privateKey:PrivateKey", "key", map[string]any{"algorithm": "RSA"})
	},
	"images of an organization": func(a attacked) {
		a.add("aws:ecr/repositoryPolicy:RepositoryPolicy", "images", map[string]any{"repository": "images", "policy": resourceStatement(`{"AWS":"arn:aws:iam::`+account+`:root"}`, `["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]`, "*")})
	},

	"an API of functions beside it": func(a attacked) {
		api := a.add(graph.RestAPI, "other", map[string]any{"name": "other"})
		r := a.add(graph.Resource, "other", map[string]any{"restApi": api, "parentId": api, "pathPart": "{proxy+}"})
		a.add(graph.Method, "other", map[string]any{"restApi": api, "resourceId": r, "httpMethod": "ANY", "authorization": "NONE"})
		a.add(graph.Integration, "other", map[string]any{"restApi": api, "resourceId": r, "httpMethod": "ANY", "type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:" + account + ":function:hello/invocations"})
	},
	"an HTTP API beside it": func(a attacked) {
		api := a.add("aws:apigatewayv2/api:Api", "http", map[string]any{"protocolType": "HTTP"})
		a.add("aws:apigatewayv2/stage:Stage", "http", map[string]any{"apiId": api, "autoDeploy": true})
	},
	"another table, for later": func(a attacked) {
		a.add(graph.Table, "later", map[string]any{"name": "later", "hashKey": "id", "attributes": []any{map[string]any{"name": "id", "type": "S"}}, "billingMode": "PAY_PER_REQUEST",
			"serverSideEncryption": map[string]any{"enabled": true}, "pointInTimeRecovery": map[string]any{"enabled": true}, "deletionProtectionEnabled": true})
	},
	"errors that browsers may read": func(a attacked) {
		a.add(graph.GatewayResponse, "cors", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "DEFAULT_4XX", "responseParameters": map[string]any{"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"},
			"responseTemplates": map[string]any{"application/json": `{"message":$context.error.messageString}`}})
	},
	"addresses of an office only": func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"},{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*","Condition":{"NotIpAddress":{"aws:SourceIp":["203.0.113.0/24"]}}}]}`)
	},
	"fewer requests of one method": func(a attacked) {
		a.add(graph.MethodSettings, "puts", map[string]any{"restApi": a.of(graph.RestAPI, ""), "stageName": "prod", "methodPath": "~1{name}/PUT", "settings": map[string]any{"throttlingRateLimit": 5, "throttlingBurstLimit": 5, "cachingEnabled": false, "cacheDataEncrypted": true, "requireAuthorizationForCacheControl": true}})
	},
}
