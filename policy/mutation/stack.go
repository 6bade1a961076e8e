package mutation

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"lambdaless/policy/graph"
	"lambdaless/policy/wire"
)

// Stack is a recording that is being broken. Its methods panic where the stack does not have what is
// to be broken: then the mutant does not fit the stack, and run says so.
type Stack struct {
	*wire.Recording
}

// unfit is panicked with.
type unfit struct{ why string }

func fail(format string, args ...any) { panic(unfit{fmt.Sprintf(format, args...)}) }

// find is the first resource of a type for which holds is true.
func (s *Stack) find(kind string, holds func(*wire.Resource) bool) *wire.Resource {
	for _, n := range s.Resources {
		if n.Type == kind && holds(n) {
			return n
		}
	}
	fail("the stack has no such %s", kind)
	return nil
}

func (s *Stack) any(kind string) *wire.Resource {
	return s.find(kind, func(*wire.Resource) bool { return true })
}

// settings are the stage's for all methods.
func (s *Stack) settings() *wire.Resource {
	return s.find(graph.MethodSettings, func(n *wire.Resource) bool { return text(n, "methodPath") == "*/*" })
}

// operations are what the methods do that mutants name by their verbs: a GET that scans is another one.
var operations = map[string]string{"GET": "GetItem", "PUT": "PutItem", "DELETE": "DeleteItem"}

// integration is that of the first method, by name, of a verb that calls the verb's operation; if there is one, of a
// method that takes its key from the path. The engine records the methods in any order.
func (s *Stack) integration(verb string) *wire.Resource {
	var first *wire.Resource
	for _, n := range s.Resources {
		if n.Type != graph.Integration || text(n, "httpMethod") != verb || !strings.HasSuffix(text(n, "uri"), ":action/"+operations[verb]) {
			continue
		}
		if first == nil || keyed(n) && !keyed(first) || keyed(n) == keyed(first) && n.Name < first.Name {
			first = n
		}
	}
	if first == nil {
		fail("the stack has no %s that calls %s", verb, operations[verb])
	}
	return first
}

// verb is the resource of a kind that belongs to the same method as integration.
func (s *Stack) verb(kind, verb string) *wire.Resource {
	return s.find(kind, func(n *wire.Resource) bool { return s.ofMethod(n, verb) })
}

func (s *Stack) ofMethod(n *wire.Resource, verb string) bool {
	return text(n, "httpMethod") == verb && slices.Equal(n.PropertyDependencies["resourceId"], s.integration(verb).PropertyDependencies["resourceId"])
}

// path is that of the method that integration finds, such as "/{name}".
func (s *Stack) path(verb string) string {
	path, at := "", s.integration(verb).PropertyDependencies["resourceId"]
	for {
		i := slices.IndexFunc(s.Resources, func(n *wire.Resource) bool { return n.Type == graph.Resource && slices.Contains(at, n.URN) })
		if i < 0 {
			return path
		}
		path, at = "/"+text(s.Resources[i], "pathPart")+path, s.Resources[i].PropertyDependencies["parentId"]
	}
}

// role is the role of a method by its verb.
func (s *Stack) role(verb string) *wire.Resource {
	urns := s.integration(verb).PropertyDependencies["credentials"]
	return s.find(graph.Role, func(n *wire.Resource) bool { return slices.Contains(urns, n.URN) })
}

// policy is the inline policy of a method's role.
func (s *Stack) policy(verb string) *wire.Resource {
	role := s.role(verb)
	return s.find(graph.RolePolicy, func(n *wire.Resource) bool { return slices.Contains(n.PropertyDependencies["role"], role.URN) })
}

// response is a method's integration response by its selection pattern.
func (s *Stack) response(verb, pattern string) *wire.Resource {
	return s.find(graph.IntegrationResponse, func(n *wire.Resource) bool {
		return s.ofMethod(n, verb) && text(n, "selectionPattern") == pattern
	})
}

func text(n *wire.Resource, path ...string) string {
	v := resource.NewProperty(resource.PropertyMap(n.Inputs))
	for _, property := range path {
		if !v.IsObject() {
			return ""
		}
		v = v.ObjectValue()[resource.PropertyKey(property)]
	}
	if v.IsString() {
		return v.StringValue()
	}
	return ""
}

// flag is a property that is true or false.
func flag(n *wire.Resource, property string) bool {
	v := resource.PropertyMap(n.Inputs)[resource.PropertyKey(property)]
	return v.IsBool() && v.BoolValue()
}

