package pack

import (
	"lambdaless/policy/rule"
)

// Waivers judges the waivers, after all findings are known: see checks.Judge.
var Waivers = Rules.Add(&rule.Rule{
	ID: "LP-PACK-003", Slug: "waivers-in-force",
	Title:    "Every waiver is complete, in force, and about a finding that exists",
	Why:      "A waiver that has expired, or that no longer matches its finding, hides the next mistake.",
	Fix:      "Renew the waiver with a new expiry and the fingerprint shown, or remove it from policy/waivers.json.",
	Severity: rule.High, Level: rule.Mandatory,
})
