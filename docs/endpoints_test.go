// Package docs holds tests of the documentation.
package docs

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recipe is a section of endpoints.md: endpoints, and what is said to be wrong with them.
type recipe struct {
	Heading, Endpoints, Mistakes string
}

// recipes are what endpoints.md says in code: the recipes, and the declarations, tables and files of all.
type recipes struct {
	list                 []recipe
	declarations, tables []string
	files                map[string]string // under templates/
}

var (
	fence  = regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")
	named  = regexp.MustCompile("`templates/([^`]+)`:\n\n$")
	titles = regexp.MustCompile(`(?m)^## (.*)$`)
)

// readRecipes tells blocks apart by how they begin: declarations, a table, endpoints. A file's name is in
// the line before its block.
func readRecipes(t *testing.T) recipes {
	t.Helper()
	text, err := os.ReadFile("endpoints.md")
	require.NoError(t, err)
	all := recipes{files: map[string]string{}}
	headings := titles.FindAllStringSubmatchIndex(string(text), -1)
	for i, h := range headings {
		end := len(text)
		if i+1 < len(headings) {
			end = headings[i+1][0]
		}
		section := string(text[h[0]:end])
		r := recipe{Heading: string(text[h[2]:h[3]])}
		for _, b := range fence.FindAllStringSubmatchIndex(section, -1) {
			before, language, block := section[:b[0]], section[b[2]:b[3]], section[b[4]:b[5]]
			name := named.FindStringSubmatch(before)
			switch {
			case name != nil:
				all.files[name[1]] = block
			case language == "text":
				r.Mistakes = block
			case language != "go":
			case strings.HasPrefix(block, "var "), strings.HasPrefix(block, "const "):
				all.declarations = append(all.declarations, block)
			case strings.HasPrefix(strings.TrimLeft(block, "{\n\t"), "Name:"):
				all.tables = append(all.tables, block)
			case strings.HasPrefix(block, "{Method:"):
				r.Endpoints += block
			default:
				t.Errorf("%s: the Go code is neither declarations nor a table nor endpoints:\n%s", r.Heading, block)
			}
		}
		if r.Endpoints != "" {
			all.list = append(all.list, r)
		}
	}
	return all
}

// program is a Go program that resolves each recipe as an API and prints its mistakes, as JSON by heading.
func (r recipes) program() string {
	var out strings.Builder
	out.WriteString(`package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"testing/fstest"

	"lambdaless/infra"
	"lambdaless/infra/item"
)

` + strings.Join(r.declarations, "\n") + `
func main() {
	mistakes := map[string]string{}
	resolve := func(heading string, endpoints []infra.Endpoint) {
		files := fstest.MapFS{}
		for name, text := range written {
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
		for _, name := range []string{"error/4xx.response.vtl", "error/5xx.response.vtl"} {
			text, err := fs.ReadFile(os.DirFS("../templates"), name)
			if err != nil {
				panic(err)
			}
			files[name] = &fstest.MapFile{Data: text}
		}
		api := infra.API{Name: "recipe", Tables: []infra.Table{
` + strings.Join(r.tables, "") + `		}, Endpoints: endpoints, Errors: infra.BackendErrors, Templates: files}
		generated, _ := infra.GeneratedTemplates(api)
		for name, text := range generated {
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
		if err := api.Validate(); err != nil {
			mistakes[heading] = err.Error()
		}
	}
`)
	for _, one := range r.list {
		fmt.Fprintf(&out, "\tresolve(%q, []infra.Endpoint{\n%s\t})\n", one.Heading, one.Endpoints)
	}
	out.WriteString("\tif err := json.NewEncoder(os.Stdout).Encode(mistakes); err != nil {\n\t\tpanic(err)\n\t}\n}\n\nvar written = map[string]string{\n")
	for name, text := range r.files {
		fmt.Fprintf(&out, "\t%q: %q,\n", name, text)
	}
	out.WriteString("}\n")
	return out.String()
}

// TestRecipesMakeNoIncompleteItems holds that a recipe that changes a part of an item asks for the item: DynamoDB would
// make one of nothing but its key and the change.
func TestRecipesMakeNoIncompleteItems(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, r := range readRecipes(t).list {
		if r.Mistakes != "" {
			continue
		}
		for _, endpoint := range strings.Split(r.Endpoints, "{Method: ")[1:] {
			if strings.Contains(endpoint, "item.Patch{") || strings.Contains(endpoint, "item.Update{") {
				seen++
				assert.True(t, strings.Contains(endpoint, "item.Exists(") || strings.Contains(endpoint, "item.AtLeast("), "%s: %s", r.Heading, endpoint)
			}
		}
	}
	assert.Greater(t, seen, 8)
}

// TestRecipesOfEndpointsCompileAndResolve compiles the Go code of endpoints.md and deploys nothing of it: each
// recipe is an API without mistakes, except the one about mistakes, which has those that it says.
func TestRecipesOfEndpointsCompileAndResolve(t *testing.T) {
	t.Parallel()
	all := readRecipes(t)
	require.Greater(t, len(all.list), 15)
	dir := t.TempDir()
	here, err := os.Getwd()
	require.NoError(t, err)
	program := filepath.Join(dir, "main.go")
	require.NoError(t, os.WriteFile(program, []byte(all.program()), 0o600))
	// An overlay puts the program into this module without writing it there.
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(here, "recipes", "main.go"): program}})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600))
	cmd := exec.CommandContext(t.Context(), "go", "run", "-overlay", filepath.Join(dir, "overlay.json"), "./recipes")
	var errors strings.Builder
	cmd.Stderr = &errors
	out, err := cmd.Output()
	require.NoError(t, err, "%s\n%s", errors.String(), all.program())
	var mistakes map[string]string
	require.NoError(t, json.Unmarshal(out, &mistakes))
	for _, r := range all.list {
		assert.Equal(t, r.Mistakes, line(mistakes[r.Heading]), r.Heading)
	}
}

// line is a text that ends with a line feed, as a block does.
func line(text string) string {
	if text == "" {
		return ""
	}
	return text + "\n"
}
