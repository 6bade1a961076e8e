package watch

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	return dir
}

// TestProgramsDescribeThemselves builds the shipped programs without what deploys and serves: were
// what declares mixed with what deploys, each change of Go code would again take long to build.
func TestProgramsDescribeThemselves(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]Program{
		"shipped": {Root: root(t), Package: "lambdaless/local"},
		"orders":  {Root: filepath.Join(root(t), "examples", "orders"), Package: "lambdaless/examples/orders/local"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p.Home, p.Dir = root(t), t.TempDir()
			require.NoError(t, p.Build(t.Context()))
			d, err := p.Describe(t.Context(), filepath.Join(p.Root, "templates"), false)
			require.NoError(t, err)
			assert.Empty(t, d.Mistakes)
			assert.NotEmpty(t, d.API.Endpoints)
			info, err := os.Stat(p.binary())
			require.NoError(t, err)
			assert.Less(t, info.Size(), int64(10<<20), "something big is linked in")
			assert.True(t, p.NeedsAll(filepath.Join(p.Home, "local", "command", "up.go")))
			assert.False(t, p.NeedsAll(filepath.Join(p.Home, "infra", "plan.go")))
			assert.False(t, p.NeedsAll(filepath.Join(p.Home, "infra", "stage.go")), "it has not changed")
			p.built[filepath.Join(p.Home, "infra", "stage.go")] += "changed"
			assert.True(t, p.NeedsAll(filepath.Join(p.Home, "infra", "stage.go")))
			light, all, err := p.Folders(t.Context())
			require.NoError(t, err)
			assert.Contains(t, light, filepath.Join(p.Home, "infra"))
			assert.NotContains(t, light, filepath.Join(p.Home, "local", "provider"))
			assert.Contains(t, all, filepath.Join(p.Home, "local", "provider"))
		})
	}
}
