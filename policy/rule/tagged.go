package rule

import (
	"slices"

	"lambdaless/policy/graph"
)

var tagged = &Rule{
	ID: "LP-TAG-001", Slug: "tagged",
	Title:    "Everything that can be tagged says where it comes from",
	Why:      "Without tags nobody can tell whose a table is, or what it costs.",
	Fix:      "Set the tags of the setting requiredTags.",
	Severity: Low, Level: Mandatory,
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, n := range in.Graph.OfType(taggable...) {
			tags, all := n.In("tags"), n.In("tagsAll")
			for _, tag := range in.Settings.RequiredTags {
				own, inherited := tags.At(tag), all.At(tag)
				switch {
				case own.TextOr("") != "" || inherited.TextOr("") != "":
				case own.IsUnknown() || inherited.IsUnknown():
					findings = append(findings, undecided(n, in.Graph.WhyUnknown(n, "tags")))
				default:
					findings = append(findings, violated(n, "the tag %s is missing", tag))
				}
			}
		}
		return slices.Clip(findings)
	},
}

// taggable are the types that have tags.
var taggable = []string{
	graph.RestAPI, graph.Stage, graph.APIKey, graph.UsagePlan, graph.Role, graph.Policy, graph.Table, graph.LogGroup, graph.Key,
}
