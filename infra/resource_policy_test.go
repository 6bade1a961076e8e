package infra

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAllowedAddressesBecomeAResourcePolicy(t *testing.T) {
	t.Parallel()
	const every, own = "arn:aws:execute-api:eu-west-1:123456789012:*/test/", "203.0.113.0/24"
	allow := map[string]any{"Effect": "Allow", "Principal": map[string]any{"AWS": "*"}, "Action": "execute-api:Invoke", "Resource": every + "*"}
	deny := func(cidr any, resources any) map[string]any {
		return map[string]any{
			"Effect": "Deny", "Principal": map[string]any{"AWS": "*"}, "Action": "execute-api:Invoke", "Resource": resources,
			"Condition": map[string]any{"NotIpAddress": map[string]any{"aws:SourceIp": cidr}},
		}
	}
	for name, test := range map[string]struct {
		config     map[string]string
		statements []any // none: no policy
	}{
		"every address": {nil, nil},
		"for the whole API": {map[string]string{"allowedCidrs": `["203.0.113.0/24","2001:db8::/32"]`}, []any{
			allow, deny([]any{own, "2001:db8::/32"}, every+"*"),
		}},
		"for writes": {map[string]string{"allowedWriteCidrs": `["203.0.113.0/24"]`}, []any{
			allow, deny(own, every+"PUT/*"),
		}},
		"for both": {map[string]string{"allowedCidrs": `["203.0.113.0/24"]`, "allowedWriteCidrs": `["203.0.113.0/25"]`}, []any{
			allow, deny(own, every+"*"), deny("203.0.113.0/25", every+"PUT/*"),
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := map[string]string{}
			for key, value := range test.config {
				config["lambdaless:"+key] = value
			}
			r := deployShop(t, config)
			deployment := r.One(t, "deployment:Deployment", "shop-deployment").Inputs["triggers"].ObjectValue()
			assert.Equal(t, test.statements != nil, deployment["policy"].HasValue(), "a policy is part of the deployment")
			if test.statements == nil {
				assert.Empty(t, r.OfType("restApiPolicy:RestApiPolicy"))
				return
			}
			var document struct{ Statement []any }
			require.NoError(t, json.Unmarshal([]byte(r.One(t, "restApiPolicy:RestApiPolicy", "shop-policy").Text("policy")), &document))
			assert.Equal(t, test.statements, document.Statement)
		})
	}
}

func TestPatternsMatchTheChosenMethodsAlone(t *testing.T) {
	t.Parallel()
	methods := func(routes ...[2]string) *plan {
		p := &plan{}
		for _, r := range routes {
			p.Methods = append(p.Methods, methodPlan{HTTPMethod: r[0], Path: r[1], Route: r[0] + " " + r[1]})
		}
		return p
	}
	tests := map[string]struct {
		routes [][2]string // the first is chosen
		want   string
		clash  bool
	}{
		"the only method":                         {routes: [][2]string{{"PUT", "/{name}"}}, want: "*"},
		"the only one of its verb":                {routes: [][2]string{{"PUT", "/{name}"}, {"GET", "/{name}"}}, want: "PUT/*"},
		"one of two of a verb":                    {routes: [][2]string{{"POST", "/a/{id}"}, {"POST", "/b/{id}"}}, want: "POST/a/*"},
		"a static path beside a parameter":        {routes: [][2]string{{"POST", "/search"}, {"POST", "/{name}"}}, want: "POST/search"},
		"a parameter beside a static path":        {routes: [][2]string{{"POST", "/{name}"}, {"POST", "/search"}}, clash: true},
		"a parameter that reaches further":        {routes: [][2]string{{"POST", "/{name}"}, {"POST", "/x/tags"}}, clash: true},
		"the end tells them apart":                {routes: [][2]string{{"POST", "/{name}/a"}, {"POST", "/{name}/b"}}, want: "POST/*/a"},
		"the chosen pattern further along a path": {routes: [][2]string{{"GET", "/{name}"}, {"PUT", "/{a}/{b}/{c}"}}, clash: true},
		"a greedy path that can hold any pattern": {routes: [][2]string{{"GET", "/{name}"}, {"PUT", "/{path+}"}}, clash: true},
		"another text where the verb would stand": {routes: [][2]string{{"GET", "/{name}"}, {"PUT", "/{a}/movies/{b}"}}, want: "GET/*"},
		"the root and a path, the root first":     {routes: [][2]string{{"GET", "/"}, {"GET", "/a"}}, want: "GET/"},
	}
	for name, test := range tests {
		patterns, err := methods(test.routes...).patterns("prod", func(i int) bool { return i == 0 })
		if test.clash {
			assert.ErrorContains(t, err, test.routes[1][1], name)
			continue
		}
		require.NoError(t, err, name)
		assert.Equal(t, []string{test.want}, patterns, name)
	}
}
