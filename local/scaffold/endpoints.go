package scaffold

import (
	"fmt"
	"go/format"

	"lambdaless/infra"
	"lambdaless/infra/item"
)

// Endpoints is the API with the resource's table and endpoints in it. Code is the same in Go.
func (r Resource) endpoints(api infra.API) infra.API {
	one := item.Type{Table: r.Table, Schema: r.schemaFile()}
	if r.existing(api) == nil {
		t := infra.Table{Name: r.Table, PartitionKey: infra.Key{Name: r.Key[0], Type: infra.String}}
		if len(r.Key) > 1 {
			t.SortKey = infra.Key{Name: r.Key[1], Type: infra.String}
		}
		api.Tables = append(api.Tables[:len(api.Tables):len(api.Tables)], t)
	}
	var list item.Operation = item.Scan{Of: one}
	if len(r.Key) > 1 {
		list = item.List{Of: one}
	}
	api.Endpoints = append(api.Endpoints[:len(api.Endpoints):len(api.Endpoints)],
		infra.Endpoint{Method: "POST", Path: r.list(), Call: item.Create{Of: one, Key: item.Key{r.id(): "{requestId}"}}},
		infra.Endpoint{Method: "GET", Path: r.list(), Call: list},
		infra.Endpoint{Method: "GET", Path: r.one(), Call: item.Get{Of: one, Missing: r.missing()}},
		infra.Endpoint{Method: "PATCH", Path: r.one(), Call: item.Patch{Of: one, If: []item.Condition{item.Exists(404, r.missing())}}},
		infra.Endpoint{Method: "DELETE", Path: r.one(), Call: item.Delete{Of: one}})
	return api
}

// code is the Go file with the table and the endpoints. name is the variable of the type.
func (r Resource) code(api infra.API, p project, name string) (string, error) {
	q, imports := "infra.", fmt.Sprintf("import (\n\t%q\n\t%q\n)", p.infra, p.infra+"/item")
	if p.importPath == p.infra {
		q, imports = "", fmt.Sprintf("import %q", p.infra+"/item")
	}
	text := fmt.Sprintf("package %s\n\n%s\n\n", p.pkg, imports)
	text += fmt.Sprintf("// %s is what the items of table %s are, by the schema in templates/.\nvar %s = item.Type{Table: %q, Schema: %q}\n\n",
		name, r.Table, name, r.Table, r.schemaFile())
	text += fmt.Sprintf("// A file of its own adds to %s: nothing has to be changed elsewhere.\nfunc init() {\n\tconst missing = %q\n", p.api, r.missing())
	if r.existing(api) == nil {
		sort := ""
		if len(r.Key) > 1 {
			sort = fmt.Sprintf("\t\tSortKey: %sKey{Name: %q, Type: %sString},\n", q, r.Key[1], q)
		}
		text += fmt.Sprintf("\t%s.Tables = append(%s.Tables, %sTable{\n\t\tName: %q,\n\t\tPartitionKey: %sKey{Name: %q, Type: %sString},\n%s\t})\n",
			p.api, p.api, q, r.Table, q, r.Key[0], q, sort)
	}
	list := "Scan"
	if len(r.Key) > 1 {
		list = "List"
	}
	text += fmt.Sprintf("\t%s.Endpoints = append(%s.Endpoints, []%sEndpoint{\n", p.api, p.api, q)
	for _, e := range []struct{ method, path, call string }{
		{"POST", r.list(), fmt.Sprintf("item.Create{Of: %s, Key: item.Key{%q: %q}}", name, r.id(), "{requestId}")},
		{"GET", r.list(), fmt.Sprintf("item.%s{Of: %s}", list, name)},
		{"GET", r.one(), fmt.Sprintf("item.Get{Of: %s, Missing: missing}", name)},
		{"PATCH", r.one(), fmt.Sprintf("item.Patch{Of: %s, If: []item.Condition{item.Exists(404, missing)}}", name)},
		{"DELETE", r.one(), fmt.Sprintf("item.Delete{Of: %s}", name)},
	} {
		text += fmt.Sprintf("\t\t{Method: %q, Path: %q, Call: %s},\n", e.method, e.path, e.call)
	}
	formatted, err := format.Source([]byte(text + "\t}...)\n}\n"))
	return string(formatted), err
}
