package main

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/item"
	"lambdaless/infra/item/itemtest"
	"lambdaless/policy/flow"
)

// Whatever is declared, the templates that are generated for it are proven. DECLARED says how many
// declarations are drawn.
func TestTemplatesOfDeclaredEndpointsAreProven(t *testing.T) {
	t.Parallel()
	declarations := 30
	if n := os.Getenv("DECLARED"); n != "" {
		var err error
		declarations, err = strconv.Atoi(n)
		require.NoError(t, err)
	}
	templates := 0
	for seed := range declarations {
		d := itemtest.New(rand.New(rand.NewPCG(uint64(seed), 3)))
		for name, e := range d.Endpoints {
			g, err := item.Generate(e)
			require.NoError(t, err, "seed %d, %s", seed, name)
			templates += 1 + len(g.Responses)
			var body *flow.Type
			if g.Model.Text != "" {
				var schema map[string]any
				require.NoError(t, json.Unmarshal([]byte(g.Model.Text), &schema))
				body = flow.TypeOfModel(schema)
			}
			request := strings.ReplaceAll(g.Request.Text, "{{LifeSeconds}}", "86400")
			if !proven(t, request, flow.Options{Request: true, Body: body}) {
				t.Fatalf("seed %d, %s: the request template is not proven\n%s\nmodel %s", seed, name, g.Request.Text, g.Model.Text)
			}
			for _, r := range g.Responses {
				if !proven(t, r.Template.Text, flow.Options{Body: flow.TypeOfAnswer(g.Action, r.When == "")}) {
					t.Fatalf("seed %d, %s: the response template for %q is not proven\n%s", seed, name, r.When, r.Template.Text)
				}
			}
		}
	}
	t.Logf("%d declarations, %d templates, all proven", declarations, templates)
	assert.Greater(t, templates, declarations)
}

// proven reports whether a template is within the subset and every value in it fits its place.
func proven(t *testing.T, template string, options flow.Options) bool {
	t.Helper()
	a := flow.Analyze(template, options)
	ok := len(a.Problems) == 0
	for _, p := range a.Problems {
		t.Logf("line %d: %s", p.Line, p.What)
	}
	for _, document := range a.Documents {
		document.Walk(func(v *flow.Value, p *flow.Placeholder) {
			if !v.Fits(p) {
				ok = false
				t.Logf("line %d: ‹%s› is %s", p.Line, p.Expr, p.Class)
			}
		})
	}
	return ok
}
