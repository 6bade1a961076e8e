package pack

import (
	"lambdaless/policy/graph"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-PACK-002", Slug: "everything-is-seen",
	Title:    "The pack reads every resource, and knows what it belongs to",
	Why:      "The proof covers only what the pack reads. A policy whose role is unknown could belong to any role.",
	Fix:      "Leave the policy lp-pack-000-settings on, update without --target, and define permissions and APIs with resources of the aws provider.",
	Severity: rule.Critical, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, n := range in.Graph.Nodes {
			switch {
			case component(n) || harmless(n) || n.Type == graph.TableExport && exportsHere(in, n):
			case !n.Recorded:
				findings = append(findings, rule.Undecided(n, in.Graph.WhyUnknown(n, "")).Remedy("leave the policy lp-pack-000-settings on and update without --target"))
			case n.Package() != "aws":
				findings = append(findings, rule.Undecided(n, "the pack does not read resources of the provider "+n.Package()+", which may hold permissions or methods").
					Remedy("use the resource of the aws provider (pulumi-aws) for it; docs/policy.md lists the providers that are known to be harmless"))
			case opaque(n):
				findings = append(findings, rule.Undecided(n, "the pack does not read resources of this type, which may hold permissions or methods").
					Remedy("use resources that define permissions and methods one by one"))
			case n.Type == graph.Deployment && !n.In("stageName").Absent():
				findings = append(findings, rule.Undecided(n, "the deployment makes a stage of its own (stageName), whose logs, limits and keys the pack does not read").
					Remedy("remove stageName and define the stage as an aws:apigateway/stage:Stage"))
			case n.Type == graph.RestAPI && !n.In("body").Absent():
				findings = append(findings, rule.Undecided(n, "the API is defined by an OpenAPI body, which the pack does not read").
					Remedy("define the methods with aws:apigateway resources"))
			}
		}
		for _, s := range append(in.Strays, in.Loose...) {
			findings = append(findings, rule.Undecided(s.Node, "what it belongs to is unknown: "+s.Why))
		}
		return findings
	},
})
