package table

import (
	"slices"
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TABLE-004", Slug: "scales",
	Title:    "Every table scales with its load",
	Why:      "A table with fixed capacity rejects requests above it and costs the same when idle.",
	Fix:      "Set billingMode to PAY_PER_REQUEST, or give the table aws:appautoscaling targets and policies for reading and writing.",
	Severity: rule.Low, Level: rule.Advisory,
	Config: []string{"billingMode"},
	MapsTo: map[string][]string{rule.Checkov: {"CKV2_AWS_16"}, rule.SecurityHub: {"DynamoDB.1"}},
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, t := range in.Tables {
			mode := t.Node.In("billingMode")
			switch {
			case mode.IsUnknown():
				findings = append(findings, rule.Undecided(t.Node, in.Graph.WhyUnknown(t.Node, "billingMode")))
			case mode.TextOr("PROVISIONED") != "PAY_PER_REQUEST":
				for _, dimension := range []string{"dynamodb:table:ReadCapacityUnits", "dynamodb:table:WriteCapacityUnits"} {
					findings = append(findings, scaled(in, t, dimension)...)
				}
			}
		}
		return findings
	},
})

func scaled(in *rule.Context, t *model.Table, dimension string) []rule.Finding {
	for _, target := range in.Graph.OfType(graph.ScalingTarget) {
		if target.In("scalableDimension").TextOr("") != dimension || !scales(in, target, t) {
			continue
		}
		if slices.ContainsFunc(in.Graph.OfType(graph.ScalingPolicy), func(p *graph.Node) bool {
			return p.In("scalableDimension").TextOr(dimension) == dimension && scales(in, p, t)
		}) {
			return nil
		}
		return []rule.Finding{rule.Violated(target, "nothing says when %s of the table is to scale", dimension)}
	}
	f := rule.Violated(t.Node, "the table has fixed capacity")
	return []rule.Finding{f.Counter("billingMode is %s, and nothing scales %s", t.Node.In("billingMode").Show(), dimension)}
}

// scales reports whether a scaling target or policy is about a table: by its name, or while that is
// unknown by what it depends on.
func scales(in *rule.Context, n *graph.Node, t *model.Table) bool {
	if id, ok := n.In("resourceId").Text(); ok {
		return t.Name != "" && strings.TrimPrefix(id, "table/") == t.Name
	}
	urns := n.PropertyDependencies["resourceId"]
	for _, target := range in.Graph.OfType(graph.ScalingTarget) {
		if slices.Contains(urns, target.URN) && target != n {
			return scales(in, target, t)
		}
	}
	return slices.Contains(urns, t.Node.URN)
}
