package infra

import (
	"regexp"
	"slices"
	"strings"
)

// endpoint checks one endpoint by itself.
func (v *validator) endpoint(i int, e Endpoint) {
	where := endpointName(i, e)
	v.path(where, e.Path)
	v.action(where, e)
	if e.Access != "" && e.Access != Reads && e.Access != Writes {
		v.add(where, "the access %q must be %s, %s or empty", e.Access, Reads, Writes)
	}
	v.target(where, e)
	if v.api.Templates == nil {
		return
	}
	v.request(where, e)
	v.responses(where, e)
}

func (v *validator) action(where string, e Endpoint) {
	allowed, ok := verbActions[e.Method]
	if !ok {
		v.add(where, "the method %q must be one of %s", e.Method, strings.Join(sortedKeys(verbActions), ", "))
	}
	switch {
	case !e.Action.known():
		v.add(where, "the action %q must be one of %s, %s", e.Action, list(readActions), list(writeActions))
	case ok && !slices.Contains(allowed, e.Action):
		v.add(where, "a %s may not call %s, only %s", e.Method, e.Action, list(allowed))
	}
}

// target checks which table and index the endpoint means.
func (v *validator) target(where string, e Endpoint) {
	table, ok := v.api.table(e)
	if !ok {
		var names []string
		for _, t := range v.api.Tables {
			names = append(names, t.Name)
		}
		v.add(where, "there is no table %q among %s", e.Table, strings.Join(names, ", "))
		return
	}
	if e.Index == "" {
		return
	}
	if !slices.Contains(indexActions, e.Action) {
		v.add(where, "%s takes no index, only %s do", e.Action, list(indexActions))
	}
	if !slices.ContainsFunc(table.Indexes, func(index Index) bool { return index.Name == e.Index }) {
		v.add(where, "table %s has no index %q", table.Name, e.Index)
	}
}

var (
	staticSegment = regexp.MustCompile(`^[A-Za-z0-9._,:-]+$`)
	parameterName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)
)

// path checks a path against API Gateway's rules
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html).
func (v *validator) path(where, path string) {
	if path == "/" {
		return
	}
	if !strings.HasPrefix(path, "/") || strings.HasSuffix(path, "/") || strings.Contains(path, "//") {
		v.add(where, "the path %q must start with a slash and have no other empty part", path)
		return
	}
	seen := map[string]bool{}
	parts := segments(path)
	for i, part := range parts {
		name, greedy, ok := parameter(part)
		switch {
		case ok && !parameterName.MatchString(name):
			v.add(where, "the parameter %s must be letters, digits, dots, dashes and underscores", part)
		case ok && seen[name]:
			v.add(where, "the path has the parameter %q twice", name)
		case greedy && i < len(parts)-1:
			v.add(where, "%s takes the rest of the path, so nothing can follow it", part)
		case !ok && strings.ContainsAny(part, "{}"):
			v.add(where, "in %q the braces must enclose the whole part", part)
		case !ok && !staticSegment.MatchString(part):
			v.add(where, "the part %q must be letters, digits and . _ , : -", part)
		}
		if ok {
			seen[name] = true
		}
	}
}
