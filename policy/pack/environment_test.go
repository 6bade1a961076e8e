package pack

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheAddressOfTheRules(t *testing.T) {
	with, without := t.TempDir(), t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(with, "docs"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(with, "docs", "rules.md"), nil, 0o600))
	for name, c := range map[string]struct {
		repository, root, module, want string
	}{
		"on a laptop": {"", with, "lambdaless", ""},
		"on a laptop, of a module with an address": {"", with, "github.com/acme/films", "https://github.com/acme/films/blob/HEAD/docs/rules.md"},
		"on GitHub": {"acme/films", with, "lambdaless", "https://github.com/acme/films/blob/c0ffee/docs/rules.md"},
		"on GitHub, in a project that uses the pack": {"acme/shop", without, "github.com/acme/films", "https://github.com/acme/films/blob/HEAD/docs/rules.md"},
		"on GitHub, with no address of the pack":     {"acme/shop", without, "lambdaless", ""},
	} {
		t.Run(name, func(t *testing.T) {
			server := ""
			if c.repository != "" {
				server = "https://github.com"
			}
			t.Setenv("GITHUB_SERVER_URL", server)
			t.Setenv("GITHUB_REPOSITORY", c.repository)
			t.Setenv("GITHUB_SHA", "c0ffee")
			t.Setenv("GITHUB_WORKSPACE", "")
			assert.Equal(t, c.want, docs(c.root, c.module))
		})
	}
}