// set changes a property in both passes; a nil value removes it.
func set(n *wire.Resource, value any, path ...string) {
	for _, properties := range []*wire.Properties{&n.Inputs, &n.Outputs} {
		*properties = wire.Properties(changed(resource.PropertyMap(*properties), value, path))
	}
}

func changed(m resource.PropertyMap, value any, path []string) resource.PropertyMap {
	m = m.Copy()
	if m == nil {
		m = resource.PropertyMap{}
	}
	key := resource.PropertyKey(path[0])
	if len(path) == 1 {
		if delete(m, key); value != nil {
			m[key] = resource.NewPropertyValue(value)
		}
		return m
	}
	inner := resource.PropertyMap{}
	if m[key].IsObject() {
		inner = m[key].ObjectValue()
	}
	m[key] = resource.NewProperty(changed(inner, value, path[1:]))
	return m
}

// unknown makes a property one that a preview does not know.
func unknown(n *wire.Resource, property string, because ...string) {
	set(n, resource.MakeComputed(resource.NewProperty("")), property)
	depend(n, property, because...)
}

// depend says what a property's value is made from.
func depend(n *wire.Resource, property string, on ...string) {
	if n.PropertyDependencies == nil {
		n.PropertyDependencies = map[string][]string{}
	}
	n.PropertyDependencies[property] = on
}

// edit replaces a part of a text property, which must have it.
func edit(n *wire.Resource, before, after string, path ...string) {
	match(n, regexp.QuoteMeta(before), strings.ReplaceAll(after, "$", "$$"), path...)
}

// match is edit for a regular expression.
func match(n *wire.Resource, pattern, after string, path ...string) {
	m := resource.PropertyMap(n.Inputs)
	for _, name := range path[:len(path)-1] {
		if !m[resource.PropertyKey(name)].IsObject() {
			fail("%s has no %s", n.Name, strings.Join(path, "."))
		}
		m = m[resource.PropertyKey(name)].ObjectValue()
	}
	old, expression := m[resource.PropertyKey(path[len(path)-1])], regexp.MustCompile(pattern)
	if !old.IsString() || !expression.MatchString(old.StringValue()) {
		fail("%s of %s has nothing like %s", strings.Join(path, "."), n.Name, pattern)
	}
	set(n, expression.ReplaceAllString(old.StringValue(), after), path...)
}

// template edits the request template of a method, in its own words for those of the favorite movies.
func (s *Stack) template(verb, before, after string) {
	if strings.Contains(before+after, "$name") {
		s.keyParameter(verb)
	}
	words := s.wording(verb)
	edit(s.integration(verb), words.Replace(before), words.Replace(after), "requestTemplates", "application/json")
}

// rewrite replaces the request template of a method.
func (s *Stack) rewrite(verb, template string) {
	set(s.integration(verb), template, "requestTemplates", "application/json")
}

// remove takes a resource out of the stack.
func (s *Stack) remove(n *wire.Resource) {
	s.Resources = slices.DeleteFunc(s.Resources, func(o *wire.Resource) bool { return o == n })
}

// add puts a resource into the stack. dependencies are by property.
func (s *Stack) add(kind, name string, inputs map[string]any, dependencies map[string]*wire.Resource) *wire.Resource {
	n := &wire.Resource{
		URN:  fmt.Sprintf("urn:pulumi:%s::%s::%s::%s", s.Stack, s.Project, kind, name),
		Type: kind, Name: name, Provider: s.any(graph.RestAPI).Provider,
	}
	n.Inputs = wire.Properties(resource.NewPropertyMapFromMap(inputs))
	n.Outputs = wire.Properties(resource.PropertyMap(n.Inputs).Copy())
	for property, on := range dependencies {
		if _, given := inputs[property]; !given {
			unknown(n, property)
		}
		depend(n, property, on.URN)
	}
	s.Resources = append(s.Resources, n)
	return n
}

// tableARN is the ARN of the table that GET reads, as its policy has it.
func (s *Stack) tableARN() string {
	document := text(s.policy("GET"), "policy")
	start := strings.Index(document, "arn:")
	if start < 0 {
		fail("the policy of GET names no ARN")
	}
	return document[start : start+strings.Index(document[start:], `"`)]
}

// table is the table that GET reads.
func (s *Stack) table() *wire.Resource {
	_, name, _ := strings.Cut(s.tableARN(), ":table/")
	return s.find(graph.Table, func(n *wire.Resource) bool { return text(n, "name") == name })
}
