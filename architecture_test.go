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

// rooms are the top-level folders, and which other rooms the code of each may know. Tests may know
// more, where tested says so.
var rooms = map[string]struct{ knows, tested []string }{
	"":          {knows: []string{"infra"}},
	"infra":     {knows: []string{"templates"}},
	"templates": {},
	"policy":    {knows: []string{"internal"}, tested: []string{"infra"}},
	"local":     {knows: []string{"infra", "internal"}},
	"internal":  {},
	"cmd":       {knows: []string{"internal", "policy"}},
	"contract":  {},
}

// TestRoomsKnowOnlyWhomTheyMay holds the arrows: main -> infra -> templates; policy -> internal;
// local -> infra, internal.
func TestRoomsKnowOnlyWhomTheyMay(t *testing.T) {
	t.Parallel()
	files := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || path == "tools") {
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
	from := roomOf(filepath.ToSlash(filepath.Dir(path)))
	room, ok := rooms[from]
	if !ok {
		t.Errorf("%s is in the folder %q, which is no room of the house: give it one in rooms, or move it", path, from)
		return
	}
	allowed := append([]string{from}, room.knows...)
	if strings.HasSuffix(path, "_test.go") {
		allowed = append(allowed, room.tested...)
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
		if to := roomOf(strings.TrimSuffix(rest, "/")); !slices.Contains(allowed, to) {
			t.Errorf("%s imports %s: code of %q may know %q only", path, imported, from, allowed)
		}
	}
}

func roomOf(dir string) string {
	if dir == "." {
		return ""
	}
	room, _, _ := strings.Cut(dir, "/")
	return room
}
