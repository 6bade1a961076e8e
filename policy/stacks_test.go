package main

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/infra/item"
	"lambdaless/policy/wire"
)

const orderSchema = `{
  "$schema": "http://json-schema.org/draft-04/schema#", "title": "An order", "type": "object",
  "required": ["status", "total", "lines"],
  "properties": {
    "customer": {"type": "string"}, "id": {"type": "string"},
    "status": {"type": "string", "enum": ["open", "paid"]}, "total": {"type": "number"}, "gift": {"type": "boolean"},
    "tags": {"type": "array", "items": {"type": "string"}, "x-dynamodb": "set"},
    "lines": {"type": "array", "items": {"type": "object", "required": ["sku", "price"], "properties": {
      "sku": {"type": "string"}, "price": {"type": "number"}}}}
  }
}`

const paymentSchema = `{
  "$schema": "http://json-schema.org/draft-04/schema#", "title": "A payment", "type": "object", "required": ["amount"],
  "properties": {"customer": {"type": "string"}, "id": {"type": "string"}, "amount": {"type": "number"}}
}`

// orders is an API of declared endpoints: keys of two attributes, an index, conditions, pages, sets and lists,
// items that expire and have versions, a transaction on two tables.
func orders(t testing.TB) pulumi.RunFunc {
	t.Helper()
	order := item.Type{Table: "orders", Schema: "order/order.schema.json", Life: 30, Version: "version"}
	payment := item.Type{Table: "payments", Schema: "payment/payment.schema.json"}
	files := fstest.MapFS{"order/order.schema.json": {Data: []byte(orderSchema)}, "payment/payment.schema.json": {Data: []byte(paymentSchema)}}
	api := infra.API{
		Name: "orders", Templates: files, Errors: infra.BackendErrors,
		Tables: []infra.Table{{
			Name: "orders", PartitionKey: infra.Key{Name: "customer", Type: infra.String}, SortKey: infra.Key{Name: "id", Type: infra.String}, Expires: "expires",
			Indexes: []infra.Index{{Name: "by-status", PartitionKey: infra.Key{Name: "status", Type: infra.String}, SortKey: infra.Key{Name: "id", Type: infra.String}}},
		}, {
			Name: "payments", PartitionKey: infra.Key{Name: "customer", Type: infra.String}, SortKey: infra.Key{Name: "id", Type: infra.String},
		}},
		Endpoints: []infra.Endpoint{
			{Method: "POST", Path: "/orders/{customer}/{id}/payment", Call: item.Transaction{Body: payment.Schema, Parts: []item.Operation{
				item.Update{Of: order, Set: map[string]item.Value{"status": "paid"}, If: []item.Condition{item.Exists(404, "No such order")}},
				item.Create{Of: payment},
				item.Check{Of: order, Key: item.Key{"id": "open"}, If: []item.Condition{item.Equals("status", "open", 423, "Closed")}},
			}}},
			{Method: "GET", Path: "/orders/{customer}", Call: item.List{Of: order, Sort: item.Range{From: "{query.from}", To: "{query.to}"}}},
			{Method: "POST", Path: "/orders/{customer}", Call: item.Create{Of: order, Key: item.Key{"id": "{requestId}"}, Set: map[string]item.Value{"status": "open"}}},
			{Method: "GET", Path: "/orders/{customer}/{id}", Call: item.Get{Of: order, Missing: "No such order"}},
			{Method: "PUT", Path: "/orders/{customer}/{id}", Call: item.Put{Of: order, If: []item.Condition{item.Exists(404, "No such order")}}},
			{Method: "PATCH", Path: "/orders/{customer}/{id}", Call: item.Patch{Of: order, If: []item.Condition{item.Exists(404, "No such order")}, Answer: item.NoContent()}},
			{Method: "DELETE", Path: "/orders/{customer}/{id}", Call: item.Delete{Of: order, Missing: "No such order"}},
			{Method: "GET", Path: "/status/{status}", Call: item.List{Of: order, Index: "by-status", Name: "by-status", Descending: true}},
		},
	}
	return declaredProgram(t, api, files)
}

