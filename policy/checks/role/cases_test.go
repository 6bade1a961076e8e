package role

import (
	"strings"
	"testing"

	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/graph"
)

func TestRules(t *testing.T) {
	t.Parallel()
	Run(t, Rules.All(), cases(), map[string][]Situation{
		"LP-ROLE-004": {Unknown},
	})
}

const otherAccount = `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999999999999:root"},"Action":"sts:AssumeRole"}`

func cases() map[string][]Case {
	policy := func(s Situation, name, document string) Case {
		return With(s, name, func(f *Fixture) { f.Set("get-policy", document, "policy") })
	}
	trusts := func(s Situation, name, before, after string) Case {
		return Case{Situation: s, Name: name, Change: func(t *testing.T, f *Fixture) { f.Edit(t, "get-role", before, after, "assumeRolePolicy") }}
	}
	const key = "arn:aws:kms:eu-west-1:" + AccountID + ":key/k"
	viaDynamoDB := `{"Effect":"Allow","Action":"kms:Decrypt","Resource":"` + key + `","Condition":{"StringEquals":{"kms:ViaService":"dynamodb.eu-west-1.amazonaws.com"}}}`
	withKeyOf := func(f *Fixture, key, statement string) {
		f.Set("table", key, "serverSideEncryption", "kmsKeyArn")
		for name, arn := range map[string]string{"get": TableARN, "put": TableARN, "query": TableARN + "/index/by-year"} {
			action := f.Nodes[name+"-integration"].In("uri").TextOr("")[len("arn:aws:apigateway:eu-west-1:dynamodb:action/"):]
			f.Set(name+"-policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:`+action+`","Resource":"`+arn+`"},`+statement+`]}`, "policy")
		}
	}
	withKey := func(f *Fixture, statement string) { withKeyOf(f, key, statement) }
	return map[string][]Case{
		"LP-ROLE-009": pipeCases(),
		"LP-ROLE-008": {
			With(Good, "a function that reads the table", func(f *Fixture) { other(f, `{"Service":"lambda.amazonaws.com"}`, "", TableARN) }),
			With(Good, "a role for a repository's builds without the table", func(f *Fixture) {
				other(f, `{"Federated":"arn:aws:iam::`+AccountID+`:oidc-provider/token.actions.githubusercontent.com"}`, `,"Condition":{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:o/r:*"}}`, TableARN+"-other")
			}),
			With(Violating, "any principal", func(f *Fixture) { other(f, `{"AWS":"*"}`, "", TableARN) }),
			With(Violating, "another account", func(f *Fixture) { other(f, `{"AWS":"arn:aws:iam::999999999999:root"}`, "", TableARN) }),
			With(Violating, "API Gateway", func(f *Fixture) { other(f, `{"Service":"apigateway.amazonaws.com"}`, "", TableARN) }),
			With(Violating, "any principal, without the table", func(f *Fixture) { other(f, `"*"`, "", "arn:aws:dynamodb:eu-west-1:"+AccountID+":table/t") }),
			With(Violating, "a user", func(f *Fixture) {
				f.Add(graph.UserPolicy, "user", Properties{"user": "u", "policy": Allow("dynamodb:Query", TableARN)})
			}),
			With(Violating, "a group, by a managed policy", func(f *Fixture) {
				f.Add(graph.GroupAttachment, "group", Properties{"group": "g", "policyArn": "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"})
			}),
			With(Half, "every repository", func(f *Fixture) {
				other(f, `{"Federated":"arn:aws:iam::`+AccountID+`:oidc-provider/token.actions.githubusercontent.com"}`, `,"Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}`, TableARN)
			}),
			With(Half, "a table of a prefix", func(f *Fixture) {
				other(f, `{"AWS":"999999999999"}`, "", strings.Replace(TableARN, "books", "boo*", 1))
			}),
			With(Half, "guests", func(f *Fixture) {
				other(f, `{"Federated":"cognito-identity.amazonaws.com"}`, `,"Condition":{"StringEquals":{"cognito-identity.amazonaws.com:aud":"p"},"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"unauthenticated"}}`, TableARN)
			}),
			With(Unknown, "who is unknown", func(f *Fixture) {
				other(f, `"*"`, "", TableARN)
				f.Hide("other", "assumeRolePolicy")
			}),
			With(Unknown, "a role outside the stack", func(f *Fixture) {
				f.Add(graph.RolePolicy, "outside", Properties{"role": "elsewhere", "policy": Allow("dynamodb:Query", TableARN)})
			}),
		},
		"LP-ROLE-007": {
			With(Good, "the logs role as AWS documents it", func(f *Fixture) {
				logs(f, []any{"arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"}, "")
			}),
			With(Good, "log actions of its own", func(f *Fixture) { logs(f, nil, Allow("logs:PutLogEvents", "*")) }),
			With(Violating, "it reads the table", func(f *Fixture) { logs(f, nil, Allow("dynamodb:Scan", TableARN)) }),
			With(Violating, "another managed policy", func(f *Fixture) { logs(f, []any{"arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"}, "") }),
			With(Half, "logs and more", func(f *Fixture) {
				logs(f, nil, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:PutLogEvents","s3:PutObject"],"Resource":"*"}]}`)
			}),
			With(Half, "an authorizer's role that may invoke everything and more", func(f *Fixture) {
				f.Add(graph.Role, "authorizer-role", Properties{"name": "authorizer-role", "assumeRolePolicy": TrustDocument})
				f.Add(graph.RolePolicy, "authorizer-policy", Properties{"role": "@authorizer-role", "policy": Allow("lambda:*", "*")})
				f.Add(graph.Authorizer, "authorizer", Properties{"restApi": "@api", "authorizerCredentials": "@authorizer-role"})
			}),
			With(Unknown, "a policy outside the stack", func(f *Fixture) { logs(f, []any{"arn:aws:iam::" + AccountID + ":policy/p"}, "") }),
		},
		"LP-ROLE-001": {
			With(Good, "one action on one table, one on an index", func(*Fixture) {}),
			policy(Good, "the same twice", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:getitem","dynamodb:GetItem"],"Resource":"`+TableARN+`"}]}`),
			policy(Good, "a deny of what no method needs", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"`+TableARN+`"},{"Effect":"Deny","Action":"dynamodb:Scan","Resource":"*"}]}`),
			With(Violating, "denied by its table's policy, which admits only another role", func(f *Fixture) {
				f.Add(graph.TableResourcePolicy, "closed", Properties{
					"resourceArn": "@table", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"dynamodb:*","Resource":"` + TableARN +
						`","Condition":{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::` + AccountID + `:role/put-role"}}}]}`,
				})
			}),
			With(Good, "denied by the policy of a table that it does not use", func(f *Fixture) {
				f.Add(graph.Table, "films", Properties{
					"name": "films", "hashKey": "id", "billingMode": "PAY_PER_REQUEST", "tags": Tags,
					"pointInTimeRecovery": Properties{"enabled": true}, "serverSideEncryption": Properties{"enabled": true},
				})
				f.Add(graph.TableResourcePolicy, "closed", Properties{
					"resourceArn": "@films", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"dynamodb:*","Resource":"arn:aws:dynamodb:eu-west-1:` +
						AccountID + `:table/films"}]}`,
				})
			}),
			With(Good, "from a managed policy of the stack", func(f *Fixture) {
				f.Remove("get-policy")
				f.Add(graph.Policy, "managed", Properties{"policy": Allow("dynamodb:GetItem", TableARN)})
				f.Add(graph.RolePolicyAttachment, "attached", Properties{"role": "@get-role", "policyArn": "@managed"})
			}),
			With(Good, "a boundary that allows more", func(f *Fixture) {
				f.Add(graph.Policy, "boundary", Properties{"policy": Allow("dynamodb:*", "*")})
				f.Set("get-role", "@boundary", "permissionsBoundary")
			}),
			With(Good, "a key of one's own by way of DynamoDB", func(f *Fixture) { withKey(f, viaDynamoDB) }),
			policy(Violating, "every action", Allow("dynamodb:*", TableARN)),
			policy(Violating, "another table", Allow("dynamodb:GetItem", TableARN+"2")),
			policy(Violating, "another account", Allow("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:999999999999:table/books")),
			policy(Violating, "the table instead of what is under it", Allow("dynamodb:GetItem", TableARN+"/index/by-year")),
			With(Violating, "the table instead of the index", func(f *Fixture) { f.Set("query-policy", Allow("dynamodb:Query", TableARN), "policy") }),
			With(Good, "a key of another account", func(f *Fixture) {
				withKeyOf(f, strings.Replace(key, AccountID, "000000000001", 1), strings.Replace(viaDynamoDB, AccountID, "000000000001", 1))
			}),
			With(Violating, "no policy", func(f *Fixture) { f.Remove("get-policy") }),
			With(Violating, "a policy of AWS's", func(f *Fixture) {
				f.Set("get-role", []any{"arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"}, "managedPolicyArns")
			}),
			With(Violating, "a key of one's own that the role may not use", func(f *Fixture) { f.Set("table", key, "serverSideEncryption", "kmsKeyArn") }),
			With(Good, "a key of the stack whose policy names the methods' roles", func(f *Fixture) {
				f.OwnKey(MayDecrypt(ThroughDynamoDB, "get-role", "put-role", "query-role"))
			}),
			With(Good, "a key of the stack, which is given its policy by a resource of its own", func(f *Fixture) {
				f.OwnKey()
				f.Add(graph.KeyPolicy, "given", Properties{"keyId": "@key", "policy": `{"Version":"2012-10-17","Statement":[` + MayDecrypt(ThroughDynamoDB, "get-role", "put-role", "query-role") + `]}`})
			}),
			With(Violating, "a key of the stack whose policy names two of three roles", func(f *Fixture) { f.OwnKey(MayDecrypt(ThroughDynamoDB, "put-role", "query-role")) }),
			With(Violating, "a key of the stack whose policy names no role", func(f *Fixture) { f.OwnKey() }),
			With(Violating, "a key of the stack that is to be used by way of another region", func(f *Fixture) {
				f.OwnKey(MayDecrypt(strings.Replace(ThroughDynamoDB, "eu-west-1", "us-east-1", 1), "get-role", "put-role", "query-role"))
			}),
			With(Violating, "a key of the stack whose policy lets the roles do more", func(f *Fixture) {
				f.OwnKey(strings.Replace(MayDecrypt(ThroughDynamoDB, "get-role", "put-role", "query-role"), "kms:Decrypt", "kms:*", 1))
			}),
			With(Violating, "another key of the stack than the table's", func(f *Fixture) {
				f.OwnKey(MayDecrypt(ThroughDynamoDB, "get-role", "put-role", "query-role"))
				f.Add(graph.Key, "other", Properties{"policy": `{"Version":"2012-10-17","Statement":[` + MayDecrypt(ThroughDynamoDB, "get-role") + `]}`})
			}),
			With(Violating, "a key of the stack whose policy keeps the account's policies from counting", func(f *Fixture) {
				f.OwnKey()
				withKeyOf(f, key, viaDynamoDB)
				f.Nodes["key"].Outputs = graph.MapOf(map[string]graph.Value{"arn": graph.TextOf(key)})
			}),
			policy(Good, "a condition that API Gateway always meets", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"`+TableARN+`","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}`),
			With(Good, "a table by its ARN", func(f *Fixture) {
				f.Template("get", `{"TableName":"`+TableARN+`","Key":{"id":{"S":"`+Escaped+`"}}}`)
			}),
			With(Violating, "an exclusive attachment", func(f *Fixture) {
				f.Add(graph.ExclusiveAttachments, "exclusive", Properties{"roleName": "get-role", "policyArns": []any{"arn:aws:iam::aws:policy/AdministratorAccess"}})
			}),
			With(Violating, "an exclusive list that takes the policy away", func(f *Fixture) {
				f.Add(graph.ExclusivePolicies, "exclusive", Properties{"roleName": "get-role", "policyNames": []any{"other"}})
			}),
			With(Good, "an exclusive list with the policy", func(f *Fixture) {
				f.Add(graph.ExclusivePolicies, "exclusive", Properties{"roleName": "get-role", "policyNames": []any{"get"}})
			}),
			With(Violating, "a policy by another spelling of the name", func(f *Fixture) {
				f.Add(graph.RolePolicy, "second", Properties{"role": "GET-ROLE", "policy": Allow("dynamodb:Scan", TableARN)})
			}),
			With(Violating, "a bucket's policy", func(f *Fixture) {
				f.Add("aws:s3/bucketPolicy:BucketPolicy", "bucket", Properties{"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + AccountID + `:role/get-role"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}`})
			}),
			With(Violating, "a key's policy", func(f *Fixture) {
				f.Add(graph.KeyPolicy, "policy", Properties{"keyId": "k", "policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + AccountID + `:role/get-role"},"Action":["kms:Decrypt","kms:CreateGrant"],"Resource":"*"}}`})
			}),
			With(Violating, "a secret's policy for the role's sessions", func(f *Fixture) {
				f.Add("aws:secretsmanager/secretPolicy:SecretPolicy", "secret", Properties{"policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:sts::` + AccountID + `:assumed-role/get-role/s"},"Action":"secretsmanager:GetSecretValue","Resource":"*"}}`})
			}),
			policy(Half, "the right statement and one more", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"`+TableARN+`"},{"Effect":"Allow","Action":"dynamodb:Query","Resource":"`+TableARN+`"}]}`),
			policy(Half, "one letter may differ", Allow("dynamodb:GetIte?", TableARN)),
			policy(Half, "a condition on more", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"`+TableARN+`"},{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"`+TableARN+`","Condition":{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":"a*"}}}]}`),
			With(Half, "the table's policy adds to it", func(f *Fixture) {
				f.Add(graph.TableResourcePolicy, "opened", Properties{
					"resourceArn": "@table", "policy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"dynamodb:Scan","Resource":"` + TableARN + `"}}`,
				})
			}),
			policy(Half, "malformed", `{"Version":"2012-10-17"}`),
			With(Unknown, "the document is unknown", func(f *Fixture) { f.Set("get-policy", "@table", "policy") }),
			With(Unknown, "attached policies are unknown", func(f *Fixture) { f.Hide("get-role", "managedPolicyArns") }),
			With(Unknown, "a policy outside the stack", func(f *Fixture) {
				f.Set("get-role", []any{"arn:aws:iam::" + AccountID + ":policy/other"}, "managedPolicyArns")
			}),
			With(Good, "the boundary is outside the stack", func(f *Fixture) {
				f.Set("get-role", "arn:aws:iam::"+AccountID+":policy/other", "permissionsBoundary")
			}),
			With(Good, "the template is unknown, which LP-TMPL-006 reports", func(f *Fixture) { f.Hide("get-integration", "requestTemplates") }),
			policy(Unknown, "a condition that may fail", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"`+TableARN+`","Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}}}]}`),
		},
		"LP-ROLE-002": {
			With(Good, "API Gateway alone", func(*Fixture) {}),
			trusts(Good, "a condition that holds without the key", `"Action"`, `"Condition":{"StringEqualsIfExists":{"aws:SourceAccount":"`+AccountID+`"}},"Action"`),
			trusts(Violating, "another account", `"Statement":[`, `"Statement":[`+otherAccount+`,`),
			trusts(Violating, "any principal", `{"Service":"apigateway.amazonaws.com"}`, `"*"`),
			trusts(Violating, "not API Gateway", `apigateway`, `lambda`),
			trusts(Violating, "not JSON", `{`, `{{`),
			trusts(Half, "outage by aws:SourceAccount", `"Action"`, `"Condition":{"StringEquals":{"aws:SourceAccount":"`+AccountID+`"}},"Action"`),
			trusts(Half, "outage by aws:SourceArn", `"Action"`, `"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:execute-api:*"}},"Action"`),
			trusts(Half, "a second service", `"apigateway.amazonaws.com"`, `["apigateway.amazonaws.com","events.amazonaws.com"]`),
			trusts(Half, "a second action", `"sts:AssumeRole"`, `["sts:AssumeRole","sts:SetSourceIdentity"]`),
			With(Unknown, "the trust policy is unknown", func(f *Fixture) { f.Hide("get-role", "assumeRolePolicy") }),
			trusts(Unknown, "a condition on something else", `"Action"`, `"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}},"Action"`),
		},
		"LP-ROLE-003": {
			With(Good, "each its own", func(*Fixture) {}),
			With(Violating, "two methods share one", func(f *Fixture) { f.Set("query-integration", "@get-role", "credentials") }),
			With(Violating, "another role trusts it", func(f *Fixture) {
				f.Add(graph.Role, "other", Properties{"name": "other", "assumeRolePolicy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + AccountID + `:role/get-role"},"Action":"sts:AssumeRole"}}`})
			}),
			With(Violating, "a grant names it", func(f *Fixture) {
				f.Add(graph.KeyGrant, "grant", Properties{"keyId": "k", "granteePrincipal": "arn:aws:iam::" + AccountID + ":role/get-role", "operations": []any{"Decrypt"}})
			}),
			With(Half, "a resource of another provider has it", func(f *Fixture) {
				f.Add("kubernetes:core/v1:ServiceAccount", "account", Properties{"metadata": Properties{"annotations": Properties{"eks.amazonaws.com/role-arn": "@get-role"}}})
			}),
			With(Half, "a function has it too", func(f *Fixture) { f.Add("aws:lambda/function:Function", "function", Properties{"role": "@get-role"}) }),
			With(Unknown, "a second use cannot be determined", func(f *Fixture) {
				f.Nodes["query-integration"].PropertyDependencies["credentials"] = []string{"urn:get-role", "urn:query-role"}
			}),
		},
		"LP-ROLE-004": {
			With(Good, "each does one thing", func(*Fixture) {}),
			policy(Violating, "everything", Allow("dynamodb:*", TableARN)),
			policy(Half, "a read and a write", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:GetItem","dynamodb:DeleteItem"],"Resource":"`+TableARN+`"}]}`),
			policy(Half, "all but one action", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"dynamodb:Scan","Resource":"`+TableARN+`"}]}`),
		},
		"LP-ROLE-005": {
			With(Good, "all are used", func(*Fixture) {}),
			With(Good, "a role for logs", func(f *Fixture) {
				f.Add(graph.Role, "logs", Properties{"name": "logs", "assumeRolePolicy": TrustDocument})
				f.Add(graph.GatewayAccount, "account", Properties{"cloudwatchRoleArn": "@logs"})
			}),
			With(Good, "a role for something else", func(f *Fixture) {
				f.Add(graph.Role, "other", Properties{"assumeRolePolicy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}`})
			}),
			With(Violating, "no method uses one", func(f *Fixture) { f.Add(graph.Role, "waiting", Properties{"assumeRolePolicy": TrustDocument}) }),
			With(Half, "its method was removed", func(f *Fixture) { f.Remove("get-integration") }),
			With(Unknown, "who may assume it is unknown", func(f *Fixture) { f.Add(graph.Role, "waiting", Properties{"assumeRolePolicy": Hidden{}}) }),
		},
		"LP-ROLE-006": {
			With(Good, "roles of the stack", func(*Fixture) {}),
			With(Good, "a role of the stack by its ARN", func(f *Fixture) {
				f.Set("get-integration", "arn:aws:iam::"+AccountID+":role/get-role", "credentials")
			}),
			With(Violating, "none", func(f *Fixture) { f.Set("get-integration", nil, "credentials") }),
			With(Half, "the caller's own", func(f *Fixture) { f.Set("get-integration", "arn:aws:iam::*:user/*", "credentials") }),
			With(Unknown, "outside the stack", func(f *Fixture) { f.Set("get-integration", "arn:aws:iam::"+AccountID+":role/other", "credentials") }),
			With(Unknown, "computed from two roles", func(f *Fixture) {
				f.Nodes["get-integration"].PropertyDependencies["credentials"] = []string{"urn:get-role", "urn:put-role"}
			}),
		},
	}
}

