package rule

import (
	"maps"
	"slices"
	"strings"

	"lambdaless/internal/capability"
)

// Severity says how bad a violation is.
type Severity string

// The severities.
const (
	Critical Severity = "critical"
	High     Severity = "high"
	Medium   Severity = "medium"
	Low      Severity = "low"
)

// Level says what a finding does to a preview, unless --policy-pack-config says otherwise.
type Level string

// The levels. Mandatory fails a preview; advisory only warns. No rule is disabled by itself.
const (
	Mandatory Level = "mandatory"
	Advisory  Level = "advisory"
	Disabled  Level = "disabled"
)

// The tools that rules are mapped to.
const (
	Checkov     = "Checkov"
	CDKNag      = "cdk-nag"
	Trivy       = "Trivy"
	SecurityHub = "Security Hub"
)

// Rule is one rule.
type Rule struct {
	// ID is stable: "LP-ROLE-001". Slug makes the policy's name of it: "exact-capability".
	ID, Slug string
	// Title states in a sentence what holds when the rule is proven, Why the reason, Fix the remedy.
	Title, Why, Fix string
	Severity        Severity
	Level           Level
	// MapsTo are the rules of other tools that look at the same thing, by tool.
	MapsTo map[string][]string
	// Config are keys of the program's configuration that decide what the rule looks at. A finding leads to them.
	Config []string
	// Judge returns why the rule is not proven. It is nil for a rule that is judged after all others.
	Judge func(*Context) []Finding
}

// Name is the policy's name: the id in lower case and the slug.
func (r *Rule) Name() string { return strings.ToLower(r.ID) + "-" + r.Slug }

// waivable reports whether a waiver may accept a finding of the rule. LP-PACK-* and lock findings cannot
// be waived.
func (r *Rule) waivable() bool {
	return !strings.HasPrefix(r.ID, "LP-PACK-") && !strings.HasPrefix(r.ID, "LP-LOCK-")
}

// Order is where the engine shows the rule's findings: those of the lock follow from the others and come last.
func (r *Rule) Order() int {
	if strings.HasPrefix(r.ID, "LP-LOCK-") {
		return 1
	}
	return 0
}

// Info is the rule for a report.
func (r *Rule) Info() capability.RuleInfo {
	return capability.RuleInfo{
		ID: r.ID, Name: r.Name(), Title: r.Title, Why: r.Why, Fix: r.Fix,
		Severity: string(r.Severity), Level: string(r.Level), MapsTo: r.MapsTo,
	}
}

// Equivalents lists the equivalent rules of other tools, and "none" where there are none.
func (r *Rule) Equivalents(separator string) string {
	var tools []string
	for _, tool := range slices.Sorted(maps.Keys(r.MapsTo)) {
		tools = append(tools, tool+" "+strings.Join(r.MapsTo[tool], " "))
	}
	if len(tools) == 0 {
		return "none"
	}
	return strings.Join(tools, separator)
}
