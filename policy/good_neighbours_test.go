package main

import (
	"strings"

	"lambdaless/policy/graph"
)

// goodNeighbours are stacks with resources that do not concern the API.
var goodNeighbours = map[string]func(a attacked){
	"nothing more": func(attacked) {},
	"tags by the provider's defaults": func(a attacked) {
		for _, n := range a.Resources {
			if _, ok := n.Inputs["tags"]; ok {
				a.set(n, "tags", nil)
				a.set(n, "tagsAll", map[string]any{"Project": "x", "Stack": "prod"})
			}
		}
	},
	"a website": func(a attacked) {
		b := a.add("aws:s3/bucketV2:BucketV2", "site", map[string]any{})
		a.add("aws:s3/bucketPolicy:BucketPolicy", "policy", map[string]any{"bucket": b, "policy": b})
		a.add("aws:cloudfront/distribution:Distribution", "cdn", map[string]any{"enabled": true})
		a.add("random:index/randomId:RandomId", "id", map[string]any{"byteLength": 4})
	},
	"an unrelated queue that a topic may use": func(a attacked) {
		q := a.add("aws:sqs/queue:Queue", "q", map[string]any{})
		a.add("aws:sqs/queuePolicy:QueuePolicy", "qp", map[string]any{"queueUrl": q, "policy": resourceStatement(`{"Service":"sns.amazonaws.com"}`, `"sqs:SendMessage"`, "*")})
	},
	"a user without permissions": func(a attacked) { a.add(graph.User, "u", map[string]any{"name": "u"}) },
	"a deny of another account's callers": func(a attacked) {
		a.grown(`{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":"` + account + `"}}}`)
	},
	"a deny of other regions": func(a attacked) {
		a.grown(`{"Effect":"Deny","NotAction":"iam:*","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":"` + region + `"}}}`)
	},
	"a policy in two statements": func(a attacked) {
		a.grown(`{"Sid":"Again","Effect":"Allow","Action":["dynamodb:GetItem"],"Resource":["` + moviesARN + `"]}`)
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
	"a protected replica": func(a attacked) {
		a.set(a.of(graph.Table, ""), "replicas", []any{map[string]any{"regionName": "eu-west-1", "pointInTimeRecovery": true, "deletionProtectionEnabled": true}})
	},
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
	"a deny of plain HTTP": func(a attacked) {
		a.grown(`{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}`)
	},
	"a deny of what the method does not do": func(a attacked) {
		a.grown(`{"Effect":"Deny","Action":["dynamodb:DeleteItem","dynamodb:Scan"],"Resource":"*"}`)
	},
	"a deny of other tables": func(a attacked) {
		a.grown(`{"Effect":"Deny","Action":"dynamodb:*","NotResource":"` + moviesARN + `*"}`)
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
	"a model that refers to its definition": func(a attacked) {
		m := a.of(graph.Model, "")
		schema := m.Inputs["schema"].StringValue()
		a.set(m, "schema", `{"type":"object","allOf":[{"$ref":"#/definitions/movie"}],"definitions":{"movie":`+schema+`}}`)
	},
	"a component and a stack reference": func(a attacked) {
		for _, kind := range []string{"my:app:Component", "pulumi:pulumi:StackReference"} {
			a.add(kind, "c", map[string]any{}).Provider = nil
		}
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
	"another table, for later": func(a attacked) {
		a.add(graph.Table, "later", map[string]any{"name": "later", "hashKey": "id", "attributes": []any{map[string]any{"name": "id", "type": "S"}}, "billingMode": "PAY_PER_REQUEST",
			"serverSideEncryption": map[string]any{"enabled": true}, "pointInTimeRecovery": map[string]any{"enabled": true}, "deletionProtectionEnabled": true})
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
	"contributor insights": func(a attacked) {
		a.add("aws:dynamodb/contributorInsights:ContributorInsights", "d", map[string]any{"tableName": "lambdaless-prod-favorite_movies"})
	},
	"seed items": func(a attacked) {
		a.add("aws:dynamodb/tableItem:TableItem", "d", map[string]any{"tableName": "lambdaless-prod-favorite_movies", "hashKey": "name", "item": `{"name":{"S":"x"}}`})
	},
	"sqs with redrive": func(a attacked) {
		a.add("aws:sqs/queue:Queue", "q2", map[string]any{"redrivePolicy": `{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dlq","maxReceiveCount":3}`})
	},
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
	"a load balancer": func(a attacked) {
		a.add("aws:lb/loadBalancer:LoadBalancer", "l", map[string]any{})
		a.add("aws:lb/listener:Listener", "l", map[string]any{})
	},
}
