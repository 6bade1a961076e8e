package route

import (
	"strings"
	"unicode"

	"lambdaless/infra/naming"
)

// LogicalName is the endpoint's name among Pulumi's resources: "get/{}" for "GET /{name}", "get/" for
// "GET /". It is computed from the endpoint's own verb and position, so that no other endpoint can
// change it, and it is different for every verb and position.
func (r Route) LogicalName() string {
	return strings.ToLower(r.Method) + "/" + strings.TrimPrefix(r.Path.Position(), "/")
}

// IAMName is the logical name in the characters of IAM's names: "get-@" for "GET /{name}". A segment
// with characters that IAM does not take or does not tell apart, or with the dash that joins
// segments, adds a hash, so that two endpoints never share a name.
func (r Route) IAMName() string {
	parts := []string{strings.ToLower(r.Method)}
	ambiguous := false
	for _, s := range r.Path {
		switch {
		case s.Parameter != "":
			parts = append(parts, "@")
		default:
			ambiguous = ambiguous || strings.ContainsAny(s.Text, "-:") || strings.ToLower(s.Text) != s.Text
			parts = append(parts, strings.ReplaceAll(s.Text, ":", "_"))
		}
	}
	name := strings.Join(parts, "-")
	if ambiguous {
		name += "=" + naming.ShortHash(r.LogicalName())
	}
	return name
}

// OperationName is the method's name in generated clients and in OpenAPI: "GetUsersById" for
// "GET /users/{id}", "GetRoot" for "GET /".
func (r Route) OperationName() string {
	var name strings.Builder
	add := func(text string) {
		for _, word := range strings.FieldsFunc(text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
			name.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	add(strings.ToLower(r.Method))
	for _, s := range r.Path {
		if s.Parameter != "" {
			add("by " + s.Parameter)
		} else {
			add(s.Text)
		}
	}
	if len(r.Path) == 0 {
		add("root")
	}
	return name.String()
}

// formerNames are the logical names that the endpoint had before they were made from positions:
// get-name for "GET /{name}", with a hash where two endpoints would have shared one. Stacks that were
// deployed then find their resources by them.
func (r Route) formerNames() (name, hashed string) {
	parts := []string{strings.ToLower(r.Method)}
	for _, s := range r.Path {
		text := s.Text
		if s.Parameter != "" {
			text = s.Parameter
		}
		parts = append(parts, strings.Map(func(c rune) rune {
			if c < 0x80 && (c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '-') {
				return c
			}
			return '-'
		}, text))
	}
	if len(parts) == 1 {
		parts = append(parts, "root")
	}
	name = strings.Join(parts, "-")
	return name, name + "-" + naming.ShortHash(r.Path.String())
}

// Aliases are the former logical names by which each endpoint may be found. A name that several
// endpoints would have had belongs to the first of them alone.
func Aliases(routes []Route) [][]string {
	result := make([][]string, len(routes))
	taken := map[string]bool{}
	for i, r := range routes {
		name, hashed := r.formerNames()
		if !taken[name] {
			result[i] = append(result[i], name)
			taken[name] = true
		}
		result[i] = append(result[i], hashed)
	}
	return result
}
