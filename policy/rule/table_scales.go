package rule

import (
	"slices"
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

var tableScales = &Rule{
	ID: "LP-TABLE-004", Slug: "scales",
	Title:    "Every table scales with its load",
	Why:      "A table with fixed capacity refuses what is above it, and costs what is below it.",
	Fix:      "Set billingMode to PAY_PER_REQUEST, or give the table aws:appautoscaling targets and policies for reading and writing.",
	Severity: Low, Level: Mandatory,
	MapsTo: map[string][]string{Checkov: {"CKV2_AWS_16"}, SecurityHub: {"DynamoDB.1"}},
	Judge: func(in *Input) []Finding {
		var findings []Finding
		for _, t := range in.Tables {
			mode := t.Node.In("billingMode")
			switch {
			case mode.IsUnknown():
				findings = append(findings, undecided(t.Node, in.Graph.WhyUnknown(t.Node, "billingMode")))
			case mode.TextOr("PROVISIONED") != "PAY_PER_REQUEST":
				for _, dimension := range []string{"dynamodb:table:ReadCapacityUnits", "dynamodb:table:WriteCapacityUnits"} {
					findings = append(findings, in.scaled(t, dimension)...)
				}
			}
		}
		return findings
	},
}

func (in *Input) scaled(t *model.Table, dimension string) []Finding {
	for _, target := range in.Graph.OfType(graph.ScalingTarget) {
		if target.In("scalableDimension").TextOr("") != dimension || !in.scales(target, t) {
			continue
		}
		if slices.ContainsFunc(in.Graph.OfType(graph.ScalingPolicy), func(p *graph.Node) bool {
			return p.In("scalableDimension").TextOr(dimension) == dimension && in.scales(p, t)
		}) {
			return nil
		}
		return []Finding{violated(target, "nothing says when %s of the table is to scale", dimension)}
	}
	f := violated(t.Node, "the table has fixed capacity")
	return []Finding{f.counterexample("billingMode is %s, and nothing scales %s", t.Node.In("billingMode").Show(), dimension)}
}

// scales reports whether a scaling target or policy is about a table: by its name, or while that is
// unknown by what it depends on.
func (in *Input) scales(n *graph.Node, t *model.Table) bool {
	if id, ok := n.In("resourceId").Text(); ok {
		return t.Name != "" && strings.TrimPrefix(id, "table/") == t.Name
	}
	urns := n.PropertyDependencies["resourceId"]
	for _, target := range in.Graph.OfType(graph.ScalingTarget) {
		if slices.Contains(urns, target.URN) && target != n {
			return in.scales(target, t)
		}
	}
	return slices.Contains(urns, t.Node.URN)
}
