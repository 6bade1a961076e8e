package stage

import (
	"fmt"
	"slices"
	"strings"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-STAGE-007", Slug: "served-is-proven",
	Title: "Every API is served by a stage with a deployment of exactly the methods that are proven",
	Why: "A stage serves a deployment, which is a copy of the API's methods at the time when it was made. A stage with another deployment, or " +
		"a deployment that is not renewed when a method changes, serves what was never judged. So does a domain that is mapped to a stage of the API that is not in the stack.",
	Fix: "Give the stage the deployment of this API by reference, and the deployment a trigger for each method and the resource policy: one whose " +
		"value is computed from its outputs, or one with its name, such as the method's route, and its digest in the value.",
	Severity: rule.Critical, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		served := map[*graph.Node]bool{}
		for _, s := range in.Stages {
			served[s.API] = true
			findings = append(findings, serves(in, s)...)
		}
		findings = append(findings, mappedElsewhere(in)...)
		reported := map[*graph.Node]bool{}
		for _, m := range in.Methods {
			if m.API != nil && !served[m.API] && !reported[m.API] {
				reported[m.API] = true
				findings = append(findings, rule.Undecided(m.API, "the stack has no stage for the API, so what is served is not what is judged here").
					Remedy("define an aws:apigateway/stage:Stage with a deployment of the API"))
			}
		}
		return findings
	},
})

// serves judges one stage and its deployment.
func serves(in *rule.Context, s *model.Stage) []rule.Finding {
	var findings []rule.Finding
	if s.API == nil {
		r := in.Graph.Refer(s.Node, "restApi", graph.RestAPI)
		why := r.Unknown
		if why == "" {
			why = "its API " + r.Literal + " is not in the stack"
		}
		return []rule.Finding{rule.Undecided(s.Node, "what the stage serves is unknown: "+why)}
	}
	if !slices.ContainsFunc(in.Methods, func(m *model.Method) bool { return m.API == s.API }) {
		return nil
	}
	if canary := s.Node.In("canarySettings"); !canary.Absent() {
		findings = append(findings, rule.Undecided(s.Node, "the stage has a canary, which serves another deployment to some requests").
			Remedy("remove canarySettings, or define the canary as a stage of its own"))
	}
	d := in.Graph.Refer(s.Node, "deployment", graph.Deployment)
	switch {
	case d.Unknown != "":
		return append(findings, rule.Undecided(s.Node, "which deployment the stage serves is unknown: "+d.Unknown))
	case d.Node == nil:
		return append(findings, rule.Undecided(s.Node, fmt.Sprintf("the stage serves the deployment %q, which is not in the stack", d.Literal)).
			Remedy("set deployment to the id of the API's Deployment resource"))
	case !slices.Contains(s.Node.PropertyDependencies["deployment"], d.Node.URN) && d.Literal != "" && d.Node.Outputs.At("id").IsUnknown():
		return append(findings, rule.Undecided(s.Node, fmt.Sprintf("the stage serves the deployment %q, which is not in the stack", d.Literal)))
	}
	if api := in.Graph.Refer(d.Node, "restApi", graph.RestAPI); api.Node != s.API {
		return append(findings, rule.Violated(s.Node, "the stage serves a deployment of another API").Counter("restApi of %s is not the stage's", d.Node.Title()))
	}
	return append(findings, triggered(in, s, d.Node)...)
}

// covers reports whether a trigger changes whenever what has the digest does: the pack computes the digest again, so
// that a text that only looks like one covers nothing.
func covers(trigger graph.Value, digest string) bool {
	text, known := trigger.Text()
	return known && digest != "" && strings.Contains(text, digest)
}

// triggered judges whether a change of any method makes a new deployment.
func triggered(in *rule.Context, s *model.Stage, d *graph.Node) []rule.Finding {
	triggers := d.In("triggers")
	if triggers.Absent() || len(triggers.Keys()) == 0 && !triggers.IsUnknown() {
		return []rule.Finding{rule.Violated(d, "the deployment has no triggers: after a change of a method the stage goes on serving the old one").
			Counter("triggers is not set")}
	}
	because := d.PropertyDependencies["triggers"]
	var missing []string
	var only []*graph.Node
	for _, m := range in.Methods {
		if m.API != s.API || m.Integration == nil {
			continue
		}
		computed := slices.Contains(because, m.Integration.Node.URN) || slices.Contains(because, m.Node.URN)
		if !computed && !covers(triggers.At(m.Route()), Digest(m)) {
			missing, only = append(missing, m.Route()), append(only, m.Node)
		}
	}
	if shared := untriggered(in, s.API, triggers, because, frozen(because)); len(shared) > 0 {
		missing, only = append(missing, shared...), nil
	}
	if len(missing) == 0 {
		return nil
	}
	f := rule.Undecided(d, "whether a change of "+strings.Join(missing[:min(3, len(missing))], ", ")+" makes a new deployment is unknown: no trigger is computed from it").
		Remedy("compute a trigger from its outputs, or name it, for a method after its route, and put its digest into it (docs/policy.md, Triggers)")
	f.Only = only
	return []rule.Finding{f}
}

// mappedElsewhere are names of domains for an API's stages that the stack does not have: they serve a deployment that
// was never judged. Without a stage the client names one.
func mappedElsewhere(in *rule.Context) []rule.Finding {
	var findings []rule.Finding
	for _, mapping := range []struct{ kind, api, stage string }{
		{graph.BasePathMapping, "restApi", "stageName"}, {"aws:apigatewayv2/apiMapping:ApiMapping", "apiId", "stage"},
	} {
		for _, n := range in.Graph.OfType(mapping.kind) {
			api := in.Graph.Refer(n, mapping.api, graph.RestAPI).Node
			if api == nil || n.In(mapping.stage).Absent() || !slices.ContainsFunc(in.Methods, func(m *model.Method) bool { return m.API == api }) {
				continue
			}
			name, known := n.In(mapping.stage).Text()
			own := slices.ContainsFunc(in.Stages, func(s *model.Stage) bool {
				return s.API == api && (known && s.Name() == name || slices.Contains(n.PropertyDependencies[mapping.stage], s.Node.URN))
			})
			if !own {
				findings = append(findings, rule.Undecided(n, "the domain serves a stage of the API "+api.Name+" that is not in the stack: "+n.In(mapping.stage).Show()).
					Remedy("set %s to the stageName of the API's Stage resource", mapping.stage))
			}
		}
	}
	return findings
}
