package item

import (
	"errors"
	"fmt"
	"os"
	"testing"
)

const orderSchema = `{
  "$schema": "http://json-schema.org/draft-04/schema#",
  "title": "An order",
  "type": "object",
  "required": ["status", "total", "lines"],
  "properties": {
    "customer": {"type": "string"},
    "id": {"type": "string"},
    "status": {"type": "string", "enum": ["open", "paid"]},
    "total": {"type": "number"},
    "gift": {"type": "boolean"},
    "note": {"type": "string"},
    "hint": {"type": ["string", "null"]},
    "tags": {"type": "array", "items": {"type": "string"}, "x-dynamodb": "set"},
    "photo": {"type": "string", "x-dynamodb": "binary"},
    "size": {"type": "object", "properties": {"w": {"type": "number"}, "h": {"type": "number"}}},
    "lines": {"type": "array", "items": {"type": "object", "required": ["sku", "price"], "properties": {
      "sku": {"type": "string"}, "price": {"type": "number"}, "n": {"type": "integer"}}}}
  }
}`

func TestPrint(t *testing.T) {
	order := Type{Schema: "order/order.schema.json"}
	tables := []Table{{Name: "orders", Keys: []KeyAttribute{{"customer", "S"}, {"id", "S"}}, Indexes: map[string][]KeyAttribute{"by-status": {{"status", "S"}, {"id", "S"}}}}}
	for _, e := range []struct {
		route  string
		params []string
		op     Operation
	}{
		{"GET /{customer}/{id}", []string{"customer", "id"}, Get{Of: order}},
		{"PUT /{customer}/{id}", []string{"customer", "id"}, Put{Of: order, If: []Condition{Equals("status", "{header.If-Match}", 412, "changed"), Exists(404, "none")}}},
		{"POST /{customer}", []string{"customer"}, Create{Of: order, Key: Key{"id": "{requestId}"}, Set: map[string]Value{"status": "open"}}},
		{"PATCH /{customer}/{id}", []string{"customer", "id"}, Patch{Of: order, If: []Condition{Exists(404, "none")}}},
		{"PATCH2 /{customer}/{id}", []string{"customer", "id"}, Patch{Of: order, Only: []string{"total", "tags"}, Increment: []string{"total"}, Members: []string{"tags"}}},
		{"DELETE /{customer}/{id}", []string{"customer", "id"}, Delete{Of: order, Missing: "none"}},
		{"GET /{customer}", []string{"customer"}, List{Of: order, Sort: Range{From: "{query.from}", To: "{query.to}"}, Filter: map[string]Value{"status": "{query.status}"}}},
		{"GET /status/{status}", []string{"status"}, List{Of: order, Index: "by-status", Descending: true, Answer: Fields("id", "total as sum")}},
		{"GET /count", nil, List{Of: order, Index: "by-status", Key: Key{"status": "{query.status=open}"}, Count: true}},
		{"GET /", nil, Scan{Of: order}},
		{"GET /batch/{customer}", []string{"customer"}, BatchGet{Of: order, Key: Key{"id": "{query.ids}"}}},
	} {
		g, err := Generate(Endpoint{Route: e.route, Parameters: e.params, Operation: e.op, Tables: tables, ReadFile: func(f string) (string, error) {
			if f != "order/order.schema.json" {
				return "", errors.New("no")
			}
			return orderSchema, nil
		}})
		if err != nil {
			t.Error(e.route, err)
		}
		if os.Getenv("SHOW") != "" {
			fmt.Println("=====", e.route, g.Action, g.Table, g.Index, g.Query, g.Headers)
			fmt.Println(g.Request.Path + "\n" + g.Request.Text)
			for _, r := range g.Responses {
				fmt.Println("--", r.Status, r.When, r.Overrides, r.Template.Path+"\n"+r.Template.Text)
			}
			if g.Model.Path != "" {
				fmt.Println("--", g.Model.Path+"\n"+g.Model.Text)
			}
		}
	}
}
