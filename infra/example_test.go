package infra_test

import (
	"fmt"
	"testing/fstest"

	"lambdaless/infra"
)

// notes is an API of one table and one endpoint.
func notes() infra.API {
	return infra.API{
		Name:   "notes",
		Tables: []infra.Table{{Name: "notes", PartitionKey: infra.Key{Name: "id", Type: infra.String}}},
		Endpoints: []infra.Endpoint{{
			Method: "GET", Path: "/notes/{id}", Action: infra.GetItem,
			Request:   "note/get.request.vtl",
			Responses: []infra.Response{{Status: 200, Template: "note/get.response.vtl"}},
		}},
		Templates: fstest.MapFS{
			"note/get.request.vtl":  {Data: []byte(`{"TableName":"{{Table}}","Key":{"id":{"S":"$util.escapeJavaScript($input.params('id'))"}}}`)},
			"note/get.response.vtl": {Data: []byte(`$input.json('$.Item')`)},
		},
	}
}

// Mistakes are found before anything is deployed, all of them at once.
func ExampleAPI_Validate() {
	api := notes()
	fmt.Println(api.Validate())
	api.Endpoints[0].Action = "GetItems"
	api.Endpoints[0].Path = "/notes/{key}"
	fmt.Println(api.Validate())
	// Output:
	// <nil>
	// 2 to correct:
	//   endpoint 1 (GET /notes/{key}): the action "GetItems" must be one of GetItem, BatchGetItem, Query, Scan, PutItem, UpdateItem, DeleteItem, BatchWriteItem, TransactWriteItems
	//   endpoint 1 (GET /notes/{key}): templates/note/get.request.vtl never reads the path's parameter: $input.params('key')
}

func ExampleEndpoint_Route() {
	fmt.Println(notes().Endpoints[0].Route())
	// Output: GET /notes/{id}
}
