package infra

import "lambdaless/templates"

// Movies is the API that this program deploys: everybody's favorite movie. To deploy an API of your
// own, replace this value and the files in templates/.
var Movies = API{
	Name:        "movies",
	Description: "Everybody's favorite movie",
	Templates:   templates.FS,
	Tables: []Table{
		{Name: "favorite_movies", PartitionKey: Key{Name: "name", Type: String}},
	},
	Endpoints: []Endpoint{
		{
			Method: "GET", Path: "/{name}", Action: GetItem,
			Request: "movie/get.request.vtl",
			Responses: []Response{
				{Status: 200, Template: "movie/get.response.vtl", Overrides: []int{404}},
			},
		},
		{
			Method: "PUT", Path: "/{name}", Action: PutItem,
			Request:   "movie/put.request.vtl",
			Model:     "movie/put.model.json",
			Responses: []Response{{Status: 200, Template: "movie/put.response.vtl"}},
		},
		{
			Method: "DELETE", Path: "/{name}", Action: DeleteItem,
			Request:   "movie/delete.request.vtl",
			Responses: []Response{{Status: 204, Template: "movie/delete.response.vtl"}},
		},
	},
	Errors: BackendErrors,
}
