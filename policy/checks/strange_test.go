package checks

import (
	"testing"

	"github.com/stretchr/testify/assert"

	. "lambdaless/policy/checks/checktest"
)

// Whatever stands in an input, of whatever type: no rule breaks down over it.
func TestNoValueBreaksARule(t *testing.T) {
	t.Parallel()
	for name, node := range Passing().Nodes {
		for property := range node.Inputs.Members() {
			for _, v := range []any{7, []any{Hidden{}}, Properties{"a": true}} {
				f := Passing()
				f.Set(name, v, property)
				findings, _ := Judge(f.Context())
				for _, found := range findings {
					assert.NotContains(t, found.Message, "panicked", "%s of %s is %v", property, name, v)
				}
			}
		}
	}
}
