package rule

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Whatever stands in an input, of whatever type: no rule breaks down over it.
func TestNoValueBreaksARule(t *testing.T) {
	t.Parallel()
	for name, node := range passing().nodes {
		for property := range node.Inputs.Members() {
			for _, v := range []any{7, []any{unknownValue{}}, properties{"a": true}} {
				f := passing()
				f.set(name, v, property)
				findings, _ := Judge(f.input())
				for _, found := range findings {
					assert.NotContains(t, found.Message, "broke down", "%s of %s is %v", property, name, v)
				}
			}
		}
	}
}
