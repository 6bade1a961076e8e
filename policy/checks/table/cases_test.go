package table

import (
	"encoding/json"
	"testing"

	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/graph"
)

func TestRules(t *testing.T) {
	t.Parallel()
	Run(t, Rules.All(), cases(), map[string][]Situation{
		"LP-TABLE-005": {Unknown},
		"LP-TABLE-007": {Unknown}, // LP-IAM-004 reports a policy that cannot be read
	})
}

func cases() map[string][]Case {
	set := func(s Situation, name string, v any, path ...string) Case {
		return With(s, name, func(f *Fixture) { f.Set("table", v, path...) })
	}
	prod := func(c Case) Case { return c.And(func(f *Fixture) { f.Stack = "prod" }) }
	scaling := func(f *Fixture, dimensions ...string) {
		f.Set("table", "PROVISIONED", "billingMode")
		for _, d := range dimensions {
			f.Add(graph.ScalingTarget, d, Properties{"resourceId": "table/books", "scalableDimension": "dynamodb:table:" + d})
			f.Add(graph.ScalingPolicy, d+"-policy", Properties{"resourceId": "@" + d, "scalableDimension": "dynamodb:table:" + d})
		}
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
	admits := func(f *Fixture, actions string, principals ...string) {
		admitted, _ := json.Marshal(principals)
		f.Add(graph.TableResourcePolicy, "table-policy", Properties{
			"resourceArn": "@table",
			"policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":` + actions + `,"Resource":["` + TableARN + `","` + TableARN +
				`/index/*"],"Condition":{"ArnNotEquals":{"aws:PrincipalArn":` + string(admitted) + `}}}]}`,
		})
	}
	const role = "arn:aws:iam::" + AccountID + ":role/"
	methods := []string{role + "get-role", role + "put-role", role + "query-role"}
	return map[string][]Case{
		"LP-TABLE-007": {
			With(Good, "no policy", func(*Fixture) {}),
			With(Good, "the methods' roles", func(f *Fixture) { admits(f, `"dynamodb:*"`, methods...) }),
			With(Good, "another role, as the setting has it", func(f *Fixture) {
				f.Settings.TablePrincipals = []string{role + "break-glass"}
				admits(f, `"dynamodb:*"`, append(methods, role+"break-glass")...)
			}),
			With(Violating, "another role", func(f *Fixture) { admits(f, `"dynamodb:*"`, append(methods, role+"break-glass")...) }),
			With(Half, "a pattern", func(f *Fixture) { admits(f, `"dynamodb:*"`, role+"*") }),
		},
		"LP-TABLE-008": {
			With(Good, "not in production", func(*Fixture) {}),
			prod(With(Good, "denied", func(f *Fixture) { admits(f, `"dynamodb:*"`, methods...) })),
			prod(With(Violating, "no policy", func(*Fixture) {})),
			prod(With(Half, "an action is missing", func(f *Fixture) { admits(f, `["dynamodb:GetItem","dynamodb:Query"]`, methods...) })),
			prod(With(Unknown, "unknown", func(f *Fixture) {
				f.Add(graph.TableResourcePolicy, "table-policy", Properties{"resourceArn": "@table", "policy": Hidden{}})
			})),
		},
		"LP-TABLE-006": {
			With(Good, "one region", func(*Fixture) {}),
			With(Good, "two providers in one region", func(f *Fixture) {
				f.Nodes["table"].Provider = &graph.Provider{URN: "urn:second", Inputs: DefaultProvider.Inputs}
			}),
			With(Violating, "a provider in another region", func(f *Fixture) { elsewhere(f, "us-east-1", "") }),
			With(Violating, "a region of the table's own", func(f *Fixture) { f.Set("table", "us-east-1", "region") }),
			With(Half, "a uri of another region", func(f *Fixture) {
				f.Set("get-integration", "arn:aws:apigateway:us-east-1:dynamodb:action/GetItem", "uri")
			}),
			With(Unknown, "a provider with other credentials", func(f *Fixture) { elsewhere(f, "eu-west-1", "other") }),
			With(Unknown, "a provider without a known region", func(f *Fixture) { elsewhere(f, "", "") }),
		},
		"LP-TABLE-005": {
			With(Good, "a key by way of DynamoDB", func(f *Fixture) { withKey(f, viaDynamoDB) }),
			With(Good, "no key of one's own", func(*Fixture) {}),
			With(Good, "the stack's key by way of DynamoDB", func(f *Fixture) { f.OwnKey(MayDecrypt(ThroughDynamoDB, "get-role")) }),
			With(Violating, "the stack's key for every request of the account", func(f *Fixture) {
				f.OwnKey(MayDecrypt(`{"StringEquals":{"kms:CallerAccount":"`+AccountID+`"}}`, "get-role"))
			}),
			With(Violating, "a key for everything", func(f *Fixture) { withKey(f, `{"Effect":"Allow","Action":"kms:Decrypt","Resource":"`+key+`"}`) }),
			With(Half, "a key by way of any service", func(f *Fixture) {
				withKey(f, `{"Effect":"Allow","Action":"kms:Decrypt","Resource":"`+key+`","Condition":{"StringLike":{"kms:ViaService":"*.amazonaws.com"}}}`)
			}),
		},
		"LP-TABLE-009": {
			With(Good, "a key that is rotated", func(f *Fixture) { f.OwnKey() }),
			With(Good, "a key of another stack", func(f *Fixture) { f.Set("table", key, "serverSideEncryption", "kmsKeyArn") }),
			With(Violating, "a key that is not", func(f *Fixture) { f.OwnKey(); f.Set("key", nil, "enableKeyRotation") }),
			With(Half, "a key that says that it is not", func(f *Fixture) { f.OwnKey(); f.Set("key", false, "enableKeyRotation") }),
			With(Unknown, "a key of which it is unknown", func(f *Fixture) { f.OwnKey(); f.Set("key", Hidden{}, "enableKeyRotation") }),
		},
		"LP-TABLE-001": {
			With(Good, "a key of AWS's", func(*Fixture) {}),
			With(Good, "a key of one's own, as asked", func(f *Fixture) {
				f.Settings.RequireCustomerKey = true
				f.Set("table", "arn:aws:kms:eu-west-1:123456789012:key/k", "serverSideEncryption", "kmsKeyArn")
			}),
			set(Violating, "none", nil, "serverSideEncryption"),
			set(Half, "switched off", false, "serverSideEncryption", "enabled"),
			With(Half, "not a key of one's own, which is asked for", func(f *Fixture) { f.Settings.RequireCustomerKey = true }),
			set(Unknown, "unknown", Hidden{}, "serverSideEncryption"),
		},
		"LP-TABLE-002": {
			With(Good, "on", func(*Fixture) {}),
			set(Violating, "not set", nil, "pointInTimeRecovery"),
			set(Half, "off", false, "pointInTimeRecovery", "enabled"),
			set(Unknown, "unknown", Hidden{}, "pointInTimeRecovery", "enabled"),
			set(Half, "a day", 1, "pointInTimeRecovery", "recoveryPeriodInDays"),
			set(Half, "a replica without it", []any{Properties{"regionName": "us-east-1"}}, "replicas"),
			set(Good, "a replica with it", []any{Properties{"regionName": "us-east-1", "pointInTimeRecovery": true}}, "replicas"),
		},
		"LP-TABLE-003": {
			prod(With(Good, "on", func(*Fixture) {})),
			set(Good, "off where it is not production", false, "deletionProtectionEnabled"),
			prod(set(Violating, "not set", nil, "deletionProtectionEnabled")),
			prod(set(Half, "off", false, "deletionProtectionEnabled")),
			prod(set(Unknown, "unknown", Hidden{}, "deletionProtectionEnabled")),
			prod(set(Good, "a replica of which the provider cannot say it", []any{Properties{"regionName": "us-east-1"}}, "replicas")),
			prod(set(Good, "a replica with it", []any{Properties{"regionName": "us-east-1", "deletionProtectionEnabled": true}}, "replicas")),
			prod(set(Half, "a replica without it", []any{Properties{"regionName": "us-east-1", "deletionProtectionEnabled": false}}, "replicas")),
		},
		"LP-TABLE-004": {
			With(Good, "on demand", func(*Fixture) {}),
			With(Good, "scaled", func(f *Fixture) { scaling(f, "ReadCapacityUnits", "WriteCapacityUnits") }),
			set(Violating, "fixed", "PROVISIONED", "billingMode"),
			set(Violating, "the default, which is fixed", nil, "billingMode"),
			With(Half, "only reading is scaled", func(f *Fixture) { scaling(f, "ReadCapacityUnits") }),
			With(Half, "a target without a policy", func(f *Fixture) {
				scaling(f, "ReadCapacityUnits", "WriteCapacityUnits")
				f.Remove("WriteCapacityUnits-policy")
			}),
			set(Unknown, "unknown", Hidden{}, "billingMode"),
		},
	}
}

// elsewhere gives the table a provider of its own.
func elsewhere(f *Fixture, region, profile string) {
	inputs := map[string]graph.Value{}
	if region != "" {
		inputs["region"] = graph.TextOf(region)
	}
	if profile != "" {
		inputs["profile"] = graph.TextOf(profile)
	}
	f.Nodes["table"].Provider = &graph.Provider{URN: "urn:second", Inputs: graph.MapOf(inputs)}
}
