package provider

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"lambdaless/local/provider/registry"
)

func TestDocumentsThatSayTheSame(t *testing.T) {
	t.Parallel()
	for situation, c := range map[string]struct {
		a, b string
		same bool
	}{
		"white space and order of keys":     {`{"a":1,"b":[1,2]}`, "{ \"b\": [1, 2],\n \"a\": 1 }", true},
		"order of a list":                   {`{"b":[1,2]}`, `{"b":[2,1]}`, false},
		"order of actions in a policy":      {`{"Statement":[{"Action":["a","b"]}]}`, `{"Statement":[{"Action":["b","a"]}]}`, true},
		"one action instead of a list":      {`{"Statement":[{"Action":"a"}]}`, `{"Statement":{"Action":["a"]}}`, true},
		"order of statements":               {`{"Statement":[{"Sid":"1"},{"Sid":"2"}]}`, `{"Statement":[{"Sid":"2"},{"Sid":"1"}]}`, true},
		"another principal":                 {`{"Statement":[{"Principal":{"Service":"a"}}]}`, `{"Statement":[{"Principal":{"Service":"b"}}]}`, false},
		"one principal instead of a list":   {`{"Statement":[{"Principal":{"Service":"a"}}]}`, `{"Statement":[{"Principal":{"Service":["a"]}}]}`, true},
		"order of a condition's values":     {`{"Statement":[{"Condition":{"StringEquals":{"a":["x","y"]}}}]}`, `{"Statement":[{"Condition":{"StringEquals":{"a":["y","x"]}}}]}`, true},
		"another condition":                 {`{"Statement":[{"Condition":{"StringEquals":{"a":["x"]}}}]}`, `{"Statement":[{"Condition":{"StringLike":{"a":["x"]}}}]}`, false},
		"a boolean as text":                 {`{"Statement":[{"Condition":{"Bool":{"a":true}}}]}`, `{"Statement":[{"Condition":{"Bool":{"a":"true"}}}]}`, true},
		"another version":                   {`{"Version":"2012-10-17","Statement":[{"Sid":"a"}]}`, `{"Version":"2008-10-17","Statement":[{"Sid":"a"}]}`, false},
		"no resource":                       {`{"Statement":[{"Action":"a","Resource":"b"}]}`, `{"Statement":[{"Action":"a"}]}`, false},
		"a statement that is not an object": {`{"Statement":[1]}`, `{"Statement":[2]}`, false},
		"another effect":                    {`{"Statement":[{"Effect":"Allow"}]}`, `{"Statement":[{"Effect":"Deny"}]}`, false},
		"no JSON":                           {`{`, `{ `, false},
	} {
		assert.Equal(t, c.same, sameDocument(c.a, c.b), situation)
	}
}

func TestPoliciesThatSayTheSameAreNoChange(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	p := w.create(rolePolicyType, "p", props{"name": "p", "role": w.role.id, "policy": getMovies})
	d := p.diff(props{"name": "p", "role": w.role.id, "policy": `{
	  "Statement": {"Resource": ["arn:aws:dynamodb:us-east-1:000000000000:table/movies"], "Action": ["dynamodb:GetItem"], "Effect": "Allow"}, "Version": "2012-10-17"}`})
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, d.GetChanges(), "%v", d.GetDetailedDiff())
}

func TestUnknownInputsAreChanges(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	in := w.integrationInputs()
	d := w.integration.diff(with(in, props{"credentials": computedLater, "requestTemplates": props{"application/json": computedLater}}))
	assert.Equal(t, map[string]pulumirpc.PropertyDiff_Kind{
		"credentials": pulumirpc.PropertyDiff_UPDATE_REPLACE, `requestTemplates["application/json"]`: modify,
	}, kindsOf(d))
	assert.Equal(t, []string{"credentials"}, d.GetReplaces())
	planned := w.integration.previewUpdate(with(in, props{"uri": computedLater}))
	assert.Equal(t, []string{"uri"}, unknownPaths(planned, ""))
}

func TestComputedInputsLeftOutAreNoChange(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	w.integration.update(with(w.integrationInputs(), props{"cacheNamespace": "mine"}))
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, w.integration.diff(w.integrationInputs()).GetChanges())
	w.integration.update(w.integrationInputs())
	assert.Equal(t, "mine", w.integration.outputs()["cacheNamespace"], "kept")
}

func TestIgnoredChanges(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	inputs := w.checked(integrationType, "get", w.integration.inputs, with(w.integrationInputs(), props{"requestTemplates": props{"application/json": "x"}}))
	d, err := w.client.Diff(t.Context(), &pulumirpc.DiffRequest{Urn: w.integration.urn, Id: w.integration.id, Olds: w.integration.state, News: inputs, IgnoreChanges: []string{"requestTemplates"}})
	require.NoError(t, err)
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, d.GetChanges())
}

func TestReplacementOfAnAutonamedResourceCreatesFirst(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	r := l.create(roleType, "reader", props{"assumeRolePolicy": trust})
	d := r.diff(props{"assumeRolePolicy": trust, "path": "/x/"})
	assert.Equal(t, []string{"path"}, d.GetReplaces())
	assert.False(t, d.GetDeleteBeforeReplace())
}

// Secrets stay secret from inputs through outputs, updates and refreshes.
func TestSecretsStaySecret(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	secretAt := func(r *deployed, path ...string) bool {
		v := any(r.state.AsMap())
		for _, p := range path {
			m, _ := v.(map[string]any)
			v = m[p]
		}
		m, ok := v.(map[string]any)
		return ok && m["4dabf18193072939515e22adb298388d"] == "1b47061264138c4ac30d75fd1eb44270"
	}
	k := w.create(apiKeyType, "k", props{"name": "k"})
	assert.True(t, secretAt(k, "value"), "AWS made it up")
	require.True(t, k.refresh())
	assert.True(t, secretAt(k, "value"), "after a refresh")

	in := props{"restApi": w.api.id, "deployment": w.deployment.id, "stageName": "v1", "variables": props{"password": secretly("x"), "plain": "y"}}
	s := w.create(stageType, "s", in)
	assert.True(t, secretAt(s, "variables", "password"))
	assert.Equal(t, "y", s.outputs()["variables"].(props)["plain"])
	s.update(with(in, props{"description": "d"}))
	assert.True(t, secretAt(s, "variables", "password"), "after an update")
	require.True(t, s.refresh())
	assert.True(t, secretAt(s, "variables", "password"), "after a refresh")
}

// Whatever the values, a value does not differ from itself, and what differs differs both ways.
func TestDiffIsReflexive(t *testing.T) {
	t.Parallel()
	rt := resourceType{registry.All()[usagePlanType]}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) props {
			stages := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 3).Draw(t, label)
			var list []any
			for _, s := range stages {
				list = append(list, props{"apiId": "x", "stage": s})
			}
			return props{"name": rapid.SampledFrom([]string{"", "n", "m"}).Draw(t, label), "apiStages": list, "tags": props{"k": rapid.SampledFrom([]string{"", "1"}).Draw(t, label)}}
		}
		a, b := propertyOf(draw("a")).ObjectValue(), propertyOf(draw("b")).ObjectValue()
		if c := rt.changes(a, a); len(c) != 0 {
			t.Fatalf("differs from itself: %v", c)
		}
		if (len(rt.changes(a, b)) == 0) != (len(rt.changes(b, a)) == 0) {
			t.Fatalf("%v and %v differ in one direction only", a, b)
		}
	})
}
