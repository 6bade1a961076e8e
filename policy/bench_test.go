package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra"
	"lambdaless/templates"
)

// generated is an API with so many methods, on a table for every ten of them.
func generated(methods int) infra.API {
	api := infra.API{Name: "generated", Templates: templates.FS, Errors: infra.BackendErrors}
	for i := range methods {
		table := fmt.Sprintf("table%d", i/10)
		if i%10 == 0 {
			api.Tables = append(api.Tables, infra.Table{Name: table, PartitionKey: infra.Key{Name: "name", Type: infra.String}})
		}
		e := infra.Endpoint{
			Method: "GET", Path: fmt.Sprintf("/resource%d/{name}", i/3), Action: infra.GetItem, Table: table, Request: "movie/get.request.vtl",
			Responses: []infra.Response{{Status: 200, Template: "movie/get.response.vtl", Overrides: []int{404}}},
		}
		switch i % 3 {
		case 1:
			e.Method, e.Action, e.Request, e.Model = "PUT", infra.PutItem, "movie/put.request.vtl", "movie/put.model.json"
			e.Responses = []infra.Response{{Status: 200, Template: "movie/put.response.vtl"}}
		case 2:
			e.Method, e.Action, e.Request = "DELETE", infra.DeleteItem, "movie/delete.request.vtl"
			e.Responses = []infra.Response{{Status: 204, Template: "movie/delete.response.vtl"}}
		}
		api.Endpoints = append(api.Endpoints, e)
	}
	return api
}

// BenchmarkPack is what the pack adds to a preview: everything that goes over the wire for a stack, and
// the judgement. The shipped stack has to take less than a second, 1,000 methods less than five.
func BenchmarkPack(b *testing.B) {
	s := start(b, packEnvironment(b))
	run := func(name string, limit time.Duration, program pulumi.RunFunc) {
		b.Run(name, func(b *testing.B) {
			stack := record(b, "prod", program)
			b.ReportMetric(float64(len(stack.Resources)), "resources")
			for b.Loop() {
				begin := time.Now()
				found, err := s.Run(b.Context(), stack, unlocked)
				if err != nil {
					b.Fatal(err)
				}
				if len(found) > 0 {
					b.Fatalf("the generated stack is not clean: %s: %s", found[0].PolicyName, found[0].Message)
				}
				if took := time.Since(begin); took > limit {
					b.Fatalf("the pack took %v for %s; the limit is %v", took, name, limit)
				}
			}
		})
	}
	run("shipped", time.Second, infra.Deploy)
	for _, methods := range []int{10, 100, 1000} {
		run(fmt.Sprintf("methods=%d", methods), 5*time.Second, func(ctx *pulumi.Context) error {
			return infra.DeployAPI(ctx, generated(methods))
		})
	}
}
