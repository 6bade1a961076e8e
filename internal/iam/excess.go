package iam

import (
	"fmt"
	"strings"
)

// Excess lists what the role may do beyond the required capabilities: no finding proves that it
// can do at most those. Conditions on allows are not relied on, and a conditional deny takes nothing
// away. Every finding has a concrete counterexample; existing are ARNs that are known to exist (the
// stack's tables) and make the more telling ones.
//
// There is one finding for each pair of an action and a resource that a statement lists and that
// allows too much.
func (p Permissions) Excess(required []Capability, existing ...string) []Finding {
	m := p.model(bySegment, true, required)
	findings := newExcess(m, required, existing).findings()
	if len(findings) == 0 && m.inSegment {
		// No excess as AWS documents wildcards; is there any if "*" may swallow colons?
		m = p.model(acrossSegments, true, required)
		findings = newExcess(m, required, existing).findings()
		for i := range findings {
			findings[i].underOtherReading()
		}
	}
	return findings
}

type excess struct {
	*model
	examples *examples
	found    []Finding
	seen     map[Capability]bool
	cache    map[string]bases
}

// bases are the classes of one listed action or resource: those of likely examples, and, when those
// do not decide, those of all strings.
type bases struct {
	likely   []example
	all      []example
	walked   bool
	complete bool
}

func newExcess(m *model, required []Capability, existing []string) *excess {
	return &excess{
		model: m, examples: newExamples(m, required, existing),
		seen: map[Capability]bool{}, cache: map[string]bases{},
	}
}

func (x *excess) findings() []Finding {
	for i := range x.grants {
		c := &x.grants[i]
		for _, a := range sources(c.actions, c.notActions) {
			for _, r := range sources(c.resources, c.notResources) {
				x.compare(c, a, r)
			}
		}
	}
	return x.found
}

// everything stands for "all but those listed" in place of a pattern's number.
const everything = -1

func sources(listed []int, negated bool) []int {
	if negated {
		return []int{everything}
	}
	return listed
}

// compare looks for something that the clause allows with one of its actions on one of its
// resources and that nothing requires.
func (x *excess) compare(c *clause, action, resource int) {
	actions, resources := x.actionBase(action, false), x.resourceBase(resource, false)
	if x.report(c, actions.likely, resources.likely) {
		return
	}
	actions, resources = x.actionBase(action, true), x.resourceBase(resource, true)
	if x.report(c, actions.all, resources.all) || actions.complete && resources.complete {
		return
	}
	x.add(Finding{
		Verdict: Undecided, Policy: c.policy, Statement: c.statement.String(),
		Action: strings.Join(append(c.statement.Actions, c.statement.NotActions...), ", "),
		Reason: "the statement's patterns have too many wildcards to compare; write fewer",
	})
}

// report adds a finding for the most telling counterexample, if there is one.
func (x *excess) report(c *clause, actions, resources []example) bool {
	var best *Finding
	bestRank := 0
	for _, a := range actions {
		for _, r := range resources {
			rank := a.rank + r.rank + misfit(a.text, r.text)
			if best != nil && rank >= bestRank || x.isRequired(a.signature, r.signature) || !x.grantedBy(c, a.signature, r.signature) {
				continue
			}
			bestRank = rank
			best = &Finding{
				Verdict: Violated, Action: a.text, Resource: r.text,
				Policy: c.policy, Statement: c.statement.String(),
				Conditional: c.conditional, Hypothetical: a.invented || r.invented,
			}
		}
	}
	if best == nil {
		return false
	}
	best.Reason = fmt.Sprintf("the role may do %s on %s, which nothing here needs", best.Action, best.Resource)
	if best.Conditional {
		best.Reason += ", whenever the statement's conditions hold"
	}
	if best.Hypothetical {
		best.Reason += " (an example that the pattern allows; AWS may have or get such a name)"
	}
	x.add(*best)
	return true
}

func (x *excess) add(f Finding) {
	if key := (Capability{strings.ToLower(f.Action), f.Resource}); !x.seen[key] {
		x.seen[key] = true
		x.found = append(x.found, f)
	}
}

func (x *excess) actionBase(number int, walk bool) bases {
	return x.base("a", number, walk, &x.actions, everyAction, x.examples.actions)
}

func (x *excess) resourceBase(number int, walk bool) bases {
	return x.base("r", number, walk, &x.resources, everyARN, x.examples.resources)
}

// base finds the classes of one pattern. A literal has one; otherwise likely examples go first,
// because people understand them, and the walk finds what is left.
func (x *excess) base(kind string, number int, walk bool, t *table, universe pattern, candidates func(pattern) []example) bases {
	key := fmt.Sprint(kind, number)
	b, known := x.cache[key]
	if !known {
		var within pattern
		if number != everything {
			within = t.patterns[number]
		}
		seen := map[string]bool{}
		for _, e := range candidates(within) {
			e.signature = t.signature(e.match())
			if alike := string(e.signature) + e.flavour(); !seen[alike] {
				seen[alike] = true
				b.likely = append(b.likely, e)
			}
		}
		b.all = b.likely
		if _, literal := within.literal(); literal && number != everything {
			b.walked, b.complete = true, true
		}
	}
	if walk && !b.walked {
		b.walked = true
		b.all, b.complete = x.walk(b.likely, t, number, universe)
	}
	x.cache[key] = b
	return b
}

func (x *excess) walk(likely []example, t *table, number int, universe pattern) ([]example, bool) {
	within := []pattern{universe}
	if number != everything {
		within = append(within, t.patterns[number])
	}
	seen := map[signature]bool{}
	for _, e := range likely {
		seen[e.signature] = true
	}
	classes, complete := t.classes(within...)
	all := likely[:len(likely):len(likely)]
	for _, c := range classes {
		if !seen[c.signature] {
			all = append(all, example{text: c.witness, rank: inventedRank, invented: true, signature: c.signature})
		}
	}
	return all, complete
}
