package infra

import (
	"lambdaless/infra/item"
	"lambdaless/templates"
)

// movie is what the API stores: everything that its templates need follows from the schema.
var movie = item.Type{Table: "favorite_movies", Schema: "movie/movie.schema.json"}

// Movies is the API that this program deploys: everybody's favorite movie. To deploy an API of your
// own, replace this value and the schema, and run "make templates".
var Movies = API{
	Name:        "movies",
	Description: "Everybody's favorite movie",
	Templates:   templates.FS,
	Tables: []Table{
		{Name: "favorite_movies", PartitionKey: Key{Name: "name", Type: String}},
	},
	Endpoints: []Endpoint{
		{Method: "GET", Path: "/{name}", Call: item.Get{Of: movie, Missing: "No favorite movie is stored for this name"}},
		{Method: "PUT", Path: "/{name}", Call: item.Put{Of: movie}},
		{Method: "DELETE", Path: "/{name}", Call: item.Delete{Of: movie}},
	},
	Errors: BackendErrors,
}
