package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/checks"
	"lambdaless/policy/mutation"
)

func TestEveryMutantIsCaught(t *testing.T) {
	t.Parallel()
	for name, preview := range map[string]bool{"at a first preview": true, "after the deployment": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, packEnvironment(t))
			var out strings.Builder
			results, err := mutation.Run(t.Context(), s, run(t, "prod", fixture.Deploy, preview), mutation.All(), &out)
			require.NoError(t, err, out.String())
			assert.False(t, slices.ContainsFunc(results, func(r mutation.Result) bool { return r.Unfit }), "every named mutant fits the shipped stack")
			assert.GreaterOrEqual(t, len(results), 60)
		})
	}
}

func TestEveryRuleHasAMutant(t *testing.T) {
	t.Parallel()
	tried := map[string]bool{
		"LP-PACK-003": true, // waivers are a file beside the stack: see TestWaivers
		"LP-LOCK-001": true, // the lock is a file beside the stack: see TestLock
	}
	for _, m := range mutation.All() {
		require.NotNil(t, checks.Find(m.Rule), m.Name)
		tried[m.Rule] = true
	}
	for _, r := range checks.All() {
		assert.True(t, tried[r.ID], r.ID)
	}
}

// A sample of the derived mutants; make mutants judges all of them.
func TestDerivedMutants(t *testing.T) {
	t.Parallel()
	stack := record(t, "prod", fixture.Deploy)
	all := mutation.Derived(stack)
	assert.GreaterOrEqual(t, len(all), 2000)
	var sample []mutation.Mutant
	for i := 0; i < len(all); i += 29 {
		sample = append(sample, all[i])
	}
	score, err := mutation.Judge(stack, sample, 1, func(int) {})
	require.NoError(t, err)
	assert.GreaterOrEqual(t, score.Ratio(), mutation.LeastRatio, "%v", score.Survivors)
}
