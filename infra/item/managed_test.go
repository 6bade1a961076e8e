package item

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// orders has items that expire, and order is their type.
var (
	orders = Table{
		Name: "orders", Keys: []KeyAttribute{{"customer", "S"}, {"id", "S"}}, Expires: "expires",
		Indexes: map[string][]KeyAttribute{"by-time": {{"status", "S"}, {"expires", "N"}}},
	}
	order = Type{Schema: "order/order.schema.json", Life: 1, Version: "version"}
)

func generate(o Operation, table Table) (Generated, error) {
	return Generate(Endpoint{
		Route: "POST /x", Parameters: []string{"customer", "id", "status"}, Operation: o, Tables: []Table{table},
		ReadFile: func(string) (string, error) { return orderSchema, nil },
	})
}

func TestMistakesAboutLifeAndVersion(t *testing.T) {
	t.Parallel()
	with := func(change func(*Type)) Type { o := order; change(&o); return o }
	plain := orders
	plain.Indexes = nil
	for name, test := range map[string]struct {
		operation Operation
		table     Table
		want      string
	}{
		"a life of less than a day":        {Put{Of: with(func(o *Type) { o.Life = -1 })}, plain, "Life is -1 days"},
		"a version that is a number":       {Put{Of: with(func(o *Type) { o.Version = "total" })}, plain, `Version is "total", which must have the type S`},
		"a version that may be null":       {Put{Of: with(func(o *Type) { o.Version = "hint" })}, plain, `Version is "hint", which must have the type S`},
		"a version in the key":             {Put{Of: with(func(o *Type) { o.Version = "id" })}, plain, `Version is "id", which is a key attribute`},
		"a version that cannot be named":   {Put{Of: with(func(o *Type) { o.Version = "a b" })}, plain, `Version is "a b", but must be letters`},
		"one attribute for both":           {Put{Of: with(func(o *Type) { o.Version = "expires" })}, plain, `Version and Expires are both "expires"`},
		"an upsert of what expires":        {Patch{Of: order}, plain, "an update needs the condition Exists"},
		"a counter of what expires":        {Update{Of: order, Add: map[string]Value{"total": "1"}}, plain, "an update needs the condition Exists"},
		"setting the version":              {Put{Of: order, Set: map[string]Value{"version": "1"}}, plain, `Set has "version", which the Type's Life or Version gives its value`},
		"removing the time":                {Update{Of: order, Remove: []string{"expires"}, If: []Condition{Exists(404, "")}}, plain, `Remove has "expires", which the Type's`},
		"a version and a condition Equals": {Put{Of: order, If: []Condition{Equals("status", "open", 409, "")}}, plain, "several that compare (Equals, AtLeast, FewerThan, a Version)"},
		"a number below which nothing is":  {Update{Of: order, Remove: []string{"note"}, If: []Condition{AtLeast("note", "1", 409, "")}}, plain, "AtLeast compares numbers, and note has the type S"},
		"fewer than what is not a list":    {Put{Of: Type{Schema: order.Schema}, If: []Condition{FewerThan(3, "total", 409, "")}}, plain, "FewerThan 3 total needs a set"},
		"a member of what is no set":       {Update{Of: order, Delete: map[string]Value{"note": "x"}}, plain, `Delete has "note", which is not a set`},
		"an attribute changed twice":       {Update{Of: order, Add: map[string]Value{"tags": "a"}, Delete: map[string]Value{"tags": "b"}}, plain, "tags is changed twice"},
		"appending to what is no set":      {Patch{Of: order, Append: []string{"total"}}, plain, `Append has "total", which is not a set`},
		"a list by the time":               {List{Of: Type{Schema: order.Schema}, Index: "by-time"}, orders, "DynamoDB cannot filter"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := generate(test.operation, test.table)
			assert.ErrorContains(t, err, test.want)
		})
	}
}

// The values that expressions use have different names, whatever the attributes are called.
func TestValuesOfExpressionsDoNotClash(t *testing.T) {
	t.Parallel()
	x := &expressions{}
	names := []string{x.value("now", "1", ""), x.value("now", "2", ""), x.value("now", "1", "$a"), x.value("now_", "3", "")}
	assert.Equal(t, []string{":now", ":now_", ":now", ":now__"}, names[:4])
}

func TestVersionsAreNotInBodies(t *testing.T) {
	t.Parallel()
	table := orders
	table.Indexes = nil
	g, err := generate(Put{Of: Type{Schema: order.Schema, Version: "note"}}, table)
	require.NoError(t, err)
	assert.NotContains(t, g.Model.Text, `"note"`)
	assert.Contains(t, g.Request.Text, `"note": {"S": "$context.extendedRequestId"}`)
	assert.Equal(t, map[string]bool{"If-Match": false, "If-None-Match": false}, g.Headers)
	assert.Equal(t, 1, strings.Count(g.Request.Text, "attribute_not_exists"))
}

// What stands behind a placeholder is never read as a part of it.
func TestTextBehindPlaceholders(t *testing.T) {
	t.Parallel()
	g, err := generate(Get{Of: Type{Schema: order.Schema}, Key: Key{"customer": "{now}-{path.customer}.json", "id": "{path.id}[0]#"}}, orders)
	require.NoError(t, err)
	assert.Contains(t, g.Request.Text, `"${context.requestTimeEpoch}-${util.escapeJavaScript($customer).replaceAll("\\'", "'")}.json"`)
	assert.Contains(t, g.Request.Text, `"${util.escapeJavaScript($id).replaceAll("\\'", "'")}[0]#"`)
}
