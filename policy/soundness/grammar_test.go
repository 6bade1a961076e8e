package soundness

import (
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTheGrammarHasWhatThePageHas looks for every directive, function and method of docs/proof.md, and for what is
// outside of the subset, in the first templates that make test draws.
func TestTheGrammarHasWhatThePageHas(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/proof.md")
	require.NoError(t, err)
	_, methods, found := strings.Cut(string(page), "<!-- functions -->")
	require.True(t, found)
	methods, _, _ = strings.Cut(methods, "<!-- /methods -->")
	names := []string{
		"##", "#*", "#[[", "$!", "${", "[\"", "#set(", "#if(", "#elseif(", "#else", "&&", "||", "!", "==", "!=", "<", ">", "<=", ">=", "#foreach(", "#break", "#stop",
		"#define(", "$foreach.index", "$foreach.count", "$foreach.hasNext", "$foreach.first", "$foreach.last", " + ", " - ", " * ", " / ", " % ", "..", "{\"",
		"$context.responseOverride.status", "$input.params(", "$input.path(", "$input.json(", "$input.body", "$context.",
		"#macro(", ".iterator()", ".values()", ".keySet()", ".entrySet()", ".put(", ".add(", ".remove(", ".putAll(", ".addAll(",
	}
	for _, match := range regexp.MustCompile("(?m)^\\| (?:[a-z ]+ \\| )?`(?:\\$util\\.)?(\\w+)\\(").FindAllStringSubmatch(methods, -1) {
		names = append(names, "."+match[1]+"(")
	}
	require.Greater(t, len(names), 80)
	missing := map[string]bool{}
	for _, name := range names {
		missing[name] = true
	}
	for seed := range uint64(20_000) {
		r := rand.New(rand.NewPCG(seed+1, 1))
		template := draw(r, seed%2 == 0, int(seed%61))
		for name := range missing {
			if strings.Contains(template, name) {
				delete(missing, name)
			}
		}
	}
	assert.Empty(t, missing, "constructs that no template has")
}
