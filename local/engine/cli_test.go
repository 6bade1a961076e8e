package engine

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestThePinnedCLIIsTheOneThatToolsRequires(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "tools", "go.mod"))
	require.NoError(t, err)
	assert.Contains(t, string(text), "github.com/pulumi/pulumi/pkg/v3 v"+pinnedVersion)
	assert.Contains(t, string(text), "tool "+cliPackage)
	text, err = os.ReadFile(filepath.Join("..", "..", "tools", "yaml", "go.mod"))
	require.NoError(t, err)
	assert.Contains(t, string(text), "tool "+yamlPackage)
	laptop, err := os.ReadFile(filepath.Join("..", "..", "docs", "laptop.md"))
	require.NoError(t, err)
	assert.Contains(t, string(laptop), strings.TrimSuffix(minimumVersion.String(), ".0"), "docs/laptop.md names the oldest version that will do")
}

// fakeCLI puts a `pulumi` on PATH that says this version, or fails.
func fakeCLI(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "pulumi"), []byte("#!/bin/sh\n"+script+"\n"), 0o700))
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

func TestTheCLIOnPATHIsUsedWhenItIsNewEnough(t *testing.T) {
	fakeCLI(t, "echo v3.255.0")
	var said strings.Builder
	cli, err := FindCLI(t.Context(), filepath.Join("..", ".."), &said)
	require.NoError(t, err)
	assert.Equal(t, "3.255.0", cli.version.String())
	assert.Empty(t, said.String())
}

func TestAnUnusableCLIOnPATHIsPassedOverAloud(t *testing.T) {
	for name, row := range map[string]struct{ script, says string }{
		"too old": {"echo v3.254.9", "is 3.254.9, older than 3.255.0"},
		"broken":  {"exit 3", "does not say its version"},
	} {
		t.Run(name, func(t *testing.T) {
			fakeCLI(t, row.script)
			var said strings.Builder
			cli, err := FindCLI(t.Context(), filepath.Join("..", ".."), &said)
			require.NoError(t, err)
			assert.Equal(t, pinnedVersion, cli.version.String())
			assert.Contains(t, said.String(), row.says)
		})
	}
}

func TestOpeningAnUnknownStackNamesTheKnownOnes(t *testing.T) {
	t.Parallel()
	_, err := Open(t.Context(), Options{Root: filepath.Join("..", ".."), Dir: t.TempDir(), Stack: "staging", Program: func(*pulumi.Context) error { return nil }})
	require.ErrorContains(t, err, "Pulumi.staging.yaml does not exist; the stacks are dev, local, prod")
}
