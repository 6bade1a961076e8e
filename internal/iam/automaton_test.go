package iam

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Only a colon tells the two readings of "x:*" apart.
func TestAutomatonTriesColons(t *testing.T) {
	t.Parallel()
	var tab table
	tab.add("segment", func() pattern { return resourcePattern(literals("x:*"), bySegment) })
	classes, complete := tab.classes(resourcePattern(literals("x:*"), acrossSegments))
	require.True(t, complete)
	require.Len(t, classes, 2)
	assert.Equal(t, "x:", classes[0].witness)
	assert.Equal(t, "x::", classes[1].witness)
}

// A pattern made to explode the automaton is given up, not answered wrongly.
func TestInclusionGivesUp(t *testing.T) {
	t.Parallel()
	hostile := "*" + "a" + strings.Repeat("?", 40)
	included, _, decided := Includes(ResourcePattern, hostile, "*"+"b"+strings.Repeat("?", 39)+"*")
	if decided {
		assert.False(t, included, "a decided answer must be right")
	}
	_, complete := (&table{}).classes(actionPattern(hostile), actionPattern("*b"+strings.Repeat("?", 30)+"*c"+strings.Repeat("?", 30)))
	assert.False(t, complete)
}
