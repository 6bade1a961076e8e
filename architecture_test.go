package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the path in go.mod, which may have been changed.
var module = func() string {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		panic(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	return strings.TrimPrefix(first, "module ")
}()

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

// order lists the packages of a folder from the bottom up: the code of each may import only those before it.
var order = map[string][]string{
	"local": strings.Fields(`
		apigateway database
		dataplane/wire dataplane/encoding dataplane/failure dataplane/trace dataplane/mapping dataplane/validation
		dataplane/throttling dataplane/caching dataplane/backend dataplane
		cognito custom signature
		controlplane/store controlplane pipes
		provider/schema provider/tables provider/resources provider/kept provider/registry provider
		serve
		golang engine localtest describe describe/command watch scaffold templatecases website deployer declared
		command .`),
	"policy": strings.Fields(`
		graph model flow soundness wire rule facts
		checks/document checks/hygiene checks/integration checks/method checks/pack checks/role checks/stage checks/table checks/template
		checks/checktest checks team mutation pack .`),
	"internal": strings.Fields(`
		authorizer capability dynamodb dynamodb/expression iam iam/parse module places
		vtl/java vtl/regex vtl/jsonsmart vtl/jsonpath vtl/parse vtl vtl/lint vtl/conformance`),
}

// checkOrder holds the order of the packages within a top-level folder.
func checkOrder(t *testing.T, path, imported string) {
	t.Helper()
	top, from, to := topFolder(filepath.ToSlash(filepath.Dir(path))), filepath.ToSlash(filepath.Dir(path)), strings.TrimSuffix(imported, "/")
	packages, ordered := order[top]
	if !ordered || topFolder(to) != top {
		return
	}
	within := func(pkg string) int {
		rest := strings.TrimPrefix(strings.TrimPrefix(pkg, top), "/")
		if rest == "" {
			rest = "."
		}
		at := slices.Index(packages, rest)
		if at < 0 {
			t.Errorf("the package %s is not in the order of %s: add it there", pkg, top)
		}
		return at
	}
	if a, b := within(from), within(to); a >= 0 && b >= a {
		t.Errorf("%s imports %s, which comes after it in the order of %s", path, to, top)
	}
}

// TestImportsFollowTheLayers holds the dependency order of the top-level folders:
// main -> infra -> templates; policy -> internal; local -> infra, internal; cmd -> policy, internal. It holds
// the order of the packages inside local, policy and internal too.
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
		if !strings.HasSuffix(path, "_test.go") {
			checkOrder(t, path, rest)
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
