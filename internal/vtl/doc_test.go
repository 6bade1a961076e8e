package vtl

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// manual is the lines of the package's documentation.
func manual(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	return strings.Split(string(text), "\n")
}

func TestManualExamples(t *testing.T) {
	t.Parallel()
	examples := 0
	for _, line := range manual(t) {
		source, want, found := strings.Cut(line, "→")
		if !found {
			continue
		}
		examples++
		source, want = strings.TrimSpace(source), strings.TrimPrefix(want, " ")
		template, err := Parse("doc.go", source)
		require.NoError(t, err, source)
		out, err := template.Render(&Data{
			Body:   `{"name":"Ann","age":42,"tags":["a","b"],"item":{"k":"v"},"none":null}`,
			Params: Params{Path: NewMap("id", "7")},
		})
		require.NoError(t, err, source)
		assert.Equal(t, want, out, source)
	}
	assert.Greater(t, examples, 20, "the examples were not found")
}

func TestManualListsEveryMethod(t *testing.T) {
	t.Parallel()
	listed := map[string][]string{}
	var current string
	in := false
	for _, line := range manual(t) {
		switch {
		case strings.HasPrefix(line, "# "):
			in = line == "# Methods"
		case in && strings.HasPrefix(line, "\t") && !strings.Contains(line, "→"):
			words := strings.Fields(line)
			if !strings.HasPrefix(line, "\t ") {
				current, words = words[0], words[1:]
			}
			listed[current] = append(listed[current], words...)
		}
	}
	for name, class := range map[string]class{
		"String": stringClass, "Boolean": boolClass, "Character": charClass, "Integer": intClass, "Long": longClass,
		"Double": doubleClass, "BigInteger": bigIntegerClass, "BigDecimal": bigDecimalClass, "Map": mapClass,
		"List": listClass, "Entry": entryClass, "Iterator": iteratorClass,
	} {
		var have []string
		for method, overloads := range methods {
			if len(overloads[class]) > 0 && !slices.Contains([]string{"equals", "hashCode", "toString"}, method) {
				have = append(have, method)
			}
		}
		assert.ElementsMatch(t, have, listed[name], name)
		delete(listed, name)
	}
	assert.Empty(t, listed, "classes that do not exist")
}
