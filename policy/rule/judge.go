package rule

import (
	"cmp"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"lambdaless/internal/capability"
)

// Judge runs every rule, applies the waivers, makes the capability matrix and compares it with the
// lock. Findings come in the order of rule, resource and message.
func Judge(in *Input) ([]Finding, capability.Matrix) {
	var findings []Finding
	for _, r := range All() {
		if r != lock {
			findings = append(findings, guarded(r, in)...)
		}
	}
	sortFindings(findings)
	findings = applyWaivers(in, findings)
	in.Matrix = matrix(in, findings)
	findings = append(findings, guarded(lock, in)...)
	sortFindings(findings)
	for i := range findings {
		findings[i].Level = in.LevelOf(findings[i].Rule)
	}
	return findings, in.Matrix
}

// guarded runs one rule, unless it is disabled. A panic is a violation and not a way past the rule.
func guarded(r *Rule, in *Input) (findings []Finding) {
	if r.Judge == nil || in.LevelOf(r) == Disabled {
		return nil
	}
	defer func() {
		if p := recover(); p != nil {
			findings = []Finding{violated(nil, "the rule broke down: %v", p).
				counterexample("%s", crashSite(string(debug.Stack()))).
				fix("report this as a defect of the policy pack; until it is mended nothing is proven")}
		}
		for i := range findings {
			findings[i].Rule = r
		}
		findings = distinct(findings)
	}()
	return r.Judge(in)
}

// crashSite is the first function of this module below the panic.
func crashSite(stack string) string {
	lines := strings.Split(stack, "\n")
	after := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "panic(") })
	for _, line := range lines[max(after, 0):] {
		if strings.HasPrefix(line, "lambdaless/") {
			function, _, _ := strings.Cut(line, "(0x")
			return function
		}
	}
	return "unknown place"
}

// distinct leaves out findings that say the same: one role's document may be met on several ways.
func distinct(findings []Finding) []Finding {
	seen := map[string]bool{}
	return slices.DeleteFunc(findings, func(f Finding) bool {
		key := fmt.Sprintf("%s|%d", f.Fingerprint(), f.Line)
		defer func() { seen[key] = true }()
		return seen[key]
	})
}

func sortFindings(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Rule.ID, b.Rule.ID), cmp.Compare(a.URN(), b.URN()), cmp.Compare(a.Source, b.Source),
			cmp.Compare(a.Line, b.Line), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Counterexample, b.Counterexample))
	})
}
