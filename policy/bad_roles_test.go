package main

import (
	"strings"

	"lambdaless/policy/graph"
)

// badRoles are stacks in which a method's role may do more, or others may take it.
var badRoles = map[string]badStack{
	"an exclusive attachment of a managed policy": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.ExclusiveAttachments, "x", map[string]any{"roleName": a.methodRole(), "policyArns": []any{"arn:aws:iam::aws:policy/AdministratorAccess"}})
	}},
	"an attachment by a literal name": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.RolePolicyAttachment, "x", map[string]any{"role": a.methodRole(), "policyArn": "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"})
	}},
	"an attachment to a list of roles": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.PolicyAttachment, "x", map[string]any{"roles": []any{a.methodRole()}, "policyArn": "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"})
	}},
	"a key for a method's role": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.Key, "k", map[string]any{"policy": keyStart + `{"Effect":"Allow","Principal":{"AWS":"` + a.methodARN() + `"},"Action":["kms:Decrypt","kms:CreateGrant","kms:PutKeyPolicy"],"Resource":"*"}]}`})
	}},
	"a bucket for a method's role": {"LP-ROLE-001", func(a attacked) {
		b := a.add("aws:s3/bucketV2:BucketV2", "b", map[string]any{})
		a.add("aws:s3/bucketPolicy:BucketPolicy", "bp", map[string]any{"bucket": b, "policy": resourceStatement(`{"AWS":"`+a.methodARN()+`"}`, `["s3:GetObject","s3:PutObject"]`, "arn:aws:s3:::b/*")})
	}},
	"a queue for a method's role": {"LP-ROLE-001", func(a attacked) {
		a.add("aws:sqs/queuePolicy:QueuePolicy", "q", map[string]any{"queueUrl": "u", "policy": resourceStatement(`{"AWS":"`+a.methodARN()+`"}`, `"sqs:*"`, "arn:aws:sqs:us-east-1:123456789012:q")})
	}},
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
	"a table's policy for a method that does not need it": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.TableResourcePolicy, "x", map[string]any{"resourceArn": moviesARN, "policy": resourceStatement(`{"AWS":"`+a.methodARN()+`"}`, `"dynamodb:DeleteItem"`, moviesARN)})
	}},
	"a table's policy that denies a method": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.TableResourcePolicy, "x", map[string]any{"resourceArn": moviesARN, "policy": strings.Replace(resourceStatement(`{"AWS":"`+a.methodARN()+`"}`, `"dynamodb:GetItem"`, moviesARN), `"Allow"`, `"Deny"`, 1)})
	}},
	"another account in the document": {"LP-ROLE-001", func(a attacked) {
		for _, n := range a.Resources {
			if n.Type == graph.RolePolicy && strings.Contains(n.Name, "get") {
				a.text(n, "policy", account, "999999999999")
			}
		}
	}},
	"a policy attachment that lists the role by its name": {"LP-ROLE-001", func(a attacked) {
		a.add("aws:iam/policyAttachment:PolicyAttachment", "x", map[string]any{"name": "x", "roles": []any{a.methodRole()}, "policyArn": "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"})
	}},
	"an attachment to a name with other capitals": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.RolePolicyAttachment, "x", map[string]any{"role": strings.ToUpper(a.methodRole()), "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"})
	}},
	"an action with other capitals": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"DYNAMODB:deleteITEM","Resource":"` + moviesARN + `"}`)
	}},
	"an action with a question mark": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"dynamodb:?etItem","Resource":"` + moviesARN + `"}`)
	}},
	"a statement that is an object": {"LP-ROLE-001", func(a attacked) {
		for _, n := range a.Resources {
			if n.Type == graph.RolePolicy && strings.Contains(n.Name, "get") {
				a.set(n, "policy", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"`+moviesARN+`"}}`)
			}
		}
	}},
	"a backup of the table": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":["dynamodb:ExportTableToPointInTime","s3:PutObject"],"Resource":"*"}`)
	}},
	"a condition that a request without keys meets": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"*","Condition":{"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["x"]}}}`)
	}},
	"a condition whose value is a policy variable": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"dynamodb:PutItem","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"${aws:PrincipalTag/team}"}}}`)
	}},
	"a policy that is not JSON": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.RolePolicy, "x", map[string]any{"role": a.methodRole(), "policy": "{"})
	}},
	"a queue's policy by its ARN": {"LP-ROLE-001", func(a attacked) {
		a.add("aws:sqs/queuePolicy:QueuePolicy", "q", map[string]any{"queueUrl": "u", "policy": resourceStatement(`{"AWS":"`+a.methodARN()+`"}`, `"sqs:*"`, "*")})
	}},
	"a bucket's policy for the session of the method's role": {"LP-ROLE-001", func(a attacked) {
		a.add("aws:s3/bucketPolicy:BucketPolicy", "b", map[string]any{"bucket": "b", "policy": resourceStatement(`{"AWS":"arn:aws:sts::`+account+`:assumed-role/`+a.methodRole()+`/BackplaneAssumeRoleSession"}`, `"s3:GetObject"`, badBucketARN)})
	}},
	"a second policy": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.RolePolicy, "x", map[string]any{"role": a.methodRole(), "policy": statement(`"dynamodb:Scan"`, moviesARN)})
	}},
	"everything but writing": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","NotAction":"dynamodb:PutItem","Resource":"` + moviesARN + `"}`)
	}},
	"every table but one": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"dynamodb:GetItem","NotResource":"` + moviesARN + `"}`)
	}},
	"a question mark in an action": {"LP-ROLE-001", func(a attacked) { a.grown(`{"Effect":"Allow","Action":"dynamodb:?etItem","Resource":"*"}`) }},
	"the same action on all indexes": {"LP-ROLE-001", func(a attacked) {
		a.grown(`{"Effect":"Allow","Action":"dynamodb:Query","Resource":"` + moviesARN + `/index/*"}`)
	}},
	"an inline policy of the role": {"LP-ROLE-001", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "inlinePolicies", []any{map[string]any{"name": "x", "policy": statement(`"dynamodb:Scan"`, moviesARN)}})
	}},
	"an attachment by the role's name": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.PolicyAttachment, "x", map[string]any{"name": "x", "roles": []any{a.methodRole()}, "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"})
	}},
	"a policy of the stack by its ARN": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.Policy, "p", map[string]any{"name": "p", "policy": statement(`"dynamodb:*"`, moviesARN)})
		a.add(graph.RolePolicyAttachment, "x", map[string]any{"role": a.methodRole(), "policyArn": "arn:aws:iam::" + account + ":policy/p"})
	}},
	"customer key without a right": {"LP-ROLE-001", func(a attacked) {
		a.set(a.of(graph.Table, ""), "serverSideEncryption", map[string]any{"enabled": true, "kmsKeyArn": "arn:aws:kms:us-east-1:" + account + ":key/1"})
	}},
	"boundary of the stack": {"LP-ROLE-001", func(a attacked) {
		p := a.add(graph.Policy, "b", map[string]any{"name": "b", "policy": statement(`"s3:GetObject"`, "*")})
		n := a.of(graph.Role, "get")
		a.link(n, "permissionsBoundary", p)
	}},
	"uri of fips": {"LP-ROLE-001", func(a attacked) {
		a.ofGet(graph.Integration, "uri", "arn:aws:apigateway:us-east-1:dynamodb-fips:action/GetItem")
	}},
	"uri with a subdomain": {"LP-ROLE-001", func(a attacked) {
		a.ofGet(graph.Integration, "uri", "arn:aws:apigateway:us-east-1:evil.dynamodb:action/GetItem")
	}},
	"uri with an older version": {"LP-ROLE-001", func(a attacked) {
		a.ofGet(graph.Integration, "uri", "arn:aws:apigateway:us-east-1:dynamodb:action/GetItem&Version=1")
	}},
	"uri lower": {"LP-ROLE-001", func(a attacked) {
		a.ofGet(graph.Integration, "uri", "arn:aws:apigateway:us-east-1:dynamodb:action/getitem")
	}},
	"table key of another account": {"LP-ROLE-001", func(a attacked) {
		a.set(a.of(graph.Table, ""), "serverSideEncryption", map[string]any{"enabled": true, "kmsKeyArn": "arn:aws:kms:us-east-1:999999999999:key/x"})
	}},
	"table key of another region": {"LP-ROLE-001", func(a attacked) {
		a.set(a.of(graph.Table, ""), "serverSideEncryption", map[string]any{"enabled": true, "kmsKeyArn": "arn:aws:kms:eu-west-1:" + account + ":key/x"})
	}},
	"role by a boundary that denies": {"LP-ROLE-001", func(a attacked) {
		a.add(graph.Policy, "b", map[string]any{"name": "b", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"dynamodb:*","Resource":"*"}]}`})
		a.ofGet(graph.Role, "permissionsBoundary", "arn:aws:iam::"+account+":policy/b")
	}},
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
	"a method's role that trusts with a pattern": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "assumeRolePolicy", trusting(`{"Service":"apigateway.amazonaws.com","AWS":"*"}`, "sts:AssumeRole", `{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::`+account+`:role/*"}}`))
	}},
	"a method's role for Lambda too": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "put"), "assumeRolePolicy", trusting(`{"Service":["apigateway.amazonaws.com","lambda.amazonaws.com"]}`, "sts:AssumeRole", ""))
	}},
	"a method's role for functions too": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "assumeRolePolicy", trusting(`{"Service":["apigateway.amazonaws.com","lambda.amazonaws.com"]}`, "sts:AssumeRole", ""))
	}},
	"a method's role with tags": {"LP-ROLE-002", func(a attacked) {
		a.set(a.of(graph.Role, "get"), "assumeRolePolicy", trusting(`{"Service":"apigateway.amazonaws.com"}`, "sts:*", ""))
	}},
	"method role for China": {"LP-ROLE-002", func(a attacked) {
		a.ofGet(graph.Role, "assumeRolePolicy", trusting(`{"Service":"apigateway.amazonaws.com.cn"}`, "sts:AssumeRole", ""))
	}},
	"method role with impossible condition": {"LP-ROLE-002", func(a attacked) {
		a.ofGet(graph.Role, "assumeRolePolicy", trusting(`{"Service":"apigateway.amazonaws.com"}`, "sts:AssumeRole", `{"StringEquals":{"sts:ExternalId":"x"}}`))
	}},
	"method role for another api": {"LP-ROLE-002", func(a attacked) {
		a.ofGet(graph.Role, "assumeRolePolicy", trusting(`{"Service":"apigateway.amazonaws.com"}`, "sts:AssumeRole", `{"ArnLike":{"aws:SourceArn":"arn:aws:execute-api:us-east-1:`+account+`:other/*"}}`))
	}},
	"a role that may Scan trusts a method's role": {"LP-ROLE-003", func(a attacked) {
		a.role("r1", `{"AWS":"`+a.methodARN()+`"}`, `"dynamodb:Scan"`, moviesARN)
	}},
	"a grant for a method's role": {"LP-ROLE-003", func(a attacked) {
		a.add(graph.KeyGrant, "g", map[string]any{"keyId": "k", "granteePrincipal": a.methodARN(), "operations": []any{"Decrypt"}})
	}},
	"a role that a method's role may assume in a chain": {"LP-ROLE-003", func(a attacked) {
		a.role("r1", `{"AWS":"`+a.methodARN()+`"}`, `"s3:GetObject"`, badBucketARN)
	}},
	"a method with another method's role": {"LP-ROLE-003", func(a attacked) {
		put, get := a.of(graph.Integration, "put"), a.of(graph.Integration, "get")
		put.Inputs["credentials"], put.PropertyDependencies["credentials"] = get.Inputs["credentials"], get.PropertyDependencies["credentials"]
	}},
	"Lake Formation permissions": {"LP-ROLE-003", func(a attacked) {
		a.add("aws:lakeformation/permissions:Permissions", "s", map[string]any{"principal": a.methodARN(), "permissions": []any{"ALL"}})
	}},
	"a key grant for the method's role": {"LP-ROLE-003", func(a attacked) {
		k := a.add(graph.Key, "k", map[string]any{})
		a.add(graph.KeyGrant, "g", map[string]any{"keyId": k, "granteePrincipal": a.methodARN(), "operations": []any{"Decrypt", "CreateGrant"}})
	}},
	"a function that the method's role may invoke": {"LP-ROLE-003", func(a attacked) {
		a.add("aws:lambda/permission:Permission", "p", map[string]any{"action": "lambda:InvokeFunction", "function": "f", "principal": a.methodARN()})
	}},
	"a trigger of the table's stream": {"LP-ROLE-003", func(a attacked) {
		a.add("aws:pipes/pipe:Pipe", "c", map[string]any{"roleArn": a.methodARN(), "source": moviesARN + "/stream/x", "target": "arn:aws:sqs:us-east-1:999999999999:q"})
	}},
	"an app with the role of a method": {"LP-ROLE-003", func(a attacked) {
		a.add("aws:amplify/app:App", "x", map[string]any{"iamServiceRoleArn": a.methodARN()})
	}},
	"method role elsewhere": {"LP-ROLE-003", func(a attacked) {
		a.add("aws:sfn/stateMachine:StateMachine", "x", map[string]any{"roleArn": a.methodARN()})
	}},
	"the caller's credentials": {"LP-ROLE-006", func(a attacked) {
		a.set(a.of(graph.Integration, "get"), "credentials", "arn:aws:iam::*:user/*")
	}},
	"a role of another account": {"LP-ROLE-006", func(a attacked) {
		a.set(a.of(graph.Integration, "get"), "credentials", "arn:aws:iam::999999999999:role/x")
	}},
	"an integration without credentials": {"LP-ROLE-006", func(a attacked) { a.set(a.of(graph.Integration, "get"), "credentials", nil) }},
	"no such role": {"LP-ROLE-006", func(a attacked) {
		a.set(a.of(graph.Integration, "get"), "credentials", "arn:aws:iam::"+account+":role/wrong")
	}},
	"the logs role reads the table": {"LP-ROLE-007", func(a attacked) {
		logs := a.role("logs", `{"Service":"apigateway.amazonaws.com"}`, `"logs:PutLogEvents"`, "*")
		a.add(graph.GatewayAccount, "account", map[string]any{"cloudwatchRoleArn": logs})
		a.add(graph.RolePolicy, "x", map[string]any{"role": "logs", "policy": statement(`["dynamodb:Scan","dynamodb:DeleteTable"]`, moviesARN)})
	}},
	"the logs role as an administrator": {"LP-ROLE-007", func(a attacked) {
		a.add(graph.Role, "logs", map[string]any{"name": "logs", "assumeRolePolicy": trusting(`{"Service":"apigateway.amazonaws.com"}`, "sts:AssumeRole", ""), "managedPolicyArns": []any{"arn:aws:iam::aws:policy/AdministratorAccess"}})
		a.add(graph.GatewayAccount, "account", map[string]any{"cloudwatchRoleArn": "arn:aws:iam::" + account + ":role/logs"})
	}},
	"an authorizer's role with the table": {"LP-ROLE-007", func(a attacked) {
		r := a.role("auth", `{"Service":"apigateway.amazonaws.com"}`, `["lambda:InvokeFunction","dynamodb:Scan"]`, "*")
		a.add(graph.Authorizer, "a", map[string]any{"restApi": a.of(graph.RestAPI, ""), "name": "a", "type": "TOKEN", "authorizerCredentials": r, "authorizerUri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:" + account + ":function:f/invocations"})
	}},
	"a pipe to another account": {"LP-ROLE-009", func(a attacked) {
		a.set(a.of("aws:pipes/pipe:Pipe", ""), "target", "arn:aws:events:us-east-1:999999999999:event-bus/x")
	}},
}
