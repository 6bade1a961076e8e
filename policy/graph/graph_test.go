package graph

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func node(kind, name string, inputs map[string]Value, outputs map[string]Value) *Node {
	return &Node{URN: "urn:" + name, Type: kind, Name: name, Recorded: true, Inputs: MapOf(inputs), Outputs: MapOf(outputs), PropertyDependencies: map[string][]string{}}
}

func TestRefer(t *testing.T) {
	t.Parallel()
	type members = map[string]Value
	preview := func() []*Node {
		return []*Node{
			node(Role, "a", members{"name": TextOf("role-a")}, members{"arn": Unknown()}),
			node(Role, "b", members{"name": TextOf("role-b")}, members{"arn": Unknown()}),
			node(RestAPI, "api", members{}, members{"id": Unknown()}),
		}
	}
	deployed := func() []*Node {
		return []*Node{
			node(Role, "a", members{"name": TextOf("role-a")}, members{"arn": TextOf("arn:aws:iam::1:role/role-a")}),
			node(Role, "b", members{"name": TextOf("role-b")}, members{"arn": TextOf("arn:aws:iam::1:role/role-b")}),
			node(RestAPI, "api", members{}, members{"id": TextOf("abc"), "rootResourceId": TextOf("root")}),
		}
	}
	for name, c := range map[string]struct {
		nodes   []*Node
		value   Value
		because []string
		types   []string
		want    string // the node's name, "outside", "absent" or "unknown"
	}{
		"not set":                                {preview(), Value{}, nil, []string{Role}, "absent"},
		"unknown, from one role":                 {preview(), Unknown(), []string{"urn:a"}, []string{Role}, "a"},
		"unknown, from one role twice":           {preview(), Unknown(), []string{"urn:a", "urn:a"}, []string{Role}, "a"},
		"unknown, from two roles":                {preview(), Unknown(), []string{"urn:a", "urn:b"}, []string{Role}, "unknown"},
		"unknown, from something else":           {preview(), Unknown(), []string{"urn:api"}, []string{Role}, "unknown"},
		"unknown, from nothing":                  {preview(), Unknown(), nil, []string{Role}, "unknown"},
		"an ARN before the role exists":          {preview(), TextOf("arn:aws:iam::1:role/role-a"), nil, []string{Role}, "a"},
		"an ARN with a path before the role is":  {preview(), TextOf("arn:aws:iam::1:role/p/role-a"), nil, []string{Role}, "a"},
		"another role's ARN before roles exist":  {preview(), TextOf("arn:aws:iam::1:role/admin"), []string{"urn:a"}, []string{Role}, "outside"},
		"another role's name, computed from one": {preview(), TextOf("admin"), []string{"urn:a"}, []string{Role}, "outside"},
		"a role's name":                          {preview(), TextOf("role-b"), nil, []string{Role}, "b"},
		"an ARN of a role that exists":           {deployed(), TextOf("arn:aws:iam::1:role/role-b"), nil, []string{Role}, "b"},
		"a role in another account":              {deployed(), TextOf("arn:aws:iam::2:role/role-b"), []string{"urn:b"}, []string{Role}, "outside"},
		"the value wins over what it depends on": {deployed(), TextOf("arn:aws:iam::1:role/role-b"), []string{"urn:a"}, []string{Role}, "b"},
		"an id":                                  {deployed(), TextOf("abc"), nil, []string{RestAPI, Resource}, "api"},
		"the root's id":                          {deployed(), TextOf("root"), nil, []string{RestAPI, Resource}, "api"},
		"another id":                             {deployed(), TextOf("xyz"), []string{"urn:api"}, []string{RestAPI}, "outside"},
		"an id while the API's own is not known": {preview(), TextOf("xyz"), []string{"urn:api"}, []string{RestAPI}, "api"},
		"a number":                               {preview(), NumberOf(1), nil, []string{Role}, "unknown"},
	} {
		n := node("test", "n", map[string]Value{"p": c.value}, nil)
		n.PropertyDependencies["p"] = c.because
		r := New(append(c.nodes, n)).Refer(n, "p", c.types...)
		got := "unknown"
		switch {
		case r.Node != nil:
			got = r.Node.Name
		case r.Absent:
			got = "absent"
		case r.Outside():
			got = "outside"
		}
		assert.Equal(t, c.want, got, "%s: %+v", name, r)
	}
}

func TestTwoOfOneNameAreToldApartByTheDependency(t *testing.T) {
	t.Parallel()
	a := node(Policy, "a", map[string]Value{"name": TextOf("same")}, nil)
	b := node(Policy, "b", map[string]Value{"name": TextOf("same")}, nil)
	n := node("test", "n", map[string]Value{"p": TextOf("same")}, nil)
	g := New([]*Node{a, b, n})
	assert.NotEmpty(t, g.Refer(n, "p", Policy).Unknown)
	n.PropertyDependencies["p"] = []string{"urn:b"}
	assert.Same(t, b, g.Refer(n, "p", Policy).Node)
}

func TestUnknownIsNeverRead(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]Value{
		"unknown": Unknown(), "below unknown": Unknown().At("a", "b"), "a secret that is unknown": Secret(Unknown()),
	} {
		_, text := v.Text()
		_, number := v.Number()
		_, flag := v.Flag()
		assert.False(t, text || number || flag || v.IsTrue() || v.Absent(), name)
		assert.True(t, v.IsUnknown(), name)
		assert.Empty(t, v.Items())
		assert.Empty(t, v.Keys())
	}
	unseen := &Node{Type: "t", Name: "n", Inputs: MapOf(map[string]Value{"a": TextOf("b")})}
	assert.True(t, unseen.In("a").IsUnknown(), "what was not recorded is not unset")
}

func TestValues(t *testing.T) {
	t.Parallel()
	v := MapOf(map[string]Value{"list": ListOf(TextOf("a"), Unknown()), "secret": Secret(MapOf(map[string]Value{"k": TextOf("v")}))})
	assert.True(t, v.HasUnknown())
	assert.True(t, v.IsSecret())
	assert.False(t, v.IsUnknown())
	assert.True(t, v.At("secret", "k").IsSecret(), "what is in a secret is one")
	assert.Equal(t, "(secret)", v.At("secret").Show())
	assert.Equal(t, "(not set)", v.At("none", "deeper").Show())
	assert.True(t, v.At("none", "deeper").Absent())
	assert.True(t, TextOf("true").IsTrue())
	n, ok := TextOf("7").Number()
	assert.True(t, ok)
	assert.InDelta(t, 7, n, 0)
	for text, v := range map[string]Value{`"a"`: TextOf("a"), "true": FlagOf(true), "1.5": NumberOf(1.5), "a list of 2": ListOf(TextOf(""), TextOf("")), "an object": MapOf(nil), "(unknown)": Unknown()} {
		assert.Equal(t, text, v.Show())
	}
}

func TestWhyUnknownNamesWhoMadeItSo(t *testing.T) {
	t.Parallel()
	table := node(Table, "movies", nil, nil)
	n := node(RolePolicy, "p", map[string]Value{"policy": Unknown()}, nil)
	n.PropertyDependencies["policy"] = []string{"urn:movies"}
	g := New([]*Node{table, n})
	assert.Equal(t, "policy of aws:iam/rolePolicy:RolePolicy::p is not known before the deployment of aws:dynamodb/table:Table::movies, from which it is computed", g.WhyUnknown(n, "policy"))
	n.Recorded = false
	assert.Contains(t, g.WhyUnknown(n, "policy"), "were not recorded")
}
