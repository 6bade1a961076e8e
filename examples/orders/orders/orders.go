// Package orders is an API of a shop: customers' orders, declared.
package orders

import (
	"lambdaless/examples/orders/templates"
	"lambdaless/infra"
	"lambdaless/infra/item"
)

var (
	order   = item.Type{Table: "orders", Schema: "order/order.schema.json", Life: 400, Version: "version"}
	payment = item.Type{Table: "payments", Schema: "payment/payment.schema.json"}
	exists  = item.Exists(404, "There is no such order")
)

// API has an order's customer and id as its key, and an index by status. An order has a version, and is
// deleted 400 days after its last change. A payment is stored, and the order marked as paid, or neither.
var API = infra.API{
	Name:        "orders",
	Description: "Customers' orders",
	Templates:   templates.FS,
	Tables: []infra.Table{{
		Name:         "orders",
		PartitionKey: infra.Key{Name: "customer", Type: infra.String},
		SortKey:      infra.Key{Name: "id", Type: infra.String},
		Expires:      "expires",
		Indexes: []infra.Index{{
			Name:         "by-status",
			PartitionKey: infra.Key{Name: "status", Type: infra.String},
			SortKey:      infra.Key{Name: "id", Type: infra.String},
		}},
	}, {
		Name:         "payments",
		PartitionKey: infra.Key{Name: "customer", Type: infra.String},
		SortKey:      infra.Key{Name: "id", Type: infra.String},
	}},
	Endpoints: []infra.Endpoint{
		{Method: "POST", Path: "/customers/{customer}/orders", Call: item.Create{Of: order, Key: item.Key{"id": "{requestId}"}, Set: map[string]item.Value{"status": "open"}}},
		{Method: "GET", Path: "/customers/{customer}/orders", Call: item.List{Of: order, Page: item.Page{Default: 10, Max: 50}}},
		{Method: "GET", Path: "/customers/{customer}/orders/{id}", Call: item.Get{Of: order, Missing: "There is no such order"}},
		{Method: "PUT", Path: "/customers/{customer}/orders/{id}", Call: item.Put{Of: order}},
		{Method: "PATCH", Path: "/customers/{customer}/orders/{id}", Call: item.Patch{Of: order, Only: []string{"status"}, If: []item.Condition{exists}}},
		{Method: "DELETE", Path: "/customers/{customer}/orders/{id}", Call: item.Delete{Of: order, Missing: "There is no such order"}},
		{Method: "POST", Path: "/customers/{customer}/orders/{id}/payment", Call: item.Transaction{
			Body: payment.Schema, Name: "pay",
			Parts: []item.Operation{
				item.Update{Of: order, Set: map[string]item.Value{"status": "paid"}, If: []item.Condition{exists, item.Equals("status", "open", 409, "The order is not open")}},
				item.Create{Of: payment, Taken: "The order is paid already"},
			},
			Answer: item.Constant(201, `{"status": "paid"}`),
		}},
		{Method: "GET", Path: "/customers/{customer}/count", Call: item.List{Of: order, Count: true}},
		{Method: "GET", Path: "/orders", Call: item.List{Of: order, Index: "by-status", Key: item.Key{"status": "{query.status=open}"}}},
	},
	Errors: infra.BackendErrors,
}
