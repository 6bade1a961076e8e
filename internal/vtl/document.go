package vtl

import "fmt"

// Document is a template with the data to render it with, as one JSON object:
//
//	{"template": "...", "body": "...", "path": {}, "querystring": {}, "header": {},
//	 "context": {}, "stageVariables": {}, "vars": {}}
//
// Every member may be missing. vars are further top-level references.
type Document struct {
	Template string
	Data     *Data
}

// ReadDocument reads a Document. Errors name the member that is wrong.
func ReadDocument(text string) (*Document, error) {
	v, err := FromJSON(text)
	if err != nil {
		return nil, err
	}
	m, ok := v.(*Map)
	if !ok {
		return nil, fmt.Errorf("vtl: the document must be a JSON object with a template, not %.40q", text)
	}
	r := &documentReader{m: m}
	d := &Document{Template: r.text("template"), Data: &Data{
		Body:    r.text("body"),
		Params:  Params{Path: r.object("path"), Querystring: r.object("querystring"), Header: r.object("header")},
		Context: r.object("context"),
		Vars:    map[string]any{},
	}}
	for _, e := range r.object("vars").Entries() {
		d.Data.Vars[fmt.Sprint(e.Key)] = e.Value
	}
	if m.Has("stageVariables") {
		d.Data.StageVariables = map[string]string{}
		for _, e := range r.object("stageVariables").Entries() {
			d.Data.StageVariables[fmt.Sprint(e.Key)] = fmt.Sprint(e.Value)
		}
	}
	return d, r.err
}

// documentReader keeps the first error.
type documentReader struct {
	m   *Map
	err error
}

func (r *documentReader) text(name string) string {
	switch v := r.m.Get(name).(type) {
	case nil:
		return ""
	case string:
		return v
	}
	r.wrong(name, "a string")
	return ""
}

func (r *documentReader) object(name string) *Map {
	switch v := r.m.Get(name).(type) {
	case nil:
		return NewMap()
	case *Map:
		return v
	}
	r.wrong(name, "an object")
	return NewMap()
}

func (r *documentReader) wrong(name, want string) {
	if r.err == nil {
		r.err = fmt.Errorf("vtl: the document's %q must be %s", name, want)
	}
}
