package main

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

const roleARN = "arn:aws:iam::" + account + ":role/"

// invokable adds a function that reads the table and that another resource may open to anyone.
func (a attacked) invokable(action, arn string) {
	front := a.function("front", action, arn)
	a.add(graph.FunctionURL, "front", map[string]any{"functionName": front, "authorizationType": "NONE"})
}

// managed adds a role for the account's functions, or for others, with a managed policy.
func (a attacked) managed(principal, policy string) {
	r := a.add(graph.Role, "managed", map[string]any{"name": "managed", "assumeRolePolicy": trusting(principal, "sts:AssumeRole", "")})
	a.add(graph.RolePolicyAttachment, "managed", map[string]any{"role": r, "policyArn": policy})
}

// unknown makes a property one that nothing tells before the deployment.
func (a attacked) unknown(n *wire.Resource, key string) {
	unknown := resource.MakeComputed(resource.NewProperty(""))
	n.Inputs[resource.PropertyKey(key)], n.Outputs[resource.PropertyKey(key)] = unknown, unknown
}

// authorizer adds an authorizer whose role may invoke functions.
func (a attacked) authorizer(functions string) {
	f := a.function("login", `"logs:PutLogEvents"`, "arn:aws:logs:"+region+":"+account+":log-group:/aws/lambda/login:*")
	r := a.role("login-invoker", `{"Service":"apigateway.amazonaws.com"}`, `"lambda:InvokeFunction"`, functions)
	a.add(graph.Authorizer, "login", map[string]any{"restApi": a.of(graph.RestAPI, ""), "name": "login", "type": "TOKEN", "authorizerUri": f, "authorizerCredentials": r})
}

