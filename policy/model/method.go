package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"lambdaless/policy/graph"
)

// Method is one method of an API.
type Method struct {
	Node *graph.Node
	// API is the method's RestApi; nil when it is not in the stack or cannot be determined.
	API *graph.Node
	// Verb is the HTTP method, "?" when it is unknown.
	Verb string
	// Path is the resource's path; segments that are unknown are "?".
	Path string
	// Integration is nil for a method without one.
	Integration *Integration
	// Responses are the method's MethodResponses.
	Responses []*graph.Node
}

// Route is how people name the method: "GET /{name}".
func (m *Method) Route() string { return m.Verb + " " + m.Path }

// APIName is the API's name.
func (m *Method) APIName() string {
	if m.API == nil {
		return ""
	}
	return m.API.Either("name").TextOr(m.API.Name)
}

// Authorization is the method's authorization type as API Gateway knows it: "NONE", "AWS_IAM",
// "CUSTOM", "COGNITO_USER_POOLS". ok is false when it is unknown.
func (m *Method) Authorization() (kind string, ok bool) {
	value := m.Node.In("authorization")
	if value.Absent() {
		return "NONE", true
	}
	return value.Text()
}

// Scoped reports whether a token of a user pool has to grant one of the method's scopes. A method with
// another kind of authorization has no scopes to ask for. Without scopes API Gateway takes ID tokens, which
// grant nothing
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html).
func (m *Method) Scoped() bool {
	kind, _ := m.Authorization()
	scopes := m.Node.In("authorizationScopes")
	return kind != "COGNITO_USER_POOLS" || len(scopes.Items()) > 0
}

// KeyRequired reports whether the method asks for an API key. ok is false when it is unknown.
func (m *Method) KeyRequired() (required, ok bool) {
	value := m.Node.In("apiKeyRequired")
	if value.Absent() {
		return false, true
	}
	return value.Flag()
}

// Access says who may call, for the capability matrix.
func (m *Method) Access() string {
	kind, known := m.Authorization()
	if !known {
		kind = "?"
	}
	required, known := m.KeyRequired()
	switch {
	case !known:
		return kind + " + ?"
	case kind == "NONE" && required:
		return "api-key"
	case kind == "NONE":
		return "open"
	case required:
		return kind + " + api-key"
	}
	return kind
}

// place is where a method, an integration or one of their responses is within an API.
type place struct{ api, resource, verb string }

// placeOf reads the place from a node's restApi, resourceId and httpMethod. unknown says why it
// cannot be determined; then the place is of no use.
func (m *Model) placeOf(n *graph.Node) (p place, api, resource *graph.Node, unknown string) {
	a := m.Graph.Refer(n, "restApi", graph.RestAPI)
	r := m.Graph.Refer(n, "resourceId", graph.Resource, graph.RestAPI)
	p = place{identity(a), identity(r), n.In("httpMethod").TextOr("")}
	for _, why := range []string{a.Unknown, r.Unknown} {
		if why != "" {
			return p, a.Node, r.Node, why
		}
	}
	switch {
	case a.Absent:
		return p, nil, r.Node, "restApi of " + n.Title() + " is not set"
	case r.Absent:
		return p, a.Node, nil, "resourceId of " + n.Title() + " is not set"
	case p.verb == "":
		return p, a.Node, r.Node, m.Graph.WhyUnknown(n, "httpMethod")
	case a.Node == nil:
		return p, nil, r.Node, fmt.Sprintf("its API %q is not in the stack", a.Literal)
	case r.Node != nil && r.Node.Type == graph.Resource && m.Graph.Refer(r.Node, "restApi", graph.RestAPI).Node != a.Node:
		return p, a.Node, r.Node, "its resource " + r.Node.Name + " is not known to be one of its API"
	case r.Node == nil:
		return p, a.Node, nil, fmt.Sprintf("its resource %q is not in the stack", r.Literal)
	}
	return p, a.Node, r.Node, ""
}

func identity(r graph.Reference) string {
	if r.Node != nil {
		return r.Node.URN
	}
	return r.Literal
}

// joinMethods finds methods, their integrations and their responses.
func (m *Model) joinMethods() {
	at := map[place]*Method{}
	for _, n := range m.Graph.OfType(graph.Method) {
		p, api, resource, unknown := m.placeOf(n)
		method := &Method{Node: n, API: api, Verb: cmp.Or(p.verb, "?"), Path: m.path(resource, 0)}
		m.Methods = append(m.Methods, method)
		if unknown != "" {
			m.Strays = append(m.Strays, Stray{n, unknown})
			continue
		}
		if at[p] != nil {
			m.Strays = append(m.Strays, Stray{n, "it is the same method of the same resource as " + at[p].Node.Title()})
			continue
		}
		at[p] = method
	}
	for _, n := range m.Graph.OfType(graph.Integration) {
		if method := m.methodOf(n, at); method != nil {
			if method.Integration != nil {
				m.Strays = append(m.Strays, Stray{n, "its method already has the integration " + method.Integration.Node.Title()})
				continue
			}
			method.Integration = m.newIntegration(n, method)
		}
	}
	for _, n := range m.Graph.OfType(graph.IntegrationResponse) {
		if method := m.methodOf(n, at); method != nil && method.Integration != nil {
			method.Integration.Responses = append(method.Integration.Responses, n)
		}
	}
	for _, n := range m.Graph.OfType(graph.MethodResponse) {
		if method := m.methodOf(n, at); method != nil {
			method.Responses = append(method.Responses, n)
		}
	}
	slices.SortFunc(m.Methods, func(a, b *Method) int {
		return cmp.Or(cmp.Compare(a.APIName(), b.APIName()), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Verb, b.Verb), cmp.Compare(a.Node.URN, b.Node.URN))
	})
}

func (m *Model) methodOf(n *graph.Node, at map[place]*Method) *Method {
	p, _, _, unknown := m.placeOf(n)
	if unknown == "" && at[p] == nil {
		unknown = fmt.Sprintf("the stack has no method %s for it", p.verb)
	}
	if unknown != "" {
		m.Strays = append(m.Strays, Stray{n, unknown})
		return nil
	}
	return at[p]
}

// path is a resource's path. depth stops at references that go in a circle.
func (m *Model) path(resource *graph.Node, depth int) string {
	const deepest = 64
	switch {
	case resource == nil || depth > deepest:
		return "/?"
	case resource.Type == graph.RestAPI:
		return "/"
	}
	parent := m.Graph.Refer(resource, "parentId", graph.Resource, graph.RestAPI)
	part := resource.In("pathPart").TextOr("?")
	return strings.TrimSuffix(m.path(parent.Node, depth+1), "/") + "/" + part
}
