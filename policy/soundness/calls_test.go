package soundness

import (
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/policy/flow"
)

// TestNoProvenCallCanBeBroken calls the methods of docs/proof.md on values of every class of Java, with arguments of
// every class: what is proven of the result is so.
func TestNoProvenCallCanBeBroken(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/proof.md")
	require.NoError(t, err)
	_, table, _ := strings.Cut(string(page), "<!-- methods -->")
	table, _, _ = strings.Cut(table, "<!-- /methods -->")
	var methods []string
	for _, match := range regexp.MustCompile("(?m)^\\| [a-z ]+ \\| `([^`]+)`").FindAllStringSubmatch(table, -1) {
		methods = append(methods, match[1])
	}
	require.Greater(t, len(methods), 25)
	methods = append(methods, "get(any value)", "(any value)") // the second is an index
	names := slices.Sorted(maps.Keys(values))
	drawn, proven, broken := max(*templates/4, 1), 0, map[string]bool{}
	s := setting{options: flow.Options{Request: true, Body: modelType}, typed: true}
	for i := range uint64(drawn) {
		r := rand.New(rand.NewPCG(*seed+i, 7))
		report := s.judge(call(r, names, methods), source{r}, 12, *seed+i)
		proven += report.Proven
		for _, b := range report.Broken {
			broken[b] = true
		}
	}
	t.Logf("%d templates, %d proven, %d broken", drawn, proven, len(broken))
	for i, b := range slices.Sorted(maps.Keys(broken)) {
		if i < 40 {
			t.Error(b)
		}
	}
	assert.Greater(t, 100*proven/drawn, 5, "the share that is proven, in percent")
}
