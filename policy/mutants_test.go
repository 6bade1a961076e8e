package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/checks"
	"lambdaless/policy/mutation"
	"lambdaless/policy/rule"
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

// TestMutantsOfAnotherAPIAreCaught holds that mutants are told in the words of the stack that they break: what fits it is
// caught by its rule.
func TestMutantsOfAnotherAPIAreCaught(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		program pulumi.RunFunc
		fit     int
	}{
		"with every verb":        {orders(t), 200},
		"without PUT and DELETE": {loans(t), 150},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			results, err := mutation.Run(t.Context(), start(t, packEnvironment(t)), run(t, "prod", c.program, true), mutation.All(), &out)
			require.NoError(t, err, out.String())
			fit := slices.DeleteFunc(results, func(r mutation.Result) bool { return r.Unfit })
			assert.GreaterOrEqual(t, len(fit), c.fit)
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

// sample is every so manieth mutant.
func sample(all []mutation.Mutant, every int) (chosen []mutation.Mutant) {
	for i := 0; i < len(all); i += every {
		chosen = append(chosen, all[i])
	}
	return chosen
}

// What a mutant shares with the unbroken stack changes no finding.
func TestMutantsThatShareAreJudgedAsAlone(t *testing.T) {
	t.Parallel()
	texts := func(findings []rule.Finding, unfit string) []string {
		all := []string{unfit}
		for _, f := range findings {
			all = append(all, f.URN()+" "+f.Text())
		}
		return all
	}
	for name, stack := range mutatedStacks(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j, err := mutation.NewJudge(stack)
			require.NoError(t, err)
			for _, m := range sample(mutation.Derived(stack), 149) {
				require.Equal(t, texts(mutation.FindingsAlone(stack, m)), texts(j.Findings(m)), m.Name)
			}
		})
	}
}

// Of the mutants that are alike some are left out, but no kind of them.
func TestRepresentativesAreOfEveryKind(t *testing.T) {
	t.Parallel()
	of := func(name, operator string, path ...string) mutation.Mutant {
		return mutation.Mutant{Name: name, Type: "t", Operator: operator, Path: path}
	}
	all := []mutation.Mutant{
		of("a", "removed", "list", "0"), of("b", "removed", "list", "1"), of("c", "removed", "list", "2"), of("d", "removed", "list", "3"), of("e", "removed", "list", "4"),
		of("f", "emptied", "list", "0"), of("g", "removed", "other"), of("h", "removed", "other"),
	}
	for each, want := range map[int]string{1: "afg", 2: "aefgh", 3: "acefgh", 9: "abcdefgh"} {
		chosen, kinds := mutation.Representatives(all, each)
		got := ""
		for _, m := range chosen {
			got += m.Name
		}
		assert.Equal(t, want, got, "%d of each", each)
		assert.Equal(t, 3, kinds)
	}
}

var everyMutant = flag.Bool("every-mutant", false, "judge the derived mutants of the three stacks instead of a sample, and print the scores")

// A sample of the mutants that operators derive from three stacks; with -every-mutant, as make mutants has it, those
// that represent all.
func TestDerivedMutants(t *testing.T) {
	t.Parallel()
	for name, stack := range mutatedStacks(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := mutation.Derived(stack)
			chosen, kinds := mutation.Representatives(all, mutation.EachKind)
			assert.GreaterOrEqual(t, len(chosen), 2000)
			if *everyMutant {
				fmt.Printf("%s: %d derived mutants of %d kinds; %d are judged, at most %d of a kind\n", name, len(all), kinds, len(chosen), mutation.EachKind)
			} else {
				chosen = sample(chosen, 20)
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
