package infra

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/cache"
	"lambdaless/infra/item"
)

const draft = `"$schema": "http://json-schema.org/draft-04/schema#"`

// wrongSchemas are schemas with one mistake each, by their files.
var wrongSchemas = map[string]string{
	"no/json.json":      `{"type": "object",`,
	"no/object.json":    `{` + draft + `, "type": "string"}`,
	"no/null.json":      `{` + draft + `, "type": ["object", "null"], "properties": {"a": {"type": "string"}}}`,
	"no/members.json":   `{` + draft + `, "type": "object"}`,
	"no/oneof.json":     `{` + draft + `, "type": "object", "properties": {"a": {"type": "string", "oneOf": []}}}`,
	"no/type.json":      `{` + draft + `, "type": "object", "properties": {"a": {"type": "text"}}}`,
	"no/types.json":     `{` + draft + `, "type": "object", "properties": {"a": {"type": ["string", "number"]}}}`,
	"no/items.json":     `{` + draft + `, "type": "object", "properties": {"a": {"type": "array"}}}`,
	"no/set.json":       `{` + draft + `, "type": "object", "properties": {"a": {"type": "array", "x-dynamodb": "set", "items": {"type": "boolean"}}}}`,
	"no/nullset.json":   `{` + draft + `, "type": "object", "properties": {"a": {"type": "array", "x-dynamodb": "set", "items": {"type": ["string", "null"]}}}}`,
	"no/binary.json":    `{` + draft + `, "type": "object", "properties": {"a": {"type": "number", "x-dynamodb": "binary"}}}`,
	"no/open.json":      `{` + draft + `, "type": "object", "additionalProperties": true, "properties": {"a": {"type": "string"}}}`,
	"no/required.json":  `{` + draft + `, "type": "object", "required": ["b"], "properties": {"a": {"type": "string"}}}`,
	"no/keyword.json":   `{` + draft + `, "type": "object", "properties": {"a": {"type": "string", "maxLenght": 3, "if": {}}}}`,
	"no/name.json":      `{` + draft + `, "type": "object", "properties": {"a b": {"type": "string"}}}`,
	"no/comma.json":     "{\n\t\"type\": \"object\",\n\t\"properties\": {}\n\t\"required\": []\n}",
	"no/twice.json":     `{` + draft + `, "type": "object", "properties": {"a": {"type": "string"}, "a": {"type": "number"}}}`,
	"no/key-type.json":  `{` + draft + `, "type": "object", "properties": {"id": {"type": "number"}}}`,
	"no/several.json":   `{` + draft + `, "type": "object", "properties": {"a": {"type": "text"}, "b": {"type": "array"}}}`,
	"no/only-keys.json": `{` + draft + `, "type": "object", "properties": {"id": {"type": "string"}}}`,
	"book/book.json": `{` + draft + `, "type": "object", "required": ["title"], "properties": {
		"id": {"type": "string"}, "title": {"type": "string"}, "price": {"type": "number"}, "tags": {"type": "array", "items": {"type": "string"}, "x-dynamodb": "set"}}}`,
	"order/order.json": `{` + draft + `, "type": "object", "required": ["status"], "properties": {
		"customer": {"type": "string"}, "id": {"type": "string"}, "status": {"type": "string"}, "placed": {"type": "number"}, "total": {"type": "number"}, "note": {"type": "string"}}}`,
}

