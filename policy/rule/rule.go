package rule

import "strings"

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
	// Title is the wished-for state in a sentence, Why the reason, Fix what to do.
	Title, Why, Fix string
	Severity        Severity
	Level           Level
	// MapsTo are the rules of other tools that look at the same thing, by tool.
	MapsTo map[string][]string
	// Judge returns why the rule is not proven. It is nil for a rule that Judge itself carries out.
	Judge func(*Input) []Finding
}

// Name is the policy's name: the id in lower case and the slug.
func (r *Rule) Name() string { return strings.ToLower(r.ID) + "-" + r.Slug }

// waivable reports whether a waiver may accept a finding of the rule. What guards the pack itself
// and the lock cannot be waived.
func (r *Rule) waivable() bool {
	return !strings.HasPrefix(r.ID, "LP-PACK-") && !strings.HasPrefix(r.ID, "LP-LOCK-")
}
