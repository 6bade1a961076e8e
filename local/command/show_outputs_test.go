package command

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOutputsForPrograms(t *testing.T) {
	t.Parallel()
	values := map[string]any{
		"apiUrl": "https://x.example/dev", "loginUrl": `a"b$c`, "scopes": []any{"m/read", "m/write"},
		"apiKey": "a secret", "roleArns": map[string]any{"GET /": "arn"},
	}
	var out bytes.Buffer
	require.NoError(t, writeOutputs(&out, values, "env"))
	assert.Equal(t, "VITE_API_URL=\"https://x.example/dev\"\nVITE_LOGIN_URL=\"a\\\"b\\$c\"\nVITE_SCOPES=\"m/read m/write\"\n", out.String(), "no secret, nothing that is not for clients")
	out.Reset()
	require.NoError(t, writeOutputs(&out, values, "json"))
	assert.Contains(t, out.String(), `"apiKey": "a secret"`)
	assert.ErrorContains(t, writeOutputs(&out, values, "yaml"), `"yaml" must be json or env`)
}