const loanSchema = `{
	"$schema": "http://json-schema.org/draft-04/schema#", "title": "A loan", "type": "object", "required": ["member", "due"],
	"properties": {
		"id": {"type": "string"}, "member": {"type": "string", "minLength": 1}, "due": {"type": "integer"}, "fine": {"type": "number"},
		"tags": {"type": "array", "items": {"type": "string", "minLength": 1}, "x-dynamodb": "set"},
		"reminders": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}
	}
}`

// loans is a program without a PUT and without a DELETE, whose keys are generated.
func loans(t testing.TB) pulumi.RunFunc {
	t.Helper()
	loan := item.Type{Table: "loans", Schema: "loan/loan.schema.json"}
	files := fstest.MapFS{loan.Schema: {Data: []byte(loanSchema)}}
	return declaredProgram(t, infra.API{
		Name: "loans", Templates: files, Errors: infra.BackendErrors, ExplainBodies: true,
		Tables: []infra.Table{{
			Name: "loans", PartitionKey: infra.Key{Name: "id", Type: infra.String},
			Indexes: []infra.Index{{Name: "by-member", PartitionKey: infra.Key{Name: "member", Type: infra.String}, SortKey: infra.Key{Name: "due", Type: infra.Number}}},
		}},
		Endpoints: []infra.Endpoint{
			{Method: "POST", Path: "/loans", Call: item.Create{Of: loan, Key: item.Key{"id": "{requestId}"}}},
			{Method: "GET", Path: "/loans", Call: item.List{Of: loan, Index: "by-member", Key: item.Key{"member": "{query.member}"}, Sort: item.Range{From: "{query.from=0}"}}},
			{Method: "GET", Path: "/loans/{id}", Call: item.Get{Of: loan}},
			{Method: "PATCH", Path: "/loans/{id}", Call: item.Patch{Of: loan, If: []item.Condition{item.Exists(404, "No such loan")}}},
			{Method: "GET", Path: "/health", Call: item.Mock{Name: "health", Answer: item.Constant(200, `{"status": "up"}`)}},
		},
	}, files)
}

// declaredProgram is the program of an API with the templates that its endpoints generate.
func declaredProgram(t testing.TB, api infra.API, files fstest.MapFS) pulumi.RunFunc {
	t.Helper()
	for _, name := range []string{"error/4xx.response.vtl", "error/5xx.response.vtl"} {
		text, err := fs.ReadFile(fixture.Movies.Templates, name)
		require.NoError(t, err)
		files[name] = &fstest.MapFile{Data: text}
	}
	texts, err := infra.GeneratedTemplates(api)
	require.NoError(t, err)
	for name, text := range texts {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, api) }
}

// switched is the production stack of a program with further configuration.
func switched(t testing.TB, program pulumi.RunFunc, more map[string]string) *wire.Recording {
	t.Helper()
	config := stackConfig(t, "prod")
	for key, value := range more {
		config[project+":"+key] = value
	}
	return recordConfigured(t, "prod", program, true, config)
}

// underAWSKey is the production stack whose tables have the key that AWS manages, so that what is added to it may
// give them another one.
func underAWSKey(t testing.TB) *wire.Recording {
	return switched(t, fixture.Deploy, map[string]string{"tableKmsKeyArn": ""})
}

// mutatedStacks are the stacks that mutants are derived from.
func mutatedStacks(t testing.TB) map[string]*wire.Recording {
	return map[string]*wire.Recording{
		"movies": record(t, "prod", fixture.Deploy),
		"orders": record(t, "prod", orders(t)),
		"every switch": switched(t, fixture.Deploy, map[string]string{
			"cloudwatchRole": "create", "executionLogLevel": "INFO", "metrics": "true", "tracing": "true", "ipAddressType": "dualstack",
			"tableKmsKeyArn": tableKeyARN, "tablePolicy": "true",
			"onDemandThroughput": `{"maxReadRequestUnits":100,"maxWriteRequestUnits":50}`, "recoveryPeriodInDays": "35",
			"access": `{"reads":"api-key","writes":"api-key"}`, "tags": `{"Team":"films"}`, "stageName": "live",
			"allowedCidrs": `["203.0.113.0/24"]`, "allowedWriteCidrs": `["203.0.113.0/25"]`,
			"cors": `{"origins":["https://app.example.com","http://localhost:5173"]}`,
		}),
	}
}
