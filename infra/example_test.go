package infra_test

import (
	"fmt"
	"maps"
	"slices"
	"testing/fstest"

	"lambdaless/infra"
	"lambdaless/infra/item"
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
	//   endpoint 1 (GET /notes/{key}): the action "GetItems" must be one of GetItem, BatchGetItem, Query, Scan, PutItem, UpdateItem, DeleteItem, BatchWriteItem, TransactWriteItems, MOCK
	//   endpoint 1 (GET /notes/{key}): templates/note/get.request.vtl never reads the path's parameter: $input.params('key')
}

func ExampleEndpoint_Route() {
	fmt.Println(notes().Endpoints[0].Route())
	// Output: GET /notes/{id}
}

// An endpoint with a Call needs no templates of one's own: the call says which item is meant, and the
// schema what it contains. "make templates" writes these files.
func ExampleGeneratedTemplates() {
	note := item.Type{Table: "notes", Schema: "note/note.schema.json"}
	files, err := infra.GeneratedTemplates(infra.API{
		Name:   "notes",
		Tables: []infra.Table{{Name: "notes", PartitionKey: infra.Key{Name: "id", Type: infra.String}}},
		Endpoints: []infra.Endpoint{
			{Method: "GET", Path: "/notes/{id}", Call: item.Get{Of: note, Missing: "No such note"}},
			{Method: "PUT", Path: "/notes/{id}", Call: item.Put{Of: note}},
		},
		Templates: fstest.MapFS{"note/note.schema.json": {Data: []byte(`{"$schema":"http://json-schema.org/draft-04/schema#",
			"type":"object","required":["text"],"properties":{"text":{"type":"string","maxLength":1000}}}`)}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Println(name)
	}
	// Output:
	// note/get.request.vtl
	// note/get.response.vtl
	// note/put.model.json
	// note/put.request.vtl
	// note/put.response.vtl
}
