package item

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var statements = regexp.MustCompile(`(?m)^#.*$`)

// The Location of a new item is the path of the request and what of the item's key is not in it.
func TestLocationNamesTheNewItem(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ofType, own Key
		location    string // as the template writes it
		inRequest   bool   // by the request template, which alone sees the body
		body        string // of the answer, without spaces
	}{
		"generated":                           {nil, Key{"id": "{requestId}"}, "$context.path/$id", false, `{"id":"$util.escapeJavaScript($context.requestId).replaceAll("\\'","'")"}`},
		"the time":                            {nil, Key{"id": "{now}"}, "$context.path/$id", false, `{"id":"$context.requestTimeEpoch"}`},
		"generated behind a prefix":           {nil, Key{"id": "ORDER#{requestId}"}, "$context.path/$id", false, `{"id":"ORDER#$util.escapeJavaScript($context.requestId).replaceAll("\\'","'")"}`},
		"of two generated values":             {nil, Key{"id": "X#{now}-{requestId}"}, "$context.path/${id}-$newId", false, `{"id":"X#${context.requestTimeEpoch}-$util.escapeJavaScript($context.requestId).replaceAll("\\'","'")"}`},
		"both key attributes generated":       {nil, Key{"customer": "{requestId}", "id": "{now}"}, "$context.path/$id/$newId", false, `{"customer":"$util.escapeJavaScript($context.requestId).replaceAll("\\'","'")","id":"$context.requestTimeEpoch"}`},
		"in the path":                         {nil, nil, "$context.path", false, `{}`},
		"in the body":                         {nil, Key{"id": "{body.id}"}, "$context.path/$idInUrl", true, `{}`},
		"in the body, behind the path":        {nil, Key{"id": "{path.id}#{body.note}"}, "$context.path/$noteInUrl", true, `{}`},
		"in the query string":                 {nil, Key{"id": "{query.id}"}, "$context.path/$idInUrl", true, `{}`},
		"in the query string, with a default": {nil, Key{"id": "{query.id=a}"}, "$context.path/$idInUrl", true, `{}`},
		"in a header":                         {nil, Key{"id": "{header.X-Id}"}, "$context.path/$xIdInUrl", true, `{}`},
		"a header of each request":            {Key{"customer": "{header.X-Tenant}"}, Key{"id": "{requestId}"}, "$context.path/$id", false, `{"id":"$util.escapeJavaScript($context.requestId).replaceAll("\\'","'")"}`},
		"a query string of each request":      {Key{"customer": "{query.tenant}"}, Key{"id": "{requestId}"}, "$context.path/$id?tenant=$tenantInUrl", true, `{"id":"$util.escapeJavaScript($context.requestId).replaceAll("\\'","'")"}`},
		"two query strings of each request":   {Key{"customer": "{query.a}{query.b.c}", "id": "{query.a}"}, nil, "$context.path?a=$aInUrl&b.c=$bCInUrl", true, `{}`},
		"a claim":                             {Key{"customer": "{claim.sub}"}, Key{"id": "{body.id}"}, "$context.path/$idInUrl", true, `{}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g, err := Generate(Endpoint{
				Route: "POST /{customer}/{id}", Parameters: []string{"customer", "id"},
				Operation: Create{Of: Type{Schema: "order/order.schema.json", Key: c.ofType}, Key: c.own},
				Tables:    []Table{{Name: "orders", Keys: []KeyAttribute{{"customer", "S"}, {"id", "S"}}}},
				ReadFile:  func(string) (string, error) { return orderSchema, nil },
			})
			require.NoError(t, err)
			set := `#set($context.responseOverride.header.Location = "` + c.location + `")`
			created := g.Responses[slices.IndexFunc(g.Responses, func(r Response) bool { return r.Status == 201 })]
			response := created.Template.Text
			assert.Equal(t, c.inRequest, strings.Contains(g.Request.Text, set), g.Request.Text)
			assert.Equal(t, !c.inRequest, strings.Contains(response, set), response)
			assert.Equal(t, 1, strings.Count(g.Request.Text+response, "responseOverride.header.Location"), "an override is final")
			body := statements.ReplaceAllString(response, "")
			assert.Equal(t, c.body, strings.NewReplacer(" ", "", "\n", "").Replace(body))
		})
	}
}
