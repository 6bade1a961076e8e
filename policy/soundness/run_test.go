package soundness

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	templates = flag.Int("templates", 20_000, "how many templates are drawn")
	seed      = flag.Uint64("seed", 1, "the first template's seed")
)

// At least this share of the templates that are drawn is proven, in percent: otherwise the test would say
// little.
const leastProven = 30

func TestNoProvenTemplateCanBeBroken(t *testing.T) {
	t.Parallel()
	const renderings = 12
	tenth := max(*templates/10, 1)
	report := Run(*seed, *templates, renderings, func(done int) {
		if done%tenth < 500 {
			fmt.Printf("%d of %d templates\n", done, *templates)
		}
	})
	for i, broken := range report.Broken {
		if i < 5 {
			t.Error(broken)
		}
	}
	share := 100 * report.Proven / max(report.Templates, 1)
	fmt.Printf("%d templates, %d proven (%d %%), which is %d %% of those that no rendering broke; %d renderings of proven templates, %d broken\n",
		report.Templates, report.Proven, share, 100*report.Proven/max(report.Safe, 1), report.Renderings, len(report.Broken))
	kinds := report.Kinds()
	for i, why := range slices.SortedFunc(maps.Keys(kinds), func(a, b string) int { return kinds[b] - kinds[a] }) {
		if i < 25 && testing.Verbose() {
			fmt.Printf("%7d not proven: %s\n", kinds[why], why)
		}
	}
	assert.Empty(t, len(report.Broken), "templates that are proven and can be broken")
	assert.GreaterOrEqual(t, share, leastProven, "the share of templates that are proven, in percent")
}

// TestThePageSaysHowManyAreDrawn: docs/proof.md has the numbers of make test and make soundness.
func TestThePageSaysHowManyAreDrawn(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/proof.md")
	require.NoError(t, err)
	makefile, err := os.ReadFile("../../Makefile")
	require.NoError(t, err)
	assert.Contains(t, string(page), "`make test` draws 20,000, `make soundness` a million")
	assert.Equal(t, "20000", flag.Lookup("templates").DefValue)
	assert.Contains(t, string(makefile), "\nN ?= 1000000\n")
}
