package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	assumptionCited      = regexp.MustCompile(`\b(?:VTL|GW|IAM|CP)-\d{3}\b`)
	assumptionDocumented = regexp.MustCompile(`(?m)^\| ((?:VTL|GW|IAM|CP)-\d{3}) \|`)
)

// TestAssumptionsAreDocumentedOnce holds that every number that code and tests cite is explained in
// docs/assumptions.md, and no number twice; and that the pipeline's and the template language's are all tested.
func TestAssumptionsAreDocumentedOnce(t *testing.T) {
	t.Parallel()
	documented := map[string]bool{}
	for _, match := range assumptionDocumented.FindAllStringSubmatch(read(t, "docs/assumptions.md"), -1) {
		if documented[match[1]] {
			t.Errorf("docs/assumptions.md explains %s twice", match[1])
		}
		documented[match[1]] = true
	}
	if len(documented) < 100 {
		t.Fatalf("only %d assumptions were found: the pattern misses them", len(documented))
	}
	tested := map[string]bool{}
	for _, path := range sources(t) {
		for _, id := range assumptionCited.FindAllString(read(t, path), -1) {
			if !documented[id] {
				t.Errorf("%s cites %s, which docs/assumptions.md does not explain", path, id)
			}
			if strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, ".cases") {
				tested[id] = true
			}
		}
	}
	for id := range documented {
		if (strings.HasPrefix(id, "VTL-") || strings.HasPrefix(id, "GW-")) && !tested[id] {
			t.Errorf("docs/assumptions.md explains %s, which no test cites", id)
		}
	}
}

// sources are the files that may cite a number.
func sources(t *testing.T) []string {
	t.Helper()
	var paths []string
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if slices.Contains([]string{".go", ".cases", ".java", ".vtl"}, filepath.Ext(path)) {
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil || len(paths) < 50 {
		t.Fatalf("only %d files were found (%v): the walk misses the code", len(paths), err)
	}
	return paths
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
