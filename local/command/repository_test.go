//go:build linux

package command

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/engine"
)

// copyRepository copies the repository as it is now, without what git ignores.
func copyRepository(t *testing.T, root, dir string) {
	t.Helper()
	files := exec.CommandContext(t.Context(), "git", "ls-files", "-co", "--exclude-standard", "-z")
	files.Dir = root
	listed, err := files.Output()
	require.NoError(t, err)
	for _, name := range strings.Split(strings.TrimRight(string(listed), "\x00"), "\x00") {
		text, err := os.ReadFile(filepath.Join(root, name))
		if os.IsNotExist(err) {
			continue // deleted, and not committed yet
		}
		require.NoError(t, err)
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o750))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), text, 0o700))
	}
}

// TestTheRepositoryUnderAnotherName makes a project of the whole repository by `pulumi new`, and in it does what the
// README says: everything follows the project's name, and its tests pass.
func TestTheRepositoryUnderAnotherName(t *testing.T) {
	t.Parallel()
	root, err := engine.Root(".")
	require.NoError(t, err)
	source := t.TempDir()
	copyRepository(t, root, source)
	dir := newProject(t, source, "films")
	for _, database := range []string{"dynoxide", "dynalite"} {
		if installed := filepath.Join(root, "tools", database, "node_modules"); exists(installed) {
			require.NoError(t, os.Symlink(installed, filepath.Join(dir, "tools", database, "node_modules")))
		}
	}

	in(t, dir, "make", "build", "web/dist/index.html") // as make up does, without its limit of time
	servesWhatItSays(t, dir, "/bob", "404 Not Found")  // the last line tried has deleted it
	assert.Contains(t, in(t, dir, "make", "openapi", "AGREE=1"), "wrote openapi.prod.json: commit it", "scopes begin with the project's name")
	in(t, dir, "make", "lock", "STACK=dev")
	assert.Contains(t, in(t, dir, "make", "lock", "STACK=prod"), "Wrote capabilities.prod.lock.json: commit it.")
	preview := in(t, dir, "make", "preview", "STACK=prod")
	assert.Contains(t, preview, "films/prod: 15 of 15 methods proven by")
	assert.NotContains(t, preview, "writes the first one")
	assert.Contains(t, preview, "Clients notice no change since openapi.prod.json")
	assert.NotContains(t, in(t, dir, "make", "templates"), "wrote", "the templates are current")
	in(t, dir, "go", "test", ".", "./infra/settings", "./internal/capability", "./cmd/configdoc", "./cmd/cost")

	// A new resource, of the API that is declared in package infra itself.
	assert.Contains(t, in(t, dir, append(newBook, "--yes")...), "infra/book.go")
	assert.NotContains(t, in(t, dir, "make", "templates"), "wrote", "the templates are current")
	tested := in(t, dir, "go", "run", "./local", "exec", "--", "go", "test", "-v", "-count=1", "-run", "Book", "./contract")
	assert.Contains(t, tested, "--- PASS: TestBookIsCreatedReadListedChangedAndDeleted")
	in(t, dir, "make", "down")
	assert.NoDirExists(t, filepath.Join(dir, ".local"))
}
