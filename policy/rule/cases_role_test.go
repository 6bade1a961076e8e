package rule

import (
	"strings"
	"testing"

	"lambdaless/policy/graph"
)

func packCases() map[string][]ruleCase {
	return map[string][]ruleCase{
		"LP-PACK-001": {
			with(good, "nothing is set", func(*fixture) {}),
			with(good, "the account is the stack's", func(f *fixture) { f.settings.AccountID = account }),
			with(violating, "a problem was found", func(f *fixture) { f.problems = []string{"misspelt"} }),
			with(half, "another account is meant", func(f *fixture) { f.settings.AccountID = "999999999999" }),
		},
		"LP-PACK-002": {
			with(good, "everything is joined", func(*fixture) {}),
			with(unknown, "inputs were not recorded", func(f *fixture) { f.nodes["log"].Recorded = false }),
			with(unknown, "a policy's role cannot be told", func(f *fixture) { f.hide("get-policy", "role") }),
			with(unknown, "a policy depends on two roles", func(f *fixture) {
				f.nodes["get-policy"].PropertyDependencies["role"] = []string{"urn:get-role", "urn:put-role"}
			}),
			with(unknown, "an integration's resource cannot be told", func(f *fixture) { f.hide("get-integration", "resourceId") }),
			with(unknown, "an integration has no method", func(f *fixture) { f.remove("get") }),
			with(unknown, "the API has a body", func(f *fixture) { f.set("api", "{}", "body") }),
			with(unknown, "a kind of API that the pack does not know", func(f *fixture) { f.add("aws:apigateway/restApiPut:RestApiPut", "put-api", properties{}) }),
			with(unknown, "a native resource", func(f *fixture) { f.add("aws-native:iam:Role", "native", properties{}) }),
			with(unknown, "a deployment makes a stage of its own", func(f *fixture) {
				f.add(graph.Deployment, "deployment", properties{"restApi": "@api", "stageName": "hidden"})
			}),
			with(good, "a deployment without a stage", func(f *fixture) { f.add(graph.Deployment, "deployment", properties{"restApi": "@api"}) }),
			with(unknown, "a table policy of a table outside", func(f *fixture) {
				f.add(graph.TableResourcePolicy, "other", properties{"resourceArn": tableARN + "s", "policy": "{}"})
			}),
		},
	}
}

const otherAccount = `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999999999999:root"},"Action":"sts:AssumeRole"}`

