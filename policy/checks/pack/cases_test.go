package pack

import (
	"testing"

	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/graph"
)

func TestRules(t *testing.T) {
	t.Parallel()
	Run(t, Rules.All(), cases(), map[string][]Situation{
		"LP-PACK-001": {Unknown},
		"LP-PACK-002": {Violating, Half},
	})
}

func cases() map[string][]Case {
	return map[string][]Case{
		"LP-PACK-001": {
			With(Good, "nothing is set", func(*Fixture) {}),
			With(Good, "the account is the stack's", func(f *Fixture) { f.Settings.AccountID = AccountID }),
			With(Violating, "a problem was found", func(f *Fixture) { f.Problems = []string{"misspelt"} }),
			With(Half, "another account is meant", func(f *Fixture) { f.Settings.AccountID = "999999999999" }),
		},
		"LP-PACK-002": {
			With(Good, "everything is joined", func(*Fixture) {}),
			With(Unknown, "inputs were not recorded", func(f *Fixture) { f.Nodes["log"].Recorded = false }),
			With(Unknown, "a policy's role cannot be told", func(f *Fixture) { f.Hide("get-policy", "role") }),
			With(Unknown, "a policy depends on two roles", func(f *Fixture) {
				f.Nodes["get-policy"].PropertyDependencies["role"] = []string{"urn:get-role", "urn:put-role"}
			}),
			With(Unknown, "an integration's resource cannot be told", func(f *Fixture) { f.Hide("get-integration", "resourceId") }),
			With(Unknown, "an integration has no method", func(f *Fixture) { f.Remove("get") }),
			With(Unknown, "the API has a body", func(f *Fixture) { f.Set("api", "{}", "body") }),
			With(Unknown, "a kind of API that the pack does not know", func(f *Fixture) { f.Add("aws:apigateway/restApiPut:RestApiPut", "put-api", Properties{}) }),
			With(Unknown, "a native resource", func(f *Fixture) { f.Add("aws-native:iam:Role", "native", Properties{}) }),
			With(Unknown, "a deployment makes a stage of its own", func(f *Fixture) {
				f.Add(graph.Deployment, "deployment", Properties{"restApi": "@api", "stageName": "hidden"})
			}),
			With(Good, "a deployment without a stage", func(f *Fixture) { f.Add(graph.Deployment, "deployment", Properties{"restApi": "@api"}) }),
			With(Unknown, "a table policy of a table outside", func(f *Fixture) {
				f.Add(graph.TableResourcePolicy, "other", Properties{"resourceArn": TableARN + "s", "policy": "{}"})
			}),
		},
	}
}
