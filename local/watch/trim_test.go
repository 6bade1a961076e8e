package watch

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTrim(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	mixed := write("mixed.go", `package p

import (
	"fmt"
	"strings"

	"example.com/item"
	"github.com/pulumi/x/pulumi"
)

// API stays.
type API struct{ Name string }

func (a API) String() string { return fmt.Sprint(a.Name) }

func (a API) mock(call item.Operation) bool { _, is := call.(item.Mock); return is }

func (a API) deploy(ctx *pulumi.Context) error { return errors() }

var (
	light = strings.ToUpper("a")
	kinds = map[string]kind{}
)

const one, two = iota, 2
`)
	write("heavy.go", `package p

import p2 "github.com/pulumi/x/pulumi"

type kind interface{ bind(p2.Map) }
`)
	untouched := write("light.go", "package p\n\nfunc errors() error { return nil }\n")
	broken := write("broken.go", "package p\n\nfunc broken( {\n")
	write("mixed_test.go", "package p\n\nimport \"github.com/pulumi/x/pulumi\"\n")

	files, err := trim(folder, func(path string) bool { return strings.HasPrefix(path, "github.com/pulumi/") })
	require.NoError(t, err)
	assert.NotContains(t, files, untouched)
	assert.NotContains(t, files, broken)
	require.Len(t, files, 2)
	kept := files[mixed].text
	for _, stays := range []string{"type API struct", "String() string", "mock(call", `"example.com/item"`, `"fmt"`, `"strings"`, "light = ", "iota"} {
		assert.Contains(t, kept, stays)
	}
	for _, goes := range []string{"pulumi", "deploy", "kinds"} {
		assert.NotContains(t, kept, goes)
		assert.Contains(t, files[mixed].removed, goes)
	}
	original, err := os.ReadFile(mixed)
	require.NoError(t, err)
	assert.Len(t, kept, len(original), "what stays is where it was")
	assert.NotContains(t, files[filepath.Join(folder, "heavy.go")].text, "import", "an import without parentheses goes whole")
}