func roleCases() map[string][]ruleCase {
	policy := func(s situation, name, document string) ruleCase {
		return with(s, name, func(f *fixture) { f.set("get-policy", document, "policy") })
	}
	trusts := func(s situation, name, before, after string) ruleCase {
		return ruleCase{s, name, func(t *testing.T, f *fixture) { f.edit(t, "get-role", before, after, "assumeRolePolicy") }}
	}
	const key = "arn:aws:kms:eu-west-1:" + account + ":key/k"
	viaDynamoDB := `{"Effect":"Allow","Action":"kms:Decrypt","Resource":"` + key + `","Condition":{"StringEquals":{"kms:ViaService":"dynamodb.eu-west-1.amazonaws.com"}}}`
	withKeyOf := func(f *fixture, key, statement string) {
		f.set("table", key, "serverSideEncryption", "kmsKeyArn")
		for name, arn := range map[string]string{"get": tableARN, "put": tableARN, "query": tableARN + "/index/by-year"} {
			action := f.nodes[name+"-integration"].In("uri").TextOr("")[len("arn:aws:apigateway:eu-west-1:dynamodb:action/"):]
			f.set(name+"-policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:`+action+`","Resource":"`+arn+`"},`+statement+`]}`, "policy")
		}
	}
	withKey := func(f *fixture, statement string) { withKeyOf(f, key, statement) }
	return map[string][]ruleCase{
		"LP-ROLE-001": {
			with(good, "one action on one table, one on an index", func(*fixture) {}),
			policy(good, "the same twice", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:getitem","dynamodb:GetItem"],"Resource":"`+tableARN+`"}]}`),
			policy(good, "a deny of what nobody needs", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"`+tableARN+`"},{"Effect":"Deny","Action":"dynamodb:Scan","Resource":"*"}]}`),
			with(good, "from a managed policy of the stack", func(f *fixture) {
				f.remove("get-policy")
				f.add(graph.Policy, "managed", properties{"policy": allow("dynamodb:GetItem", tableARN)})
				f.add(graph.RolePolicyAttachment, "attached", properties{"role": "@get-role", "policyArn": "@managed"})
			}),
			with(good, "a boundary that allows more", func(f *fixture) {
				f.add(graph.Policy, "boundary", properties{"policy": allow("dynamodb:*", "*")})
				f.set("get-role", "@boundary", "permissionsBoundary")
			}),
			with(good, "a key of one's own by way of DynamoDB", func(f *fixture) { withKey(f, viaDynamoDB) }),
			policy(violating, "every action", allow("dynamodb:*", tableARN)),
			policy(violating, "another table", allow("dynamodb:GetItem", tableARN+"2")),
			policy(violating, "another account", allow("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:999999999999:table/books")),
			policy(violating, "the table instead of what is under it", allow("dynamodb:GetItem", tableARN+"/index/by-year")),
			with(violating, "the table instead of the index", func(f *fixture) { f.set("query-policy", allow("dynamodb:Query", tableARN), "policy") }),
			with(good, "a key of another account", func(f *fixture) {
				withKeyOf(f, strings.Replace(key, account, "000000000001", 1), strings.Replace(viaDynamoDB, account, "000000000001", 1))
			}),
			with(violating, "no policy", func(f *fixture) { f.remove("get-policy") }),
			with(violating, "a policy of AWS's", func(f *fixture) {
				f.set("get-role", []any{"arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"}, "managedPolicyArns")
			}),
			with(violating, "a key of one's own that the role may not use", func(f *fixture) { f.set("table", key, "serverSideEncryption", "kmsKeyArn") }),
			policy(half, "the right statement and one more", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"`+tableARN+`"},{"Effect":"Allow","Action":"dynamodb:Query","Resource":"`+tableARN+`"}]}`),
			policy(half, "one letter may differ", allow("dynamodb:GetIte?", tableARN)),
			policy(half, "a condition on more", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"`+tableARN+`"},{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"`+tableARN+`","Condition":{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":"a*"}}}]}`),
			with(half, "the table's policy adds to it", func(f *fixture) {
				f.add(graph.TableResourcePolicy, "opened", properties{
					"resourceArn": "@table", "policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"dynamodb:Scan","Resource":"` + tableARN + `"}}`,
				})
			}),
			policy(half, "malformed", `{"Version":"2012-10-17"}`),
			with(unknown, "the document is unknown", func(f *fixture) { f.set("get-policy", "@table", "policy") }),
			with(unknown, "attached policies are unknown", func(f *fixture) { f.hide("get-role", "managedPolicyArns") }),
			with(unknown, "a policy outside the stack", func(f *fixture) {
				f.set("get-role", []any{"arn:aws:iam::" + account + ":policy/other"}, "managedPolicyArns")
			}),
			with(unknown, "the boundary is outside the stack", func(f *fixture) {
				f.set("get-role", "arn:aws:iam::"+account+":policy/other", "permissionsBoundary")
			}),
			with(unknown, "the template is unknown", func(f *fixture) { f.hide("get-integration", "requestTemplates") }),
			policy(unknown, "a condition that may fail", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"`+tableARN+`","Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}}}]}`),
		},
		"LP-ROLE-002": {
			with(good, "API Gateway alone", func(*fixture) {}),
			trusts(good, "a condition that holds without the key", `"Action"`, `"Condition":{"StringEqualsIfExists":{"aws:SourceAccount":"`+account+`"}},"Action"`),
			trusts(violating, "another account", `"Statement":[`, `"Statement":[`+otherAccount+`,`),
			trusts(violating, "everybody", `{"Service":"apigateway.amazonaws.com"}`, `"*"`),
			trusts(violating, "not API Gateway", `apigateway`, `lambda`),
			trusts(violating, "not JSON", `{`, `{{`),
			trusts(half, "outage by aws:SourceAccount", `"Action"`, `"Condition":{"StringEquals":{"aws:SourceAccount":"`+account+`"}},"Action"`),
			trusts(half, "outage by aws:SourceArn", `"Action"`, `"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:execute-api:*"}},"Action"`),
			trusts(half, "a second service", `"apigateway.amazonaws.com"`, `["apigateway.amazonaws.com","events.amazonaws.com"]`),
			trusts(half, "a second action", `"sts:AssumeRole"`, `["sts:AssumeRole","sts:SetSourceIdentity"]`),
			with(unknown, "the trust policy is unknown", func(f *fixture) { f.hide("get-role", "assumeRolePolicy") }),
			trusts(unknown, "a condition on something else", `"Action"`, `"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}},"Action"`),
		},
		"LP-ROLE-003": {
			with(good, "each its own", func(*fixture) {}),
			with(violating, "two methods share one", func(f *fixture) { f.set("query-integration", "@get-role", "credentials") }),
			with(half, "a function has it too", func(f *fixture) { f.add("aws:lambda/function:Function", "function", properties{"role": "@get-role"}) }),
			with(unknown, "a second use cannot be told", func(f *fixture) {
				f.nodes["query-integration"].PropertyDependencies["credentials"] = []string{"urn:get-role", "urn:query-role"}
			}),
		},
		"LP-ROLE-004": {
			with(good, "each does one thing", func(*fixture) {}),
			policy(violating, "everything", allow("dynamodb:*", tableARN)),
			policy(half, "a read and a write", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:GetItem","dynamodb:DeleteItem"],"Resource":"`+tableARN+`"}]}`),
			policy(half, "all but one action", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"dynamodb:Scan","Resource":"`+tableARN+`"}]}`),
			with(unknown, "the document is unknown", func(f *fixture) { f.hide("get-policy", "policy") }),
		},
		"LP-ROLE-005": {
			with(good, "all are used", func(*fixture) {}),
			with(good, "a role for logs", func(f *fixture) {
				f.add(graph.Role, "logs", properties{"name": "logs", "assumeRolePolicy": trustDoc})
				f.add(graph.GatewayAccount, "account", properties{"cloudwatchRoleArn": "@logs"})
			}),
			with(good, "a role for something else", func(f *fixture) {
				f.add(graph.Role, "other", properties{"assumeRolePolicy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}`})
			}),
			with(violating, "nobody uses one", func(f *fixture) { f.add(graph.Role, "waiting", properties{"assumeRolePolicy": trustDoc}) }),
			with(half, "its method was removed", func(f *fixture) { f.remove("get-integration") }),
			with(unknown, "who may assume it is unknown", func(f *fixture) { f.add(graph.Role, "waiting", properties{"assumeRolePolicy": unknownValue{}}) }),
		},
		"LP-ROLE-006": {
			with(good, "roles of the stack", func(*fixture) {}),
			with(good, "a role of the stack by its ARN", func(f *fixture) {
				f.set("get-integration", "arn:aws:iam::"+account+":role/get-role", "credentials")
			}),
			with(violating, "none", func(f *fixture) { f.set("get-integration", nil, "credentials") }),
			with(half, "the caller's own", func(f *fixture) { f.set("get-integration", "arn:aws:iam::*:user/*", "credentials") }),
			with(unknown, "outside the stack", func(f *fixture) { f.set("get-integration", "arn:aws:iam::"+account+":role/other", "credentials") }),
			with(unknown, "computed from two roles", func(f *fixture) {
				f.nodes["get-integration"].PropertyDependencies["credentials"] = []string{"urn:get-role", "urn:put-role"}
			}),
		},
		"LP-TABLE-005": {
			with(good, "a key by way of DynamoDB", func(f *fixture) { withKey(f, viaDynamoDB) }),
			with(good, "no key of one's own", func(*fixture) {}),
			with(violating, "a key for everything", func(f *fixture) { withKey(f, `{"Effect":"Allow","Action":"kms:Decrypt","Resource":"`+key+`"}`) }),
			with(half, "a key by way of any service", func(f *fixture) {
				withKey(f, `{"Effect":"Allow","Action":"kms:Decrypt","Resource":"`+key+`","Condition":{"StringLike":{"kms:ViaService":"*.amazonaws.com"}}}`)
			}),
		},
	}
}

