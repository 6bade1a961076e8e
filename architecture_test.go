package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "lambdaless"

// layers are the top-level folders, and which other folders the code of each may import. Test files
// may import more, where tested says so.
var layers = map[string]struct{ imports, tested []string }{
	"":          {imports: []string{"infra"}},
	"infra":     {imports: []string{"templates"}},
	"templates": {},
	"policy":    {imports: []string{"internal"}, tested: []string{"infra"}},
	"local":     {imports: []string{"infra", "internal"}, tested: []string{"policy"}},
	"internal":  {},
	"cmd":       {imports: []string{"internal", "policy"}},
	"contract":  {},
	"docs":      {},
	"account":   {imports: []string{"infra"}},
	"examples":  {imports: []string{"infra", "local"}},
}

// TestImportsFollowTheLayers holds the dependency order of the top-level folders:
// main -> infra -> templates; policy -> internal; local -> infra, internal; cmd -> policy, internal.
func TestImportsFollowTheLayers(t *testing.T) {
	t.Parallel()
	files := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || path == "tools" || path == "template") {
			return filepath.SkipDir
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		files++
		checkImports(t, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 50 {
		t.Fatalf("only %d Go files were read: the walk misses the code", files)
	}
}

func checkImports(t *testing.T, path string) {
	t.Helper()
	from := topFolder(filepath.ToSlash(filepath.Dir(path)))
	layer, ok := layers[from]
	if !ok {
		t.Errorf("%s is in the top-level folder %q, which is not listed in layers: add it there, or move the file", path, from)
		return
	}
	allowed := append([]string{from}, layer.imports...)
	if strings.HasSuffix(path, "_test.go") {
		allowed = append(allowed, layer.tested...)
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		rest, ours := strings.CutPrefix(imported+"/", module+"/")
		if !ours {
			continue
		}
		if to := topFolder(strings.TrimSuffix(rest, "/")); !slices.Contains(allowed, to) {
			t.Errorf("%s imports %s: code in %q may import only %q", path, imported, from, allowed)
		}
	}
}

func topFolder(dir string) string {
	if dir == "." {
		return ""
	}
	top, _, _ := strings.Cut(dir, "/")
	return top
}