// other adds a role that may Scan a table.
func other(f *Fixture, principal, condition, table string) {
	f.Add(graph.Role, "other", Properties{"name": "other", "assumeRolePolicy": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":` + principal + `,"Action":"sts:AssumeRole"` + condition + `}}`})
	f.Add(graph.RolePolicy, "other-policy", Properties{"role": "@other", "policy": Allow("dynamodb:Scan", table)})
}

// logs adds API Gateway's logs role.
func logs(f *Fixture, managed any, document string) {
	f.Add(graph.Role, "logs", Properties{"name": "logs", "assumeRolePolicy": TrustDocument, "managedPolicyArns": managed})
	f.Add(graph.GatewayAccount, "account", Properties{"cloudwatchRoleArn": "@logs"})
	if document != "" {
		f.Add(graph.RolePolicy, "logs-policy", Properties{"role": "@logs", "policy": document})
	}
}

const (
	pipeTrust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"pipes.amazonaws.com"},"Action":"sts:AssumeRole",` +
		`"Condition":{"StringEquals":{"aws:SourceAccount":"` + AccountID + `","aws:SourceArn":"arn:aws:pipes:eu-west-1:` + AccountID + `:pipe/changes"}}}]}`
	pipeReads = `{"Effect":"Allow","Action":["dynamodb:DescribeStream","dynamodb:GetRecords","dynamodb:GetShardIterator"],"Resource":"` + TableARN + `/stream/*"}`
	pipeSends = `{"Effect":"Allow","Action":"events:PutEvents","Resource":"arn:aws:events:eu-west-1:` + AccountID + `:event-bus/changes"}`
	pipeFails = `{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:` + AccountID + `:failed"}`
)

