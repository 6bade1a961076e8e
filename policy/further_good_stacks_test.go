package main

import (
	"lambdaless/policy/graph"
)

// Further stacks that leave the API as proven as the shipped one.
var furtherGoodStacks = map[string]func(a attacked){
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
	"a deny of plain HTTP": func(a attacked) {
		a.grown(`{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}`)
	},
	"a deny of what the method does not do": func(a attacked) {
		a.grown(`{"Effect":"Deny","Action":["dynamodb:DeleteItem","dynamodb:Scan"],"Resource":"*"}`)
	},
	"a deny of other tables": func(a attacked) {
		a.grown(`{"Effect":"Deny","Action":"dynamodb:*","NotResource":"` + moviesARN + `*"}`)
	},
	"a function that traces":     func(a attacked) { a.role("r1", lambda, `["xray:PutTraceSegments","xray:PutTelemetryRecords"]`, "*") },
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
	"a bucket with notifications": func(a attacked) {
		b := a.add("aws:s3/bucket:Bucket", "b", map[string]any{})
		a.add("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "p", map[string]any{"bucket": b, "blockPublicAcls": true})
		a.add("aws:s3/bucketVersioning:BucketVersioning", "v", map[string]any{"bucket": b})
		a.add("aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2", "e", map[string]any{"bucket": b})
	},
	"a queue that a topic feeds": func(a attacked) {
		a.add("aws:sqs/queuePolicy:QueuePolicy", "q", map[string]any{"queueUrl": "u", "policy": resourceStatement(`{"Service":"sns.amazonaws.com"}`, `"sqs:SendMessage"`, badQueueARN)})
	},
	"an account's public access block": func(a attacked) {
		a.add("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "p", map[string]any{"blockPublicAcls": true})
	},
	"a budget and a topic": func(a attacked) {
		a.add("aws:budgets/budget:Budget", "b", map[string]any{"budgetType": "COST"})
	},
	"a distribution in front": func(a attacked) {
		a.add("aws:cloudfront/distribution:Distribution", "d", map[string]any{"enabled": true})
		a.add("aws:cloudfront/originAccessControl:OriginAccessControl", "o", map[string]any{})
	},
	"a schedule": func(a attacked) {
		a.role("schedule", `{"Service":"scheduler.amazonaws.com"}`, `"lambda:InvokeFunction"`, "arn:aws:lambda:us-east-1:"+account+":function:f")
		a.add("aws:scheduler/schedule:Schedule", "s", map[string]any{"target": map[string]any{"arn": "arn:aws:lambda:us-east-1:" + account + ":function:f"}})
	},
	"an HTTP method behind a signature": func(a attacked) {
		a.method("POST", map[string]any{"authorization": "AWS_IAM"}, map[string]any{"type": "HTTP", "integrationHttpMethod": "POST", "uri": "https://example.com/"})
	},
	"a health check by a mock": func(a attacked) {
		a.method("GET", map[string]any{"authorization": "NONE"}, map[string]any{"type": "MOCK", "requestTemplates": map[string]any{"application/json": `{"statusCode":200}`}})
	},
	"an HTTP API beside": func(a attacked) {
		api := a.add("aws:apigatewayv2/api:Api", "http", map[string]any{"protocolType": "HTTP"})
		a.add("aws:apigatewayv2/stage:Stage", "http", map[string]any{"apiId": api})
	},
	"an unrelated table": func(a attacked) {
		t := a.of(graph.Table, "")
		other := a.add(graph.Table, "sessions", map[string]any{"name": "sessions"})
		for key, v := range t.Inputs {
			if key != "name" {
				other.Inputs[key], other.Outputs[key] = v, v
			}
		}
		other.Protect = true
	},
	"an instance with its profile": func(a attacked) {
		r := a.add(graph.Role, "node", map[string]any{"name": "node", "assumeRolePolicy": trusting(`{"Service":"ec2.amazonaws.com"}`, "sts:AssumeRole", "")})
		a.add(graph.RolePolicyAttachment, "node", map[string]any{"role": r, "policyArn": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"})
		a.add("aws:iam/instanceProfile:InstanceProfile", "node", map[string]any{"role": r})
	},
	"a service-linked role": func(a attacked) {
		a.add("aws:iam/serviceLinkedRole:ServiceLinkedRole", "s", map[string]any{"awsServiceName": "ecs.amazonaws.com"})
	},
	"an identity provider": func(a attacked) {
		a.add("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "g", map[string]any{"url": "https://" + githubURL})
	},
	"a cluster and a service": func(a attacked) {
		a.add("aws:ecs/cluster:Cluster", "c", map[string]any{})
		a.add("aws:ecs/taskDefinition:TaskDefinition", "t", map[string]any{})
		a.add("aws:ecr/repository:Repository", "r", map[string]any{})
		a.add("aws:lb/loadBalancer:LoadBalancer", "l", map[string]any{})
		a.add("aws:ec2/securityGroup:SecurityGroup", "g", map[string]any{})
	},
	"a key with rotation": func(a attacked) {
		k := a.add(graph.Key, "k", map[string]any{"enableKeyRotation": true})
		a.add("aws:kms/alias:Alias", "a", map[string]any{"name": "alias/app", "targetKeyId": k})
	},
	"a vault that backs the account up": func(a attacked) {
		a.add("aws:backup/vault:Vault", "v", map[string]any{})
		a.add("aws:backup/plan:Plan", "p", map[string]any{})
	},
	"a binary type that no template reads": func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "binaryMediaTypes", []any{"image/*", "application/pdf"})
	},
	"a model that refers to its definition": func(a attacked) {
		m := a.of(graph.Model, "")
		schema := m.Inputs["schema"].StringValue()
		a.set(m, "schema", `{"type":"object","allOf":[{"$ref":"#/definitions/movie"}],"definitions":{"movie":`+schema+`}}`)
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
	"a component and a stack reference": func(a attacked) {
		for _, kind := range []string{"my:app:Component", "pulumi:pulumi:StackReference"} {
			a.add(kind, "c", map[string]any{}).Provider = nil
		}
	},
}
