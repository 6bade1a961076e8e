package infra

import (
	"strings"
	"unicode"

	"lambdaless/infra/naming"
)

// logicalName is the endpoint's name among Pulumi's resources: "get/{}" for "GET /{name}", "get/" for
// "GET /". It is computed from the endpoint's own verb and position, so that no other endpoint can
// change it, and it is different for every verb and position.
func (e resolvedEndpoint) logicalName() string {
	return strings.ToLower(e.Method) + "/" + strings.TrimPrefix(position(e.segments), "/")
}

// iamName is the logical name in the characters of IAM's names: "get-@" for "GET /{name}". A segment
// with characters that IAM does not take or does not tell apart, or with the dash that joins
// segments, adds a hash, so that two endpoints never share a name.
func (e resolvedEndpoint) iamName() string {
	parts := []string{strings.ToLower(e.Method)}
	ambiguous := false
	for _, s := range e.segments {
		switch {
		case s.parameter != "":
			parts = append(parts, "@")
		default:
			ambiguous = ambiguous || strings.ContainsAny(s.text, "-:") || strings.ToLower(s.text) != s.text
			parts = append(parts, strings.ReplaceAll(s.text, ":", "_"))
		}
	}
	name := strings.Join(parts, "-")
	if ambiguous {
		name += "=" + naming.ShortHash(e.logicalName())
	}
	return name
}

// operationName is the method's name in generated clients and in OpenAPI: "GetUsersById" for
// "GET /users/{id}", "GetRoot" for "GET /".
func (e resolvedEndpoint) operationName() string {
	var name strings.Builder
	add := func(text string) {
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			name.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	add(strings.ToLower(e.Method))
	for _, s := range e.segments {
		if s.parameter != "" {
			add("by " + s.parameter)
		} else {
			add(s.text)
		}
	}
	if len(e.segments) == 0 {
		add("root")
	}
	return name.String()
}

// formerNames are the logical names that the endpoint had before they were made from positions:
// get-name for "GET /{name}", with a hash where two endpoints would have shared one. Stacks that were
// deployed then find their resources by them.
func (e resolvedEndpoint) formerNames() (name, hashed string) {
	parts := []string{strings.ToLower(e.Method)}
	for _, s := range e.segments {
		text := s.text
		if s.parameter != "" {
			text = s.parameter
		}
		parts = append(parts, strings.Map(func(r rune) rune {
			if r < 0x80 && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_' || r == '-') {
				return r
			}
			return '-'
		}, text))
	}
	if len(parts) == 1 {
		parts = append(parts, "root")
	}
	name = strings.Join(parts, "-")
	return name, name + "-" + naming.ShortHash(e.Path)
}

// aliases are the former logical names by which each endpoint may be found. A name that several
// endpoints would have had belongs to the first of them alone.
func aliases(endpoints []resolvedEndpoint) [][]string {
	result := make([][]string, len(endpoints))
	taken := map[string]bool{}
	for i, e := range endpoints {
		name, hashed := e.formerNames()
		if !taken[name] {
			result[i] = append(result[i], name)
			taken[name] = true
		}
		result[i] = append(result[i], hashed)
	}
	return result
}
