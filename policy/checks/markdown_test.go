package checks

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheDocumentationIsUpToDate(t *testing.T) {
	t.Parallel()
	have, err := os.ReadFile("../../docs/rules.md")
	require.NoError(t, err, "run: go generate ./policy")
	assert.Equal(t, Markdown(), string(have), "docs/rules.md is stale; run: go generate ./policy")
}
