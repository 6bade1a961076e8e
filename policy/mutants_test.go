package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/policy/mutation"
)

func TestEveryMutantIsCaught(t *testing.T) {
	t.Parallel()
	s := start(t, packEnvironment(t))
	var out strings.Builder
	results, err := mutation.Run(t.Context(), s, recorded(t, "prod"), mutation.All(), &out)
	t.Log("\n" + out.String())
	require.NoError(t, err)
	assert.GreaterOrEqual(t, len(results), 60)
}
