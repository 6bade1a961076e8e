package facts_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/capability"
	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

// TestAMethodConsistsOf has a finding about one resource after the other, and looks which methods are no longer proven.
func TestAMethodConsistsOf(t *testing.T) {
	t.Parallel()
	f := Passing()
	f.Add(graph.TableResourcePolicy, "table-policy", Properties{"resourceArn": "@table", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"dynamodb:DeleteTable","Resource":"*"}]}`})
	f.OwnKey(MayDecrypt(ThroughDynamoDB, "get-role", "put-role", "query-role"))
	in := f.Context()
	broken := func(name string, level rule.Level) (routes []string) {
		require.NotNil(t, f.Nodes[name], name)
		finding := rule.Violated(f.Nodes[name], "broken")
		finding.Rule = &rule.Rule{ID: "LP-TEST-001", Level: level}
		for _, row := range facts.Matrix(in, []rule.Finding{finding}).Rows {
			if row.Verdict != capability.Proven {
				routes = append(routes, row.Route())
			}
		}
		return routes
	}
	for _, own := range []string{"put", "put-integration", "put-200", "put-503", "put-role", "put-policy"} {
		assert.Equal(t, []string{"PUT /books/{id}"}, broken(own, rule.Mandatory), own)
	}
	for _, shared := range []string{"validator", "api", "stage", "deployment", "table", "table-policy", "key"} {
		assert.Len(t, broken(shared, rule.Mandatory), 3, shared)
	}
	for _, other := range []string{"log", "plan"} {
		assert.Empty(t, broken(other, rule.Mandatory), other)
	}
	assert.Empty(t, broken("put", rule.Advisory), "an advisory rule is not part of the proof")
}
