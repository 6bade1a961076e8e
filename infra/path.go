package infra

import (
	"regexp"
	"strings"
)

// segment is one part of a path.
type segment struct {
	text      string // as it is written: "movies", "{name}", "{rest+}"
	parameter string // the name within the braces, empty for a static segment
	greedy    bool   // {rest+}, which takes the rest of the path
}

// parsePath splits a path: "/a/{b}" is "a" and "{b}"; "/" has no segments.
func parsePath(path string) []segment {
	var segments []segment
	for part := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if part == "" {
			continue
		}
		s := segment{text: part}
		if strings.HasPrefix(part, "{") && strings.HasSuffix(part, "}") {
			s.parameter = part[1 : len(part)-1]
			s.parameter, s.greedy = strings.CutSuffix(s.parameter, "+")
		}
		segments = append(segments, s)
	}
	return segments
}

// position is where a path stands among the API's resources: "/users/{}/orders" for
// "/users/{id}/orders". It tells paths apart as API Gateway does, which takes one parameter in one
// place: when a parameter is renamed, its resource stays the same one and is updated.
func position(segments []segment) string {
	var out strings.Builder
	for _, s := range segments {
		out.WriteString("/")
		if s.parameter != "" {
			out.WriteString("{}")
		} else {
			out.WriteString(s.text)
		}
	}
	return out.String()
}

// parameters are the names of the path's parameters, in order.
func (e resolvedEndpoint) parameters() []string {
	var names []string
	for _, s := range e.segments {
		if s.parameter != "" {
			names = append(names, s.parameter)
		}
	}
	return names
}

var (
	staticSegment = regexp.MustCompile(`^[A-Za-z0-9._,:-]+$`)
	parameterName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)
)

// path splits a path and checks it against API Gateway's rules
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html).
func (r *resolver) path(where, path string) []segment {
	if path != "/" && (!strings.HasPrefix(path, "/") || strings.HasSuffix(path, "/") || strings.Contains(path, "//")) {
		r.add(where, "the path %q must start with a slash and have no other empty part", path)
	}
	segments := parsePath(path)
	seen := map[string]bool{}
	for i, s := range segments {
		switch {
		case s.parameter != "" && !parameterName.MatchString(s.parameter):
			r.add(where, "the parameter %s must be letters, digits, dots, dashes and underscores", s.text)
		case s.parameter != "" && seen[s.parameter]:
			r.add(where, "the path has the parameter %q twice", s.parameter)
		case s.greedy && i < len(segments)-1:
			r.add(where, "%s takes the rest of the path, so nothing can follow it", s.text)
		case s.parameter == "" && strings.ContainsAny(s.text, "{}"):
			r.add(where, "in %q the braces must enclose the whole part, and a name", s.text)
		case s.parameter == "" && !staticSegment.MatchString(s.text):
			r.add(where, "the part %q must be letters, digits and . _ , : -", s.text)
		}
		if s.parameter != "" {
			seen[s.parameter] = true
		}
	}
	return segments
}
