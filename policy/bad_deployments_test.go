package main

import (
	"strings"

	"lambdaless/policy/graph"
)

// badDeployments are stacks whose deployment does not follow changes.
var badDeployments = map[string]badStack{
	"a deployment without triggers": {"LP-STAGE-007", func(a attacked) { a.set(a.of(graph.Deployment, ""), "triggers", nil) }},
	"triggers that never change": {"LP-STAGE-007", func(a attacked) {
		a.set(a.of(graph.Deployment, ""), "triggers", map[string]any{"redeploy": "1"})
	}},
	"triggers without one of the routes": {"LP-STAGE-007", func(a attacked) {
		a.method("GET", map[string]any{"authorization": "AWS_IAM"}, map[string]any{"type": "MOCK"})
		triggers := a.of(graph.Deployment, "").Inputs["triggers"].ObjectValue().Mappable()
		for key := range triggers {
			if strings.Contains(key, "PUT") {
				delete(triggers, key)
			}
		}
		a.set(a.of(graph.Deployment, ""), "triggers", triggers)
	}},
	"no deployment at all": {"LP-STAGE-007", func(a attacked) {
		a.drop(graph.Deployment, "")
		a.set(a.of(graph.Stage, ""), "deployment", "abc123")
	}},
}
