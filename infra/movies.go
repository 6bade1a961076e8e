package infra

import (
	"lambdaless/infra/item"
	"lambdaless/templates"
)

// movie and movies are what the API stores: everything that its templates need follows from the schemas.
var (
	movie  = item.Type{Table: "favorite_movies", Schema: "movie/movie.schema.json"}
	movies = item.Type{Table: "movie_lists", Schema: "movies/movies.schema.json"}
)

const noMovies = "No movies are stored for this name"

// Movies is the API that this program deploys: a favorite movie for each name, and a list of them, which
// is a set of strings in a table of its own, so that storing the one leaves the other alone. To deploy an
// API of your own, replace this value and the schemas, and run "make templates".
var Movies = API{
	Name:        "movies",
	Description: "Favorite movies",
	Templates:   templates.FS,
	Tables: []Table{
		{Name: "favorite_movies", PartitionKey: Key{Name: "name", Type: String}},
		{Name: "movie_lists", PartitionKey: Key{Name: "name", Type: String}},
	},
	Endpoints: []Endpoint{
		{Method: "GET", Path: "/{name}", Call: item.Get{Of: movie, Missing: "No favorite movie is stored for this name"}},
		{Method: "PUT", Path: "/{name}", Call: item.Put{Of: movie}},
		{Method: "DELETE", Path: "/{name}", Call: item.Delete{Of: movie}},
		{Method: "GET", Path: "/", Call: item.Scan{Of: movie, Answer: item.Fields("name")}},

		{Method: "GET", Path: "/{name}/movies", Call: item.Get{Of: movies, Missing: noMovies}},
		{Method: "PUT", Path: "/{name}/movies", Call: item.Put{Of: movies}},
		{Method: "POST", Path: "/{name}/movies", Call: item.Patch{
			Of: movies, Name: "add", Append: []string{"movies"},
			// Up to 100 more make a list of at most 1,000, of which every title is answered.
			If: []item.Condition{item.FewerThan(901, "movies", 409, "The list is full")},
		}},
		{Method: "DELETE", Path: "/{name}/movies/{title}", Call: item.Update{
			Of: movies, Name: "remove", Delete: map[string]item.Value{"movies": "{path.title}"},
			If: []item.Condition{item.Exists(404, noMovies)},
		}},
	},
	Errors: BackendErrors,
}
