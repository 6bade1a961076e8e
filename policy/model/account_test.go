package model

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/policy/graph"
)

// TestTheAccountOfAStack: before the first deployment it is what most documents say, and then what the resources say.
func TestTheAccountOfAStack(t *testing.T) {
	t.Parallel()
	const table, key = `arn:aws:dynamodb:eu-west-1:111111111111:table/books`, `arn:aws:kms:eu-west-1:222222222222:key/k`
	role := func(name, outputARN string, arns ...string) []*graph.Node {
		outputs := map[string]graph.Value{"name": graph.TextOf(name), "arn": graph.Unknown()}
		if outputARN != "" {
			outputs["arn"] = graph.TextOf(outputARN)
		}
		nodes := []*graph.Node{{
			URN: "urn:" + name, Type: graph.Role, Name: name, Recorded: true, Inputs: graph.MapOf(map[string]graph.Value{"name": graph.TextOf(name)}), Outputs: graph.MapOf(outputs),
		}}
		for _, arn := range arns {
			inputs := graph.MapOf(map[string]graph.Value{"role": graph.TextOf(name), "policy": graph.TextOf(
				`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:A","Resource":"` + arn + `"}]}`)})
			nodes = append(nodes, &graph.Node{URN: "urn:" + name + arn, Type: graph.RolePolicy, Name: name + arn, Recorded: true, Inputs: inputs, Outputs: inputs})
		}
		return nodes
	}
	const other = `arn:aws:dynamodb:eu-west-1:333333333333:table/books`
	for name, c := range map[string]struct {
		nodes []*graph.Node
		want  string
	}{
		"nothing says it":                       {role("r", ""), ""},
		"one document":                          {role("r", "", table), "111111111111"},
		"most of the documents":                 {append(role("r", "", other), append(role("s", "", table), role("u", "", table)...)...), "111111111111"},
		"a table's before keys'":                {append(role("r", "", table, key), role("s", "", key)...), "111111111111"},
		"a resource that exists, whatever else": {append(role("r", "arn:aws:iam::444444444444:role/r", table), role("s", "", table)...), "444444444444"},
	} {
		assert.Equal(t, c.want, New(graph.New(c.nodes), "shop", "test").Account(), name)
	}
}
