package engine

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheEnginesFolderHasNoFolderForLogs(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]func(t *testing.T, home string){
		"new": func(*testing.T, string) {},
		"of an earlier version": func(t *testing.T, home string) {
			require.NoError(t, os.MkdirAll(filepath.Join(home, "logs"), 0o750))
			require.NoError(t, os.WriteFile(filepath.Join(home, "logs", "pulumi-1.log"), nil, 0o600))
		},
		"made before": func(t *testing.T, home string) { require.NoError(t, makeHome(home)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home := filepath.Join(t.TempDir(), "pulumi")
			before(t, home)
			require.NoError(t, makeHome(home))
			info, err := os.Stat(filepath.Join(home, "logs"))
			require.NoError(t, err)
			assert.True(t, info.Mode().IsRegular())
		})
	}
}
