package infra

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shop is an API that is right, for tests to break.
func shop() API {
	return API{
		Name: "shop",
		Tables: []Table{
			{
				Name: "orders", PartitionKey: Key{"id", String}, SortKey: Key{"at", Number},
				Indexes: []Index{{Name: "by-customer", PartitionKey: Key{"customer", String}, SortKey: Key{"at", Number}}},
			},
			{Name: "customers", PartitionKey: Key{"id", String}},
		},
		Endpoints: []Endpoint{
			{Method: "GET", Path: "/orders/{id}", Action: Query, Table: "orders", Request: "get.vtl", Responses: []Response{{Status: 200, Template: "ok.vtl"}}},
			{Method: "GET", Path: "/customers/{id}/orders", Action: Query, Table: "orders", Index: "by-customer", Request: "index.vtl", Responses: []Response{{Status: 200, Template: "ok.vtl"}}},
			{Method: "PUT", Path: "/customers/{id}", Action: PutItem, Table: "customers", Request: "put.vtl", Model: "put.json", Responses: []Response{{Status: 200, Template: "ok.vtl"}}},
			{Method: "GET", Path: "/", Action: Scan, Table: "orders", Request: "scan.vtl", Responses: []Response{{Status: 200, Template: "ok.vtl"}}},
		},
		Errors: []Response{{Status: 500, When: `5\d{2}`, Template: "set.vtl", Overrides: []int{429}}},
		Templates: fstest.MapFS{
			"get.vtl":      {Data: []byte(`{{Table}} $input.params('id')`)},
			"index.vtl":    {Data: []byte(`{{Table}} {{Index}} $input.params().path.get("id")`)},
			"put.vtl":      {Data: []byte(`{{Table}} $input.params("id") $input.json('$.name')`)},
			"scan.vtl":     {Data: []byte(`{{Table}}`)},
			"ok.vtl":       {Data: []byte(`{}`)},
			"set.vtl":      {Data: []byte("{}\n#set($context.responseOverride.status = 429)")},
			"-put.json":    {Data: []byte(`{"$schema":"http://json-schema.org/draft-04/schema#"}`)},
			"put.json":     {Data: []byte(`{"$schema":"http://json-schema.org/draft-04/schema#","type":"object"}`)},
			"draft7.json":  {Data: []byte(`{"$schema":"http://json-schema.org/draft-07/schema#","type":"object"}`)},
			"broken.json":  {Data: []byte(`{`)},
			"invalid.json": {Data: []byte(`{"$schema":"http://json-schema.org/draft-04/schema#","type":"thing"}`)},
		},
	}
}

