package route

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"lambdaless/infra/naming"
)

func TestNamesOfEndpoints(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ logical, iam, operation string }{
		"/":                          {"get/", "get", "GetRoot"},
		"/{name}":                    {"get/{}", "get-@", "GetByName"},
		"/name":                      {"get/name", "get-name", "GetName"},
		"/users/{id}/orders/{rest+}": {"get/users/{}/orders/{}", "get-users-@-orders-@", "GetUsersByIdOrdersByRest"},
		"/a-b":                       {"get/a-b", "get-a-b=" + naming.ShortHash("get/a-b"), "GetAB"},
		"/a:b":                       {"get/a:b", "get-a_b=" + naming.ShortHash("get/a:b"), "GetAB"},
		"/Name":                      {"get/Name", "get-Name=" + naming.ShortHash("get/Name"), "GetName"},
	}
	for path, want := range tests {
		r := Of("GET", path)
		assert.Equal(t, path, r.Path.String())
		assert.Equal(t, want.logical, r.LogicalName(), path)
		assert.Equal(t, want.iam, r.IAMName(), path)
		assert.Equal(t, want.operation, r.OperationName(), path)
	}
}

func TestFormerNamesAreAliasesOfOneEndpointEach(t *testing.T) {
	t.Parallel()
	assert.Equal(t, [][]string{
		{"get-root", "get-root-" + naming.ShortHash("/")},
		{"get-name", "get-name-" + naming.ShortHash("/{name}")},
		{"get-name-" + naming.ShortHash("/name")},
	}, Aliases([]Route{Of("GET", "/"), Of("GET", "/{name}"), Of("GET", "/name")}))
}

// Two endpoints have the same names exactly when API Gateway could not have both, and IAM tells role
// names apart without case. No name depends on another endpoint, since each is made from one alone;
// no name equals a former name, which would be an alias of two resources.
func TestNamesAreDifferentForEveryVerbAndPosition(t *testing.T) {
	t.Parallel()
	segment := rapid.OneOf(
		rapid.SampledFrom([]string{"a", "A", "b", "a-b", "a_b", "a:b", "a.b", "name", "{a}", "{b}", "root"}),
		rapid.StringMatching(`[A-Za-z0-9._,:-]{1,4}`),
	)
	endpoint := rapid.Custom(func(t *rapid.T) Route {
		path := "/" + strings.Join(rapid.SliceOfN(segment, 0, 3).Draw(t, "path"), "/")
		method := rapid.SampledFrom([]string{"GET", "PUT"}).Draw(t, "method")
		return Of(method, path)
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := endpoint.Draw(t, "a"), endpoint.Draw(t, "b")
		same := a.Method == b.Method && a.Path.Position() == b.Path.Position()
		assert.Equal(t, same, a.LogicalName() == b.LogicalName(), "%s, %s", a, b)
		assert.Equal(t, same, strings.EqualFold(a.IAMName(), b.IAMName()), "%s, %s", a, b)
		assert.Regexp(t, `^[\w+=,.@-]+$`, a.IAMName())
		name, hashed := b.formerNames()
		assert.NotContains(t, []string{name, hashed}, a.LogicalName())
	})
}
