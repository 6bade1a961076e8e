package templatecases

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTemplateCases runs every case below templates/, of templates written by hand and generated.
func TestTemplateCases(t *testing.T) {
	t.Parallel()
	paths, err := Find(filepath.Join("..", "..", "templates"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		f, err := Read(path)
		require.NoError(t, err)
		for _, c := range f.Cases {
			t.Run(filepath.Base(f.Template)+"/"+c.Name, func(t *testing.T) {
				t.Parallel()
				r, err := f.Run(c)
				require.NoError(t, err)
				assert.NoError(t, f.Check(c, r))
			})
		}
	}
}

// TestShippedTemplatesHaveCases holds that every template of the program comes with cases.
func TestShippedTemplatesHaveCases(t *testing.T) {
	t.Parallel()
	require.NoError(t, filepath.WalkDir(filepath.Join("..", "..", "templates"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".vtl") {
			_, missing := os.Stat(PathOf(path))
			assert.NoError(t, missing, "write %s", PathOf(path))
		}
		return err
	}))
}
