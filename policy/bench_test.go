package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
)

// generated is an API with so many methods, on a table for every ten of them.
func generated(methods int) infra.API {
	api := infra.API{
		Name: "generated", Templates: fixture.Movies.Templates, Errors: infra.BackendErrors,
		Quotas: infra.Quotas{Resources: 2000, Roles: 2000},
	}
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
// the judgement. The shipped stack has to take less than a second, 1,000 methods less than five; wall-ms
// says how long they took. The limit is on the pack's processor time: a busy machine is not its fault. The
// resource pass is two calls for each resource (about 17 for a method), and costs the engine's
// protocol more than the pack's work; the stack pass is the judgement.
func BenchmarkPack(b *testing.B) {
	run := func(name string, limit time.Duration, program pulumi.RunFunc) {
		b.Run(name, func(b *testing.B) {
			config := stackConfig(b, "prod")
			config[project+":tableKmsKeyArn"] = "" // a key's policy has room for about 400 roles
			stack := recordConfigured(b, "prod", program, true, config)
			s := open(b, packEnvironment(b))
			var resources, judgement time.Duration
			runs := 0
			for b.Loop() {
				found, err := s.Run(b.Context(), stack, unlocked)
				if err != nil {
					b.Fatal(err)
				}
				if len(found) > 0 {
					b.Fatalf("the generated stack is not clean: %s: %s", found[0].PolicyName, found[0].Message)
				}
				resources, judgement = resources+s.ResourcePass, judgement+s.StackPass
				runs++
			}
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
			each := func(d time.Duration) float64 { return float64(d.Milliseconds()) / float64(runs) }
			b.ReportMetric(float64(len(stack.Resources)), "resources")
			b.ReportMetric(each(resources), "resource-pass-ms")
			b.ReportMetric(each(resources+judgement), "wall-ms")
			b.ReportMetric(each(judgement), "stack-pass-ms")
			b.ReportMetric(each(s.CPU()), "pack-cpu-ms")
			if used := s.CPU() / time.Duration(runs); used > limit {
				b.Fatalf("the pack used %v of processor time for %s; the limit is %v", used, name, limit)
			}
		})
	}
	run("shipped", time.Second, fixture.Deploy)
	for _, methods := range []int{10, 100, 1000} {
		run(fmt.Sprintf("methods=%d", methods), 5*time.Second, func(ctx *pulumi.Context) error {
			return infra.DeployAPI(ctx, generated(methods))
		})
	}
}
