package registry

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write ../schema/sdk.json anew")

func sourceOf(t *testing.T, files *token.FileSet, name string, d *ast.FuncDecl) string {
	t.Helper()
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(text[files.Position(d.Pos()).Offset:files.Position(d.End()).Offset])
}

// declaredTokens lists the types, also those that sdk.json does not have yet.
func declaredTokens() (tokens []string) {
	for _, t := range declared() {
		tokens = append(tokens, t.Token)
	}
	slices.Sort(tokens)
	return tokens
}

// Names, types, and which properties are required, computed or secret are as the SDK says that
// programs are built with.
func TestSDK(t *testing.T) {
	t.Parallel()
	root, packages := sdkSource(t), map[string]*sdkPackage{}
	var text bytes.Buffer
	text.WriteString("{")
	for i, tok := range declaredTokens() {
		dir := strings.ToLower(packageOf(tok))
		if packages[dir] == nil {
			packages[dir] = parsePackage(t, filepath.Join(root, dir))
		}
		line, err := json.Marshal(packages[dir].derive(t, tok))
		require.NoError(t, err)
		if i > 0 {
			text.WriteString(",")
		}
		text.WriteString("\n\"" + tok + "\": ")
		text.Write(line)
	}
	text.WriteString("\n}\n")
	const golden = "../schema/sdk.json"
	if *update {
		require.NoError(t, os.WriteFile(golden, text.Bytes(), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), text.String(), "run the test with -update")
}