// piped adds a pipe from the table's stream to an event bus.
func piped(f *Fixture, statements ...string) {
	if len(statements) == 0 {
		statements = []string{pipeReads, pipeSends, pipeFails}
	}
	f.Add(graph.EventBus, "bus", Properties{"name": "changes"})
	f.Add(graph.Queue, "dead-letters", Properties{"name": "failed"})
	f.Add(graph.Role, "pipe-role", Properties{"name": "pipe-role", "assumeRolePolicy": pipeTrust})
	f.Add(graph.RolePolicy, "pipe-policy", Properties{"name": "pipe", "role": "@pipe-role", "policy": `{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`})
	f.Add(graph.Pipe, "pipe", Properties{
		"name": "changes", "roleArn": "@pipe-role", "source": "@table", "target": "@bus",
		"sourceParameters": Properties{"dynamodbStreamParameters": Properties{"startingPosition": "TRIM_HORIZON", "deadLetterConfig": Properties{"arn": "@dead-letters"}}},
	})
}

// pipeCases are the cases of LP-ROLE-009.
func pipeCases() []Case {
	pipe := func(s Situation, name string, statements ...string) Case {
		return With(s, name, func(f *Fixture) { piped(f, statements...) })
	}
	change := func(s Situation, name string, do func(f *Fixture)) Case { return pipe(s, name).And(do) }
	trust := func(s Situation, name, before, after string) Case {
		return Case{Situation: s, Name: name, Change: func(t *testing.T, f *Fixture) { piped(f); f.Edit(t, "pipe-role", before, after, "assumeRolePolicy") }}
	}
	const key = "arn:aws:kms:eu-west-1:" + AccountID + ":key/k"
	encrypted := func(condition string) func(*Fixture) {
		return func(f *Fixture) {
			f.Set("table", key, "serverSideEncryption", "kmsKeyArn")
			f.Set("pipe-policy", `{"Version":"2012-10-17","Statement":[`+strings.Join([]string{pipeReads, pipeSends, pipeFails, `{"Effect":"Allow","Action":"kms:Decrypt","Resource":"` + key + `"` + condition + `}`}, ",")+`]}`, "policy")
		}
	}
	const otherTable = `{"Effect":"Allow","Action":"dynamodb:GetRecords","Resource":"arn:aws:dynamodb:eu-west-1:` + AccountID + `:table/films/stream/*"}`
	return []Case{
		With(Good, "no pipe", func(*Fixture) {}),
		pipe(Good, "to an event bus"),
		change(Good, "to a queue", func(f *Fixture) {
			f.Set("pipe", "@dead-letters", "target")
			f.Set("pipe-policy", `{"Version":"2012-10-17","Statement":[`+pipeReads+`,`+pipeFails+`]}`, "policy")
		}),
		change(Good, "of a queue, not of a table", func(f *Fixture) {
			f.Set("pipe", "@dead-letters", "source")
			f.Set("pipe-policy", Allow("sqs:*", "*"), "policy")
		}),
		change(Good, "of a table under a customer's key", encrypted(`,"Condition":{"StringEquals":{"kms:ViaService":"dynamodb.eu-west-1.amazonaws.com"}}`)),
		change(Half, "the key outside of DynamoDB", encrypted("")),
		change(Good, "of a table under the stack's key, whose policy names the role", func(f *Fixture) { f.OwnKey(MayDecrypt(ThroughDynamoDB, "get", "pipe-role")) }),
		change(Violating, "the stack's key, whose policy does not name the role", func(f *Fixture) { f.OwnKey(MayDecrypt(ThroughDynamoDB, "get")) }),
		change(Half, "the stack's key, outside of DynamoDB", func(f *Fixture) { f.OwnKey(MayDecrypt(ThroughDynamoDB, "get"), MayDecrypt("", "pipe-role")) }),
		change(Good, "a log without items", func(f *Fixture) { f.Set("pipe", Properties{"level": "ERROR"}, "logConfiguration") }),
		change(Violating, "a log with items", func(f *Fixture) {
			f.Set("pipe", Properties{"level": "TRACE", "includeExecutionDatas": []any{"ALL"}}, "logConfiguration")
		}),
		pipe(Violating, "it reads items, too", pipeReads, pipeSends, pipeFails, `{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"`+TableARN+`"}`),
		pipe(Violating, "the streams of every table", strings.Replace(pipeReads, "table/books", "table/*", 1), pipeSends, pipeFails),
		pipe(Violating, "the stream of another table, too", pipeReads, pipeSends, pipeFails, otherTable),
		pipe(Violating, "every event bus", pipeReads, strings.Replace(pipeSends, "event-bus/changes", "event-bus/*", 1), pipeFails),
		pipe(Violating, "a queue of another account", pipeReads, pipeSends, strings.Replace(pipeFails, AccountID, "999999999999", 1)),
		pipe(Half, "it may not send", pipeReads, pipeFails),
		pipe(Half, "it may not send what failed", pipeReads, pipeSends),
		pipe(Half, "it may not read records", strings.Replace(pipeReads, `"dynamodb:GetRecords",`, "", 1), pipeSends, pipeFails),
		trust(Violating, "any pipe of the account", `,"aws:SourceArn":"arn:aws:pipes:eu-west-1:`+AccountID+`:pipe/changes"`, ""),
		trust(Violating, "pipes of a prefix", `"StringEquals":{"aws:SourceAccount":"`+AccountID+`","aws:SourceArn":"arn:aws:pipes:eu-west-1:`+AccountID+`:pipe/changes"}`,
			`"StringEquals":{"aws:SourceAccount":"`+AccountID+`"},"ArnLike":{"aws:SourceArn":"arn:aws:pipes:eu-west-1:`+AccountID+`:pipe/changes*"}`),
		trust(Violating, "pipes of every account", `"aws:SourceAccount":"`+AccountID+`",`, ""),
		trust(Violating, "a function, too", `{"Service":"pipes.amazonaws.com"}`, `{"Service":["pipes.amazonaws.com","lambda.amazonaws.com"]}`),
		trust(Half, "another pipe alone", "pipe/changes", "pipe/other"),
		change(Violating, "a managed policy of AWS's", func(f *Fixture) {
			f.Set("pipe-role", []any{"arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"}, "managedPolicyArns")
		}),
		change(Good, "an unknown document, which LP-IAM-002 reports", func(f *Fixture) { f.Hide("pipe-policy", "policy") }),
		change(Unknown, "an unknown source", func(f *Fixture) { f.Hide("pipe", "source") }),
		change(Unknown, "an unknown target", func(f *Fixture) { f.Hide("pipe", "target") }),
		change(Unknown, "a target outside the stack", func(f *Fixture) { f.Set("pipe", "arn:aws:sqs:eu-west-1:999999999999:q", "target") }),
		change(Unknown, "a role outside the stack", func(f *Fixture) { f.Set("pipe", "arn:aws:iam::"+AccountID+":role/elsewhere", "roleArn") }),
		change(Unknown, "an enrichment", func(f *Fixture) {
			f.Set("pipe", "arn:aws:lambda:eu-west-1:"+AccountID+":function:f", "enrichment")
		}),
		change(Unknown, "an unknown trust", func(f *Fixture) { f.Hide("pipe-role", "assumeRolePolicy") }),
	}
}
