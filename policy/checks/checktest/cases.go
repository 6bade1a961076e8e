package checktest

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/internal/capability"
	"lambdaless/policy/facts"
	"lambdaless/policy/rule"
)

// Situation is one of the four in which every rule is tested.
type Situation string

// The situations. Half is configured half-way: something is set, and it is not enough or not what it looks
// like.
const (
	Violating Situation = "violating"
	Half      Situation = "half-configured"
	Good      Situation = "good"
	Unknown   Situation = "unknown"
)

// verdicts are what a rule must say in a situation.
var verdicts = map[Situation]capability.Verdict{
	Violating: capability.Violated, Half: capability.Violated, Good: capability.Proven, Unknown: capability.Undecided,
}

// Case changes the passing stack and names the situation that results.
type Case struct {
	Situation Situation
	Name      string
	Change    func(*testing.T, *Fixture)
}

// With makes a case.
func With(s Situation, name string, change func(f *Fixture)) Case {
	return Case{s, name, func(_ *testing.T, f *Fixture) { change(f) }}
}

// And changes the stack further.
func (c Case) And(change func(*Fixture)) Case {
	return Case{c.Situation, c.Name, func(t *testing.T, f *Fixture) { t.Helper(); c.Change(t, f); change(f) }}
}

// Worst is the worst verdict of the findings, proven for none.
func Worst(findings []rule.Finding) capability.Verdict {
	v := capability.Proven
	for _, f := range findings {
		v = facts.Worse(v, f.Verdict)
	}
	return v
}

// Shown are the findings as people read them.
func Shown(findings []rule.Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Text())
	}
	return all
}

// Run tests rules by their cases, which are by rule id. Every rule that judges by itself needs a case in
// each situation but those that cannot arise.
func Run(t *testing.T, rules []*rule.Rule, cases map[string][]Case, impossible map[string][]Situation) {
	t.Helper()
	for _, r := range rules {
		if r.Judge == nil {
			continue // its package tests it with checks.Judge
		}
		for _, s := range []Situation{Violating, Half, Good, Unknown} {
			tried := slices.ContainsFunc(cases[r.ID], func(c Case) bool { return c.Situation == s })
			assert.NotEqual(t, slices.Contains(impossible[r.ID], s), tried, "%s, %s: a case is missing, or listed as impossible", r.ID, s)
		}
	}
	for id, list := range cases {
		r := rule.Find(rules, id)
		for _, c := range list {
			t.Run(id+"/"+string(c.Situation)+"/"+c.Name, func(t *testing.T) {
				t.Parallel()
				f := Passing()
				c.Change(t, f)
				findings := r.Run(f.Context(), r.Judge)
				assert.Equal(t, verdicts[c.Situation], Worst(findings), "%v", Shown(findings))
				for _, found := range findings {
					assert.NotEmpty(t, found.Message)
					assert.NotContains(t, found.Message, "panicked")
					assert.Contains(t, found.Text(), "fix: ")
				}
			})
		}
	}
}