func documentCases() map[string][]ruleCase {
	document := func(s situation, name, statement string) ruleCase {
		return with(s, name, func(f *fixture) {
			f.add(graph.UserPolicy, "user", properties{"user": "u", "policy": `{"Version":"2012-10-17","Statement":` + statement + `}`})
		})
	}
	attached := func(s situation, name, arn string) ruleCase {
		return with(s, name, func(f *fixture) {
			f.add(graph.UserPolicyAttachment, "attached", properties{"user": "u", "policyArn": arn})
		})
	}
	return map[string][]ruleCase{
		"LP-IAM-001": {
			with(good, "everything is listed", func(*fixture) {}),
			document(good, "a deny of everything", `{"Effect":"Deny","Action":"*","Resource":"*"}`),
			with(good, "a boundary", func(f *fixture) {
				f.add(graph.Policy, "boundary", properties{"policy": allow("dynamodb:*", "*")})
				f.set("get-role", "@boundary", "permissionsBoundary")
			}),
			with(good, "a key's policy as AWS has it", func(f *fixture) {
				f.add(graph.Key, "key", properties{"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + account + `:root"},"Action":"kms:*","Resource":"*"}}`})
			}),
			with(violating, "a key that everybody may use", func(f *fixture) {
				f.add(graph.Key, "key", properties{"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"kms:Decrypt","Resource":"*"}}`})
			}),
			document(violating, "every action", `{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b"}`),
			document(violating, "NotAction", `{"Effect":"Allow","NotAction":"s3:PutObject","Resource":"arn:aws:s3:::b"}`),
			document(half, "NotResource", `{"Effect":"Allow","Action":"s3:PutObject","NotResource":"arn:aws:s3:::b/c"}`),
			document(half, "a question mark", `{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::b/?"}`),
			document(half, "a list with one wildcard", `{"Effect":"Allow","Action":["s3:GetObject","s3:Put*"],"Resource":"arn:aws:s3:::b/c"}`),
			with(unknown, "a document is unknown", func(f *fixture) { f.add(graph.UserPolicy, "user", properties{"policy": unknownValue{}}) }),
		},
		"LP-IAM-002": {
			with(good, "none", func(*fixture) {}),
			document(good, "passing a role alone", `{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::123456789012:role/r"}`),
			document(violating, "writing policies", `{"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"arn:aws:iam::123456789012:role/r"}`),
			with(half, "passing a role in one policy and starting in another", func(f *fixture) {
				f.add(graph.RolePolicy, "pass", properties{"role": "@get-role", "policy": allow("iam:PassRole", "arn:aws:iam::123456789012:role/r")})
				f.add(graph.RolePolicy, "start", properties{"role": "@get-role", "policy": allow("ec2:RunInstances", "arn:aws:ec2:eu-west-1:123456789012:instance/i")})
			}),
			with(unknown, "a document is unknown", func(f *fixture) { f.hide("put-policy", "policy") }),
		},
		"LP-IAM-003": {
			with(good, "none", func(*fixture) {}),
			attached(good, "a small policy", "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"),
			attached(violating, "an administrator", "arn:aws:iam::aws:policy/AdministratorAccess"),
			attached(violating, "a power user in China", "arn:aws-cn:iam::aws:policy/PowerUserAccess"),
			with(violating, "listed in a role", func(f *fixture) {
				f.set("get-role", []any{"arn:aws:iam::aws:policy/IAMFullAccess"}, "managedPolicyArns")
			}),
			with(unknown, "an attachment is unknown", func(f *fixture) {
				f.add(graph.UserPolicyAttachment, "attached", properties{"policyArn": unknownValue{}})
			}),
		},
	}
}
