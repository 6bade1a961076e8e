package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/internal/capability"
)

// A lock is the same for every account: previews on a laptop and against AWS agree.
func TestALockNamesNoAccountAndNoARN(t *testing.T) {
	t.Parallel()
	for _, preview := range []bool{true, false} {
		_, matrix := judged(run(t, "prod", fixture.Deploy, preview))
		lock, err := capability.NewLock(matrix)
		require.NoError(t, err)
		require.NotEmpty(t, lock.Methods)
		text, err := json.Marshal(lock)
		require.NoError(t, err)
		assert.NotContains(t, string(text), account)
		assert.NotContains(t, string(text), "arn:")
	}
}
