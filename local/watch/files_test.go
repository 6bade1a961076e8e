package watch

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestChangedFiles(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	at := time.Now().Add(-time.Hour)
	write := func(path, text string) string {
		path = filepath.Join(root, path)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		at = at.Add(time.Second)
		require.NoError(t, os.Chtimes(path, at, at))
		return path
	}
	template, settings, code := write("templates/a/get.vtl", "a"), write("Pulumi.dev.yaml", "a"), write("infra/a.go", "a")
	f := Files{Settings: []string{settings, filepath.Join(root, "Pulumi.yaml")}, Templates: filepath.Join(root, "templates")}
	changed := func(want ...string) {
		t.Helper()
		early, _ := f.Changed()
		assert.Empty(t, early, "the files may still be being written")
		got, last := f.Changed()
		assert.ElementsMatch(t, want, got)
		if len(want) > 0 {
			assert.False(t, last.IsZero())
		}
	}
	changed()
	f.Watch([]string{filepath.Join(root, "infra")})
	changed()
	again, _ := f.Changed()
	assert.Empty(t, again)

	write("templates/a/get.vtl", "b")
	changed(template)
	again, _ = f.Changed()
	assert.Empty(t, again, "a change is reported once")
	write("infra/a.go", "b")
	write("infra/a_test.go", "tests are not deployed")
	write("infra/below/b.go", "another package")
	write("templates/a/get.cases.json", "cases are not deployed")
	project := write("Pulumi.yaml", "new")
	changed(code, project)

	require.NoError(t, os.Remove(template))
	changed(template)
	f.Written(write("templates/a/put.vtl", "written by us"))
	changed()

	f.Built = at
	newer := write("other/new.go", "written while the program was built")
	require.NoError(t, os.Chtimes(write("other/old.go", "a"), f.Built, f.Built))
	f.Watch([]string{filepath.Join(root, "infra"), filepath.Join(root, "other")})
	changed(newer)
}