// strangersWays are ways of strangers to the API's data by way of something that is not a stranger's.
var strangersWays = map[string]badStack{
	"a role of another account that may assume a reader": {"LP-ROLE-008", func(a attacked) {
		a.role("reader", `{"AWS":"arn:aws:iam::`+account+`:root"}`, `"dynamodb:Scan"`, moviesARN)
		a.role("front", foreign, `"sts:AssumeRole"`, roleARN+"reader")
	}},
	"a role of another account that may pass a reader": {"LP-ROLE-008", func(a attacked) {
		a.role("reader", lambda, `"dynamodb:Scan"`, moviesARN)
		a.role("front", foreign, `"iam:PassRole"`, roleARN+"reader")
	}},
	"a role of another account that may invoke a reading function": {"LP-ROLE-008", func(a attacked) {
		a.function("reader", `"dynamodb:Scan"`, moviesARN)
		a.role("front", foreign, `"lambda:InvokeFunction"`, "arn:aws:lambda:"+region+":"+account+":function:reader")
	}},
	"a role of another account that may change a reading function": {"LP-ROLE-008", func(a attacked) {
		a.function("reader", `"dynamodb:Scan"`, moviesARN)
		a.role("front", foreign, `"lambda:UpdateFunctionCode"`, "arn:aws:lambda:"+region+":"+account+":function:read*")
	}},
	"a public function that invokes a reading one": {"LP-ROLE-008", func(a attacked) {
		a.function("reader", `"dynamodb:Scan"`, moviesARN)
		a.invokable(`"lambda:InvokeFunction"`, "arn:aws:lambda:"+region+":"+account+":function:reader")
	}},
	"a public function that assumes a reader": {"LP-ROLE-008", func(a attacked) {
		a.role("reader", `{"AWS":"`+account+`"}`, `"dynamodb:Scan"`, moviesARN)
		a.invokable(`"sts:AssumeRole"`, roleARN+"reader")
	}},
	"a public address of a function's alias": {"LP-ROLE-008", func(a attacked) {
		alias := a.add(graph.FunctionAlias, "live", map[string]any{"name": "live", "functionName": a.function("reader", `"dynamodb:Scan"`, moviesARN)})
		a.add(graph.FunctionURL, "live", map[string]any{"functionName": alias, "qualifier": "live", "authorizationType": "NONE"})
	}},
	"a principal that is named by its id": {"LP-ROLE-008", func(a attacked) { a.trusts(`{"AWS":"AROAEXAMPLEEXAMPLEEX"}`, "sts:AssumeRole", "") }},
	"a key for a principal that is named by its id": {"LP-IAM-004", func(a attacked) {
		a.add(graph.Key, "more", map[string]any{"enableKeyRotation": true, "policy": keyStart + `{"Effect":"Allow","Principal":{"AWS":"AIDAEXAMPLEEXAMPLEEX"},"Action":"kms:Decrypt","Resource":"*"}]}`})
	}},
	"a role of another account with a policy from elsewhere": {"LP-ROLE-008", func(a attacked) { a.managed(foreign, "arn:aws:iam::"+account+":policy/elsewhere") }},
	"a role of another account with AWS's policy for pipelines": {"LP-ROLE-008", func(a attacked) {
		a.managed(foreign, "arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforDataPipelineRole")
	}},
	"the record of requests, read by another account": {"LP-ROLE-008", func(a attacked) {
		a.role("auditor", foreign, `"s3:Get*"`, "arn:aws:s3:::lambdaless-prod-*/*")
	}},
	"changes that could not be sent, read by another account": {"LP-ROLE-008", func(a attacked) {
		a.role("worker", foreign, `"sqs:ReceiveMessage"`, "arn:aws:sqs:"+region+":"+account+":*")
	}},
	"a stream of changes, read by another account": {"LP-ROLE-008", func(a attacked) {
		a.streams()
		a.role("worker", foreign, `["kinesis:GetShardIterator","kinesis:GetRecords"]`, "arn:aws:kinesis:"+region+":"+account+":stream/changes")
	}},
	"a stream of changes that a pipe sends to a server": {"LP-IAM-004", func(a attacked) {
		server := a.add("aws:cloudwatch/eventApiDestination:EventApiDestination", "server", map[string]any{"invocationEndpoint": "https://example.com"})
		a.add(graph.Pipe, "more", map[string]any{"source": a.streams(), "target": server})
	}},
	"dead letters that a pipe sends to another account": {"LP-IAM-004", func(a attacked) {
		a.add(graph.Pipe, "more", map[string]any{"source": a.of(graph.Queue, "dead"), "target": theirs})
	}},
	"the record of requests for anyone, by a grant": {"LP-IAM-004", func(a attacked) {
		a.add("aws:s3/bucketAclV2:BucketAclV2", "acl", map[string]any{"bucket": a.of(graph.BucketV2, ""), "accessControlPolicy": map[string]any{
			"owner":  map[string]any{"id": "own"},
			"grants": []any{map[string]any{"permission": "READ", "grantee": map[string]any{"type": "Group", "uri": "http://acs.amazonaws.com/groups/global/AllUsers"}}},
		}})
	}},
	"the record of requests for another account, by a grant": {"LP-IAM-004", func(a attacked) {
		a.add("aws:s3/bucketAcl:BucketAcl", "acl", map[string]any{"bucket": a.of(graph.BucketV2, ""), "accessControlPolicy": map[string]any{
			"owner":  map[string]any{"id": "own"},
			"grants": []any{map[string]any{"permission": "READ", "grantee": map[string]any{"type": "CanonicalUser", "id": "theirs"}}},
		}})
	}},
	"rules of another account on the bus, by a permission": {"LP-IAM-004", func(a attacked) {
		a.add("aws:cloudwatch/eventPermission:EventPermission", "p", map[string]any{"eventBusName": a.of(graph.EventBus, ""), "principal": "999999999999", "action": "events:PutRule"})
	}},
	"a reading function for topics of another account": {"LP-ROLE-008", func(a attacked) {
		a.add(graph.FunctionPermission, "p", map[string]any{
			"function": a.function("reader", `"dynamodb:Scan"`, moviesARN), "action": "lambda:InvokeFunction", "principal": "sns.amazonaws.com", "sourceArn": "arn:aws:sns:us-east-1:999999999999:t",
		})
	}},
	"a key for somebody who is not known": {"LP-IAM-004", func(a attacked) {
		a.unknown(a.add(graph.KeyGrant, "grant", map[string]any{"keyId": a.of(graph.Key, ""), "operations": []any{"Decrypt"}}), "granteePrincipal")
	}},
	"a plan without limits, of stages that are not known yet": {"LP-METH-003", func(a attacked) {
		a.link(a.add(graph.UsagePlan, "more", map[string]any{"name": "more"}), "apiStages", a.of(graph.Stage, ""))
	}},
	"a plan of stages that are not known": {"LP-PACK-002", func(a attacked) {
		a.unknown(a.add(graph.UsagePlan, "more", map[string]any{"name": "more"}), "apiStages")
	}},
	"a distribution that caches answers for all callers":  {"LP-STAGE-006", func(a attacked) { a.cachedInFront("658327ea-f89d-4fab-a63d-7e88639e58f6") }},
	"an authorizer's role that may invoke every function": {"LP-ROLE-007", func(a attacked) { a.authorizer("*") }},
	"a deny for requests that come through no VPC endpoint": {"LP-METH-005", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", document(`{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"},
			{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"*","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}}`))
	}},
	"a deny for both halves of all addresses": {"LP-METH-005", func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", document(`{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"},
			{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":["0.0.0.0/1","128.0.0.0/1"]}}}`))
	}},
}

// cachedInFront is a distribution in front of the API, whose GET asks for a login, with managed policies of CloudFront.
func (a attacked) cachedInFront(cache string) {
	a.uncached()
	a.login("COGNITO_USER_POOLS")
	a.front(nil, map[string]any{
		"targetOriginId": "api", "viewerProtocolPolicy": "https-only", "cachePolicyId": cache, "originRequestPolicyId": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
	})
}

