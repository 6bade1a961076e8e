package iam

import (
	"fmt"
	"strings"
)

// Shortage lists the required capabilities that the role does not surely have: no finding proves
// that it can do at least those. A capability that nothing can grant is Violated; one that hangs on
// conditions that may fail, or on denies that may apply, is Undecided.
func (p Permissions) Shortage(required []Capability) []Finding {
	readings := []reading{bySegment, acrossSegments}
	sure, possible := map[reading]*model{}, map[reading]*model{}
	of := func(models map[reading]*model, r reading, optimistic bool) *model {
		if models[r] == nil {
			models[r] = p.model(r, optimistic, required)
		}
		return models[r]
	}
	var findings []Finding
	for i := range required {
		var worst *Finding
		for _, r := range readings {
			// The readings differ only where a wildcard stands in a segment. What the role may be able to do
			// matters only when it lacks something.
			if r == acrossSegments && !sure[bySegment].inSegment && (worst == nil || !of(possible, bySegment, true).inSegment) {
				continue
			}
			f := lacking(required[i], i, of(sure, r, false), func() *model { return of(possible, r, true) })
			if f == nil || worst != nil && worst.Verdict == Violated {
				continue
			}
			if r == acrossSegments {
				f.underOtherReading()
			}
			worst = f
		}
		if worst != nil {
			findings = append(findings, *worst)
		}
	}
	return findings
}

// Compare proves that the role can do exactly the required capabilities. The verdict is Judge's
// over the findings of Excess and Shortage.
func (p Permissions) Compare(required []Capability, existing ...string) (Verdict, []Finding) {
	findings := append(p.Excess(required, existing...), p.Shortage(required)...)
	return Judge(findings), findings
}

// lacking looks for a request of the capability that the role cannot surely make.
// possibly gives the model of what it may be able to do.
func lacking(c Capability, number int, sure *model, possibly func() *model) *Finding {
	var undecided *Finding
	actions, actionsComplete := alternatives(&sure.actions, sure.required[number].actions[0], everyAction, c.Action, true)
	resources, resourcesComplete := alternatives(&sure.resources, sure.required[number].resources[0], everyARN, c.Resource, false)
	for _, a := range actions {
		for _, r := range resources {
			as, rs := sure.actions.signature(a.match()), sure.resources.signature(r.match())
			if sure.granted(as, rs) {
				continue
			}
			possible := possibly()
			f := &Finding{Verdict: Undecided, Action: a.text, Resource: r.text, Hypothetical: a.invented || r.invented}
			pa, pr := possible.actions.signature(a.match()), possible.resources.signature(r.match())
			if !possible.granted(pa, pr) {
				f.Verdict = Violated
				possible.blame(f, pa, pr)
				return f
			}
			if undecided == nil {
				sure.doubt(f, as, rs, possible, pa, pr)
				undecided = f
			}
		}
	}
	if undecided == nil && !(actionsComplete && resourcesComplete) {
		undecided = &Finding{
			Verdict: Undecided, Action: c.Action, Resource: c.Resource,
			Reason: fmt.Sprintf("%s has too many wildcards to compare; write fewer", c),
		}
	}
	return undecided
}

// alternatives are one string for each class that a required pattern has.
func alternatives(t *table, number int, universe pattern, text string, action bool) ([]example, bool) {
	if _, literal := t.patterns[number].literal(); literal {
		return []example{{text: text, action: action}}, true
	}
	classes, complete := t.classes(universe, t.patterns[number])
	var found []example
	for _, c := range classes {
		found = append(found, example{text: c.witness, invented: true, action: action})
	}
	if !action && t.patterns[number].matches("*") {
		found = append(found, example{text: "*"})
	}
	return found, complete
}

// blame says why nothing lets the role do it.
func (m *model) blame(f *Finding, action, resource signature) {
	need := fmt.Sprintf("%s on %s is needed", f.Action, f.Resource)
	if deny := first(m.denies, action, resource); deny != nil {
		f.Policy, f.Statement = deny.policy, deny.statement.String()
		f.Reason = fmt.Sprintf("%s, but a statement of the %s denies it", need, deny.kind)
		return
	}
	if c := first(m.grants, action, resource); c != nil {
		f.Policy, f.Statement = c.policy, c.statement.String()
		f.Reason = need + ", but the permissions boundary does not allow it"
		return
	}
	f.Reason = need + ", but no statement allows it: such requests will fail"
}

// doubt says what the answer hangs on.
func (m *model) doubt(f *Finding, action, resource signature, possible *model, possibleAction, possibleResource signature) {
	c := first(m.denies, action, resource)
	verb := "denies"
	if c == nil {
		c, verb = first(possible.grants, possibleAction, possibleResource), "allows"
	}
	if c == nil {
		f.Reason = fmt.Sprintf("%s on %s may not be allowed", f.Action, f.Resource)
		return
	}
	f.Policy, f.Statement, f.Conditional = c.policy, c.statement.String(), true
	f.Reason = fmt.Sprintf("%s on %s is needed, and a statement of the %s %s it depending on %s",
		f.Action, f.Resource, c.kind, verb, strings.Join(c.statement.unknowns(), ", "))
}

// unknowns name what a statement's effect depends on.
func (s *Statement) unknowns() []string {
	var names []string
	for _, c := range s.Conditions {
		names = append(names, fmt.Sprintf("%s %s", c.Operator, c.Key))
	}
	if len(names) == 0 {
		names = append(names, "a policy variable, a session's name or the boundary")
	}
	return names
}
