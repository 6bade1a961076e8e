package vtl

import (
	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/jsonpath"
	"lambdaless/internal/vtl/jsonsmart"
)

// input is $input.
type input struct{ st *state }

// JavaClass stands for API Gateway's own class.
func (*input) JavaClass() string { return "Input" }

// JavaString prints nothing, as API Gateway's own objects do (VTL-048).
func (*input) JavaString() (string, error) { return "", nil }

func init() {
	define(inputClass, table{
		"getBody()": func(c invocation) any { return c.st.d.payload() },
		"path(s)":   func(c invocation) any { return c.st.read(c.str(0)) },
		"json(s)":   inputJSON,
		"params()":  func(c invocation) any { return c.st.d.parameters() },
		"params(s)": func(c invocation) any { return c.st.param(c.args[0]) },
	})
}

// payload is the body; an empty one is {} (VTL-050).
func (d *Data) payload() string {
	if d.Body == "" {
		return "{}"
	}
	return d.Body
}

// read evaluates a path on the body: nil when it leads nowhere, or to null (VTL-051).
func (st *state) read(path string) any {
	document := st.d.parse()
	if document == nil {
		return nil
	}
	p, err := jsonpath.Compile(path)
	if err != nil {
		st.fail("%v", err)
	}
	v, _, err := p.Read(document, &st.budget)
	if err != nil {
		st.fail("%v", err)
	}
	if list, ok := v.(*java.List); ok && !p.Definite() {
		st.budget.Spend(itemCost * list.Len())
	}
	return v
}

// parse reads the body once, as json-smart does; a body that is not JSON is a string (VTL-052).
func (d *Data) parse() any {
	if !d.isParsed || d.parsed != d.Body {
		document, err := jsonsmart.Parse(d.payload())
		d.document, d.failure = document, nil
		d.parsed, d.isParsed = d.Body, true
		if err != nil {
			d.failure = &PayloadError{Detail: err.Error()}
		}
	}
	if d.failure != nil {
		panic(d.failure)
	}
	return d.document
}

// inputJSON is the value as JSON; what does not exist, and null, is "" with quotes (VTL-053).
func inputJSON(c invocation) any {
	v := c.st.read(c.str(0))
	if v == nil {
		return `""`
	}
	return string(java.AppendJSON(nil, v, java.JSONLTCompress, &c.st.budget))
}

// param looks a parameter up in the path, then the query string, then the headers (VTL-055).
func (st *state) param(name any) any {
	p := &st.d.Params
	for _, m := range []*Map{p.Path, p.Querystring, p.Header} {
		if v := m.Get(name); v != nil {
			return v
		}
	}
	return nil
}
