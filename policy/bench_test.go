package main

import (
	"errors"
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
// the judgement, beside a pack without policies. The engine calls every pack twice for each resource (28,000
// times for 1,000 methods) and waits for each answer, which is most of the time of both; stack-pass-ms has the judgement. The pack
// may not take twice the time of one without policies.
func BenchmarkPack(b *testing.B) {
	run := func(name string, program pulumi.RunFunc) {
		b.Run(name, func(b *testing.B) {
			config := stackConfig(b, "prod")
			config[project+":tableKmsKeyArn"] = "" // a key's policy has room for about 400 roles
			stack := recordConfigured(b, "prod", program, true, config)
			pack, empty := open(b, packEnvironment(b)), open(b, packEnvironment(b, serveVariable+"="+servesEmpty))
			var resources, judgement, protocol time.Duration
			runs := 0
			for b.Loop() {
				if _, err := empty.Run(b.Context(), stack, nil); err != nil {
					b.Fatal(err)
				}
				protocol += empty.ResourcePass + empty.StackPass
				found, err := pack.Run(b.Context(), stack, unlocked)
				if err != nil {
					b.Fatal(err)
				}
				if len(found) > 0 {
					b.Fatalf("the generated stack is not clean: %s: %s", found[0].PolicyName, found[0].Message)
				}
				resources, judgement = resources+pack.ResourcePass, judgement+pack.StackPass
				runs++
			}
			if err := errors.Join(pack.Close(), empty.Close()); err != nil {
				b.Fatal(err)
			}
			each := func(d time.Duration) float64 { return float64(d.Milliseconds()) / float64(runs) }
			b.ReportMetric(float64(len(stack.Resources)), "resources")
			b.ReportMetric(each(resources), "resource-pass-ms")
			b.ReportMetric(each(judgement), "stack-pass-ms")
			b.ReportMetric(each(resources+judgement), "wall-ms")
			b.ReportMetric(each(protocol), "empty-pack-ms")
			b.ReportMetric(each(pack.CPU()), "pack-cpu-ms")
			ratio := (resources + judgement).Seconds() / protocol.Seconds()
			b.ReportMetric(ratio, "of-empty-pack")
			if ratio > 2 {
				b.Errorf("for %s the pack took %.1f times as long as a pack without policies", name, ratio)
			}
		})
	}
	run("shipped", fixture.Deploy)
	for _, methods := range []int{10, 100, 1000} {
		run(fmt.Sprintf("methods=%d", methods), func(ctx *pulumi.Context) error {
			return infra.DeployAPI(ctx, generated(methods))
		})
	}
}
