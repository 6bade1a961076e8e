package database

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var tools = filepath.Join("..", "..", "tools")

// engines are the engines that this platform runs; both on the platform of CI.
func engines(t testing.TB) map[string]Engine {
	t.Helper()
	all := map[string]Engine{"dynalite": Dynalite(tools)}
	if supported(runtime.GOOS, runtime.GOARCH) {
		all["dynoxide"] = Dynoxide(tools)
	}
	for _, e := range all {
		require.NoError(t, e.Install(t.Context(), io.Discard))
	}
	return all
}

func TestDefaultEngine(t *testing.T) {
	dir := t.TempDir()
	choose := func(t *testing.T) string {
		t.Helper()
		e, err := Default(tools, dir)
		require.NoError(t, err)
		return e.Name()
	}
	standard := "dynalite"
	if supported(runtime.GOOS, runtime.GOARCH) {
		standard = "dynoxide"
	}
	assert.Equal(t, standard, choose(t), "an empty folder")
	require.NoError(t, os.Mkdir(filepath.Join(dir, "data"), 0o700))
	assert.Equal(t, "dynalite", choose(t), "a folder with dynalite's data")
	t.Setenv(EngineVariable, standard)
	assert.Equal(t, standard, choose(t), "the variable decides")
	t.Setenv(EngineVariable, "sqlite")
	_, err := Default(tools, dir)
	require.ErrorContains(t, err, `DYNAMODB_ENGINE is "sqlite": on `)
	require.ErrorContains(t, err, "dynalite]")
}

func TestInstallWithoutNPMNamesIt(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	e := Dynalite(t.TempDir())
	require.NoError(t, os.MkdirAll(e.home, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(e.home, "package.json"), []byte(`{"dependencies":{"dynalite":"4.0.0"}}`), 0o600))
	require.ErrorContains(t, e.Install(t.Context(), io.Discard), "no `npm` is on PATH")
}

// TestInstallsAtOnce runs an npm that must not run twice at the same time.
func TestInstallsAtOnce(t *testing.T) {
	bin, e := t.TempDir(), Dynalite(t.TempDir())
	require.NoError(t, os.MkdirAll(e.home, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(e.home, "package.json"), []byte(`{"dependencies":{"dynalite":"4.0.0"}}`), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(bin, "npm"), []byte(`#!/bin/sh
echo run >>runs
mkdir -p node_modules/dynalite
sleep 0.3
echo '{"version":"4.0.0"}' >node_modules/dynalite/package.json
`), 0o700))
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	var installs sync.WaitGroup
	for range 4 {
		installs.Go(func() { assert.NoError(t, e.Install(t.Context(), io.Discard)) })
	}
	installs.Wait()
	runs, err := os.ReadFile(filepath.Join(e.home, "runs"))
	require.NoError(t, err)
	assert.Equal(t, "run\n", string(runs))
}
