package places

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
)

// Program is where a program in Go declares what it deploys.
type Program struct {
	// Endpoints are the composite literals that have a Method and a Path, by "METHOD PATH".
	Endpoints map[string]Place
	// Paths are the calls of functions with an argument such as "/{name}", which make the endpoints of that path and below.
	Paths map[string]Place
	// Tables are the composite literals that have a Name and a PartitionKey, by name.
	Tables map[string]Place
	// APIs are the composite literals that have a Name and Endpoints, by name.
	APIs map[string]Place
	// Resources are the calls of functions such as iam.NewRole whose second argument is a literal, by "Role NAME".
	Resources map[string]Place
	// Computed are the calls of such functions whose name is computed, by "Deployment"; no place where there are several.
	Computed map[string]Place
}

// Read reads the Go files of the folders, as far as they can be parsed. Paths are relative to root.
func Read(root string, folders []string) Program {
	p := Program{
		Endpoints: map[string]Place{}, Paths: map[string]Place{}, Tables: map[string]Place{}, APIs: map[string]Place{}, Resources: map[string]Place{},
		Computed: map[string]Place{},
	}
	for _, folder := range folders {
		files, _ := filepath.Glob(filepath.Join(folder, "*.go")) // the pattern is well-formed
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			fset := token.NewFileSet()
			if file, _ := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution); file != nil {
				p.read(file, func(n ast.Node) Place { return newPlace(root, path, fset.Position(n.Pos()).Line) })
			}
		}
	}
	return p
}

func (p Program) read(file *ast.File, at func(ast.Node) Place) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CompositeLit:
			if method, route := text(field(n, "Method")), text(field(n, "Path")); method != "" && route != "" {
				p.Endpoints[method+" "+route] = at(n)
			}
			if name := text(field(n, "Name")); name != "" && field(n, "PartitionKey") != nil {
				p.Tables[name] = at(n)
			} else if name != "" && field(n, "Endpoints") != nil {
				p.APIs[name] = at(n)
			}
		case *ast.CallExpr:
			for _, argument := range n.Args {
				path := text(argument)
				if _, known := p.Paths[path]; len(path) > 1 && path[0] == '/' && !known {
					p.Paths[path] = at(n)
				}
			}
			if function, ok := n.Fun.(*ast.SelectorExpr); ok && len(n.Args) > 1 {
				kind, made := strings.CutPrefix(function.Sel.Name, "New")
				_, seen := p.Computed[kind]
				switch name := text(n.Args[1]); {
				case made && name != "":
					p.Resources[kind+" "+name] = at(n)
				case made && seen:
					p.Computed[kind] = Place{}
				case made:
					p.Computed[kind] = at(n)
				}
			}
		}
		return true
	})
}

// Endpoint is where an endpoint is declared: by a composite literal of its own, else by the call with the longest part of
// its path.
func (p Program) Endpoint(method, path string) Place {
	if at, ok := p.Endpoints[method+" "+path]; ok {
		return at
	}
	for part := path; part != ""; part = part[:strings.LastIndex(part, "/")] {
		if at, ok := p.Paths[part]; ok {
			return at
		}
	}
	return Place{}
}

// API is where the API is declared whose name a resource's begins with.
func (p Program) API(resource string) Place {
	longest := ""
	for name := range p.APIs {
		if len(name) > len(longest) && strings.HasPrefix(resource+"-", name+"-") {
			longest = name
		}
	}
	return p.APIs[longest]
}

// field is what a field of a composite literal is given; nil where it is not named.
func field(literal *ast.CompositeLit, name string) ast.Expr {
	for _, element := range literal.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.Ident); ok && key.Name == name {
				return pair.Value
			}
		}
	}
	return nil
}

// text is the text of a literal, empty for every other expression.
func text(e ast.Expr) string {
	if value, ok := e.(*ast.BasicLit); ok && value.Kind == token.STRING {
		unquoted, _ := strconv.Unquote(value.Value)
		return unquoted
	}
	return ""
}
