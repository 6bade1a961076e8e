package pack

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTheRootIsTheNearestProject looks upwards from the pack, then from the working directory, unless POLICY_ROOT says it.
func TestTheRootIsTheNearestProject(t *testing.T) {
	top, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	folder := func(parts ...string) string {
		path := filepath.Join(append([]string{top}, parts...)...)
		require.NoError(t, os.MkdirAll(path, 0o750))
		return path
	}
	project := func(path string) string {
		require.NoError(t, os.WriteFile(filepath.Join(path, "Pulumi.yaml"), nil, 0o600))
		return path
	}
	ours, other := project(folder("ours")), project(folder("other"))
	inner, below := project(folder("ours", "inner")), folder("ours", "inner", "policy", "deep")
	t.Chdir(folder("other", "work"))
	t.Setenv(RootVariable, "")
	for from, want := range map[string]string{
		below: inner, inner: inner, folder("ours", "policy"): ours, folder("elsewhere"): other, "": other,
	} {
		assert.Equal(t, want, readEnvironment(from).root, from)
	}
	t.Setenv(RootVariable, other)
	assert.Equal(t, other, readEnvironment(below).root)
}
