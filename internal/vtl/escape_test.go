package vtl_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/internal/vtl"
	"lambdaless/internal/vtl/java"
)

// TestBlocksOutliveTheEvaluation holds that a defined block that a template puts into the data can
// still be printed, whatever has been rendered since.
func TestBlocksOutliveTheEvaluation(t *testing.T) {
	t.Parallel()
	d := &vtl.Data{Vars: map[string]any{"x": "X"}}
	render(t, `#define($b)<$x>#end#set($context.responseOverride.header.A = $b)`, d)
	for range 100 {
		render(t, `$x$y`, &vtl.Data{Vars: map[string]any{"x": "other"}})
	}
	assert.Equal(t, "<X>", java.String(d.Context.Get("responseOverride").(*vtl.Map).Get("header").(*vtl.Map).Get("A")))
}
