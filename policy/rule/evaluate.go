package rule

import (
	"cmp"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"lambdaless/internal/module"
)

// Evaluate runs the rules that are not disabled, all at the same time. Findings come in the
// order of rule, resource and message.
func Evaluate(in *Context, rules []*Rule) []Finding {
	found := make([][]Finding, len(rules))
	var running sync.WaitGroup
	for i, r := range rules {
		if r.Judge != nil {
			running.Go(func() { found[i] = r.Run(in, r.Judge) })
		}
	}
	running.Wait()
	findings := slices.Concat(found...)
	Sort(findings)
	return findings
}

// Run runs a judgement in the name of the rule, unless the rule is disabled. A panic is a violation, so
// that a defect of a rule cannot pass a stack.
func (r *Rule) Run(in *Context, judge func(*Context) []Finding) (findings []Finding) {
	if in.LevelOf(r) == Disabled {
		return nil
	}
	defer func() {
		if p := recover(); p != nil {
			findings = []Finding{Violated(nil, "the rule panicked: %v", p).
				Counter("%s", crashSite(string(debug.Stack()))).
				Remedy("report this as a defect of the policy pack; until it is fixed nothing is proven")}
		}
		for i := range findings {
			findings[i].Rule, findings[i].Level = r, in.LevelOf(r)
		}
		findings = distinct(findings)
	}()
	return judge(in)
}

// crashSite is the first function of this module below the panic.
func crashSite(stack string) string {
	lines := strings.Split(stack, "\n")
	after := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "panic(") })
	for _, line := range lines[max(after, 0):] {
		if strings.HasPrefix(line, module.Name+"/") {
			function, _, _ := strings.Cut(line, "(0x")
			return function
		}
	}
	return "unknown place"
}

// distinct removes findings that repeat another: several methods may lead to one document.
func distinct(findings []Finding) []Finding {
	seen := map[string]bool{}
	return slices.DeleteFunc(findings, func(f Finding) bool {
		key := fmt.Sprintf("%s|%d", f.Fingerprint(), f.Line)
		defer func() { seen[key] = true }()
		return seen[key]
	})
}

// Sort sorts findings by rule, resource, place and message.
func Sort(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Rule.ID, b.Rule.ID), cmp.Compare(a.URN(), b.URN()), cmp.Compare(a.Source, b.Source),
			cmp.Compare(a.Line, b.Line), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Counterexample, b.Counterexample))
	})
}
