package rule

import (
	"slices"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

var keysAreMetered = &Rule{
	ID: "LP-METH-003", Slug: "keys-are-metered",
	Title: "An API key that a method asks for belongs to a usage plan with a throttle and a quota",
	Why: "A key outside of a usage plan of the stage is refused: nobody can call the method. " +
		"A plan without throttle and quota lets one client use up everything.",
	Fix:      "Bind a usage plan with throttleSettings and quotaSettings to the stage, and the key to the plan.",
	Severity: Medium, Level: Mandatory,
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, s := range in.Stages {
			if m := in.asksForKey(s); m != nil {
				findings = append(findings, in.metered(s, m)...)
			}
		}
		for _, n := range in.Graph.OfType(graph.APIKey) {
			if value := n.In("value"); !value.Absent() && !value.IsSecret() {
				f := violated(n, "the key's value is written in the program in plain text")
				findings = append(findings, f.fix("leave value unset, so that AWS makes one, or pass it as a secret"))
			}
			if enabled, ok := n.In("enabled").Flag(); ok && !enabled {
				findings = append(findings, violated(n, "the key is switched off: it opens nothing").fix("set enabled to true, or remove the key"))
			}
		}
		return findings
	},
}

// asksForKey is a method of the stage's API that asks for a key; nil when none does.
func (in *Input) asksForKey(s *model.Stage) *model.Method {
	for _, m := range in.Methods {
		if required, known := m.KeyRequired(); m.API == s.API && (required || !known) {
			return m
		}
	}
	return nil
}

func (in *Input) metered(s *model.Stage, m *model.Method) []Finding {
	if len(s.Plans) == 0 {
		f := violated(s.Node, "%s asks for an API key, but the stage has no usage plan", m.Route())
		return []Finding{f.counterexample("every request is answered with 403, whatever key it brings")}
	}
	var findings []Finding
	positive := func(v graph.Value) bool { n, ok := v.Number(); return ok && n > 0 }
	some := func(v graph.Value) bool { return v.TextOr("") != "" }
	for _, plan := range s.Plans {
		const message = "the usage plan does not limit what a key may use"
		findings = slices.Concat(findings,
			in.require(plan, positive, message, "throttleSettings", "rateLimit"),
			in.require(plan, positive, message, "throttleSettings", "burstLimit"),
			in.require(plan, positive, message, "quotaSettings", "limit"),
			in.require(plan, some, message, "quotaSettings", "period"))
		if !in.hasKey(plan) {
			findings = append(findings, violated(plan, "no API key belongs to the usage plan: nobody can call %s", m.Route()))
		}
	}
	return findings
}

// hasKey reports whether a key of the stack belongs to a plan.
func (in *Input) hasKey(plan *graph.Node) bool {
	return slices.ContainsFunc(in.Graph.OfType(graph.UsagePlanKey), func(n *graph.Node) bool {
		return in.Graph.Refer(n, "usagePlanId", graph.UsagePlan).Node == plan && in.Graph.Refer(n, "keyId", graph.APIKey).Node != nil
	})
}
