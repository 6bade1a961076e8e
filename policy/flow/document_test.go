package flow

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the tables of docs/proof.md")

// The page that explains the proof has the tables by which the analysis works.
func TestThePageHasTheTablesOfTheAnalysis(t *testing.T) {
	t.Parallel()
	const file = "../../docs/proof.md"
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	page := string(text)
	for name, table := range map[string]string{"functions": functionsTable(), "methods": methodsTable()} {
		before, rest, found := strings.Cut(page, "<!-- "+name+" -->\n")
		require.True(t, found, name)
		_, after, found := strings.Cut(rest, "<!-- /"+name+" -->\n")
		require.True(t, found, name)
		page = before + "<!-- " + name + " -->\n" + table + "<!-- /" + name + " -->\n" + after
	}
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(page), 0o600))
	}
	assert.Equal(t, page, string(text), "run go test ./policy/flow -run ThePage -update")
}

func functionsTable() string {
	var out strings.Builder
	out.WriteString("| call | result |\n| --- | --- |\n")
	for _, name := range slices.Sorted(maps.Keys(utilFunctions)) {
		fmt.Fprintf(&out, "| `$util.%s(v)` | %s |\n", name, utilFunctions[name])
	}
	return out.String()
}

func methodsTable() string {
	var out strings.Builder
	out.WriteString("| of | method | result |\n| --- | --- | --- |\n")
	for _, m := range methodTable {
		var params []string
		for _, p := range m.params {
			params = append(params, p.String())
		}
		fmt.Fprintf(&out, "| %s | `%s(%s)` | %s |\n", m.on, m.name, strings.Join(params, ", "), m.means)
	}
	return out.String()
}
