package infra

import (
	"cmp"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"lambdaless/infra/files"
	"lambdaless/infra/item"
)

// writeTemplates is what brings generated templates up to date.
const writeTemplates = "make templates"

// GeneratedTemplates are the files that the endpoints with a Call need, by their path under
// templates/. The error is Mistakes.
func GeneratedTemplates(api API) (map[string]string, error) {
	r := newResolver(api)
	for i, e := range api.Endpoints {
		r.call(endpointName(i, e), &e)
	}
	files := map[string]string{}
	for name, file := range r.generated {
		files[name] = file.text
	}
	if len(r.mistakes) > 0 {
		return files, r.mistakes
	}
	return files, nil
}

// Expanded is the API with everything written out that its endpoints' Calls say. Its templates are no
// longer compared with the Calls, which are gone: they may be changed. The error is Mistakes.
func (a API) Expanded() (API, error) {
	r := newResolver(a)
	a.Endpoints = slices.Clone(a.Endpoints)
	for i := range a.Endpoints {
		r.call(endpointName(i, a.Endpoints[i]), &a.Endpoints[i])
		a.Endpoints[i].Call = nil
	}
	if len(r.mistakes) > 0 {
		return API{}, r.mistakes
	}
	return a, nil
}

// LeftOver are the files of the API's templates that say they were generated and are not any more.
func LeftOver(api API, generated map[string]string) []string {
	var files []string
	declares := slices.ContainsFunc(api.Endpoints, func(e Endpoint) bool { return e.Call != nil })
	if api.Templates == nil || !declares {
		return nil
	}
	_ = fs.WalkDir(api.Templates, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil
		}
		if _, ok := generated[name]; ok {
			return nil
		}
		if text, err := fs.ReadFile(api.Templates, name); err == nil && item.IsGenerated(string(text)) {
			files = append(files, name)
		}
		return nil
	})
	return files
}

// generatedFile is a file that an endpoint generates.
type generatedFile struct {
	text  string
	owner string
	route string
}

// call fills in what the endpoint's Call says. It reports whether it could.
func (r *resolver) call(where string, e *Endpoint) bool {
	if first, taken := r.routed[e.Route()]; taken {
		r.add(where, "%s already has this route", first)
	} else {
		r.routed[e.Route()] = where
	}
	if e.Call == nil {
		return true
	}
	if e.Action != "" || e.Table != "" || e.Index != "" {
		r.add(where, "Action, Table and Index follow from Call: leave them empty")
	}
	generated, err := item.Generate(item.Endpoint{
		Route: e.Route(), Parameters: pathParameters(e.Path), Operation: e.Call,
		Tables: itemTables(r.api.Tables), ReadFile: func(file string) (string, error) { return files.Read(r.api.Templates, file) },
	})
	if err != nil {
		r.declaration(where, err)
		r.partly = true
		return false
	}
	e.Action, e.Table, e.Index = cmp.Or(Action(generated.Action), Mock), generated.Table, generated.Index
	e.QueryStrings, e.Headers = merge(e.QueryStrings, generated.Query), merge(e.Headers, generated.Headers)
	_, counts := e.Call.(item.Update)
	e.called = called{Counts: counts, Parts: generated.Operations, LifeDays: generated.LifeDays, Claims: generated.Claims, About: generated.Description}
	if e.Model != "" { // a model file that the user wrote
		e.called.About.Body = ""
	}
	if e.Summary == "" {
		e.Summary = generated.Description.Summary
	}
	if e.Request == "" {
		e.Request = r.generate(where, *e, generated.Request)
	}
	if e.Model == "" && generated.Model.Path != "" {
		e.Model = r.generate(where, *e, generated.Model)
	}
	for _, response := range generated.Responses {
		if !slices.ContainsFunc(e.Responses, func(own Response) bool { return own.When == response.When }) {
			e.Responses = append(e.Responses, Response{
				Status: response.Status, When: response.When, Overrides: response.Overrides,
				Template: r.generate(where, *e, response.Template),
				schema:   response.Schema, headers: response.Headers,
			})
		}
	}
	return true
}

// merge keeps what the endpoint says of a parameter itself.
func merge(own, generated map[string]bool) map[string]bool {
	all := maps.Clone(generated)
	maps.Copy(all, own)
	return all
}

// declaration adds what is wrong with an endpoint's Call. What is wrong with a schema is said once, of the first
// endpoint that uses it.
func (r *resolver) declaration(where string, err error) {
	for line := range strings.Lines(err.Error()) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "templates/") {
			if r.said[line] {
				continue
			}
			r.said[line] = true
		}
		r.add(where, "%s", line)
	}
}

// generate keeps a generated file and returns its path. Of two that have one path the first is kept.
func (r *resolver) generate(where string, e Endpoint, f item.File) string {
	other, taken := r.generated[f.Path]
	switch {
	case !taken:
		r.generated[f.Path] = generatedFile{text: f.Text, owner: where, route: e.Route()}
	case other.route != e.Route(): // two endpoints of one route are a mistake of their own
		r.add(where, "%s makes templates/%s already; set Name in the Call of one of the two, as in %T{Name: \"another\"}", other.owner, f.Path, e.Call)
	}
	return f.Path
}

func itemTables(tables []Table) []item.Table {
	all := make([]item.Table, len(tables))
	for i, t := range tables {
		all[i] = item.Table{Name: t.Name, Keys: itemKeys(t.PartitionKey, t.SortKey), Indexes: map[string][]item.KeyAttribute{}, Expires: t.Expires}
		for _, index := range t.Indexes {
			all[i].Indexes[index.Name] = itemKeys(index.PartitionKey, index.SortKey)
		}
	}
	return all
}

func itemKeys(keys ...Key) []item.KeyAttribute {
	var all []item.KeyAttribute
	for _, k := range keys {
		if k.Name != "" {
			all = append(all, item.KeyAttribute{Name: k.Name, Type: string(k.Type)})
		}
	}
	return all
}

// pathParameters are the names in the path's braces.
func pathParameters(p string) []string {
	var names []string
	for part := range strings.SplitSeq(path.Clean(p), "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			names = append(names, strings.TrimSuffix(strings.TrimSuffix(name, "}"), "+"))
		}
	}
	return names
}
