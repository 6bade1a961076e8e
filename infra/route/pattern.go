package route

import "strings"

// Pattern is the route in the resources of a policy: "GET/users/*" for GET /users/{id}.
func (r Route) Pattern() string {
	var parts []string
	for _, s := range r.Path {
		if s.Parameter != "" {
			parts = append(parts, "*")
		} else {
			parts = append(parts, s.Text)
		}
	}
	return r.Method + "/" + strings.Join(parts, "/")
}

// Reaches reports whether the pattern of a route may match a request to another one of its verb. Where the
// two have one parent, a static segment wins over a parameter: GET/users/me matches no request to
// GET /users/{id}.
func (r Route) Reaches(other Route) bool {
	mine, theirs := r.Path, other.Path
	static := len(mine.Parameters()) == 0
	for i := range min(len(mine), len(theirs)) {
		if mine[i].Text == theirs[i].Text {
			continue
		}
		if mine[i].Parameter == "" && theirs[i].Parameter != "" && (static || len(mine) == len(theirs) && !theirs[i].Greedy) {
			return false
		}
		break
	}
	return Covers(r.Pattern(), other.Request())
}

// What a parameter of a request's path stands for: text without a slash, or any text.
const (
	oneSegment  = '\x00'
	anySegments = '\x01'
)

// Request stands for any request to the route in what Covers compares: the verb, and the path with marks for what
// parameters may be.
func (r Route) Request() string {
	path := r.Method
	if len(r.Path) == 0 {
		return path + "/"
	}
	for _, s := range r.Path {
		switch {
		case s.Greedy:
			path += "/" + string(anySegments)
		case s.Parameter != "":
			path += "/" + string(oneSegment)
		default:
			path += "/" + s.Text
		}
	}
	return path
}

// Covers reports whether a pattern, whose asterisks take slashes too, matches some text of a Request.
func Covers(pattern, request string) bool {
	switch {
	case pattern == "" || request == "":
		return strings.Trim(pattern, "*") == "" && request == ""
	case pattern[0] == '*':
		return Covers(pattern[1:], request) || Covers(pattern, request[1:])
	case request[0] == anySegments || request[0] == oneSegment && pattern[0] != '/':
		return Covers(pattern[1:], request) || Covers(pattern[1:], request[1:])
	}
	return pattern[0] == request[0] && Covers(pattern[1:], request[1:])
}