// strangersStay have what the stacks above have, but no stranger gets anything of the API.
var strangersStay = map[string]func(a attacked){
	"a function of the account that may invoke a reading one": func(a attacked) {
		a.function("reader", `"dynamodb:Scan"`, moviesARN)
		a.function("caller", `"lambda:InvokeFunction"`, "arn:aws:lambda:"+region+":"+account+":function:reader")
	},
	"a role of another account that may assume a role that it is not let into": func(a attacked) {
		a.role("reader", lambda, `"dynamodb:Scan"`, moviesARN)
		a.role("front", foreign, `"sts:AssumeRole"`, roleARN+"reader")
	},
	"a role of another account that invokes another function": func(a attacked) {
		a.function("reader", `"dynamodb:Scan"`, moviesARN)
		a.role("front", foreign, `"lambda:InvokeFunction"`, "arn:aws:lambda:"+region+":"+account+":function:thumbs")
	},
	"a function with a policy from elsewhere":                      func(a attacked) { a.managed(lambda, "arn:aws:iam::"+account+":policy/elsewhere") },
	"a role of another account with AWS's policy for auditors":     func(a attacked) { a.managed(foreign, "arn:aws:iam::aws:policy/SecurityAudit") },
	"a role of another account that reads its own queue":           func(a attacked) { a.role("worker", foreign, `"sqs:ReceiveMessage"`, badQueueARN) },
	"a role of another account that reads another bucket":          func(a attacked) { a.role("partner", foreign, `"s3:GetObject"`, badBucketARN) },
	"a role of another account with the registry of images":        func(a attacked) { a.managed(foreign, "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser") },
	"a role of another account that sees AWS's prices and metrics": func(a attacked) { a.managed(foreign, "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess") },
	"a user who reads buckets": func(a attacked) {
		u := a.add(graph.User, "reader", map[string]any{"name": "reader"})
		a.add(graph.UserPolicyAttachment, "reader", map[string]any{"user": u, "policyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"})
	},
	"S3's own log delivery into the record of requests": func(a attacked) {
		a.add("aws:s3/bucketAclV2:BucketAclV2", "acl", map[string]any{"bucket": a.of(graph.BucketV2, ""), "accessControlPolicy": map[string]any{
			"owner": map[string]any{"id": "own"},
			"grants": []any{
				map[string]any{"permission": "FULL_CONTROL", "grantee": map[string]any{"type": "CanonicalUser", "id": "own"}},
				map[string]any{"permission": "WRITE", "grantee": map[string]any{"type": "Group", "uri": "http://acs.amazonaws.com/groups/s3/LogDelivery"}},
			},
		}})
	},
	"events of another account on the bus": func(a attacked) {
		a.add("aws:cloudwatch/eventPermission:EventPermission", "p", map[string]any{"eventBusName": a.of(graph.EventBus, ""), "principal": "999999999999"})
	},
	"a reading function for topics of the account": func(a attacked) {
		a.add(graph.FunctionPermission, "p", map[string]any{
			"function": a.function("reader", `"dynamodb:Scan"`, moviesARN), "action": "lambda:InvokeFunction", "principal": "sns.amazonaws.com", "sourceArn": "arn:aws:sns:us-east-1:" + account + ":t",
		})
	},
	"a key for a function's role": func(a attacked) {
		r := a.add(graph.Role, "worker", map[string]any{"name": "worker", "assumeRolePolicy": trusting(lambda, "sts:AssumeRole", "")})
		a.add(graph.KeyGrant, "grant", map[string]any{"keyId": a.of(graph.Key, ""), "operations": []any{"Decrypt"}, "granteePrincipal": r})
	},
	"a distribution that caches nothing":    func(a attacked) { a.cachedInFront("4135ea2d-6df8-44a3-9df3-4b5a84be39ad") },
	"an authorizer's role for its function": func(a attacked) { a.authorizer("arn:aws:lambda:" + region + ":" + account + ":function:login") },
	"a pipe of jobs to another account": func(a attacked) {
		jobs := a.add(graph.Queue, "jobs", map[string]any{"name": "jobs"})
		a.add(graph.Pipe, "more", map[string]any{"source": jobs, "target": theirs})
	},
	"a deny for requests without TLS and from some addresses": func(a attacked) {
		a.set(a.of(graph.RestAPI, ""), "policy", document(`{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"*"},
			{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}},
			{"Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":["0.0.0.0/1","192.0.0.0/2"]}}}`))
	},
}

func TestStrangersFindNoWay(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	for name, bad := range strangersWays {
		refused(t, prod, name, bad.rule, bad.change)
	}
	for name, change := range strangersStay {
		passes(t, prod, name, change)
	}
}
