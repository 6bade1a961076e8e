package places

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

var moduleLine = regexp.MustCompile(`(?m)^module\s+"?([^\s"]+)`)

// Module is the path of the module whose go.mod is in the folder; empty if there is none.
func Module(folder string) string {
	content, err := os.ReadFile(filepath.Join(folder, "go.mod"))
	if err != nil {
		return ""
	}
	if match := moduleLine.FindSubmatch(content); match != nil {
		return string(match[1])
	}
	return ""
}

// Folders are the folders of the packages of a module that the program in its root is made of. They are found
// by the imports alone, without the Go toolchain.
func Folders(root string) []string {
	module := Module(root)
	if module == "" {
		return []string{root}
	}
	var folders []string
	seen := map[string]bool{root: true}
	for next := []string{root}; len(next) > 0; next = next[1:] {
		folders = append(folders, next[0])
		for _, imported := range imports(next[0]) {
			inside, ours := strings.CutPrefix(imported, module+"/")
			if folder := filepath.Join(root, filepath.FromSlash(inside)); ours && !seen[folder] {
				seen[folder] = true
				next = append(next, folder)
			}
		}
	}
	return folders
}

// imports are the import paths of a package's files, without its tests.
func imports(folder string) []string {
	var found []string
	files, _ := filepath.Glob(filepath.Join(folder, "*.go")) // the pattern is well-formed
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, _ := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if file == nil {
			continue
		}
		for _, spec := range file.Imports {
			if imported, err := strconv.Unquote(spec.Path.Value); err == nil {
				found = append(found, imported)
			}
		}
	}
	return found
}
