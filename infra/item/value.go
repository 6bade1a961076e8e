package item

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Value is text that a request fills in, such as "ORDER#{path.id}". In braces stand
//
//	{path.id}            a parameter of the path
//	{query.status}       a parameter of the query string; {query.status=open} gives a default
//	{header.X-Tenant}    a header; {header.X-Tenant=acme} gives a default
//	{body.version}       a property of the body
//	{claim.sub}          a claim of the caller's token
//	{requestId}          an id that API Gateway makes for the request; a client may send its own
//	{now}                the time of the request, in milliseconds since 1970
//
// Everything else stands for itself.
type Value string

// source is where a placeholder's text comes from.
type source string

const (
	literalSource source = ""
	pathSource    source = "path"
	querySource   source = "query"
	headerSource  source = "header"
	bodySource    source = "body"
	claimSource   source = "claim"
	idSource      source = "requestId"
	nowSource     source = "now"
)

// part is a literal, or a placeholder.
type part struct {
	source     source
	name       string // of the parameter, header, property or claim; the text of a literal
	fallback   string // the default
	hasDefault bool
}

var (
	placeholder    = regexp.MustCompile(`\{([^{}]*)\}`)
	placeholderFor = regexp.MustCompile(`^(path|query|header|body|claim)\.([A-Za-z0-9_:.-]+)(=[^{}]*)?$`)
)

// parts splits the value.
func (v Value) parts() ([]part, error) {
	var parts []part
	var problems []error
	literal := func(text string) {
		if strings.ContainsAny(text, "{}") {
			problems = append(problems, fmt.Errorf("%q has a brace without its other half", v))
		}
		if text != "" {
			parts = append(parts, part{name: text})
		}
	}
	at := 0
	for _, m := range placeholder.FindAllStringSubmatchIndex(string(v), -1) {
		literal(string(v)[at:m[0]])
		at = m[1]
		p, err := readPlaceholder(string(v)[m[2]:m[3]])
		if err != nil {
			problems = append(problems, err)
		}
		parts = append(parts, p)
	}
	literal(string(v)[at:])
	return parts, errors.Join(problems...)
}

func readPlaceholder(text string) (part, error) {
	if text == string(idSource) || text == string(nowSource) {
		return part{source: source(text)}, nil
	}
	m := placeholderFor.FindStringSubmatch(text)
	if m == nil {
		return part{}, fmt.Errorf("{%s} is none of {path.NAME}, {query.NAME}, {header.NAME}, {body.NAME}, {claim.NAME}, {requestId} and {now}", text)
	}
	p := part{source: source(m[1]), name: m[2]}
	if m[3] != "" {
		if p.source != querySource && p.source != headerSource {
			return p, fmt.Errorf("{%s}: only query strings and headers have defaults", text)
		}
		p.hasDefault, p.fallback = true, m[3][1:]
	}
	return p, nil
}

// fixed is the text that the value has when a request says nothing else: a literal, or a default.
func (v Value) fixed() (string, bool) {
	parts, err := v.parts()
	if err != nil || len(parts) != 1 {
		return "", false
	}
	if parts[0].hasDefault {
		return parts[0].fallback, true
	}
	return parts[0].name, parts[0].source == literalSource
}

// only returns the placeholder that the value consists of, if it is nothing else.
func (v Value) only() (part, bool) {
	parts, err := v.parts()
	if err != nil || len(parts) != 1 || parts[0].source == literalSource {
		return part{}, false
	}
	return parts[0], true
}

// optional reports whether the value may be missing from a request: it is one query string or header
// that has no default.
func (v Value) optional() bool {
	p, ok := v.only()
	return ok && (p.source == querySource || p.source == headerSource) && !p.hasDefault
}
