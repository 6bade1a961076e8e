package command

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/engine"
)

// TestAnotherDatabaseGetsItsTables: the state remembers tables that the database of today never had.
func TestAnotherDatabaseGetsItsTables(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "aws")
	first := newHarnessIn(t, dir)
	_, err := first.deploy(t.Context())
	require.NoError(t, err)
	require.NoError(t, first.close())
	for _, data := range []string{"data", "dynoxide"} {
		require.NoError(t, os.RemoveAll(filepath.Join(dir, data)))
	}

	again := newHarnessIn(t, dir)
	defer func() { require.NoError(t, again.close()) }()
	_, err = again.deploy(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 404, again.ask("GET", "/bob", "").status)
	assert.Equal(t, 200, again.ask("PUT", "/bob", interstellar).status)
}

// TestDownOfAProtectedStack: protection holds until FORCE=1 lifts it.
func TestDownOfAProtectedStack(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "aws")
	root, err := engine.Root(".")
	require.NoError(t, err)
	s := options{root: root, home: root, dir: dir, program: fixture.Deploy, out: io.Discard, err: io.Discard}
	prod, err := open(t.Context(), s, target{stack: "prod"})
	require.NoError(t, err)
	_, err = prod.deploy(t.Context())
	require.NoError(t, err)
	require.NoError(t, prod.close())

	before, err := engine.Recorded(filepath.Join(dir, "engine"))
	require.NoError(t, err)
	refused := down(t.Context(), s, false)
	require.ErrorContains(t, refused, "make down FORCE=1")
	require.ErrorContains(t, refused, "the stack prod protects aws:cognito/userPool:UserPool movies-login-users, aws:dynamodb/table:Table movies-favorite_movies")
	after, err := engine.Recorded(filepath.Join(dir, "engine"))
	require.NoError(t, err)
	assert.Equal(t, before, after, "nothing was deleted")
	assert.DirExists(t, dir)
	var said strings.Builder
	s.out = &said
	require.NoError(t, down(t.Context(), s, true))
	assert.NoDirExists(t, dir)
	assert.Contains(t, said.String(), "The stack prod is removed with the folder, and so is what it protects: aws:cognito/userPool:UserPool movies-login-users, ")
	assert.NotContains(t, said.String(), "error", "the engine does not try what it would refuse")
}
