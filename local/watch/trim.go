package watch

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// trimmed is a Go file without the declarations that need Pulumi.
type trimmed struct {
	text    string // what stays; its lines are where they were
	removed string // what does not
}

// unit is a declaration at the top level of a package, which stays or goes as a whole.
type unit struct {
	file  string
	node  ast.Node
	heavy bool
	uses  map[*unit]bool
	names map[types.Object]bool // the imports that it uses
}

// trim reads a package and leaves out of its files what needs Pulumi: declarations that use a package for
// which heavy holds, and those that use such declarations. Files of which nothing goes are not returned.
func trim(folder string, heavy func(path string) bool) (map[string]trimmed, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	texts, files := map[string]string{}, map[string]*ast.File{}
	var parsed []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("reading the program: %w", err)
		}
		// A file with a mistake is left as it is: the build says where the mistake is.
		file, err := parser.ParseFile(fset, path, text, parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		texts[path], files[path], parsed = string(text), file, append(parsed, file)
	}
	// Imports are not read, so what is known of types is not complete. Of the package's own names it is.
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}, Implicits: map[ast.Node]types.Object{}}
	config := types.Config{Importer: noImports{}, Error: func(error) {}}
	pkg, _ := config.Check("package", fset, parsed, info)
	units := unitsOf(files)
	link(units, files, info, pkg, fset)
	spread(units, heavy)

	result := map[string]trimmed{}
	for path, file := range files {
		if t := cut(texts[path], path, file, units, info, fset, heavy); t.removed != "" {
			result[path] = t
		}
	}
	return result, nil
}

func unitsOf(files map[string]*ast.File) []*unit {
	var units []*unit
	add := func(path string, node ast.Node) {
		units = append(units, &unit{file: path, node: node, uses: map[*unit]bool{}, names: map[types.Object]bool{}})
	}
	for path, file := range files {
		for _, decl := range file.Decls {
			group, ok := decl.(*ast.GenDecl)
			switch {
			case ok && group.Tok == token.IMPORT:
			case ok && group.Tok != token.CONST && group.Lparen.IsValid(): // constants may count by iota
				for _, spec := range group.Specs {
					add(path, spec)
				}
			default:
				add(path, decl)
			}
		}
	}
	return units
}

// link finds out which units use which.
func link(units []*unit, files map[string]*ast.File, info *types.Info, pkg *types.Package, fset *token.FileSet) {
	at := func(pos token.Pos) *unit {
		path := fset.Position(pos).Filename
		for _, u := range units {
			if u.file == path && u.node.Pos() <= pos && pos < u.node.End() {
				return u
			}
		}
		return nil
	}
	for _, u := range units {
		imported := map[string]types.Object{}
		for _, spec := range files[u.file].Imports {
			if name := importName(spec, info); name != nil {
				imported[name.Name()] = name
			}
		}
		skip := map[*ast.Ident]bool{} // names that belong to a value or a type, and cannot be the package's
		ast.Inspect(u.node, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				skip[n.Sel] = true
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok {
					skip[key] = true
				}
			case *ast.Ident:
				object := info.Uses[n]
				if object == nil && info.Defs[n] == nil && !skip[n] {
					// Where a type is not known, the checker does not look at the rest of an expression.
					if object = imported[n.Name]; object == nil {
						object = pkg.Scope().Lookup(n.Name)
					}
				}
				u.use(object, pkg, at)
			}
			return true
		})
	}
}

// use notes that the unit uses an object.
func (u *unit) use(object types.Object, pkg *types.Package, at func(token.Pos) *unit) {
	if object == nil {
		return
	}
	if _, ok := object.(*types.PkgName); ok {
		u.names[object] = true
		return
	}
	if object.Pkg() == pkg && object.Pos().IsValid() {
		if to := at(object.Pos()); to != nil && to != u {
			u.uses[to] = true
		}
	}
}

func importName(spec *ast.ImportSpec, info *types.Info) types.Object {
	if spec.Name != nil {
		return info.Defs[spec.Name]
	}
	return info.Implicits[spec]
}

// spread marks the units that go.
func spread(units []*unit, heavy func(string) bool) {
	for _, u := range units {
		for name := range u.names {
			u.heavy = u.heavy || heavy(name.(*types.PkgName).Imported().Path())
		}
	}
	for grew := true; grew; {
		grew = false
		for _, u := range units {
			for used := range u.uses {
				if used.heavy && !u.heavy {
					u.heavy, grew = true, true
				}
			}
		}
	}
}

// cut blanks out the heavy units of a file, and the imports that only they use.
func cut(text, path string, file *ast.File, units []*unit, info *types.Info, fset *token.FileSet, heavy func(string) bool) trimmed {
	kept, removed := []byte(text), strings.Builder{}
	blank := func(node ast.Node) {
		from, to := fset.Position(node.Pos()).Offset, fset.Position(node.End()).Offset
		removed.WriteString(text[from:to] + "\n")
		for i := from; i < to; i++ {
			if kept[i] != '\n' {
				kept[i] = ' '
			}
		}
	}
	used := map[types.Object]bool{}
	for _, u := range units {
		switch {
		case u.file != path:
		case u.heavy:
			blank(u.node)
		default:
			for name := range u.names {
				used[name] = true
			}
		}
	}
	if removed.Len() == 0 {
		return trimmed{}
	}
	for _, spec := range file.Imports {
		name := importName(spec, info)
		imported, _ := strconv.Unquote(spec.Path.Value)
		if name != nil && !used[name] || heavy(imported) {
			blank(spec)
		}
	}
	// An import without parentheses leaves its keyword behind.
	for _, decl := range file.Decls {
		if group, ok := decl.(*ast.GenDecl); ok && !group.Lparen.IsValid() && len(group.Specs) == 1 {
			if at := fset.Position(group.Specs[0].Pos()).Offset; kept[at] == ' ' {
				blank(group)
			}
		}
	}
	return trimmed{text: string(kept), removed: removed.String()}
}

type noImports struct{}

func (noImports) Import(path string) (*types.Package, error) {
	return nil, errors.New("not imported: " + path)
}
