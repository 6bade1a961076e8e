package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheReferenceIsCurrent(t *testing.T) {
	t.Parallel()
	const document = "../../docs/configuration.md"
	want, err := current("../../Pulumi.yaml", document)
	require.NoError(t, err)
	have, err := os.ReadFile(document)
	require.NoError(t, err)
	assert.Equal(t, want, string(have), "run: go generate ./infra/settings")
}

func TestTheTableOfKeys(t *testing.T) {
	t.Parallel()
	document := filepath.Join(t.TempDir(), "configuration.md")
	write := func(file, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(document), file), []byte(text), 0o600))
	}
	write("regions.md", "# Regions\n\n## What it costs\n")
	write("configuration.md", "# Configuration\n"+begin+"| stale |\n"+end+"## A domain name's rules\n")
	project := filepath.Join(filepath.Dir(document), "Pulumi.yaml")
	write("Pulumi.yaml", `name: movies
config:
  pulumi:tags: {value: {team: movies}}
  text: {default: "", description: "Empty means none, see docs/regions.md."}
  size: {default: 5, description: "1 | 2"}
  on: {default: false, description: "See docs/configuration.md#a-domain-names-rules."}
  access: {default: {reads: open, writes: api-key}, description: "Who."}
  list: {default: [], description: "See docs/regions.md#what-it-costs."}
  zones: {default: [a, b], description: "Two."}
`)
	require.NoError(t, rewrite(project, document))
	written, err := os.ReadFile(document)
	require.NoError(t, err)
	assert.Equal(t, "# Configuration\n"+begin+`
| key | default | meaning |
| --- | --- | --- |
| `+"`text`"+` | none | Empty means none, see [Regions](regions.md). |
| `+"`size`"+` | `+"`5`"+` | 1 \| 2 |
| `+"`on`"+` | `+"`false`"+` | See [A domain name's rules](#a-domain-names-rules). |
| `+"`access`"+` | `+"`reads: open`, `writes: api-key`"+` | Who. |
| `+"`list`"+` | none | See [What it costs](regions.md#what-it-costs). |
| `+"`zones`"+` | `+"`[a b]`"+` | Two. |

`+end+"## A domain name's rules\n", string(written))
}

func TestMistakesInTheDeclarationOfKeys(t *testing.T) {
	t.Parallel()
	document := filepath.Join(t.TempDir(), "configuration.md")
	require.NoError(t, os.WriteFile(document, []byte("# Configuration\n"), 0o600))
	for name, test := range map[string]struct{ declared, want string }{
		"no description":           {"config: {size: {default: 5}}", "the key size has no description"},
		"a page that is not":       {`config: {size: {description: "docs/none.md"}}`, "none.md"},
		"a heading that is not":    {`config: {size: {description: "docs/configuration.md#none"}}`, `configuration.md has no heading for "docs/configuration.md#none"`},
		"a document without place": {"", "has no lines"},
	} {
		if test.declared == "" {
			_, err := current("../../Pulumi.yaml", document)
			require.ErrorContains(t, err, test.want, name)
			continue
		}
		_, err := table([]byte(test.declared), document)
		require.ErrorContains(t, err, test.want, name)
	}
}
