// Package customers is an API in front of a table that another program makes.
package customers

import (
	"lambdaless/examples/customers/templates"
	"lambdaless/infra"
	"lambdaless/infra/item"
)

const noCustomer = "There is no such customer"

var customer = item.Type{Table: "customers", Schema: "customer/customer.schema.json"}

// API declares what its endpoints need of the table: the key and an index by city. Which table that is, the setting
// existingTables of each stack says.
var API = infra.API{
	Name:        "customers",
	Description: "Customers of a shop, kept in its table",
	Templates:   templates.FS,
	Tables: []infra.Table{{
		Name:         "customers",
		PartitionKey: infra.Key{Name: "id", Type: infra.String},
		Indexes: []infra.Index{{
			Name:         "by-city",
			PartitionKey: infra.Key{Name: "city", Type: infra.String},
			SortKey:      infra.Key{Name: "id", Type: infra.String},
		}},
	}},
	Endpoints: []infra.Endpoint{
		{Method: "GET", Path: "/customers", Call: item.List{Of: customer, Index: "by-city", Key: item.Key{"city": "{query.city}"}}},
		{Method: "GET", Path: "/customers/{id}", Call: item.Get{Of: customer, Missing: noCustomer}},
		{Method: "PUT", Path: "/customers/{id}", Call: item.Put{Of: customer}},
		{Method: "PATCH", Path: "/customers/{id}", Call: item.Patch{Of: customer, If: []item.Condition{item.Exists(404, noCustomer)}}},
		{Method: "DELETE", Path: "/customers/{id}", Call: item.Delete{Of: customer, Missing: noCustomer}},
	},
	Errors: infra.BackendErrors,
}
