package infra

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/item"
)

// TestEachMistakeIsSaidOnce holds everything that is said of what is wrong in one place but shows in several.
func TestEachMistakeIsSaidOnce(t *testing.T) {
	t.Parallel()
	book := item.Type{Table: "books", Schema: "book/book.json"}
	wrong := item.Type{Table: "books", Schema: "no/type.json"}
	get := Endpoint{Method: "GET", Path: "/books/{id}", Call: item.Get{Of: book}}
	list := Endpoint{Method: "GET", Path: "/books", Call: item.Scan{Of: book}}
	without := func(names ...string) func(fstest.MapFS) {
		return func(files fstest.MapFS) {
			for _, name := range names {
				delete(files, name)
			}
		}
	}
	changed := func(names ...string) func(fstest.MapFS) {
		return func(files fstest.MapFS) {
			for _, name := range names {
				files[name] = &fstest.MapFile{Data: append(files[name].Data, "\n## mine"...)}
			}
		}
	}
	for situation, test := range map[string]struct {
		endpoints []Endpoint
		change    func(fstest.MapFS)
		want      Mistakes
	}{
		"nothing": {[]Endpoint{get, list}, without(), nil},
		"an endpoint twice": {[]Endpoint{get, get}, without(), Mistakes{
			"endpoint 2 (GET /books/{id}): endpoint 1 (GET /books/{id}) already has this route",
		}},
		"a parameter of another name": {[]Endpoint{get, {Method: "DELETE", Path: "/books/{isbn}", Call: item.Delete{Of: book, Key: item.Key{"id": "{path.isbn}"}}}, {Method: "PUT", Path: "/books/{id}", Call: item.Put{Of: book}}}, without(), Mistakes{
			"endpoint 2 (DELETE /books/{isbn}): /books/ has both {id} and {isbn} below it, but API Gateway takes one parameter in one place; name them the same",
		}},
		"files of one name": {[]Endpoint{get, {Method: "GET", Path: "/first/{id}", Call: item.Get{Of: book, Answer: item.Fields("title")}}}, without(), Mistakes{
			`endpoint 2 (GET /first/{id}): endpoint 1 (GET /books/{id}) makes templates/book/get.request.vtl already; set Name in the Call of one of the two, as in item.Get{Name: "another"}`,
			`endpoint 2 (GET /first/{id}): endpoint 1 (GET /books/{id}) makes templates/book/get.response.vtl already; set Name in the Call of one of the two, as in item.Get{Name: "another"}`,
		}},
		"a schema of several endpoints": {[]Endpoint{get, {Method: "GET", Path: "/a/{id}", Call: item.Get{Of: wrong}}, {Method: "DELETE", Path: "/a/{id}", Call: item.Delete{Of: wrong}}}, without(), Mistakes{
			`endpoint 2 (GET /a/{id}): templates/no/type.json: a: there is no type "text" in JSON schema`,
		}},
		"one file is missing": {[]Endpoint{get, list}, without("book/get.request.vtl"), Mistakes{
			`endpoint 1 (GET /books/{id}): templates/book/get.request.vtl is missing; "make templates" writes it`,
		}},
		"files are missing": {[]Endpoint{get, list}, without("book/get.request.vtl", "book/get.response.vtl", "book/scan.request.vtl", "book/scan.response.vtl"), Mistakes{
			`API: templates/book/get.request.vtl, templates/book/get.response.vtl, templates/book/scan.request.vtl and 1 more are missing; "make templates" writes them`,
		}},
		"files were changed": {[]Endpoint{get, list}, changed("book/get.request.vtl", "book/scan.response.vtl"), Mistakes{
			`API: templates/book/get.request.vtl and templates/book/scan.response.vtl are not what the endpoints say; "make templates" writes them; to change one by hand, copy it to a file of another name without its first line, and name that in the endpoint`,
		}},
	} {
		t.Run(situation, func(t *testing.T) {
			t.Parallel()
			api := declaring(t, test.endpoints...)
			files, ok := api.Templates.(fstest.MapFS)
			require.True(t, ok)
			test.change(files)
			_, err := resolve(api)
			if test.want == nil {
				require.NoError(t, err)
				return
			}
			var got Mistakes
			require.ErrorAs(t, err, &got)
			assert.Equal(t, test.want, got)
		})
	}
}

// TestTemplatesAreNotWrittenForOneRouteTwice: whoever only writes templates is told, too.
func TestTemplatesAreNotWrittenForOneRouteTwice(t *testing.T) {
	t.Parallel()
	get := Endpoint{Method: "GET", Path: "/books/{id}", Call: item.Get{Of: item.Type{Table: "books", Schema: "book/book.json"}}}
	_, err := GeneratedTemplates(declaring(t, get, get))
	require.EqualError(t, err, "1 to correct:\n  endpoint 2 (GET /books/{id}): endpoint 1 (GET /books/{id}) already has this route")
}