func TestARightAPIIsTaken(t *testing.T) {
	t.Parallel()
	require.NoError(t, shop().Validate())
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	first := func(edit func(*Endpoint)) func(*API) { return func(a *API) { edit(&a.Endpoints[0]) } }
	tests := map[string]struct {
		edit func(*API)
		want string
	}{
		"no name":             {func(a *API) { a.Name = "" }, `API: the name "" must be`},
		"no endpoints":        {func(a *API) { a.Endpoints = nil }, "there are no endpoints"},
		"no tables":           {func(a *API) { a.Tables = nil }, "there are no tables"},
		"no templates":        {func(a *API) { a.Templates = nil }, "Templates is missing"},
		"two tables, a name":  {func(a *API) { a.Tables[1].Name = "orders" }, "table 2 (orders): an earlier table has this name"},
		"a table's bad name":  {func(a *API) { a.Tables[1].Name = "a b" }, "table 2 (a b): the name must be 3 to 200"},
		"no partition key":    {func(a *API) { a.Tables[1].PartitionKey.Name = "" }, "table 2 (customers): the partition key has no name"},
		"a key's bad type":    {func(a *API) { a.Tables[1].PartitionKey.Type = "BOOL" }, `key id has the type "BOOL", but a key is S, N or B`},
		"one key twice":       {func(a *API) { a.Tables[0].SortKey.Name = "id" }, `the partition key and the sort key are both "id"`},
		"a key of two types":  {func(a *API) { a.Tables[0].Indexes[0].SortKey.Type = String }, `index by-customer: key at has the type "S" here and "N" elsewhere`},
		"the route twice":     {func(a *API) { a.Endpoints[3] = a.Endpoints[0] }, "endpoint 4 (GET /orders/{id}): endpoint 1 (GET /orders/{id}) already has this route"},
		"two parameters":      {func(a *API) { a.Endpoints[2].Path = "/customers/{name}" }, "endpoint 3 (PUT /customers/{name}): /customers/ has both {id} and {name} below it"},
		"an unknown verb":     {first(func(e *Endpoint) { e.Method = "get" }), `the method "get" must be one of DELETE, GET`},
		"an unknown action":   {first(func(e *Endpoint) { e.Action = "ExecuteTransaction" }), `the action "ExecuteTransaction" must be one of GetItem`},
		"undeclared parts":    {first(func(e *Endpoint) { e.Action = TransactWriteItems }), `TransactWriteItems is declared: set Call to an item.Transaction`},
		"a GET that writes":   {first(func(e *Endpoint) { e.Action = PutItem }), "a GET may not call PutItem, only GetItem, BatchGetItem, Query, Scan"},
		"an unknown table":    {first(func(e *Endpoint) { e.Table = "oders" }), `there is no table "oders" among orders, customers`},
		"no table of two":     {first(func(e *Endpoint) { e.Table = "" }), `there is no table "" among orders, customers`},
		"an unknown index":    {first(func(e *Endpoint) { e.Index, e.Request = "x", "index.vtl" }), `table orders has no index "x"`},
		"an index to get":     {first(func(e *Endpoint) { e.Action, e.Index, e.Request = GetItem, "by-customer", "index.vtl" }), "GetItem takes no index, only Query, Scan do"},
		"a bad access":        {first(func(e *Endpoint) { e.Access = "admins" }), `the access "admins" must be reads, writes, users, anyone or empty`},
		"a relative path":     {first(func(e *Endpoint) { e.Path = "orders/{id}" }), "must start with a slash"},
		"a slash at the end":  {first(func(e *Endpoint) { e.Path = "/orders/{id}/" }), "no other empty part"},
		"half a parameter":    {first(func(e *Endpoint) { e.Path = "/orders/x{id}" }), "the braces must enclose the whole part"},
		"a bad segment":       {first(func(e *Endpoint) { e.Path = "/or ders/{id}" }), `the part "or ders" must be letters`},
		"a bad parameter":     {first(func(e *Endpoint) { e.Path = "/orders/{i d}" }), "the parameter {i d} must be letters"},
		"a parameter twice":   {first(func(e *Endpoint) { e.Path = "/orders/{id}/{id}" }), `the path has the parameter "id" twice`},
		"greedy in between":   {first(func(e *Endpoint) { e.Path = "/orders/{id+}/x" }), "{id+} takes the rest of the path"},
		"no request template": {first(func(e *Endpoint) { e.Request = "" }), "endpoint 1 (GET /orders/{id}), request: no file is named"},
		"a missing template":  {first(func(e *Endpoint) { e.Request = "gone.vtl" }), "request: templates/gone.vtl does not exist"},
		"a table written out": {first(func(e *Endpoint) { e.Request = "ok.vtl" }), "request: templates/ok.vtl:1: {{Table}}"},
		"an unread parameter": {first(func(e *Endpoint) { e.Request = "scan.vtl" }), "templates/scan.vtl never reads the path's parameter: $input.params('id')"},
		"a body, no model":    {func(a *API) { a.Endpoints[2].Model = "" }, "templates/put.vtl reads the request's body, so the endpoint needs a Model"},
		"a model, no body":    {first(func(e *Endpoint) { e.Model = "put.json" }), "a GET has no body, so the model put.json checks nothing"},
		"a missing model":     {func(a *API) { a.Endpoints[2].Model = "gone.json" }, "model: templates/gone.json does not exist"},
		"another draft":       {func(a *API) { a.Endpoints[2].Model = "draft7.json" }, "draft7.json: its $schema must be"},
		"a model, no JSON":    {func(a *API) { a.Endpoints[2].Model = "broken.json" }, "templates/broken.json is not JSON"},
		"a model, no schema":  {func(a *API) { a.Endpoints[2].Model = "invalid.json" }, "templates/invalid.json is not a JSON schema"},
		"two models, a name": {func(a *API) {
			a.Endpoints = append(a.Endpoints, a.Endpoints[2])
			a.Endpoints[4].Path, a.Endpoints[4].Model = "/other/{id}", "-put.json"
		}, "the models put.json and -put.json would both be named"},
		"a mock, no status":  {first(func(e *Endpoint) { e.Action, e.Table, e.Request = Mock, "", "ok.vtl" }), "templates/ok.vtl renders no statusCode, by which a MOCK integration chooses its response"},
		"no default":         {first(func(e *Endpoint) { e.Responses = nil }), "0 responses have no When"},
		"two defaults":       {first(func(e *Endpoint) { e.Responses = append(e.Responses, Response{Status: 201, Template: "ok.vtl"}) }), "2 responses have no When"},
		"one status twice":   {first(func(e *Endpoint) { e.Responses[0].Status = 500 }), "response 500: another response has this status"},
		"one pattern twice":  {func(a *API) { a.Errors = append(a.Errors, a.Errors[0]); a.Errors[1].Status = 501 }, "another response has the same When"},
		"no status":          {first(func(e *Endpoint) { e.Responses[0].Status = 0 }), "response 0: the status must be from 200 to 599"},
		"a bad pattern":      {func(a *API) { a.Errors[0].When = "(" }, "When is not a regular expression"},
		"a silent override":  {func(a *API) { a.Errors[0].Overrides = nil }, "templates/set.vtl:2 sets the status 429, which Overrides does not list"},
		"a missing response": {first(func(e *Endpoint) { e.Responses[0].Template = "gone.vtl" }), "response 200: templates/gone.vtl does not exist"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := shop()
			test.edit(&api)
			var mistakes Mistakes
			require.ErrorAs(t, api.Validate(), &mistakes)
			assert.Contains(t, strings.Join(mistakes, "\n"), test.want)
		})
	}
}

func TestAllMistakesAreReportedTogether(t *testing.T) {
	t.Parallel()
	api := shop()
	api.Name = "?"
	api.Endpoints[0].Action = PutItem
	api.Endpoints[1].Index = "gone"
	var mistakes Mistakes
	require.True(t, errors.As(api.Validate(), &mistakes))
	assert.Len(t, mistakes, 3, mistakes.Error())
	assert.Contains(t, mistakes.Error(), "3 to correct")
}
