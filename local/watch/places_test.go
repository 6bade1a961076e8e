package watch

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPlaces(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	folder := filepath.Join(root, "infra")
	require.NoError(t, os.MkdirAll(folder, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "api.go"), []byte("package infra\n\nvar e = []Endpoint{\n\t{Method: \"GET\", Path: \"/{id}\"},\n"+
		"\tEndpoint{\n\t\tMethod: \"PUT\",\n\t\tPath: `/{id}`,\n\t},\n}\n\nvar f = list(\"/{id}/parts\")\n\nfunc broken( {\n"), 0o600))
	assert.Equal(t, []string{
		"infra/api.go:4: endpoint 1 (GET /{id}): wrong",
		"infra/api.go:5: endpoint 2 (PUT /{id}), request: wrong",
		"endpoint 3 (PATCH /{id}): built by a function",
		"infra/api.go:11: endpoint 4 (GET /{id}/parts/{part}): built by a call with its path",
		"table x: no endpoint",
	}, Places(root, []string{folder, filepath.Join(root, "gone")}, []string{
		"endpoint 1 (GET /{id}): wrong", "endpoint 2 (PUT /{id}), request: wrong", "endpoint 3 (PATCH /{id}): built by a function",
		"endpoint 4 (GET /{id}/parts/{part}): built by a call with its path", "table x: no endpoint",
	}))
}

func TestUndefinedNames(t *testing.T) {
	t.Parallel()
	for output, want := range map[string]bool{
		"infra/api.go:3:4: undefined: x":                                       true,
		"infra/api.go:3:4: undefined: x\ninfra/api.go:4:4: too many errors":    true,
		"infra/api.go:3:4: undefined: x\ninfra/api.go:5:4: syntax error: what": false,
	} {
		assert.Equal(t, want, (&BuildError{Output: output}).Undefined(), output)
	}
}
