package pack

import (
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-PACK-001", Slug: "settings-are-valid",
	Title:    "Settings and waivers are valid, and every setting exists",
	Why:      "With a misspelt setting a rule does not do what its author expects.",
	Fix:      "Correct the setting in the file of --policy-pack-config, under policy:settings of the stack's configuration, or in policy/waivers.json.",
	Severity: rule.High, Level: rule.Mandatory,
	Config: []string{"policy:settings"},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, problem := range in.ConfigProblems {
			findings = append(findings, rule.Violated(nil, "%s", problem))
		}
		if want := in.Settings.AccountID; want != "" && in.Account() != want {
			f := rule.Violated(nil, "the stack is not in the account %s that the settings ask for", want)
			findings = append(findings, f.Counter("the ARNs of the stack name the account %q", in.Account()))
		}
		return findings
	},
})
