package main

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"

	"lambdaless/policy/graph"
)

// Every stack gives a stranger access, breaks the API or cannot be judged; the rule is one of those that fail.
var badStacks = map[string]struct {
	rule   string
	attack func(a attacked)
}{
	// Permissions of the methods' roles.
	"managed policies in the role itself": {"LP-ROLE-001", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "managedPolicyArns", []any{"arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"})
	}},
	"an inline policy in the role itself": {"LP-ROLE-001", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "inlinePolicies", []any{map[string]any{"name": "more", "policy": statement(`"dynamodb:Scan"`, moviesARN)}})
	}},
	"an inline policy for the role's name": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.RolePolicy, "x", map[string]any{"role": a.methodRole(), "policy": statement(`"kms:Decrypt"`, "*")})
	}},
	"an attachment of the stack's policy by its ARN": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.Policy, "p", map[string]any{"name": "p", "policy": statement(`"dynamodb:Query"`, moviesARN)})
		a.add(graph.RolePolicyAttachment, "x", map[string]any{"role": a.methodRole(), "policyArn": "arn:aws:iam::" + account + ":policy/p"})
	}},
	"an attachment of an unknown policy": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.RolePolicyAttachment, "x", map[string]any{"role": a.methodRole(), "policyArn": "arn:aws:iam::" + account + ":policy/elsewhere"})
	}},
	"an attachment to an unknown role": {"LP-PACK-002", func(a attacked) {
		n := a.add(graph.RolePolicyAttachment, "x", map[string]any{"role": "r", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"})
		a.set(n, "role", resource.MakeComputed(resource.NewProperty("")))
	}},
	"exclusive inline policies that remove the method's own": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.ExclusivePolicies, "x", map[string]any{"roleName": a.methodRole(), "policyNames": []any{}})
	}},
	"exclusive attachments of a policy of the stack": {"LP-ROLE-001", func(a attacked) {
		p := a.add(graph.Policy, "p", map[string]any{"name": "p", "policy": statement(`"dynamodb:*"`, "*")})
		n := a.add(graph.ExclusiveAttachments, "x", map[string]any{"roleName": a.methodRole(), "policyArns": p})
		a.set(n, "policyArns", []any{"arn:aws:iam::" + account + ":policy/p"})
	}},
	"everything but one action": {"LP-ROLE-001", func(a attacked) { a.grown(`{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`) }},
	"an action on all but one table": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"dynamodb:GetItem","NotResource":"arn:aws:dynamodb:us-east-1:` + account + `:table/other"}`)
	}},
	"a wildcard within the table's name": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"` + strings.Replace(moviesARN, "favorite", "*", 1) + `"}`)
	}},
	"a condition that every request meets": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"dynamodb:DeleteItem","Resource":"` + moviesARN + `","Condition":{"StringLikeIfExists":{"aws:UserAgent":"*"}}}`)
	}},
	"the table's stream": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"dynamodb:GetRecords","Resource":"` + moviesARN + `/stream/*"}`)
	}},
	"a deny of the method's own action": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Deny","Action":"dynamodb:Get*","Resource":"*"}`)
	}},
	"a boundary of the stack that does not allow the action": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.Policy, "boundary", map[string]any{"name": "boundary", "policy": statement(`"s3:*"`, "*")})
		a.set(a.of(graph.Role, "get"), "permissionsBoundary", "arn:aws:iam::"+account+":policy/boundary")
	}},
	// Trust.
	"a method's role for a second service": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "assumeRolePolicy", trusting(`{"Service":["apigateway.amazonaws.com","ec2.amazonaws.com"]}`, "sts:AssumeRole", ""))
	}},
	"a method's role for the account": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "assumeRolePolicy", trusting(`{"Service":"apigateway.amazonaws.com","AWS":"`+account+`"}`, "sts:AssumeRole", ""))
	}},
	"a method's role for all but one principal": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "assumeRolePolicy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::999999999999:root"},"Action":"sts:AssumeRole"}]}`)
	}},
	"a method's role for an identity provider": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "assumeRolePolicy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:AssumeRole"},{"Effect":"Allow","Principal":{"Federated":"cognito-identity.amazonaws.com"},"Action":"sts:AssumeRoleWithWebIdentity"}]}`)
	}},
	"a method's role that API Gateway may not assume": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "assumeRolePolicy", trusting(lambda, "sts:AssumeRole", ""))
	}},
	"a method's role for another account's API Gateway": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "assumeRolePolicy", trusting(`{"Service":"apigateway.amazonaws.com"}`, "sts:AssumeRole", `{"StringEquals":{"aws:SourceAccount":"999999999999"}}`))
	}},
	"a reader for an organization": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`"*"`, "sts:AssumeRole", `{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}`))
	}},
	"a reader for every repository": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"Federated":"arn:aws:iam::`+account+`:oidc-provider/`+githubURL+`"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals":{"`+githubURL+`:aud":"sts.amazonaws.com"}}`))
	}},
	"a reader for repositories of any name": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"Federated":"arn:aws:iam::`+account+`:oidc-provider/`+githubURL+`"}`, "sts:AssumeRoleWithWebIdentity", `{"StringLike":{"`+githubURL+`:sub":"repo:*"}}`))
	}},
	"a reader for unauthenticated identities": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"Federated":"cognito-identity.amazonaws.com"}`, "sts:AssumeRoleWithWebIdentity", ""))
	}},
	"a reader for another account's user": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"AWS":"arn:aws:iam::999999999999:user/bob"}`, "sts:AssumeRole", ""))
	}},
	"a reader for a partner with an external id": {"LP-ROLE-008", func(a attacked) {
		a.reads(trusting(`{"AWS":"999999999999"}`, "sts:AssumeRole", `{"StringEquals":{"sts:ExternalId":"x"}}`))
	}},
	"a role that a method's role may assume in a chain": {"LP-ROLE-003", func(a attacked) {
		a.role("r1", `{"AWS":"`+a.methodARN()+`"}`, `"s3:GetObject"`, badBucketARN)
	}},
	// Other principals of the stack.
	"a function that passes any role": {"LP-IAM-002", func(a attacked) {
		a.role("r1", lambda, `["iam:PassRole","lambda:CreateFunction","lambda:InvokeFunction"]`, "*")
	}},
	"a function that writes roles' policies": {"LP-IAM-002", func(a attacked) {
		a.role("r1", lambda, `"iam:PutRolePolicy"`, "arn:aws:iam::"+account+":role/lambdaless-prod-*")
	}},
	"a function that writes trust": {"LP-IAM-002", func(a attacked) {
		a.role("r1", lambda, `"iam:UpdateAssumeRolePolicy"`, a.methodARN())
	}},
	"a function that changes the API": {"LP-IAM-002", func(a attacked) {
		a.role("r1", lambda, `"apigateway:*"`, "*")
	}},
	"a function that patches the API's integrations": {"LP-IAM-002", func(a attacked) {
		a.role("r1", lambda, `["apigateway:PATCH","apigateway:PUT"]`, "arn:aws:apigateway:us-east-1::/restapis/*")
	}},
	"a function that is an administrator": {"LP-IAM-002", func(a attacked) { a.role("r1", lambda, `"*"`, "*") }},
	"a build role that is an administrator": {"LP-IAM-003", func(a attacked) {
		a.add(graph.Role, "ci", map[string]any{"name": "ci", "assumeRolePolicy": trusting(lambda, "sts:AssumeRole", "")})
		a.add(graph.RolePolicyAttachment, "x", map[string]any{"role": "ci", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"})
	}},
	"a user with the table": {"LP-ROLE-008", func(a attacked) {
		u := a.add(graph.User, "u", map[string]any{"name": "u"})
		a.add(graph.UserPolicy, "x", map[string]any{"user": u, "policy": statement(`"dynamodb:PutItem"`, moviesARN)})
	}},
	"a group with full access to DynamoDB": {"LP-ROLE-008", func(a attacked) {
		a.add(graph.GroupAttachment, "x", map[string]any{"group": "staff", "policyArn": "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"})
	}},
	"a permission set with the table": {"LP-ROLE-008", func(a attacked) {
		a.add(graph.PermissionSetPolicy, "x", map[string]any{"instanceArn": "i", "permissionSetArn": "p", "inlinePolicy": statement(`"dynamodb:GetItem"`, "*")})
	}},
	"exclusive attachments of a user": {"LP-ROLE-008", func(a attacked) {
		a.add(graph.ExclusiveUser, "x", map[string]any{"userName": "u", "policyArns": []any{"arn:aws:iam::aws:policy/AdministratorAccess"}})
	}},
	"the logs role as an administrator": {"LP-ROLE-007", func(a attacked) {
		a.add(graph.Role, "logs", map[string]any{"name": "logs", "assumeRolePolicy": trusting(`{"Service":"apigateway.amazonaws.com"}`, "sts:AssumeRole", ""), "managedPolicyArns": []any{"arn:aws:iam::aws:policy/AdministratorAccess"}})
		a.add(graph.GatewayAccount, "account", map[string]any{"cloudwatchRoleArn": "arn:aws:iam::" + account + ":role/logs"})
	}},
	"an authorizer's role with the table": {"LP-ROLE-007", func(a attacked) {
		r := a.role("auth", `{"Service":"apigateway.amazonaws.com"}`, `["lambda:InvokeFunction","dynamodb:Scan"]`, "*")
		a.add(graph.Authorizer, "a", map[string]any{"restApi": a.of(graph.RestAPI, ""), "name": "a", "type": "TOKEN", "authorizerCredentials": r, "authorizerUri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:" + account + ":function:f/invocations"})
	}},
	// Resource policies.
	"a secret's policy": {"LP-ROLE-001", func(a attacked) {
		a.admits("aws:secretsmanager/secretPolicy:SecretPolicy", "secretArn", "policy", `"secretsmanager:GetSecretValue"`, "*")
	}},
	"a secret's own policy": {"LP-ROLE-001", func(a attacked) {
		a.admits("aws:secretsmanager/secret:Secret", "name", "policy", `"secretsmanager:GetSecretValue"`, "*")
	}},
	"a topic's policy": {"LP-ROLE-001", func(a attacked) {
		a.admits("aws:sns/topicPolicy:TopicPolicy", "arn", "policy", `"sns:Publish"`, "*")
	}},
	"a topic's own policy":  {"LP-ROLE-001", func(a attacked) { a.admits("aws:sns/topic:Topic", "name", "policy", `"sns:Publish"`, "*") }},
	"a queue's own policy":  {"LP-ROLE-001", func(a attacked) { a.admits("aws:sqs/queue:Queue", "name", "policy", `"sqs:SendMessage"`, badQueueARN) }},
	"a bucket's own policy": {"LP-ROLE-001", func(a attacked) { a.admits("aws:s3/bucket:Bucket", "bucket", "policy", `"s3:PutObject"`, badBucketARN) }},
	"a repository's policy": {"LP-ROLE-001", func(a attacked) {
		a.admits("aws:ecr/repositoryPolicy:RepositoryPolicy", "repository", "policy", `"ecr:BatchGetImage"`, "*")
	}},
	"a file system's policy": {"LP-ROLE-001", func(a attacked) {
		a.admits("aws:efs/fileSystemPolicy:FileSystemPolicy", "fileSystemId", "policy", `"elasticfilesystem:ClientMount"`, "*")
	}},
	"an access point's policy": {"LP-ROLE-001", func(a attacked) {
		a.admits("aws:s3control/accessPointPolicy:AccessPointPolicy", "accessPointArn", "policy", `"s3:GetObject"`, "*")
	}},
	"an event bus's policy": {"LP-ROLE-001", func(a attacked) {
		a.admits("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "eventBusName", "policy", `"events:PutEvents"`, "*")
	}},
	"a key's separate policy": {"LP-IAM-004", func(a attacked) {
		a.add(graph.KeyPolicy, "kp", map[string]any{"keyId": "k", "policy": keyStart + `{"Effect":"Allow","Principal":"*","Action":"kms:Decrypt","Resource":"*"}]}`})
	}},
	"a replica key for any principal": {"LP-IAM-004", func(a attacked) {
		a.add(graph.ReplicaKey, "rk", map[string]any{"primaryKeyArn": "k", "policy": keyStart + `{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"kms:*","Resource":"*"}]}`})
	}},
	"a grant for another account": {"LP-IAM-004", func(a attacked) {
		k := a.add(graph.Key, "k", map[string]any{})
		a.add(graph.KeyGrant, "g", map[string]any{"keyId": k, "granteePrincipal": "arn:aws:iam::999999999999:root", "operations": []any{"Decrypt"}})
	}},
	"a table's policy for any principal": {"LP-IAM-004", func(a attacked) {
		a.add(graph.TableResourcePolicy, "x", map[string]any{"resourceArn": a.of(graph.Table, ""), "policy": resourceStatement(`"*"`, `"dynamodb:GetItem"`, moviesARN)})
	}},
	"a table's policy for a method that does not need it": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.TableResourcePolicy, "x", map[string]any{"resourceArn": moviesARN, "policy": resourceStatement(`{"AWS":"`+a.methodARN()+`"}`, `"dynamodb:DeleteItem"`, moviesARN)})
	}},
	"a policy of the table's stream for another account": {"LP-PACK-002", func(a attacked) {
		a.add(graph.TableResourcePolicy, "x", map[string]any{"resourceArn": moviesARN + "/stream/2026-01-01T00:00:00.000", "policy": resourceStatement(foreign, `"dynamodb:GetRecords"`, "*")})
	}},
	"a table's policy that denies a method": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.TableResourcePolicy, "x", map[string]any{"resourceArn": moviesARN, "policy": strings.Replace(resourceStatement(`{"AWS":"`+a.methodARN()+`"}`, `"dynamodb:GetItem"`, moviesARN), `"Allow"`, `"Deny"`, 1)})
	}},
	// Regions, accounts, partitions, providers.
	"the table's own region": {"LP-TABLE-006", func(a attacked) { a.set(a.of(graph.Table, ""), "region", "eu-central-1") }},
	"the API's own region":   {"LP-TABLE-006", func(a attacked) { a.set(a.of(graph.RestAPI, ""), "region", "eu-central-1") }},
	"another account in the document": {"LP-ROLE-001", func(a attacked) {
		for _, n := range a.Resources {
			if n.Type == graph.RolePolicy && strings.Contains(n.Name, "get") {
				a.text(n, "policy", account, "999999999999")
			}
		}
	}},
	"another partition in uri and document": {"LP-TABLE-006", func(a attacked) {
		for _, n := range a.Resources {
			switch {
			case n.Type == graph.RolePolicy && strings.Contains(n.Name, "get"):
				a.text(n, "policy", "arn:aws:", "arn:aws-cn:")
			case n.Type == graph.Integration && strings.Contains(n.Name, "get"):
				a.text(n, "uri", "arn:aws:", "arn:aws-cn:")
			}
		}
	}},
	"the table by a provider of another account": {"LP-TABLE-006", func(a attacked) {
		a.of(graph.Table, "").Provider = by(region, map[string]any{"assumeRoles": []any{map[string]any{"roleArn": "arn:aws:iam::999999999999:role/deploy"}}})
	}},
	"the table by a provider that assumes a role": {"LP-TABLE-006", func(a attacked) {
		a.of(graph.Table, "").Provider = by(region, map[string]any{"assumeRole": map[string]any{"roleArn": "arn:aws:iam::999999999999:role/deploy"}})
	}},
	"a role by a provider with another profile": {"LP-TABLE-006", func(a attacked) {
		a.of(graph.Role, "get").Provider = by(region, map[string]any{"profile": "other"})
	}},
	"a table by a provider of an unknown region": {"LP-TABLE-006", func(a attacked) {
		a.of(graph.Table, "").Provider = by(region, map[string]any{"region": resource.MakeComputed(resource.NewProperty(""))})
	}},
	"a replica that may be deleted": {"LP-TABLE-002", func(a attacked) {
		a.add(graph.TableReplica, "r", map[string]any{"globalTableArn": moviesARN, "pointInTimeRecovery": false})
	}},
	// What is served.
	"a second stage with a literal deployment": {"LP-STAGE-007", func(a attacked) {
		a.add(graph.Stage, "old", map[string]any{"restApi": a.of(graph.RestAPI, ""), "deployment": "old123", "stageName": "old"})
	}},
	"a stage of a literal API": {"LP-STAGE-007", func(a attacked) { a.set(a.of(graph.Stage, ""), "restApi", "zzzzzzzzzz") }},
	"a stage with the deployment of another API": {"LP-STAGE-007", func(a attacked) {
		other := a.add(graph.RestAPI, "other", map[string]any{"name": "other"})
		d := a.add(graph.Deployment, "other", map[string]any{"restApi": other})
		stage := a.of(graph.Stage, "")
		stage.Inputs["deployment"] = resource.MakeComputed(resource.NewProperty(""))
		stage.PropertyDependencies["deployment"] = []string{d.URN}
	}},
	"triggers that never change": {"LP-STAGE-007", func(a attacked) {
		a.set(a.of(graph.Deployment, ""), "triggers", map[string]any{"redeploy": "1"})
	}},
	"triggers without one of the routes": {"LP-STAGE-007", func(a attacked) {
		a.method("GET", map[string]any{"authorization": "AWS_IAM"}, map[string]any{"type": "MOCK"})
		triggers := a.of(graph.Deployment, "").Inputs["triggers"].ObjectValue().Mappable()
		for key := range triggers {
			if strings.Contains(key, "PUT") {
				delete(triggers, key)
			}
		}
		a.set(a.of(graph.Deployment, ""), "triggers", triggers)
	}},
	"a canary with other variables": {"LP-STAGE-007", func(a attacked) {
		a.set(a.of(graph.Stage, ""), "canarySettings", map[string]any{"percentTraffic": 10, "deploymentId": "x", "stageVariableOverrides": map[string]any{"table": "other"}})
	}},
	"an API by an OpenAPI document": {"LP-PACK-002", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "body", `{"openapi":"3.0.1","paths":{"/x":{"get":{}}}}`)
	}},
	"a method on a literal API with a literal resource": {"LP-PACK-002", func(a attacked) {
		a.add(graph.Method, "m", map[string]any{"restApi": "abc", "resourceId": "def", "httpMethod": "DELETE", "authorization": "NONE"})
	}},
	// Methods and integrations.
	"a method without an integration": {"LP-INTG-002", func(a attacked) { a.method("GET", map[string]any{"authorization": "AWS_IAM"}, nil) }},
	"the caller's credentials": {"LP-ROLE-006", func(a attacked) {
		a.set(a.of(graph.Integration, "get"), "credentials", "arn:aws:iam::*:user/*")
	}},
	"a role of another account": {"LP-ROLE-006", func(a attacked) {
		a.set(a.of(graph.Integration, "get"), "credentials", "arn:aws:iam::999999999999:role/x")
	}},
	"a method with another method's role": {"LP-ROLE-003", func(a attacked) {
		put, get := a.of(graph.Integration, "put"), a.of(graph.Integration, "get")
		put.Inputs["credentials"], put.PropertyDependencies["credentials"] = get.Inputs["credentials"], get.PropertyDependencies["credentials"]
	}},
	"a header that names the operation": {"LP-INTG-003", func(a attacked) {
		a.set(a.of(graph.Integration, "get"), "requestParameters", map[string]any{"integration.request.header.X-Amz-Target": "'DynamoDB_20120810.Scan'"})
	}},
	"an operation from a stage variable": {"LP-INTG-002", func(a attacked) {
		a.text(a.of(graph.Integration, "get"), "uri", "GetItem", "${stageVariables.action}")
	}},
	"a second template that says something else": {"LP-TMPL-001", func(a attacked) {
		get := a.of(graph.Integration, "get")
		templates := get.Inputs["requestTemplates"].ObjectValue().Mappable()
		templates["text/plain"] = `{"TableName":"other","Key":{"name":{"S":"x"}}}`
		a.set(get, "requestTemplates", templates)
	}},
	"a body that passes through": {"LP-INTG-001", func(a attacked) { a.set(a.of(graph.Integration, "put"), "passthroughBehavior", "WHEN_NO_MATCH") }},
	"another service of AWS": {"LP-INTG-002", func(a attacked) {
		a.method("POST", map[string]any{"authorization": "NONE"}, map[string]any{"type": "AWS", "integrationHttpMethod": "POST", "uri": "arn:aws:apigateway:us-east-1:iam:action/CreateUser", "credentials": a.of(graph.Role, "get"), "requestTemplates": map[string]any{"application/json": "{}"}})
	}},
	"an authorizer that does not exist": {"LP-METH-001", func(a attacked) {
		m := a.of(graph.Method, "put")
		a.set(m, "authorization", "CUSTOM")
		a.set(m, "authorizerId", "abc123")
	}},
	"writes by anyone": {"LP-METH-001", func(a attacked) { a.set(a.of(graph.Method, "put"), "apiKeyRequired", false) }},
	"one gateway response as a success": {"LP-INTG-004", func(a attacked) {
		a.add(graph.GatewayResponse, "g", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "responseType": "ACCESS_DENIED", "statusCode": "204"})
	}},
	"a default response for everything": {"LP-INTG-004", func(a attacked) {
		a.drop(graph.IntegrationResponse, "get")
	}},
	"a policy on the API that admits one account": {"LP-METH-005", func(a attacked) {
		a.add(graph.RestAPIPolicy, "p", map[string]any{"restApiId": a.of(graph.RestAPI, ""), "policy": resourceStatement(foreign, `"execute-api:Invoke"`, "*")})
	}},
	"a model that says nothing": {"LP-METH-002", func(a attacked) { a.set(a.of(graph.Model, ""), "schema", `{"description":"anything"}`) }},
	// Tables.
	"a table that may be deleted": {"LP-TABLE-003", func(a attacked) { a.set(a.of(graph.Table, ""), "deletionProtectionEnabled", false) }},
	"a table without recovery":    {"LP-TABLE-002", func(a attacked) { a.set(a.of(graph.Table, ""), "pointInTimeRecovery", nil) }},
	"an export to another account's bucket": {"LP-PACK-002", func(a attacked) {
		a.add("aws:dynamodb/tableExport:TableExport", "e", map[string]any{"tableArn": moviesARN, "s3Bucket": "theirs", "s3BucketOwner": "999999999999"})
	}},
	"a stream of changes to another account": {"LP-IAM-004", func(a attacked) {
		a.add("aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination", "e", map[string]any{"tableName": "lambdaless-prod-favorite_movies", "streamArn": "arn:aws:kinesis:us-east-1:999999999999:stream/s"})
	}},
	// What the pack does not read.
	"a dynamic resource":     {"LP-PACK-002", func(a attacked) { a.add("pulumi-nodejs:dynamic:Resource", "d", map[string]any{"__provider": "code"}) }},
	"a CloudFormation stack": {"LP-PACK-002", func(a attacked) { a.add("aws:cloudformation/stack:Stack", "s", map[string]any{"templateBody": "{}"}) }},
	"a CloudFormation stack set": {"LP-PACK-002", func(a attacked) {
		a.add("aws:cloudformation/stackSet:StackSet", "s", map[string]any{"templateBody": "{}"})
	}},
	"a cloud control resource": {"LP-PACK-002", func(a attacked) {
		a.add("aws:cloudcontrol/resource:Resource", "s", map[string]any{"typeName": "AWS::IAM::Role", "desiredState": "{}"})
	}},
	"a provisioned product": {"LP-PACK-002", func(a attacked) {
		a.add("aws:servicecatalog/provisionedProduct:ProvisionedProduct", "s", map[string]any{})
	}},
	"a role assignment of Azure":    {"LP-PACK-002", func(a attacked) { a.add("azure-native:authorization:RoleAssignment", "s", map[string]any{}) }},
	"an unread type of IAM":         {"LP-PACK-002", func(a attacked) { a.add("aws:iam/somethingNew:SomethingNew", "s", map[string]any{}) }},
	"an unread type of API Gateway": {"LP-PACK-002", func(a attacked) { a.add("aws:apigateway/somethingNew:SomethingNew", "s", map[string]any{}) }},
	"a chart of Helm":               {"LP-PACK-002", func(a attacked) { a.add("kubernetes:helm.sh/v3:Release", "s", map[string]any{}) }},
	"Lake Formation permissions": {"LP-ROLE-003", func(a attacked) {
		a.add("aws:lakeformation/permissions:Permissions", "s", map[string]any{"principal": a.methodARN(), "permissions": []any{"ALL"}})
	}},
	"a profile of Roles Anywhere": {"LP-PACK-002", func(a attacked) {
		a.add("aws:rolesanywhere/profile:Profile", "s", map[string]any{"roleArns": []any{a.methodARN()}})
	}},
}

func TestBadStacksFail(t *testing.T) {
	t.Parallel()
	prod := underAWSKey(t)
	assert.GreaterOrEqual(t, len(badStacks), 60)
	for name, c := range badStacks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stack := prod.Clone()
			c.attack(attacked{t, stack})
			findings, _ := judged(stack)
			failed := failing(findings)
			assert.Contains(t, failed, c.rule, "%v", failed)
		})
	}
}
