package rule

var settingsAreValid = &Rule{
	ID: "LP-PACK-001", Slug: "settings-are-valid",
	Title:    "The pack's settings and waivers can be read, and every setting exists",
	Why:      "A misspelt setting is a rule that is not what its author thinks it is.",
	Fix:      "Correct the setting in the file of --policy-pack-config, under policy:settings of the stack's configuration, or in policy/waivers.json.",
	Severity: High, Level: Mandatory,
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, problem := range in.ConfigProblems {
			findings = append(findings, violated(nil, "%s", problem))
		}
		if want := in.Settings.AccountID; want != "" && in.Account() != want {
			f := violated(nil, "the stack is not in the account %s that the settings ask for", want)
			findings = append(findings, f.counterexample("the ARNs of the stack name the account %q", in.Account()))
		}
		return findings
	},
}
