package watch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// endpoint is how a mistake names the endpoint that it is about: "endpoint 3 (GET /{name})".
var endpoint = regexp.MustCompile(`^endpoint \d+ \((\S+) (\S+)\)`)

// Places puts the file and the line of its endpoint before each mistake, where they can be found in the Go
// files of the folders. A mistake that names a template's line stays as it is. Paths are relative to root.
func Places(root string, folders []string, mistakes []string) []string {
	at := endpointPlaces(root, folders)
	placed := make([]string, len(mistakes))
	for i, mistake := range mistakes {
		placed[i] = mistake
		if match := endpoint.FindStringSubmatch(mistake); match != nil {
			if place := at[match[1]+" "+match[2]]; place != "" {
				placed[i] = place + ": " + mistake
			}
		}
	}
	return placed
}

// endpointPlaces finds the composite literals that have a Method and a Path, by "METHOD PATH".
func endpointPlaces(root string, folders []string) map[string]string {
	at := map[string]string{}
	for _, folder := range folders {
		files, _ := filepath.Glob(filepath.Join(folder, "*.go")) // the pattern is well-formed
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			fset := token.NewFileSet()
			file, _ := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
			if file == nil {
				continue
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if literal, ok := n.(*ast.CompositeLit); ok {
					if method, route := text(literal, "Method"), text(literal, "Path"); method != "" && route != "" {
						at[method+" "+route] = place(root, path, fset.Position(literal.Pos()).Line)
					}
				}
				return true
			})
		}
	}
	return at
}

// text is the text that a field of a composite literal is given.
func text(literal *ast.CompositeLit, field string) string {
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		key, isName := pair.Key.(*ast.Ident)
		value, isText := pair.Value.(*ast.BasicLit)
		if isName && isText && key.Name == field && value.Kind == token.STRING {
			unquoted, _ := strconv.Unquote(value.Value)
			return unquoted
		}
	}
	return ""
}

// SettingPlace is where a file of settings has a key, with or without its namespace; of `a[0]` and `a.b`, a.
// Its path is relative to root. It is empty where the file does not have the key.
func SettingPlace(root, file, key string) string {
	content, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	_, name, found := strings.Cut(key, ":")
	if !found {
		name = key
	}
	if end := strings.IndexAny(name, ".["); end >= 0 {
		name = name[:end]
	}
	line := regexp.MustCompile(`^\s*["']?(?:[\w-]+:)?` + regexp.QuoteMeta(name) + `["']?\s*:(?:\s|$)`)
	n := 0
	for l := range strings.Lines(string(content)) {
		n++
		if line.MatchString(strings.TrimRight(l, "\r\n")) {
			return place(root, file, n)
		}
	}
	return ""
}

func place(root, path string, line int) string {
	if relative, err := filepath.Rel(root, path); err == nil {
		path = relative
	}
	return fmt.Sprintf("%s:%d", path, line)
}
