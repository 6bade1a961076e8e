package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/require"

	"lambdaless/policy/checks/stage"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/wire"
)

// attacked is the production stack of the shipped program, to be attacked or extended.
type attacked struct {
	t *testing.T
	*wire.Recording
}

func (a attacked) of(kind, name string) *wire.Resource {
	a.t.Helper()
	for _, n := range a.Resources {
		if n.Type == kind && strings.Contains(n.Name, name) {
			return n
		}
	}
	a.t.Fatalf("the stack has no %s %q", kind, name)
	return nil
}

// add puts a resource into the stack. A *wire.Resource as a value is that resource's id or ARN, which a preview
// does not know.
func (a attacked) add(kind, name string, inputs map[string]any) *wire.Resource {
	n := &wire.Resource{
		URN: "urn:pulumi:prod::" + project + "::" + kind + "::" + name, Type: kind, Name: name, Inputs: wire.Properties{},
		PropertyDependencies: map[string][]string{}, Provider: a.of(graph.RestAPI, "").Provider,
	}
	if !strings.HasPrefix(kind, "aws:") {
		n.Provider = &wire.Provider{URN: "urn:other", Type: "pulumi:providers:other", Name: "other"}
	}
	for key, v := range inputs {
		if on, ok := v.(*wire.Resource); ok {
			n.Inputs[resource.PropertyKey(key)] = resource.MakeComputed(resource.NewProperty(""))
			n.PropertyDependencies[key] = []string{on.URN}
		} else {
			n.Inputs[resource.PropertyKey(key)] = resource.NewPropertyValue(v)
		}
	}
	n.Outputs = wire.Properties(resource.PropertyMap(n.Inputs).Copy())
	for _, key := range []resource.PropertyKey{"id", "arn"} {
		n.Outputs[key] = resource.MakeComputed(resource.NewProperty(""))
	}
	a.Resources = append(a.Resources, n)
	return n
}

func (a attacked) set(n *wire.Resource, key string, v any) {
	for _, p := range []wire.Properties{n.Inputs, n.Outputs} {
		if v == nil {
			delete(p, resource.PropertyKey(key))
		} else {
			p[resource.PropertyKey(key)] = resource.NewPropertyValue(v)
		}
	}
	delete(n.PropertyDependencies, key)
}

// text replaces a part of a text input.
func (a attacked) text(n *wire.Resource, key, before, after string) {
	a.t.Helper()
	text := n.Inputs[resource.PropertyKey(key)].StringValue()
	require.Contains(a.t, text, before)
	a.set(n, key, strings.ReplaceAll(text, before, after))
}

// methodRole is the name of the role of GET, which a program can compute.
func (a attacked) methodRole() string { return a.of(graph.Role, "get").Inputs["name"].StringValue() }

func (a attacked) methodARN() string { return "arn:aws:iam::" + account + ":role/" + a.methodRole() }

// renew gives the deployment triggers with the digests of what it freezes now, as a program does that computes them.
func (a attacked) renew() {
	m := model.New(a.Graph(), a.Project, a.Stack)
	triggers := map[string]any{}
	for _, method := range m.Methods {
		if method.Integration != nil {
			triggers[method.Route()] = stage.Digest(method)
		}
	}
	for _, n := range m.Graph.OfType(graph.Model) {
		triggers["model "+n.In("name").TextOr("")] = stage.DigestOf(n)
	}
	for _, n := range m.Graph.OfType(graph.RequestValidator) {
		triggers["validator"] = stage.DigestOf(n)
	}
	for _, n := range m.Graph.OfType(graph.RestAPI, graph.RestAPIPolicy) {
		if !n.In("policy").Absent() {
			triggers["policy"] = stage.DigestOf(n)
		}
	}
	a.set(a.of(graph.Deployment, ""), "triggers", triggers)
}

// drop removes the resources of a type whose name contains the text.
func (a attacked) drop(kind, name string) {
	a.t.Helper()
	before := len(a.Resources)
	a.Resources = slices.DeleteFunc(a.Resources, func(n *wire.Resource) bool { return n.Type == kind && strings.Contains(n.Name, name) })
	require.Less(a.t, len(a.Resources), before)
}

// each changes every resource of a type.
func (a attacked) each(kind string, change func(n *wire.Resource)) {
	for _, n := range a.Resources {
		if n.Type == kind {
			change(n)
		}
	}
}

// asks gives a method another request template, and answers another template of its success.
func (a attacked) asks(method, template string) {
	a.set(a.of(graph.Integration, method), "requestTemplates", map[string]any{"application/json": template})
}

func (a attacked) answers(method, template string) {
	a.set(a.of(graph.IntegrationResponse, method+"/{}-200"), "responseTemplates", map[string]any{"application/json": template})
}

// link makes a property the id or the ARN of another resource, which a preview does not know.
func (a attacked) link(n *wire.Resource, key string, to *wire.Resource) {
	unknown := resource.MakeComputed(resource.NewProperty(""))
	n.Inputs[resource.PropertyKey(key)], n.Outputs[resource.PropertyKey(key)] = unknown, unknown
	if n.PropertyDependencies == nil {
		n.PropertyDependencies = map[string][]string{}
	}
	n.PropertyDependencies[key] = []string{to.URN}
}

func (a attacked) ofMethod(method string, n *wire.Resource) bool {
	return strings.Contains(n.Name, method+"/{}")
}

func removed(all []*wire.Resource, which func(*wire.Resource) bool) []*wire.Resource {
	var rest []*wire.Resource
	for _, n := range all {
		if !which(n) {
			rest = append(rest, n)
		}
	}
	return rest
}

// ofGet sets a property of GET's resource of a type.
func (a attacked) ofGet(kind, property, text string) { a.set(a.of(kind, "get/{}"), property, text) }
