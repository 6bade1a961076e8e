// Package api declares the API: its tables, and an endpoint for each method.
package api

import (
	"lambdaless/infra"
	"lambdaless/infra/item"

	"${PROJECT}/templates"
)

// task is what the table's items are, by the schema in templates/.
var task = item.Type{Table: "tasks", Schema: "task/task.schema.json"}

const missing = "There is no such task"

// API is the whole API. `make templates` writes the templates that the endpoints need.
var API = infra.API{
	Name:        "tasks",
	Description: "Things to do",
	Templates:   templates.FS,
	Tables: []infra.Table{{
		Name:         "tasks",
		PartitionKey: infra.Key{Name: "id", Type: infra.String},
	}},
	Endpoints: []infra.Endpoint{
		{Method: "GET", Path: "/tasks", Call: item.Scan{Of: task, Page: item.Page{Default: 20, Max: 100}}},
		{Method: "POST", Path: "/tasks", Call: item.Create{Of: task, Key: item.Key{"id": "{requestId}"}}},
		{Method: "GET", Path: "/tasks/{id}", Call: item.Get{Of: task, Missing: missing}},
		{Method: "PUT", Path: "/tasks/{id}", Call: item.Put{Of: task}},
		{Method: "PATCH", Path: "/tasks/{id}", Call: item.Patch{Of: task, If: []item.Condition{item.Exists(404, missing)}}},
		{Method: "DELETE", Path: "/tasks/{id}", Call: item.Delete{Of: task}},
	},
	Errors: infra.BackendErrors,
}
