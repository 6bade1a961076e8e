package item

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A text of the declaration that its attribute cannot have is a mistake: it would find nothing, or be stored against
// the schema.
func TestValuesThatAnAttributeCannotHave(t *testing.T) {
	t.Parallel()
	table := orders
	table.Indexes = map[string][]KeyAttribute{"by-status": {{"status", "S"}, {"total", "N"}}}
	for name, test := range map[string]struct {
		operation Operation
		want      string
	}{
		"a filter by what is never stored": {List{Of: Type{Schema: order.Schema}, Filter: map[string]Value{"status": "{query.status=opne}"}},
			`status has the value "{query.status=opne}", but order/order.schema.json allows only open, paid`},
		"setting what is not allowed":     {Put{Of: order, Set: map[string]Value{"status": "opne"}}, `status has the value "opne"`},
		"updating to what is not allowed": {Update{Of: order, Set: map[string]Value{"status": "opne"}, If: []Condition{Exists(404, "")}}, `status has the value "opne"`},
		"a condition that never holds":    {Put{Of: Type{Schema: order.Schema}, If: []Condition{Equals("status", "{header.S=opne}", 409, "")}}, `status has the value "{header.S=opne}"`},
		"a default that is no number":     {List{Of: Type{Schema: order.Schema}, Filter: map[string]Value{"total": "{query.total=all}"}}, `total is a number, but its value is "{query.total=all}"`},
		"a key that no item has":          {List{Of: order, Index: "by-status", Key: Key{"status": "opne"}}, `status has the value "opne"`},
		"a bound that is no number":       {List{Of: order, Index: "by-status", Sort: Range{From: "{query.from=all}"}}, `total is a number, but its value is "{query.from=all}"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := generate(test.operation, table)
			assert.ErrorContains(t, err, test.want)
		})
	}
	for name, operation := range map[string]Operation{
		"a default that is allowed": List{Of: order, Index: "by-status", Key: Key{"status": "{query.status=open}"}, Sort: Range{From: "{query.from=-1.5}"}},
		"the beginning of one":      List{Of: order, Key: Key{"customer": "a"}, Filter: map[string]Value{"status": "{query.status}"}},
		"a bound is no value":       List{Of: Type{Schema: order.Schema}, Index: "by-other", Sort: Range{From: "p"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table := table
			table.Indexes = map[string][]KeyAttribute{"by-status": table.Indexes["by-status"], "by-other": {{"customer", "S"}, {"status", "S"}}}
			_, err := generate(operation, table)
			assert.NoError(t, err)
		})
	}
}
