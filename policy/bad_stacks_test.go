package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/wire"
)

// badStack is a rule that has to refuse a stack, and what makes the stack bad.
type badStack struct {
	rule   string
	change func(a attacked)
}

// badLists are stacks that let a stranger in, give data away, break the API or cannot be judged.
var badLists = []map[string]badStack{badRoles, badOutsiders, badPermissions, badIntegrations, badMethods, badTables, badTemplates}

func TestBadStacksFail(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	for _, stacks := range badLists {
		for name, bad := range stacks {
			refused(t, prod, name, bad.rule, bad.change)
		}
	}
	for name, bad := range badDeployments {
		refusedAsItIs(t, prod, name, bad.rule, bad.change)
	}
}

// refused holds that a rule refuses a stack, although its deployment is as new as the change.
func refused(t *testing.T, stack *wire.Recording, name, want string, change func(a attacked)) {
	refusedAsItIs(t, stack, name, want, func(a attacked) {
		change(a)
		a.renew()
	})
}

// refusedAsItIs holds that a rule refuses a stack, and that no two rules say the same.
func refusedAsItIs(t *testing.T, stack *wire.Recording, name, want string, change func(a attacked)) {
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		a := attacked{t, stack.Clone()}
		change(a)
		findings, _ := judged(a.Recording)
		assert.Contains(t, failing(findings), want)
		rules := map[string]string{}
		for _, f := range findings {
			assert.Contains(t, []string{"", f.Rule.ID}, rules[f.Message], "two rules report %q", f.Message)
			rules[f.Message] = f.Rule.ID
		}
	})
}
