package main

import (
	"testing"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/graph"
)

func TestParallelScansHaveBothNumbers(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	scan := func(options string) func(a attacked) {
		return func(a attacked) {
			a.text(a.of(graph.Integration, "get/"), "uri", "action/GetItem", "action/Scan")
			a.text(a.of(graph.RolePolicy, "get/"), "policy", "dynamodb:GetItem", "dynamodb:Scan")
			a.asks("get", `{`+moviesTable+options+`}`)
		}
	}
	refused(t, prod, "a segment of no number of segments", "LP-TMPL-005", scan(`,"Segment":1`))
	refused(t, prod, "a number of segments without one", "LP-TMPL-005", scan(`,"TotalSegments":4`))
	passes(t, prod, "a segment of four", scan(`,"Segment":1,"TotalSegments":4`))
}
