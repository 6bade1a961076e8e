package scaffold

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"lambdaless/infra"
)

// project is where a project keeps its API.
type project struct {
	root       string
	infra      string // import path of package infra
	importPath string // of the package that declares the API
	dir        string // its folder
	pkg        string // its name
	api        string // the variable: API, Movies
	names      []string
}

// findProject finds the API that the project's local/main.go hands to command.Main.
func findProject(ctx context.Context, root string) (project, error) {
	p := project{root: root, infra: reflect.TypeFor[infra.API]().PkgPath()}
	main := filepath.Join(root, "local", "main.go")
	file, err := parser.ParseFile(token.NewFileSet(), main, nil, 0)
	if err != nil {
		return p, fmt.Errorf("looking for the API: %w", err)
	}
	name := ""
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 || selector(call.Fun) != "command.Main" {
			return true
		}
		name, p.api, _ = strings.Cut(selector(call.Args[0]), ".")
		return false
	})
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value) // the parser has read it
		if spec.Name != nil && spec.Name.Name == name || spec.Name == nil && path[strings.LastIndex(path, "/")+1:] == name {
			p.importPath = path
		}
	}
	if p.api == "" || p.importPath == "" {
		return p, fmt.Errorf("%s does not call command.Main with the API of a package, as in command.Main(api.API): the API cannot be found", main)
	}
	cmd := exec.CommandContext(ctx, "go", "list", "-json=Dir,Name", p.importPath)
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return p, fmt.Errorf("go list %s: %w", p.importPath, withOutput(err))
	}
	var listed struct{ Dir, Name string }
	if err := json.Unmarshal(out, &listed); err != nil {
		return p, fmt.Errorf("go list %s: %w", p.importPath, err)
	}
	p.dir, p.pkg = listed.Dir, listed.Name
	p.names, err = declaredNames(p.dir)
	return p, err
}

// selector is "a.b" of a selector expression, and empty for every other one.
func selector(e ast.Expr) string {
	s, ok := e.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	x, ok := s.X.(*ast.Ident)
	if !ok {
		return ""
	}
	return x.Name + "." + s.Sel.Name
}

// declaredNames are the names at the top level of a package, its tests included, and of its imports.
func declaredNames(dir string) ([]string, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	names := []string{"infra", "item", "missing"}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("reading the package of the API: %w", err)
		}
		for _, spec := range file.Imports {
			path, _ := strconv.Unquote(spec.Path.Value)
			names = append(names, path[strings.LastIndex(path, "/")+1:])
		}
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					names = append(names, d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						names = append(names, spec.Name.Name)
					case *ast.ValueSpec:
						for _, name := range spec.Names {
							names = append(names, name.Name)
						}
					}
				}
			}
		}
	}
	return names, nil
}

// variable is a name for the type of a resource that the package has free.
func (p project) variable(name string) (string, error) {
	for _, one := range []string{name, name + "Item"} {
		if !token.IsKeyword(one) && types.Universe.Lookup(one) == nil && !slices.Contains(p.names, one) {
			return one, nil
		}
	}
	return "", fmt.Errorf("package %s has the names %s and %sItem already: choose another name", p.pkg, name, name)
}

// goFile is a file name of a package: a name that ends like "_test" or "_linux" would mean something to Go.
func goFile(name string) string {
	only := build.Default
	only.GOOS, only.GOARCH = "none", "none"
	only.OpenFile = func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("package x\n")), nil }
	if fits, err := only.MatchFile(".", name+".go"); err != nil || !fits || strings.HasSuffix(name, "_test") {
		name += "_item"
	}
	return name + ".go"
}

// contractPackage is the name of the package in the folder contract.
func (p project) contractPackage() string {
	paths, _ := filepath.Glob(filepath.Join(p.root, "contract", "*.go")) // the pattern is well-formed
	for _, path := range paths {
		if file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly); err == nil {
			return file.Name.Name
		}
	}
	return "contract"
}

// compiles compiles packages with files that are not written yet.
func (p project) compiles(ctx context.Context, files []File) (err error) {
	dir, err := os.MkdirTemp("", "new-")
	if err != nil {
		return fmt.Errorf("making a folder for a build: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	replace := map[string]string{}
	for i, f := range files {
		to := filepath.Join(dir, strconv.Itoa(i))
		if err := os.WriteFile(to, []byte(f.Text), 0o600); err != nil {
			return fmt.Errorf("writing what is to be compiled: %w", err)
		}
		replace[filepath.Join(p.root, filepath.FromSlash(f.Path))] = to
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	overlay := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(overlay, text, 0o600); err != nil {
		return fmt.Errorf("writing a build overlay: %w", err)
	}
	// go vet runs in the package's folder, which a project without contract tests does not have yet.
	contract := filepath.Join(p.root, "contract")
	if err := os.Mkdir(contract, 0o750); err == nil {
		defer func() { _ = os.Remove(contract) }() // it is empty: what is written afterwards makes it again
	}
	cmd := exec.CommandContext(ctx, "go", "vet", "-overlay", overlay, p.importPath, "./contract")
	cmd.Dir = p.root
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("what would be written does not compile, nothing was written: %w\n%s", err, out)
	}
	return nil
}

func withOutput(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return fmt.Errorf("%w: %s", err, strings.TrimSpace(string(exit.Stderr)))
	}
	return err
}
