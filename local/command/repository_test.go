//go:build linux

package command

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest"
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

// TestTheRepositoryUnderAnotherName makes a project of the whole repository by `pulumi new`, and does in it what the
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

	in(t, dir, "make", "build", "web/dist/index.html") // as make up does, without a time limit
	if infra.Shipped.Name == "movies" {
		servesWhatItSays(t, dir, "/bob", `404 Not Found`, `2\d\d`) // the last line tried has deleted it
	} else { // a user's own API may lack this path, or require more of the request
		servesWhatItSays(t, dir, "/bob", `\d{3} \w+`, `(?:[23]\d\d|4(?:00|04|09|12))`)
	}
	assert.Regexp(t, `wrote openapi\.prod\.json: commit it|openapi\.prod\.json is up to date`, in(t, dir, "make", "openapi", "AGREE=1"))
	in(t, dir, "make", "lock", "STACK=dev")
	assert.Contains(t, in(t, dir, "make", "lock", "STACK=prod"), "Wrote capabilities.prod.lock.json: commit it.")
	preview := in(t, dir, "make", "preview", "STACK=prod")
	served := len(infra.Shipped.Endpoints)
	if !infratest.HasLogin(infratest.StackConfig(t, "prod")) {
		served -= len(slices.DeleteFunc(slices.Clone(infra.Shipped.Endpoints), func(e infra.Endpoint) bool { return e.Access != infra.Users }))
	}
	assert.Contains(t, preview, fmt.Sprintf("films/prod: %[1]d of %[1]d methods proven by", served))
	assert.NotContains(t, preview, "writes the first one")
	assert.Contains(t, preview, "Clients notice no change since openapi.prod.json")
	assert.NotContains(t, in(t, dir, "make", "templates"), "wrote", "the templates are current")
	in(t, dir, "go", "test", ".", "./infra/settings", "./internal/capability", "./cmd/configdoc", "./cmd/cost")

	// A new resource, of the API that is declared in package infra itself.
	newCurio := slices.Clone(newBook)
	newCurio[4] = "curio" // a name that a user's own API is unlikely to have
	assert.Contains(t, in(t, dir, append(newCurio, "--yes")...), "infra/curio.go")
	assert.NotContains(t, in(t, dir, "make", "templates"), "wrote", "the templates are current")
	tested := in(t, dir, "go", "run", "./local", "exec", "--", "go", "test", "-v", "-count=1", "-run", "Curio", "./contract")
	assert.Contains(t, tested, "--- PASS: TestCurioIsCreatedReadListedChangedAndDeleted")
	replacesTheAPI(t, dir)
	in(t, dir, "make", "down")
	assert.NoDirExists(t, filepath.Join(dir, ".local"))
}

// replacesTheAPI follows docs/movies.md to put another API in the movies' place, with the declaration that stands
// there; it does nothing once docs/movies.md itself has been removed.
func replacesTheAPI(t *testing.T, dir string) {
	t.Helper()
	document, err := os.ReadFile(filepath.Join(dir, "docs", "movies.md"))
	if os.IsNotExist(err) {
		return
	}
	require.NoError(t, err)
	recipes, err := os.ReadFile(filepath.Join(dir, "docs", "endpoints.md"))
	require.NoError(t, err)
	part := func(text []byte, pattern string) string {
		match := regexp.MustCompile(pattern).FindSubmatch(text)
		require.NotNil(t, match, pattern)
		return strings.ReplaceAll(string(match[1]), "\n   ", "\n")
	}
	in(t, dir, "sh", "-c", part(document, `\$ (rm -r .*)`)+" infra/curio.go templates/curio")
	for name, text := range map[string]string{
		"infra/books.go":                  part(document, "(?s)```go\n   (package infra.*?)```"),
		"templates/book/book.schema.json": part(recipes, "(?s)`templates/book/book.schema.json`:\n\n```json\n(.*?)```"),
		"policy/team/settings.json":       `{"sharedTables": [` + part(document, "`(\"[^`]*COGNITO_USER_POOLS\")`") + `]}`,
	} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o750))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	assert.Contains(t, in(t, dir, "make", "templates"), "wrote templates/book/get.request.vtl")
	in(t, dir, "make", "lock", "STACK=dev")
	in(t, dir, "make", "lock", "STACK=prod")
	in(t, dir, "make", "openapi", "AGREE=1")
	assert.Contains(t, in(t, dir, "make", "preview", "STACK=prod"), "films/prod: 2 of 2 methods proven by")
	in(t, dir, "go", "test", ".", "./infra", "./internal/vtl/lint", "./local/templatecases")
}
