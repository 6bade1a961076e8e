package stage

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/internal/capability"
	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/facts"
	"lambdaless/policy/rule"
)

// TestAMissingTriggerLeavesOtherMethodsProven: a stage serves those as they are judged.
func TestAMissingTriggerLeavesOtherMethodsProven(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Fixture)
		want   []string
	}{
		"nothing has changed":  {func(*Fixture) {}, nil},
		"a method has changed": {func(f *Fixture) { f.Set("put", false, "apiKeyRequired") }, []string{"PUT /books/{id}"}},
		"what all methods share has": {
			func(f *Fixture) { f.Set("validator", false, "validateRequestParameters") },
			[]string{"GET /books", "GET /books/{id}", "PUT /books/{id}"},
		},
		"both have": {
			func(f *Fixture) {
				f.Set("validator", false, "validateRequestParameters")
				f.Set("put", false, "apiKeyRequired")
			},
			[]string{"GET /books", "GET /books/{id}", "PUT /books/{id}"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := Passing()
			digested(f)
			c.change(f)
			served, in := rule.Find(Rules.All(), "LP-STAGE-007"), f.Context()
			var undecided []string
			for _, row := range facts.Matrix(in, served.Run(in, served.Judge)).Rows {
				if row.Verdict == capability.Undecided {
					undecided = append(undecided, row.Route())
				}
			}
			assert.ElementsMatch(t, c.want, undecided)
		})
	}
}
