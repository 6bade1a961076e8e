// Package route has the verbs and paths of endpoints: how a path is split and checked, the names that follow from a
// route, and which requests a pattern of a resource policy matches.
package route

import (
	"fmt"
	"regexp"
	"strings"
)

// Route is what API Gateway finds a method by.
type Route struct {
	Method string // "GET"
	Path   Path
}

// Of is the route of a verb and a path such as "/a/{b}".
func Of(method, path string) Route { return Route{method, Parse(path)} }

// Path is a path's segments; "/" has none.
type Path []Segment

// Segment is one part of a path.
type Segment struct {
	Text      string // as it is written: "movies", "{name}", "{rest+}"
	Parameter string // the name within the braces, empty for a static segment
	Greedy    bool   // {rest+}, which takes the rest of the path
}

// Parse splits a path: "/a/{b}" is "a" and "{b}". It takes paths with mistakes, too.
func Parse(path string) Path {
	var segments Path
	for part := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if part == "" {
			continue
		}
		s := Segment{Text: part}
		if strings.HasPrefix(part, "{") && strings.HasSuffix(part, "}") {
			s.Parameter = part[1 : len(part)-1]
			s.Parameter, s.Greedy = strings.CutSuffix(s.Parameter, "+")
		}
		segments = append(segments, s)
	}
	return segments
}

// String is the path as it is written.
func (p Path) String() string {
	parts := make([]string, len(p))
	for i, s := range p {
		parts[i] = s.Text
	}
	return "/" + strings.Join(parts, "/")
}

// Position is where a path stands among the API's resources: "/users/{}/orders" for
// "/users/{id}/orders". It tells paths apart as API Gateway does, which takes one parameter in one
// place: when a parameter is renamed, its resource stays the same one and is updated.
func (p Path) Position() string {
	var out strings.Builder
	for _, s := range p {
		out.WriteString("/")
		if s.Parameter != "" {
			out.WriteString("{}")
		} else {
			out.WriteString(s.Text)
		}
	}
	return out.String()
}

// Parameters are the names of the path's parameters, in order.
func (p Path) Parameters() []string {
	var names []string
	for _, s := range p {
		if s.Parameter != "" {
			names = append(names, s.Parameter)
		}
	}
	return names
}

var (
	staticSegment = regexp.MustCompile(`^[A-Za-z0-9._,:-]+$`)
	parameterName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)
)

// Mistakes are what is wrong with a path by API Gateway's rules
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html).
func Mistakes(path string) []string {
	var all []string
	add := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	if path != "/" && (!strings.HasPrefix(path, "/") || strings.HasSuffix(path, "/") || strings.Contains(path, "//")) {
		add("the path %q must start with a slash and have no other empty part", path)
	}
	segments := Parse(path)
	seen := map[string]bool{}
	for i, s := range segments {
		switch {
		case s.Parameter != "" && !parameterName.MatchString(s.Parameter):
			add("the parameter %s must be letters, digits, dots, dashes and underscores", s.Text)
		case s.Parameter != "" && seen[s.Parameter]:
			add("the path has the parameter %q twice", s.Parameter)
		case s.Greedy && i < len(segments)-1:
			add("%s takes the rest of the path, so nothing can follow it", s.Text)
		case s.Parameter == "" && strings.ContainsAny(s.Text, "{}"):
			add("in %q the braces must enclose the whole part, and a name", s.Text)
		case s.Parameter == "" && !staticSegment.MatchString(s.Text):
			add("the part %q must be letters, digits and . _ , : -", s.Text)
		}
		if s.Parameter != "" {
			seen[s.Parameter] = true
		}
	}
	return all
}
