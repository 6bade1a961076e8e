package method

import (
	"slices"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-METH-003", Slug: "keys-are-metered",
	Title: "Required API keys belong to a usage plan with a throttle and a quota",
	Why: "API Gateway rejects a key that is in no usage plan of the stage, so the method cannot be called. " +
		"A plan without throttle and quota lets one client use the whole capacity.",
	Fix:      "Bind a usage plan with throttleSettings and quotaSettings to the stage, and the key to the plan.",
	Severity: rule.Medium, Level: rule.Mandatory,
	Config: []string{"usagePlanQuotaLimit", "usagePlanRateLimit"},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, s := range in.Stages {
			if m := asksForKey(in, s); m != nil {
				findings = append(findings, metered(in, s, m)...)
			}
		}
		for _, n := range in.Graph.OfType(graph.APIKey) {
			if value := n.In("value"); !value.Absent() && !value.IsSecret() {
				f := rule.Violated(n, "the key's value is written in the program in plain text")
				findings = append(findings, f.Remedy("leave value unset, so that AWS makes one, or pass it as a secret"))
			}
			if n.In("enabled").IsUnknown() {
				findings = append(findings, rule.Undecided(n, in.Graph.WhyUnknown(n, "enabled")))
			}
			if enabled, ok := n.In("enabled").Flag(); ok && !enabled {
				findings = append(findings, rule.Violated(n, "the key is switched off: it opens nothing").Remedy("set enabled to true, or remove the key"))
			}
		}
		return findings
	},
})

// asksForKey is a method of the stage's API that asks for a key; nil when none does.
func asksForKey(in *rule.Context, s *model.Stage) *model.Method {
	for _, m := range in.Methods {
		if required, known := m.KeyRequired(); m.API == s.API && (required || !known) {
			return m
		}
	}
	return nil
}

func metered(in *rule.Context, s *model.Stage, m *model.Method) []rule.Finding {
	if len(s.Plans) == 0 {
		f := rule.Violated(s.Node, "%s requires an API key, but the stage has no usage plan", m.Route())
		return []rule.Finding{f.Counter("every request is answered with 403, whatever key it sends")}
	}
	fromHeader := func(v graph.Value) bool { return v.Absent() || v.TextOr("") == "HEADER" }
	var findings []rule.Finding
	if !slices.ContainsFunc(in.Methods, func(m *model.Method) bool { kind, _ := m.Authorization(); return kind == "CUSTOM" }) {
		findings = rule.Require(in, s.API, fromHeader, "no request carries its key: the API takes keys from an authorizer, and no method has one", "apiKeySource")
	}
	positive := func(v graph.Value) bool { n, ok := v.Number(); return ok && n > 0 }
	some := func(v graph.Value) bool { return slices.Contains([]string{"DAY", "WEEK", "MONTH"}, v.TextOr("")) }
	for _, plan := range s.Plans {
		const message = "the usage plan does not limit what a key may use"
		findings = slices.Concat(findings,
			rule.Require(in, plan, positive, message, "throttleSettings", "rateLimit"),
			rule.Require(in, plan, positive, message, "throttleSettings", "burstLimit"),
			rule.Require(in, plan, positive, message, "quotaSettings", "limit"),
			rule.Require(in, plan, some, message, "quotaSettings", "period"))
		if !hasKey(in, plan) {
			findings = append(findings, rule.Violated(plan, "no API key belongs to the usage plan: no client can call %s", m.Route()))
		}
	}
	return findings
}

// hasKey reports whether a key of the stack belongs to a plan.
func hasKey(in *rule.Context, plan *graph.Node) bool {
	return slices.ContainsFunc(in.Graph.OfType(graph.UsagePlanKey), func(n *graph.Node) bool {
		return in.Graph.Refer(n, "usagePlanId", graph.UsagePlan).Node == plan && in.Graph.Refer(n, "keyId", graph.APIKey).Node != nil && n.In("keyType").TextOr("") == "API_KEY"
	})
}
