package infra

import (
	"slices"

	"lambdaless/infra/item"
	"lambdaless/templates"
)

// movie and movies are what the API stores: everything that its templates need follows from the schemas.
// What users keep is in a table of its own, by the subject of their token, so that no path leads to it.
var (
	movie  = item.Type{Table: "favorite_movies", Schema: "movie/movie.schema.json"}
	movies = item.Type{Table: "movie_lists", Schema: "movies/movies.schema.json"}

	// A user's favorite has a version: of two pages that changed it, the second is told of the first.
	myMovie  = item.Type{Table: "user_records", Schema: "my_movie/my_movie.schema.json", Key: item.Key{"user": "{claim.sub}", "record": "movie"}, Version: "version"}
	myMovies = item.Type{Table: "user_records", Schema: "my_movies/my_movies.schema.json", Key: item.Key{"user": "{claim.sub}", "record": "movies"}}
)

const (
	noMovie  = "No favorite movie is stored for this name"
	noMovies = "No movies are stored for this name"
	noneMine = "You have stored none"
)

// Shipped is the API that this program deploys: a favorite movie for each name, and a list of them, which
// is a set of strings in a table of its own, so that storing the one leaves the other alone; and the same
// for each user who signed in. To deploy an API of your own, replace this value and the schemas, and run
// "make templates".
var Shipped = API{
	Name:        "movies",
	Description: "Favorite movies",
	Templates:   templates.FS,
	Tables: []Table{
		{Name: "favorite_movies", PartitionKey: Key{Name: "name", Type: String}},
		{Name: "movie_lists", PartitionKey: Key{Name: "name", Type: String}},
		{Name: "user_records", PartitionKey: Key{Name: "user", Type: String}, SortKey: Key{Name: "record", Type: String}},
	},
	Endpoints: slices.Concat(
		movieEndpoints("/{name}", movie, noMovie, ""),
		[]Endpoint{{Method: "GET", Path: "/", Call: item.Scan{Of: movie, Answer: item.Fields("name")}}},
		listEndpoints("/{name}/movies", movies, noMovies, ""),
		movieEndpoints("/me", myMovie, noneMine, Users),
		listEndpoints("/me/movies", myMovies, noneMine, Users),
	),
	Errors: BackendErrors,
}

// movieEndpoints are the endpoints of one favorite movie.
func movieEndpoints(path string, movie item.Type, missing string, access AccessClass) []Endpoint {
	return []Endpoint{
		{Method: "GET", Path: path, Access: access, Call: item.Get{Of: movie, Missing: missing}},
		{Method: "PUT", Path: path, Access: access, Call: item.Put{Of: movie}},
		{Method: "DELETE", Path: path, Access: access, Call: item.Delete{Of: movie}},
	}
}

// listEndpoints are the endpoints of a list of movies.
func listEndpoints(path string, movies item.Type, missing string, access AccessClass) []Endpoint {
	return []Endpoint{
		{Method: "GET", Path: path, Access: access, Call: item.Get{Of: movies, Missing: missing}},
		{Method: "PUT", Path: path, Access: access, Call: item.Put{Of: movies}},
		{Method: "POST", Path: path, Access: access, Call: item.Patch{
			Of: movies, Name: "add", Append: []string{"movies"},
			// Up to 100 more make a list of at most 1,000, of which every title is answered.
			If: []item.Condition{item.FewerThan(901, "movies", 409, "The list is full")},
		}},
		{Method: "DELETE", Path: path + "/{title}", Access: access, Call: item.Update{
			Of: movies, Name: "remove", Delete: map[string]item.Value{"movies": "{path.title}"},
			If: []item.Condition{item.Exists(404, missing)},
		}},
	}
}
