package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/wire"
)

// goodLists leave the API as proven as the shipped one: they add what is none of the API's business, only take
// permissions away, or say the same in another form.
var goodLists = []map[string]func(a attacked){goodRoles, goodAPIs, goodTemplates, goodNeighbours}

func TestGoodStacksPass(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	for _, stacks := range goodLists {
		for name, change := range stacks {
			passes(t, prod, name, change)
		}
	}
	withoutKey := underAWSKey(t)
	for name, change := range goodKeys {
		passes(t, withoutKey, name, change)
	}
}

// passes holds that no mandatory rule refuses a stack, whose deployment is as new as the change, and that its methods are proven.
func passes(t *testing.T, stack *wire.Recording, name string, change func(a attacked)) {
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		a := attacked{t, stack.Clone()}
		change(a)
		a.renew()
		findings, matrix := judged(a.Recording)
		assert.Empty(t, failing(findings))
		assert.True(t, matrix.Proven(), verdicts(matrix))
	})
}
