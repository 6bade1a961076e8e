package infra

import (
	"slices"
	"strings"
)

// resourcePattern is "GET/users/*" for GET /users/{id}.
func resourcePattern(m methodPlan) string {
	var parts []string
	for _, s := range parsePath(m.Path) {
		if s.parameter != "" {
			parts = append(parts, "*")
		} else {
			parts = append(parts, s.text)
		}
	}
	return m.HTTPMethod + "/" + strings.Join(parts, "/")
}

// reaches reports whether the pattern of a method may match a request to another one of its verb. Where the
// two have one parent, a static segment wins over a parameter: GET/users/me matches no request to
// GET /users/{id}.
func reaches(m, other methodPlan) bool {
	mine, theirs := parsePath(m.Path), parsePath(other.Path)
	static := !slices.ContainsFunc(mine, func(s segment) bool { return s.parameter != "" })
	for i := range min(len(mine), len(theirs)) {
		if mine[i].text == theirs[i].text {
			continue
		}
		if mine[i].parameter == "" && theirs[i].parameter != "" && (static || len(mine) == len(theirs) && !theirs[i].greedy) {
			return false
		}
		break
	}
	return covers(resourcePattern(m), requestTo(other))
}

// What a parameter of a request's path stands for: text without a slash, or any text.
const (
	oneSegment  = '\x00'
	anySegments = '\x01'
)

// requestTo is the path of any request to a method.
func requestTo(m methodPlan) string {
	path := m.HTTPMethod
	if m.Path == "/" {
		return path + "/"
	}
	for _, s := range parsePath(m.Path) {
		switch {
		case s.greedy:
			path += "/" + string(anySegments)
		case s.parameter != "":
			path += "/" + string(oneSegment)
		default:
			path += "/" + s.text
		}
	}
	return path
}

// covers reports whether a pattern, whose asterisks take slashes too, matches some text of a request.
func covers(pattern, request string) bool {
	switch {
	case pattern == "" || request == "":
		return strings.Trim(pattern, "*") == "" && request == ""
	case pattern[0] == '*':
		return covers(pattern[1:], request) || covers(pattern, request[1:])
	case request[0] == anySegments || request[0] == oneSegment && pattern[0] != '/':
		return covers(pattern[1:], request) || covers(pattern[1:], request[1:])
	}
	return pattern[0] == request[0] && covers(pattern[1:], request[1:])
}
