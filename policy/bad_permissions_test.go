package main

import (
	"lambdaless/policy/graph"
)

// badPermissions are stacks with policies that give too much, or to strangers.
var badPermissions = map[string]badStack{
	"a function may write the table's policy": {"LP-IAM-002", func(a attacked) {
		a.role("r1", lambda, `["dynamodb:PutResourcePolicy"]`, moviesARN)
	}},
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
	"a function that attaches policies":   {"LP-IAM-002", func(a attacked) { a.role("r1", lambda, `"iam:Attach*"`, "*") }},
	"a function that makes versions of policies": {"LP-IAM-002", func(a attacked) {
		a.role("r1", lambda, `["iam:CreatePolicyVersion","iam:SetDefaultPolicyVersion"]`, "*")
	}},
	"a function that writes the table's policy": {"LP-IAM-002", func(a attacked) { a.role("r1", lambda, `"dynamodb:PutResourcePolicy"`, "*") }},
	"a function that restores the table": {"LP-IAM-002", func(a attacked) {
		a.role("r1", lambda, `"dynamodb:RestoreTableToPointInTime"`, "*")
	}},
	"a function that updates functions and passes roles": {"LP-IAM-002", func(a attacked) {
		a.role("r1", lambda, `["lambda:UpdateFunctionCode","lambda:UpdateFunctionConfiguration","iam:PassRole"]`, "*")
	}},
	"a function that changes the key's policy": {"LP-IAM-002", func(a attacked) {
		a.role("r1", lambda, `"kms:PutKeyPolicy"`, "*")
		a.set(a.of(graph.Table, ""), "serverSideEncryption", map[string]any{"enabled": true, "kmsKeyArn": tableKeyARN})
	}},
	"AppSync with the table": {"LP-IAM-002", func(a attacked) {
		r := a.role("graph", `{"Service":"appsync.amazonaws.com"}`, `"dynamodb:*"`, moviesARN)
		a.add("aws:appsync/dataSource:DataSource", "d", map[string]any{"apiId": "x", "type": "AMAZON_DYNAMODB", "serviceRoleArn": r})
	}},
	"a role that changes methods' roles": {"LP-IAM-002", func(a attacked) { a.may("iam:PutRolePolicy", "arn:aws:iam::"+account+":role/lambdaless-*") }},
	"a role that changes their trust":    {"LP-IAM-002", func(a attacked) { a.may("iam:UpdateAssumeRolePolicy", "*") }},
	"a role that passes every role": {"LP-IAM-002", func(a attacked) {
		a.role("helper", lambda, `["iam:PassRole","lambda:CreateFunction","lambda:InvokeFunction"]`, "*")
	}},
	"a role that writes policy versions": {"LP-IAM-002", func(a attacked) { a.may("iam:CreatePolicyVersion", "*") }},
	"a role that makes access keys":      {"LP-IAM-002", func(a attacked) { a.may("iam:CreateAccessKey", "arn:aws:iam::"+account+":user/*") }},
	"pass to glue":                       {"LP-IAM-002", func(a attacked) { a.role("helper", lambda, `["iam:PassRole","glue:CreateDevEndpoint"]`, "*") }},
	"changes the API":                    {"LP-IAM-002", func(a attacked) { a.may("apigateway:PATCH", "arn:aws:apigateway:us-east-1::/restapis/*") }},
	"changes the table policy":           {"LP-IAM-002", func(a attacked) { a.may("dynamodb:DeleteResourcePolicy", moviesARN) }},
	"escalate by create login":           {"LP-IAM-002", func(a attacked) { a.may("iam:CreateLoginProfile", "*") }},
	"escalate by add user":               {"LP-IAM-002", func(a attacked) { a.may("iam:AddUserToGroup", "*") }},
	"escalate by boundary":               {"LP-IAM-002", func(a attacked) { a.may("iam:DeleteRolePermissionsBoundary", "*") }},
	"escalate by put boundary":           {"LP-IAM-002", func(a attacked) { a.may("iam:PutRolePermissionsBoundary", "*") }},
	"escalate by attach group":           {"LP-IAM-002", func(a attacked) { a.may("iam:AttachGroupPolicy", "*") }},
	"escalate by oidc":                   {"LP-IAM-002", func(a attacked) { a.may("iam:UpdateOpenIDConnectProviderThumbprint", "*") }},
	"escalate by oidc client":            {"LP-IAM-002", func(a attacked) { a.may("iam:AddClientIDToOpenIDConnectProvider", "*") }},
	"escalate by saml":                   {"LP-IAM-002", func(a attacked) { a.may("iam:UpdateSAMLProvider", "*") }},
	"escalate by kms grant":              {"LP-IAM-002", func(a attacked) { a.may("kms:CreateGrant", "*") }},
	"escalate by key policy":             {"LP-IAM-002", func(a attacked) { a.may("kms:PutKeyPolicy", "*") }},
	"escalate by sts":                    {"LP-IAM-002", func(a attacked) { a.may("sts:AssumeRole", "*") }},
	"escalate by ecs":                    {"LP-IAM-002", func(a attacked) { a.may(`iam:PassRole","ecs:RunTask`, "*") }},
	"escalate by ec2":                    {"LP-IAM-002", func(a attacked) { a.may(`iam:PassRole","ec2:RunInstances`, "*") }},
	"escalate by bedrock":                {"LP-IAM-002", func(a attacked) { a.may(`iam:PassRole","bedrock-agentcore:CreateCodeInterpreter`, "*") }},
	"escalate by cloudformation":         {"LP-IAM-002", func(a attacked) { a.may(`cloudformation:UpdateStack`, "*") }},
	"escalate by ssm":                    {"LP-IAM-002", func(a attacked) { a.may(`ssm:SendCommand`, "*") }},
	"escalate by codebuild":              {"LP-IAM-002", func(a attacked) { a.may(`codebuild:StartBuild","codebuild:UpdateProject`, "*") }},
	"escalate by lambda layer":           {"LP-IAM-002", func(a attacked) { a.may(`lambda:UpdateFunctionConfiguration`, "*") }},
	"escalate by lambda code":            {"LP-IAM-002", func(a attacked) { a.may(`lambda:UpdateFunctionCode`, "*") }},
	"escalate by not action": {"LP-IAM-002", func(a attacked) {
		r := a.role("x", lambda, `"s3:GetObject"`, badBucketARN)
		_ = r
		a.add(graph.RolePolicy, "x2", map[string]any{"role": "x", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*"],"Resource":"*"}]}`})
	}},
	"escalate by pattern":         {"LP-IAM-002", func(a attacked) { a.may(`iam:*olicy*`, "*") }},
	"escalate by dynamodb policy": {"LP-IAM-002", func(a attacked) { a.may(`dynamodb:PutResourcePolicy`, "*") }},
	"exports the table":           {"LP-IAM-002", func(a attacked) { a.may(`dynamodb:ExportTableToPointInTime","s3:PutObject`, "*") }},
	"updates the stage":           {"LP-IAM-002", func(a attacked) { a.may(`apigateway:PATCH`, "arn:aws:apigateway:us-east-1::/restapis/*/stages/*") }},
	"detaches the firewall":       {"LP-IAM-002", func(a attacked) { a.may(`wafv2:DisassociateWebACL","apigateway:SetWebACL`, "*") }},
	"glue connector of the table": {"LP-IAM-002", func(a attacked) {
		r := a.role("glue", `{"Service":"glue.amazonaws.com"}`, `"dynamodb:*"`, "*")
		a.add("aws:glue/crawler:Crawler", "c", map[string]any{"role": r, "databaseName": "x"})
	}},
	"role alias of iot": {"LP-IAM-002", func(a attacked) {
		r := a.role("cred", `{"Service":"credentials.iot.amazonaws.com"}`, `"dynamodb:*"`, moviesARN)
		a.add("aws:iot/roleAlias:RoleAlias", "u", map[string]any{"alias": "x", "roleArn": r})
	}},
	"a build role that is an administrator": {"LP-IAM-003", func(a attacked) {
		a.add(graph.Role, "ci", map[string]any{"name": "ci", "assumeRolePolicy": trusting(lambda, "sts:AssumeRole", "")})
		a.add(graph.RolePolicyAttachment, "x", map[string]any{"role": "ci", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"})
	}},
	"iam full access": {"LP-IAM-003", func(a attacked) {
		a.add(graph.RolePolicyAttachment, "g", map[string]any{"role": a.role("h", lambda, `"s3:GetObject"`, badBucketARN), "policyArn": "arn:aws:iam::aws:policy/IAMFullAccess"})
	}},
	"a key for another account": {"LP-IAM-004", func(a attacked) {
		a.add(graph.Key, "k", map[string]any{"policy": keyStart + `{"Effect":"Allow","Principal":` + foreign + `,"Action":"kms:*","Resource":"*"}]}`})
	}},
	"a table for another account": {"LP-IAM-004", func(a attacked) {
		a.add(graph.TableResourcePolicy, "x", map[string]any{"resourceArn": moviesARN, "policy": resourceStatement(foreign, `["dynamodb:GetItem","dynamodb:Scan"]`, moviesARN)})
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
	"a stream of changes to another account": {"LP-IAM-004", func(a attacked) {
		a.add("aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination", "e", map[string]any{"tableName": "lambdaless-prod-favorite_movies", "streamArn": "arn:aws:kinesis:us-east-1:999999999999:stream/s"})
	}},
	"a key policy that admits the method's role by a pattern": {"LP-IAM-004", func(a attacked) {
		a.add(graph.Key, "k", map[string]any{"policy": keyStart + `{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"kms:Decrypt","Resource":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::` + account + `:role/lambdaless-*"}}}]}`})
	}},
	"the table's policy for any principal, with every action": {"LP-IAM-004", func(a attacked) {
		a.add(graph.TableResourcePolicy, "x", map[string]any{"resourceArn": moviesARN, "policy": resourceStatement(`{"AWS":"*"}`, `"dynamodb:*"`, "*")})
	}},
	"a table policy for any principal": {"LP-IAM-004", func(a attacked) {
		a.set(a.of(graph.TableResourcePolicy, ""), "policy", resourceStatement(`"*"`, `"dynamodb:GetItem"`, moviesARN))
	}},
	"a table policy with a condition that always holds": {"LP-IAM-004", func(a attacked) {
		a.set(a.of(graph.TableResourcePolicy, ""), "policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"dynamodb:GetItem","Resource":"`+moviesARN+`","Condition":{"StringLike":{"aws:PrincipalAccount":"*"}}}]}`)
	}},
	"kinesis to another account": {"LP-IAM-004", func(a attacked) {
		a.add("aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination", "x", map[string]any{"tableName": "lambdaless-prod-favorite_movies", "streamArn": "arn:aws:kinesis:us-east-1:999999999999:stream/x"})
	}},
	"vault for another account": {"LP-IAM-004", func(a attacked) {
		a.add("aws:backup/vaultPolicy:VaultPolicy", "x", map[string]any{"backupVaultName": "lambdaless-prod-movies", "policy": resourceStatement(foreign, `["backup:CopyFromBackupVault","backup:StartRestoreJob"]`, "*")})
	}},
	"grant": {"LP-IAM-004", func(a attacked) {
		k := a.add(graph.Key, "k", map[string]any{"policy": keyStart[:len(keyStart)-1] + "]}"})
		a.set(a.of(graph.Table, ""), "serverSideEncryption", map[string]any{"enabled": true, "kmsKeyArn": "arn:aws:kms:us-east-1:" + account + ":key/1"})
		a.add("aws:kms/grant:Grant", "x", map[string]any{"keyId": k, "granteePrincipal": "arn:aws:iam::999999999999:role/x", "operations": []any{"Decrypt"}})
	}},
	"a trail's bucket that is replicated to another account": {"LP-IAM-004", func(a attacked) {
		a.add("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "r", map[string]any{"bucket": a.of("aws:s3/bucketV2:BucketV2", "audit"), "role": "y", "rules": []any{map[string]any{"status": "Enabled", "destination": map[string]any{"bucket": "arn:aws:s3:::theirs", "account": "999999999999"}}}})
	}},
	"data sync of the audit bucket": {"LP-IAM-004", func(a attacked) {
		a.add("aws:s3/bucketPolicy:BucketPolicy", "open", map[string]any{"bucket": a.of("aws:s3/bucketV2:BucketV2", "audit"), "policy": resourceStatement(anyone, `"s3:GetObject"`, "arn:aws:s3:::lambdaless-prod-123456789012-us-east-1-movies-audit/*")})
	}},
	"audit bucket by acl": {"LP-IAM-004", func(a attacked) {
		a.add("aws:s3/bucketAclV2:BucketAclV2", "open", map[string]any{"bucket": a.of("aws:s3/bucketV2:BucketV2", "audit"), "acl": "public-read"})
	}},
	"changes bus to another account": {"LP-IAM-004", func(a attacked) {
		a.add("aws:cloudwatch/eventTarget:EventTarget", "t", map[string]any{"rule": "r", "eventBusName": "lambdaless-prod-movies-changes", "arn": "arn:aws:events:us-east-1:999999999999:event-bus/default"})
	}},
	"dead letters that anyone may read": {"LP-IAM-004", func(a attacked) {
		a.add("aws:sqs/queuePolicy:QueuePolicy", "q", map[string]any{"queueUrl": a.of("aws:sqs/queue:Queue", "dead"), "policy": resourceStatement(anyone, `"sqs:ReceiveMessage"`, "*")})
	}},
	"dead letters by an in-place policy": {"LP-IAM-004", func(a attacked) {
		a.set(a.of("aws:sqs/queue:Queue", "dead"), "policy", resourceStatement(anyone, `"sqs:*"`, "*"))
	}},
	"backup copied to another account": {"LP-IAM-004", func(a attacked) {
		a.set(a.of("aws:backup/plan:Plan", ""), "rules", []any{map[string]any{"ruleName": "r", "targetVaultName": "lambdaless-prod-movies", "copyActions": []any{map[string]any{"destinationVaultArn": "arn:aws:backup:us-east-1:999999999999:backup-vault:x"}}}})
	}},
	"vault for all": {"LP-IAM-004", func(a attacked) {
		a.add("aws:backup/vaultPolicy:VaultPolicy", "v", map[string]any{"backupVaultName": "lambdaless-prod-movies", "policy": resourceStatement(anyone, `"backup:CopyFromBackupVault"`, "*")})
	}},
	"an integration that copies the table to another account": {"LP-IAM-004", func(a attacked) {
		a.add("aws:rds/integration:Integration", "u", map[string]any{"sourceArn": moviesARN, "targetArn": "arn:aws:redshift-serverless:us-east-1:999999999999:namespace/x"})
	}},
}
