package main

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestClaimsAreHeldByTests: every paragraph, item and table of the documents about the proof ends with the tests that
// fail when what it claims is no longer so, `<!-- tests: TestA, TestB/LP-TMPL-001 -->`, or says that it only explains,
// `<!-- explains -->`. Each test that is named exists, and the tests of its package have the words behind its slashes.
func TestClaimsAreHeldByTests(t *testing.T) {
	t.Parallel()
	tests, named := testsByName(t), 0
	for document, section := range map[string]string{"docs/policy.md": "", "docs/proof.md": "", "docs/rules.md": "# Rules of the policy pack", "README.md": "## Policies in pull requests"} {
		for _, block := range blocks(read(t, document), section) {
			begin := fmt.Sprintf("%s: the part that begins %.70q", document, block)
			trace := regexp.MustCompile(`<!-- (tests: |explains)([^>]*) ?-->\s*$`).FindStringSubmatch(block)
			if trace == nil {
				t.Errorf("%s ends with no <!-- tests: ... -->: name the tests that fail when it is no longer so, or write <!-- explains -->", begin)
				continue
			}
			if trace[1] == "explains" {
				continue
			}
			for _, name := range strings.Split(strings.ReplaceAll(strings.TrimSpace(trace[2]), ", Test", "\nTest"), "\n") {
				named++
				function, case_, _ := strings.Cut(name, "/")
				require.NotEmpty(t, tests[function], "%s names %s, which no file has", begin, function)
				for _, word := range strings.Split(case_, "/") {
					assert.True(t, slices.ContainsFunc(tests[function], func(text string) bool { return strings.Contains(text, word) }), "%s names %s, and the tests beside it have no %q", begin, name, word)
				}
			}
		}
	}
	assert.Greater(t, named, 100, "the pattern misses the comments")
}

// blocks are the paragraphs, items of lists, tables and blocks of code of a Markdown text, each with the comment that follows it; of
// the section alone where one is named, up to the next heading.
func blocks(text, section string) []string {
	if section != "" {
		_, text, _ = strings.Cut(text, section+"\n")
		text, _, _ = strings.Cut(text, "\n## ")
	}
	var all []string
	var block strings.Builder
	end := func() {
		trimmed := strings.TrimSpace(block.String())
		generated := strings.HasPrefix(trimmed, "<!--") && !strings.Contains(trimmed, "\n") // such as what marks a table for a generator
		if trimmed != "" && !strings.HasPrefix(trimmed, "#") && !generated {
			all = append(all, trimmed)
		}
		block.Reset()
	}
	fenced := false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced = !fenced
		}
		item := regexp.MustCompile(`^(?:- |\d+\. )`).MatchString(line)
		if !fenced && (item || strings.TrimSpace(line) == "") {
			end()
		}
		block.WriteString(line)
	}
	end()
	return all
}

// testsByName are the texts of the test files beside each test, by its name.
func testsByName(t *testing.T) map[string][]string {
	t.Helper()
	beside, functions := map[string]string{}, map[string][]string{}
	declared := regexp.MustCompile(`(?m)^func ((?:Test|Benchmark|Fuzz)\w+)\(`)
	require.NoError(t, filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, "_test.go") {
			text := read(t, path)
			beside[filepath.Dir(path)] += text
			for _, match := range declared.FindAllStringSubmatch(text, -1) {
				functions[match[1]] = append(functions[match[1]], filepath.Dir(path))
			}
		}
		return nil
	}))
	texts := map[string][]string{}
	for name, folders := range functions {
		for _, folder := range folders {
			texts[name] = append(texts[name], beside[folder])
		}
	}
	return texts
}
