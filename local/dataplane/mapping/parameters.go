package mapping

import (
	"net/url"
	"strings"

	"lambdaless/internal/vtl"
	"lambdaless/internal/vtl/java"
)

// Parameters are named values in the order in which the client sent the names.
type Parameters []Parameter

// Parameter is one name with its values, of which there is at least one.
type Parameter struct {
	Name   string
	Values []string
}

// Get returns the values of a name, which is case-sensitive.
func (p Parameters) Get(name string) []string {
	for i := range p {
		if p[i].Name == name {
			return p[i].Values
		}
	}
	return nil
}

// Last returns the last value of a name, which is the one that counts (GW-022); "" when there is none.
func (p Parameters) Last(name string) string {
	if values := p.Get(name); len(values) > 0 {
		return values[len(values)-1]
	}
	return ""
}

// Add returns the parameters with one more value.
func (p Parameters) Add(name, value string) Parameters {
	for i := range p {
		if p[i].Name == name {
			p[i].Values = append(p[i].Values, value)
			return p
		}
	}
	return append(p, Parameter{name, []string{value}})
}

// Set returns the parameters with one value for a name.
func (p Parameters) Set(name, value string) Parameters {
	for i := range p {
		if p[i].Name == name {
			p[i].Values = []string{value}
			return p
		}
	}
	return append(p, Parameter{name, []string{value}})
}

// Single is the last value of each name.
func (p Parameters) Single() map[string]string {
	values := make(map[string]string, len(p))
	for _, parameter := range p {
		values[parameter.Name] = parameter.Values[len(parameter.Values)-1]
	}
	return values
}

// Traced shows the parameters in a trace.
func (p Parameters) Traced() any { return p.Single() }

// asMap is Single for templates.
func (p Parameters) asMap() *vtl.Map {
	m := java.NewMapSize(len(p))
	for _, parameter := range p {
		m.Put(parameter.Name, parameter.Values[len(parameter.Values)-1])
	}
	return m
}

// ParseQuery decodes a query string as a form: percent and plus are decoded, a semicolon separates as an
// ampersand does, and what is malformed stays as it is (GW-021).
func ParseQuery(raw string) Parameters {
	var query Parameters
	for pair := range strings.FieldsFuncSeq(raw, func(r rune) bool { return r == '&' || r == ';' }) {
		name, value, _ := strings.Cut(pair, "=")
		query = query.Add(unescapeForm(name), unescapeForm(value))
	}
	return query
}

func unescapeForm(text string) string {
	decoded, err := url.QueryUnescape(text)
	if err != nil {
		return text
	}
	return decoded
}