// declaring is an API with these endpoints and whatever they generate.
func declaring(t *testing.T, endpoints ...Endpoint) API {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range wrongSchemas {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	api := API{
		Name: "shop", Endpoints: endpoints, Templates: files,
		Tables: []Table{
			{Name: "books", PartitionKey: Key{"id", String}},
			{Name: "orders", PartitionKey: Key{"customer", String}, SortKey: Key{"id", String}, Indexes: []Index{
				{Name: "by-status", PartitionKey: Key{"status", String}, SortKey: Key{"placed", Number}},
			}},
			{Name: "sessions", PartitionKey: Key{"id", String}, Expires: "expires"},
			{Name: "counts", PartitionKey: Key{"n", Number}},
		},
	}
	generated, _ := GeneratedTemplates(api) // Validate reports mistakes
	for name, text := range generated {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return api
}

type wrongDeclaration struct {
	situation string
	endpoint  Endpoint
	want      []string // without the endpoint's name in front
}

func wrongDeclarations() []wrongDeclaration {
	book := item.Type{Table: "books", Schema: "book/book.json"}
	order := item.Type{Table: "orders", Schema: "order/order.json"}
	session := item.Type{Table: "sessions", Schema: "book/book.json"}
	of := func(schema string) item.Type { return item.Type{Table: "books", Schema: schema} }
	get := func(call item.Operation) Endpoint { return Endpoint{Method: "GET", Path: "/x/{id}", Call: call} }
	list := func(call item.Operation) Endpoint { return Endpoint{Method: "GET", Path: "/x/{customer}", Call: call} }
	put := func(call item.Operation) Endpoint { return Endpoint{Method: "PUT", Path: "/x/{id}", Call: call} }
	post := func(call item.Operation) Endpoint { return Endpoint{Method: "POST", Path: "/x/{id}", Call: call} }
	patch := func(call item.Operation) Endpoint { return Endpoint{Method: "PATCH", Path: "/x/{id}", Call: call} }
	key := func(v item.Value) item.Operation { return item.Get{Of: book, Key: item.Key{"id": v}} }
	when := func(c ...item.Condition) item.Operation { return item.Put{Of: book, If: c} }
	values := func(name string, v item.Value) map[string]item.Value { return map[string]item.Value{name: v} }
	return []wrongDeclaration{
		{"an answer's field that the schema has not", get(item.Get{Of: book, Answer: item.Fields("titel")}), []string{`: the answer has the field "titel", but book/book.json has only id, title, price, tags`}},
		{"an answer's field that JSON cannot name", get(item.Get{Of: book, Answer: item.Fields("title as a b")}), []string{`: the answer's field "a b" must be letters, digits, dots, dashes and underscores`}},
		{"a filter by what the schema has not", list(item.List{Of: order, Filter: values("stats", "open")}), []string{`: Filter has the attribute "stats", but order/order.json has only customer, id, status, placed, total, note`}},
		{"a filter by a key", list(item.List{Of: order, Filter: values("id", "{query.id}")}), []string{`: Filter has "id", which is in the key that is read: DynamoDB filters by other attributes`}},
		{"a condition about what the schema has not", put(when(item.Equals("titel", "x", 409, "no"))), []string{`: a condition has the attribute "titel", but book/book.json has only id, title, price, tags`}},
		{"a key of another type", get(item.Get{Of: of("no/key-type.json")}), []string{`: the key id has the type S in table books and N in no/key-type.json`}},
		{"a number of several parts", get(item.Get{Of: item.Type{Table: "counts", Schema: "book/book.json"}, Key: item.Key{"n": "1{path.id}"}}), []string{`: n is a number, but its value "1{path.id}" is a text of several parts`}},
		{"an unknown index", list(item.List{Of: order, Index: "by-state"}), []string{`: table orders has no index "by-state"; it has [by-status]`}},
		{"an index whose key the path has not", list(item.List{Of: order, Index: "by-status"}), []string{`: {path.status} is used, but the path has no parameter {status}`}},
		{"a placeholder of no place", get(key("{qurey.id}")), []string{`: {qurey.id} is none of {path.NAME}, {query.NAME}, {header.NAME}, {body.NAME}, {claim.NAME}, {requestId} and {now}`}},
		{"a header placeholder with a space", get(key("{header.X Tenant}")), []string{`: {header.X Tenant} is none of {path.NAME}, {query.NAME}, {header.NAME}, {body.NAME}, {claim.NAME}, {requestId} and {now}`}},
		{"a header placeholder without a name", get(key("{header.}")), []string{`: {header.} is none of {path.NAME}, {query.NAME}, {header.NAME}, {body.NAME}, {claim.NAME}, {requestId} and {now}`}},
		{"half a brace", get(key("{path.id")), []string{`: "{path.id" has a brace without its other half`}},
		{"a default in the path", get(key("{path.id=1}")), []string{`: {path.id=1}: only query strings and headers have defaults`}},
		{"a parameter that the path has not", get(key("{path.isbn}")), []string{`: {path.isbn} is used, but the path has no parameter {isbn}`}},
		{"a property that the body has not", put(item.Put{Of: book, Key: item.Key{"id": "{body.isbn}"}}), []string{`: {body.isbn} is used, but book/book.json has no property "isbn"; it has id, title, price, tags`}},
		{"a body for what has none", get(item.Get{Of: book, Key: item.Key{"id": "{body.title}"}}), []string{`: {body.title} is used, but item.Get reads no body`}},
		{"no schema", get(item.Get{Of: of("")}), []string{`: the Type has no Schema`}},
		{"a schema that is not there", get(item.Get{Of: of("book/none.json")}), []string{`: templates/book/none.json does not exist`}},
		{"a schema below templates/", get(item.Get{Of: of("templates/book/book.json")}), []string{`: templates/book/book.json: paths start below templates/; write "book/book.json"`}},
		{"a schema that is not JSON", get(item.Get{Of: of("no/json.json")}), []string{`: templates/no/json.json: not JSON: it ends before its last brace`}},
		{"a schema of a text", get(item.Get{Of: of("no/object.json")}), []string{`: templates/no/object.json: an item's "type" must be "object"`}},
		{"a schema of null", get(item.Get{Of: of("no/null.json")}), []string{`: templates/no/null.json: an item cannot be null`}},
		{"a schema without properties", get(item.Get{Of: of("no/members.json")}), []string{`: templates/no/members.json: an object needs "properties"`}},
		{"a keyword misspelt", get(item.Get{Of: of("no/keyword.json")}), []string{
			`: templates/no/keyword.json: a: there is no keyword "maxLenght"; the nearest is "maxLength"`,
			`: templates/no/keyword.json: a: the keyword "if" cannot be declared; write the templates of endpoints that need it yourself`,
		}},
		{"a keyword that cannot be declared", get(item.Get{Of: of("no/oneof.json")}), []string{`: templates/no/oneof.json: a: the keyword "oneOf" cannot be declared; write the templates of endpoints that need it yourself`}},
		{"an unknown type", get(item.Get{Of: of("no/type.json")}), []string{`: templates/no/type.json: a: there is no type "text" in JSON schema`}},
		{"two types", get(item.Get{Of: of("no/types.json")}), []string{`: templates/no/types.json: a: "type" must be one type, or one and "null"`}},
		{"an array of anything", get(item.Get{Of: of("no/items.json")}), []string{`: templates/no/items.json: a: an array needs "items", one schema for all of them`}},
		{"a set of booleans", get(item.Get{Of: of("no/set.json")}), []string{`: templates/no/set.json: a: a set has strings or numbers in it`}},
		{"a set with null", get(item.Get{Of: of("no/nullset.json")}), []string{`: templates/no/nullset.json: a: a set has no null in it`}},
		{"a binary number", get(item.Get{Of: of("no/binary.json")}), []string{`: templates/no/binary.json: a: x-dynamodb must be "set" on an array or "binary" on a string`}},
		{"further properties", get(item.Get{Of: of("no/open.json")}), []string{`: templates/no/open.json: "additionalProperties" must be false: a template names every attribute that it stores`}},
		{"required and not there", get(item.Get{Of: of("no/required.json")}), []string{`: templates/no/required.json: "b" is required and is not among the properties`}},
		{"a property with a space", get(item.Get{Of: of("no/name.json")}), []string{`: templates/no/name.json: a b: the name must be letters, digits, dots, dashes and underscores, and begin with a letter or an underscore`}},
		{"a schema without a comma", get(item.Get{Of: of("no/comma.json")}), []string{`: templates/no/comma.json: not JSON in line 4: invalid character '"' after object key:value pair`}},
		{"a property twice", get(item.Get{Of: of("no/twice.json")}), []string{`: templates/no/twice.json: not JSON in line 1: the member "a" appears twice`}},
		{"several mistakes in a schema", get(item.Get{Of: of("no/several.json")}), []string{`: templates/no/several.json: a: there is no type "text" in JSON schema`, `: templates/no/several.json: b: an array needs "items", one schema for all of them`}},
		{"an unknown table", get(item.Get{Of: item.Type{Table: "boks", Schema: "book/book.json"}}), []string{`: there is no table "boks" among books, orders, sessions, counts`}},
		{"no table of several", get(item.Get{Of: item.Type{Schema: "book/book.json"}}), []string{`: there is no table "" among books, orders, sessions, counts`}},
		{"a key that the table has not", get(item.Get{Of: book, Key: item.Key{"id": "{path.id}", "sort": "x"}}), []string{`: Key has "sort", but the key consists of id`}},
		{"a Type's key that the table has not", get(item.Get{Of: item.Type{Table: "books", Schema: "book/book.json", Key: item.Key{"pk": "x"}}}), []string{`: the Type's Key has "pk", which is not a key attribute of table books`}},
		{"a name in capitals", get(item.Get{Of: book, Name: "Get"}), []string{`: Name "Get" must be lower-case letters, digits and dashes`}},
		{"an answer that is not an item", get(item.Get{Of: book, Answer: item.NoContent()}), []string{`: a Get answers with the item, with Fields or with a Redirect`}},
		{"a list that answers with a constant", list(item.List{Of: order, Answer: item.Constant(200, "{}")}), []string{`: a list answers with items, or with Fields of them`}},
		{"a constant that is not JSON", put(item.Put{Of: book, Answer: item.Constant(200, "{")}), []string{`: the answer's constant "{" is not JSON`}},
		{"a Put that answers with the item", put(item.Put{Of: book, Answer: item.Item()}), []string{`: item.Put answers with a Constant, NoContent() or Created()`}},
		{"a redirect to a number", get(item.Get{Of: book, Answer: item.Redirect(302, "price")}), []string{`: the redirect needs a string among the properties of book/book.json, not "price"`}},
		{"a redirect with 200", get(item.Get{Of: book, Answer: item.Redirect(200, "title")}), []string{`: the redirect's status is 200: it must be from 301 to 308`}},
		{"a Mock without a name", Endpoint{Method: "GET", Path: "/x", Call: item.Mock{Answer: item.NoContent()}}, []string{`: a Mock needs a Name`}},
		{"a Mock with an item", Endpoint{Method: "GET", Path: "/x", Call: item.Mock{Name: "x", Answer: item.Item()}}, []string{`: a Mock answers with a Constant or with NoContent()`}},
		{"a condition that answers 500", put(when(item.Exists(500, "no"))), []string{`: a condition's status is 500: it must be from 400 to 499`}},
		{"there and not there", put(when(item.Exists(404, "no"), item.Absent(409, "yes"))), []string{`: the conditions want the item both to exist and to be absent`}},
		{"two that compare", put(when(item.Equals("title", "x", 409, "no"), item.AtLeast("price", "1", 409, "no"))), []string{`: there are several conditions Exists, several Absent, or several that compare (Equals, AtLeast, FewerThan, a Version), and DynamoDB does not say which of them failed`}},
		{"no less than a text", put(when(item.AtLeast("title", "1", 409, "no"))), []string{`: AtLeast compares numbers, and title has the type S in book/book.json`}},
		{"fewer than none", put(when(item.FewerThan(0, "tags", 409, "no"))), []string{`: FewerThan 0 tags needs a set, a list or a text and a number of 1 or more`}},
		{"a page above its maximum", list(item.List{Of: order, Page: item.Page{Default: 50, Max: 20}}), []string{`: Page has the default 50 and the maximum 20: they must be from 1 to 1000, the default not above the maximum`}},
		{"a page that no loop ends", list(item.List{Of: order, Page: item.Page{Max: 5000}}), []string{`: Page has the default 20 and the maximum 5000: they must be from 1 to 1000, the default not above the maximum`}},
		{"a sort key that is not there", get(item.List{Of: book, Sort: item.Range{From: "{query.from}"}}), []string{`: Sort narrows the sort key, but the key is only id`}},
		{"a prefix of a number", Endpoint{Method: "GET", Path: "/x/{status}", Call: item.List{Of: order, Index: "by-status", Sort: item.Range{Prefix: "{query.p}"}}}, []string{`: placed is a number, which has no Prefix`}},
		{"a prefix and a bound", list(item.List{Of: order, Sort: item.Range{Prefix: "A", To: "{query.to}"}}), []string{`: Sort has a Prefix and a bound, and DynamoDB takes one of them`}},
		{"one value and a range", list(item.List{Of: order, Key: item.Key{"id": "1"}, Sort: item.Range{Prefix: "A"}}), []string{`: the key has one value of id, so that Sort has nothing to narrow`}},
		{"a consistent index", Endpoint{Method: "GET", Path: "/x/{status}", Call: item.List{Of: order, Index: "by-status", Consistent: true}}, []string{`: Consistent reads a table; whether index by-status can be read so is not declared`}},
		{"a list of constants", get(item.BatchGet{Of: book, Key: item.Key{"id": "a,b"}}), []string{`: the list of id must be one parameter, such as {query.ids}, not "a,b"`}},
		{"a list of what is not a key", get(item.BatchGet{Of: book, Each: "isbn"}), []string{`: Each is "isbn", but the key consists of id`}},
		{"an Update of nothing", post(item.Update{Of: book}), []string{`: an Update needs something to Set, Add, Delete or Remove`}},
		{"a change twice", post(item.Update{Of: book, Set: values("price", "1"), Remove: []string{"price"}}), []string{`: price is changed twice, which DynamoDB refuses`}},
		{"adding to a text", post(item.Update{Of: book, Add: values("title", "1")}), []string{`: Add has "title", which is neither a number nor a set of book/book.json`}},
		{"setting the key", post(item.Update{Of: book, Set: values("id", "1")}), []string{`: Set has "id", which is in the key and cannot change`}},
		{"storing the key twice", put(item.Put{Of: book, Set: values("id", "1")}), []string{`: Set has "id", which is in the key: give it a value there`}},
		{"incrementing a text", patch(item.Patch{Of: book, Increment: []string{"title"}}), []string{`: Increment has "title", which is not a number of book/book.json outside of its key`}},
		{"appending to a number", patch(item.Patch{Of: book, Append: []string{"price"}}), []string{`: Append has "price", which is not a set of book/book.json outside of its key`}},
		{"members of a text", patch(item.Patch{Of: book, Members: []string{"title"}}), []string{`: Members has "title", which is not a set of book/book.json outside of its key`}},
		{"only what is not there", patch(item.Patch{Of: book, Only: []string{"titel"}}), []string{`: Only has "titel", which is not a property of book/book.json outside of its key`, `: no property is left that the body could change; an Update reads no body`}},
		{"a patch of nothing", patch(item.Patch{Of: of("no/only-keys.json")}), []string{`: no property is left that the body could change; an Update reads no body`}},
		{"an update of what may have expired", post(item.Update{Of: session, Add: values("price", "1")}), []string{`: items of table sessions expire, so that an update needs the condition Exists: without it, one that has expired would come back with its old attributes`}},
		{"a life of what stays", put(item.Put{Of: item.Type{Table: "books", Schema: "book/book.json", Life: 1}}), []string{`: Life needs the attribute by which DynamoDB deletes: give table books Expires`}},
		{"a version in the key", put(item.Put{Of: item.Type{Table: "books", Schema: "book/book.json", Version: "id"}}), []string{`: Version is "id", which is a key attribute of table books`}},
		{"a version that is a number", put(item.Put{Of: item.Type{Table: "books", Schema: "book/book.json", Version: "price"}}), []string{`: Version is "price", which must have the type S in book/book.json`}},
		{"a GET that stores", get(item.Put{Of: book}), []string{`: a GET may not call PutItem, only GetItem, BatchGetItem, Query, Scan, MOCK`, `: a GET has no body, so the model book/put.model.json checks nothing`}},
		{"a DELETE that reads", Endpoint{Method: "DELETE", Path: "/x/{id}", Call: item.Get{Of: book}}, []string{`: a DELETE may not call GetItem, only DeleteItem, UpdateItem, BatchWriteItem, TransactWriteItems, MOCK`}},
		{"an action beside a Call", Endpoint{Method: "GET", Path: "/x/{id}", Action: GetItem, Call: item.Get{Of: book}}, []string{`: Action, Table and Index follow from Call: leave them empty`}},
		{"an unknown verb", Endpoint{Method: "FETCH", Path: "/x/{id}", Call: item.Get{Of: book}}, []string{`: the method "FETCH" must be one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT`}},
		{"a parameter that is never read", Endpoint{Method: "GET", Path: "/x/{id}/{shelf}", Call: item.Get{Of: book}}, []string{`: the path's parameter {shelf} is read by nothing: use {path.shelf} in a Key or as another value, or take it out of the path`}},
		{"a transaction that reads", post(item.Transaction{Body: "book/book.json", Parts: []item.Operation{item.Get{Of: book}}}), []string{`: part 1 (item.Get): a part is a Put, a Create, an Update, a Delete or a Check`}},
		{"a transaction of nothing", post(item.Transaction{Body: "book/book.json"}), []string{`: a Transaction has 1 to 100 parts, not 0`}},
		{"a check by itself", post(item.Check{Of: book}), []string{`: a Check is a part of a Transaction`}},
		{"several mistakes at once", Endpoint{Method: "fetch", Path: "x", Access: "admins", Call: item.Get{Of: book, Answer: item.Fields("titel"), Key: item.Key{"id": "{path.no}"}}}, []string{`: {path.no} is used, but the path has no parameter {no}`, `: the answer has the field "titel", but book/book.json has only id, title, price, tags`, `: the method "fetch" must be one of DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT`, `: the access "admins" must be reads, writes, users, anyone or empty`, `: the path "x" must start with a slash and have no other empty part`}},
	}
}

// TestWrongDeclarations holds what is said of each mistake, to the letter, and that nothing else is said.
func TestWrongDeclarations(t *testing.T) {
	t.Parallel()
	all := wrongDeclarations()
	require.GreaterOrEqual(t, len(all), 40)
	for _, test := range all {
		t.Run(test.situation, func(t *testing.T) {
			t.Parallel()
			var mistakes Mistakes
			require.ErrorAs(t, declaring(t, test.endpoint).Validate(), &mistakes)
			var got []string
			for _, m := range mistakes {
				got = append(got, strings.TrimPrefix(m, endpointName(0, test.endpoint)))
			}
			assert.Equal(t, test.want, got)
		})
	}
}

// TestWrongDeclarationsAreReportedTogether puts all of them into one API: none hides another.
func TestWrongDeclarationsAreReportedTogether(t *testing.T) {
	t.Parallel()
	all := wrongDeclarations()
	var endpoints []Endpoint
	for _, test := range all {
		endpoints = append(endpoints, test.endpoint)
	}
	var mistakes Mistakes
	require.ErrorAs(t, declaring(t, endpoints...).Validate(), &mistakes)
	for i, test := range all {
		for _, want := range test.want {
			assert.Contains(t, mistakes, endpointName(i, test.endpoint)+want, test.situation)
		}
	}
}

// A header placeholder reads the header of that name, which is required without a default.
func TestHeaderPlaceholders(t *testing.T) {
	t.Parallel()
	api := declaring(t,
		Endpoint{Method: "GET", Path: "/required", Call: item.Get{Of: item.Type{Table: "books", Schema: "book/book.json"}, Name: "required", Key: item.Key{"id": "T#{header.X-Tenant}"}}},
		Endpoint{Method: "GET", Path: "/default", Call: item.Get{Of: item.Type{Table: "books", Schema: "book/book.json"}, Name: "default", Key: item.Key{"id": "{header.X-Tenant=acme}"}}},
	)
	endpoints, err := resolve(api)
	require.NoError(t, err)
	assert.Equal(t, map[string]bool{"X-Tenant": true}, endpoints[0].Headers)
	assert.Contains(t, endpoints[0].request.Text, `$input.params().header.get("X-Tenant")`)
	assert.Contains(t, endpoints[0].request.Text, `{"S": "T#$util.escapeJavaScript($xTenant)`)
	assert.Equal(t, map[string]bool{"X-Tenant": false}, endpoints[1].Headers)
	assert.Contains(t, endpoints[1].request.Text, `#if($xTenant == "")#set($xTenant = 'acme')#end`)
}

// A GET that counts reaches DynamoDB each time: it is a write, which no cache answers.
func TestAGetThatCountsIsNotCached(t *testing.T) {
	t.Parallel()
	book := item.Type{Table: "books", Schema: "book/book.json"}
	endpoints, err := resolve(declaring(t,
		Endpoint{Method: "GET", Path: "/books/{id}", Call: item.Get{Of: book}},
		Endpoint{Method: "GET", Path: "/books/{id}/seen", Call: item.Update{Of: book, Add: map[string]item.Value{"price": "1"}}},
	))
	require.NoError(t, err)
	assert.Equal(t, Writes, endpoints[1].access())
	p := &plan{Methods: []methodPlan{{HTTPMethod: "GET", RequestParameters: map[string]bool{}}, {HTTPMethod: "GET", RequestParameters: map[string]bool{}}}}
	p.keep(endpoints, cache.Config{Size: "0.5", TTL: 60})
	assert.True(t, p.Methods[0].Cached)
	assert.False(t, p.Methods[1].Cached)
}

// TestTemplatesOfNoEndpoint: a generated file is left over only when everything that is generated is known.
func TestTemplatesOfNoEndpoint(t *testing.T) {
	t.Parallel()
	good := Endpoint{Method: "GET", Path: "/x/{id}", Call: item.Get{Of: item.Type{Table: "books", Schema: "book/book.json"}}}
	api := declaring(t, good, Endpoint{Method: "DELETE", Path: "/x/{id}", Call: item.Delete{Of: item.Type{Table: "books", Schema: "book/book.json"}}})
	require.NoError(t, api.Validate())
	api.Endpoints = []Endpoint{good}
	require.ErrorContains(t, api.Validate(), `API: templates/book/delete.request.vtl and templates/book/delete.response.vtl were generated for endpoints that are gone; "make templates" deletes them`)
	api.Endpoints = []Endpoint{good, {Method: "DELETE", Path: "/x/{id}", Call: item.Delete{Of: item.Type{Table: "books", Schema: "no/json.json"}}}}
	err := api.Validate()
	require.ErrorContains(t, err, "no/json.json: not JSON")
	assert.NotContains(t, err.Error(), "is gone", "the endpoint is there, and its schema is wrong")
}
