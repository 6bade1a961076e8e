package main

import (
	"flag"
	"fmt"
	"os"
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

var everyMutant = flag.Bool("every-mutant", false, "judge every derived mutant of the three stacks instead of a sample, and print the scores")

// A sample of the mutants that operators derive from three stacks; with -every-mutant, as make mutants has it, all.
func TestDerivedMutants(t *testing.T) {
	t.Parallel()
	for name, stack := range mutatedStacks(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			chosen := mutation.Derived(stack)
			assert.GreaterOrEqual(t, len(chosen), 2000)
			if !*everyMutant {
				all := chosen
				chosen = nil
				for i := 0; i < len(all); i += 53 {
					chosen = append(chosen, all[i])
				}
			}
			score, err := mutation.Judge(stack, chosen, 1, func(done int) {
				if *everyMutant && done%200 == 0 {
					fmt.Fprintf(os.Stderr, "%s: %d of %d derived mutants\n", name, done, len(chosen))
				}
			})
			require.NoError(t, err)
			if *everyMutant {
				fmt.Printf("%s: ", name)
				require.NoError(t, score.Write(os.Stdout))
			}
			assert.GreaterOrEqual(t, score.Ratio(), mutation.LeastRatio, "%v", score.Survivors)
		})
	}
}
