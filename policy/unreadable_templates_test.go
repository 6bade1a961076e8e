package main

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

// A template that the pack cannot follow is one cause: it has one finding, of one rule, and leaves the other methods proven.
func TestATemplateThatCannotBeFollowedIsReportedOnce(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	request := func(template string) func(a attacked) { return func(a attacked) { a.asks("get", template) } }
	for name, c := range map[string]struct {
		rule   string
		change func(a attacked)
	}{
		"a macro":                  {"LP-TMPL-006", request(`#macro(k)x#end` + getItem(`#k()`))},
		"a macro with a body":      {"LP-TMPL-006", request(getItem(`#@k()x#end`))},
		"a file that is included":  {"LP-TMPL-006", request(getItem(`#parse("key.vtl")`))},
		"a syntax error":           {"LP-TMPL-006", request(`#if(` + getItem("x"))},
		"text that is not JSON":    {"LP-TMPL-006", request(`name=x`)},
		"a variable that is unset": {"LP-TMPL-006", request(getItem(`$kind`))},
		"a list's iterator":        {"LP-TMPL-006", request(`#set($i = ["x"].iterator())` + getItem(`$i.next()`))},
		"a comma too many":         {"LP-TMPL-006", request(`{` + moviesTable + moviesKey + `,}`)},
		"no template": {"LP-TMPL-006", func(a attacked) {
			a.set(a.of(graph.Integration, "get"), "requestTemplates", map[string]any{})
		}},
		"an unknown template": {"LP-TMPL-006", func(a attacked) {
			a.set(a.of(graph.Integration, "get"), "requestTemplates", map[string]any{"application/json": resource.MakeComputed(resource.NewProperty(""))})
		}},
		"an answer with a macro":     {"LP-TMPL-003", func(a attacked) { a.answers("get", `#macro(k)x#end{"a":"#k()"}`) }},
		"an answer that is not JSON": {"LP-TMPL-003", func(a attacked) { a.answers("get", `hello`) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stack := prod.Clone()
			a := attacked{t, stack}
			c.change(a)
			a.renew()
			if name == "an unknown template" {
				// A digest of what is unknown cannot be computed: such a program computes its triggers from outputs.
				for _, verb := range []string{"get", "put", "delete"} {
					a.of(graph.Deployment, "").PropertyDependencies["triggers"] = append(a.of(graph.Deployment, "").PropertyDependencies["triggers"], a.of(graph.Integration, verb).URN)
				}
			}
			findings, matrix := judged(stack)
			var shown []string
			for _, f := range findings {
				if f.Level == rule.Mandatory {
					shown = append(shown, f.Text())
				}
			}
			require.Len(t, shown, 1)
			assert.Contains(t, failing(findings), c.rule)
			for _, row := range matrix.Rows {
				assert.Equal(t, row.Verb != "GET", string(row.Verdict) == "proven", row.Verb)
			}
		})
	}
}
