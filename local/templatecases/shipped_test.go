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

// shipped are the folders of templates that come with cases.
var shipped = []string{filepath.Join("..", "..", "templates"), filepath.Join("..", "..", "examples", "orders", "templates")}

// TestTemplateCases runs every case, of templates written by hand and generated.
func TestTemplateCases(t *testing.T) {
	t.Parallel()
	for _, folder := range shipped {
		paths, err := find(folder)
		require.NoError(t, err)
		for _, path := range paths {
			f, err := read(path)
			require.NoError(t, err)
			for _, c := range f.Cases {
				t.Run(filepath.ToSlash(f.Template)+"/"+c.Name, func(t *testing.T) {
					t.Parallel()
					r, err := f.Run(c)
					require.NoError(t, err)
					assert.NoError(t, f.Check(c, r))
				})
			}
		}
	}
}

// TestShippedTemplatesHaveCases holds that every template comes with cases, if others of its folder do. Of an API of one's
// own, whoever saves a case of one template owes none of the others.
func TestShippedTemplatesHaveCases(t *testing.T) {
	t.Parallel()
	folders := shipped
	if _, err := os.Stat(filepath.Join(shipped[0], "movie", "movie.schema.json")); err != nil {
		folders = shipped[1:]
	}
	for _, folder := range folders {
		require.NoError(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			cases, malformed := filepath.Glob(filepath.Join(filepath.Dir(path), "*.cases.json"))
			require.NoError(t, malformed)
			if err == nil && len(cases) > 0 && strings.HasSuffix(path, ".vtl") {
				_, missing := os.Stat(pathOf(path))
				assert.NoError(t, missing, "write %s", pathOf(path))
			}
			return err
		}))
	}
}
