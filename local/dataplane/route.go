package dataplane

import (
	"slices"
	"strings"

	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/mapping"
	"lambdaless/local/dataplane/trace"
)

// node is a resource in the routing tree.
type node struct {
	static  map[string]*node
	param   *node // {name}
	greedy  *node // {name+}
	name    string
	path    string
	methods map[string]*method // nil for a path that is not a resource
}

// anyMethods are the verbs that ANY stands for; HEAD and OPTIONS are never added to a GET (GW-012).
var anyMethods = set("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")

// insert adds a resource's methods under its path.
func (n *node) insert(path string, methods map[string]*method) {
	for segment := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if segment != "" {
			n = n.child(segment)
		}
	}
	n.path, n.methods = path, methods
}

func (n *node) child(segment string) *node {
	inner, isParam := strings.CutPrefix(segment, "{")
	inner, closed := strings.CutSuffix(inner, "}")
	switch name, isGreedy := strings.CutSuffix(inner, "+"); {
	case isParam && closed && isGreedy:
		if n.greedy == nil {
			n.greedy = &node{name: name}
		}
		return n.greedy
	case isParam && closed:
		if n.param == nil {
			n.param = &node{name: inner}
		}
		return n.param
	}
	if n.static == nil {
		n.static = map[string]*node{}
	}
	if n.static[segment] == nil {
		n.static[segment] = &node{}
	}
	return n.static[segment]
}

// match finds the method for a verb and path segments. A static segment beats a parameter, which
// beats a greedy one; a candidate without the verb is passed over for the next (GW-010, GW-011).
// Segments stay percent-encoded (GW-014). Each node is visited at most once.
func (n *node) match(verb string, segments []string, vars mapping.Parameters) (*method, mapping.Parameters) {
	if len(segments) == 0 {
		return n.methodOf(verb), vars
	}
	head, tail := segments[0], segments[1:]
	if next := n.static[head]; next != nil {
		if m, found := next.match(verb, tail, vars); m != nil {
			return m, found
		}
	}
	if n.param != nil && head != "" { // an empty segment is not a value (GW-015)
		next := append(slices.Clip(vars), mapping.Parameter{Name: n.param.name, Values: []string{head}})
		if m, found := n.param.match(verb, tail, next); m != nil {
			return m, found
		}
	}
	if n.greedy != nil {
		if m := n.greedy.methodOf(verb); m != nil {
			return m, append(slices.Clip(vars), mapping.Parameter{Name: n.greedy.name, Values: []string{strings.Join(segments, "/")}})
		}
	}
	return nil, nil
}

func (n *node) methodOf(verb string) *method {
	if m := n.methods[verb]; m != nil {
		return m
	}
	if anyMethods[verb] {
		return n.methods["ANY"]
	}
	return nil
}

// find gives the deepest resource that matches the path whatever the verb; the trace names it when a
// verb is missing.
func (n *node) find(segments []string) *node {
	if len(segments) == 0 {
		if n.methods == nil {
			return nil
		}
		return n
	}
	for _, next := range []*node{n.static[segments[0]], n.param} {
		if next == nil {
			continue
		}
		if found := next.find(segments[1:]); found != nil {
			return found
		}
	}
	return n.greedy
}

// route finds the method of a verb and path, and the path parameters. What does not exist is 403 Missing
// Authentication Token: a REST API has no 404 or 405 of its own (GW-016).
func (a *api) route(verb, path, authorization string, t *trace.Trace) (*method, mapping.Parameters, *failure.Failure) {
	segments := segmentsOf(path)
	t.In("method", verb)
	t.In("path", path)
	m, vars := a.root.match(verb, segments, nil)
	if m == nil {
		f := notFound(authorization).Because("no resource matches %s", path)
		if t != nil {
			if found := a.root.find(segments); found != nil {
				f.Because("resource %s has no method %s", found.path, verb)
			}
		}
		return nil, nil, f
	}
	t.Out("resource", m.resource.Path)
	t.Out("method", m.HTTPMethod)
	t.Out("path parameters", vars)
	t.Verdict("%s %s", m.HTTPMethod, m.resource.Path)
	return m, vars, nil
}

// segmentsOf ignores leading and trailing slashes and keeps empty segments within (GW-017).
func segmentsOf(path string) []string {
	if path = strings.Trim(path, "/"); path == "" {
		return nil
	}
	return strings.Split(path, "/")
}

// notFound is Missing Authentication Token, or what API Gateway says to an Authorization header
// that is not a signature: it then takes the request for a badly signed one (GW-018).
func notFound(authorization string) *failure.Failure {
	f := failure.Of(failure.MissingAuthenticationToken)
	_, credentials, _ := strings.Cut(authorization, " ")
	switch {
	case authorization == "" || strings.Contains(credentials, "Credential="):
		return f
	case !strings.Contains(credentials, "="):
		f.Message = "'" + credentials + "' not a valid key=value pair (missing equal-sign) in Authorization header: '" + authorization + "'."
	default:
		f.Message = "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. " +
			"Authorization header requires 'SignedHeaders' parameter. Authorization=" + authorization
	}
	f.ErrorType = "IncompleteSignatureException"
	return f
}
