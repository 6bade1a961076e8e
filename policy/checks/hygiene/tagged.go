package hygiene

import (
	"slices"

	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TAG-001", Slug: "tagged",
	Title:    "Resources that support tags have the required tags",
	Why:      "Without tags the owner and the cost of a resource are unknown.",
	Fix:      "Set the tags of the setting requiredTags.",
	Severity: rule.Low, Level: rule.Advisory,
	Config: []string{"tags"},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, n := range in.Graph.OfType(taggable...) {
			if n.Existing {
				continue // its tags are its maker's
			}
			tags, all := n.In("tags"), n.In("tagsAll")
			for _, tag := range in.Settings.RequiredTags {
				own, inherited := tags.At(tag), all.At(tag)
				switch {
				case own.TextOr("") != "" || inherited.TextOr("") != "":
				case own.IsUnknown() || inherited.IsUnknown():
					findings = append(findings, rule.Undecided(n, in.Graph.WhyUnknown(n, "tags")))
				default:
					findings = append(findings, rule.Violated(n, "the tag %s is missing", tag))
				}
			}
		}
		return slices.Clip(findings)
	},
})

// taggable are the types that have tags.
var taggable = []string{
	graph.RestAPI, graph.Stage, graph.APIKey, graph.UsagePlan, graph.Role, graph.Policy, graph.Table, graph.LogGroup, graph.Key,
}
