package mutation

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"

	"lambdaless/policy/checks"
	"lambdaless/policy/wire"
)

// Result is the outcome of a mutant.
type Result struct {
	Mutant
	// By are the ids of the rules that complained.
	By []string
	// Caught tells that the rule that is meant to notice complained.
	Caught bool
	// Problem says why the mutant could not be tried. Unfit tells that the stack lacks what it breaks.
	Problem string
	Unfit   bool
}

// config leaves the lock out: it notices most changes, whatever they are.
func config() map[string]wire.PolicyConfig {
	return map[string]wire.PolicyConfig{checks.Find("LP-LOCK-001").Name(): {Level: apitype.Disabled}}
}

// Run sends the unbroken stack through the pack, which must find nothing in it, and then every mutant.
// It writes a line for each and the score. The error says what survived.
func Run(ctx context.Context, s *wire.Session, stack *wire.Recording, mutants []Mutant, out io.Writer) ([]Result, error) {
	found, err := s.Run(ctx, stack, config())
	if err != nil {
		return nil, err
	}
	if len(found) > 0 {
		return nil, fmt.Errorf("the unbroken stack has %d findings; the first is %s: %s", len(found), found[0].PolicyName, found[0].Message)
	}
	if _, err := fmt.Fprintf(out, "%-12s %-70s %s\n", "-", "the unbroken stack", "0 findings"); err != nil {
		return nil, err
	}
	var results []Result
	var survivors []string
	for _, m := range mutants {
		r := try(ctx, s, stack, m)
		results = append(results, r)
		if !r.Caught && !r.Unfit {
			survivors = append(survivors, m.Name)
		}
		if _, err := fmt.Fprintf(out, "%-12s %-70s %s\n", m.Rule, m.Name, r.outcome()); err != nil {
			return nil, err
		}
	}
	fitting := 0
	for _, r := range results {
		if !r.Unfit {
			fitting++
		}
	}
	if _, err := fmt.Fprintf(out, "\n%d/%d named mutants caught, %d do not fit this stack\n", fitting-len(survivors), fitting, len(results)-fitting); err != nil {
		return nil, err
	}
	if len(survivors) > 0 {
		return results, fmt.Errorf("%d mutants survived: %s", len(survivors), strings.Join(survivors, "; "))
	}
	return results, nil
}

func (r Result) outcome() string {
	switch {
	case r.Unfit:
		return "does not fit this stack: " + r.Problem
	case r.Problem != "":
		return "NOT TRIED: " + r.Problem
	case r.Caught:
		return "caught by " + strings.Join(r.By, ", ")
	case len(r.By) > 0:
		return "SURVIVED its rule; noticed by " + strings.Join(r.By, ", ")
	}
	return "SURVIVED"
}

func try(ctx context.Context, s *wire.Session, stack *wire.Recording, m Mutant) Result {
	r := Result{Mutant: m}
	broken := stack.Clone()
	if r.Problem = apply(m, &Stack{broken}); r.Problem != "" {
		r.Unfit = true
		return r
	}
	found, err := s.Run(ctx, broken, config())
	if err != nil {
		r.Problem = err.Error()
		return r
	}
	r.By = ids(found)
	r.Caught = slices.Contains(r.By, m.Rule)
	return r
}

// apply breaks the stack, or says why the mutant does not fit it.
func apply(m Mutant, s *Stack) (problem string) {
	defer func() {
		if p := recover(); p != nil {
			u, ok := p.(unfit)
			if !ok {
				panic(p)
			}
			problem = u.why
		}
	}()
	m.Break(s)
	return ""
}

// ids are the rules that complained.
func ids(found []plugin.AnalyzeDiagnostic) []string {
	var all []string
	for _, r := range checks.All() {
		if slices.ContainsFunc(found, func(d plugin.AnalyzeDiagnostic) bool { return d.PolicyName == r.Name() }) {
			all = append(all, r.ID)
		}
	}
	return all
}
