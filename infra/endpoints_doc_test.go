package infra_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/item"
)

// described are the types of which docs/endpoints.md has a table. TestOperationsAreDescribed holds that no
// operation is missing.
var described = []reflect.Type{
	reflect.TypeFor[infra.API](), reflect.TypeFor[infra.Quotas](), reflect.TypeFor[infra.Table](), reflect.TypeFor[infra.Key](),
	reflect.TypeFor[infra.Index](), reflect.TypeFor[infra.Endpoint](), reflect.TypeFor[infra.Response](), reflect.TypeFor[item.Type](),
	reflect.TypeFor[item.Get](), reflect.TypeFor[item.Put](), reflect.TypeFor[item.Create](), reflect.TypeFor[item.Patch](),
	reflect.TypeFor[item.Update](), reflect.TypeFor[item.Delete](), reflect.TypeFor[item.List](), reflect.TypeFor[item.Range](),
	reflect.TypeFor[item.Page](), reflect.TypeFor[item.Scan](), reflect.TypeFor[item.BatchGet](), reflect.TypeFor[item.Transaction](),
	reflect.TypeFor[item.Check](), reflect.TypeFor[item.Mock](),
}

// fieldRow is a row of a table of fields: the name, the type, what it is when it is left out.
var fieldRow = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| `([^`]+)` \\| ([^|]*) \\|")

func endpointsDoc(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "endpoints.md"))
	require.NoError(t, err)
	return string(text)
}

// TestEveryFieldIsDescribed holds that the reference has exactly the fields that the types have.
func TestEveryFieldIsDescribed(t *testing.T) {
	t.Parallel()
	doc := endpointsDoc(t)
	for _, of := range described {
		_, after, found := strings.Cut(doc, "\n### "+of.String()+"\n")
		if !assert.True(t, found, "docs/endpoints.md needs a section ### %s", of) {
			continue
		}
		section, _, _ := strings.Cut(after, "\n#")
		want, got := map[string]string{}, map[string]string{}
		for _, f := range reflect.VisibleFields(of) {
			if f.IsExported() {
				want[f.Name] = f.Type.String()
			}
		}
		for _, row := range fieldRow.FindAllStringSubmatch(section, -1) {
			got[row[1]] = row[2]
			assert.NotEmpty(t, strings.TrimSpace(row[3]), "%s.%s: what it is when it is left out", of, row[1])
		}
		assert.Equal(t, want, got, "the table of %s in docs/endpoints.md: the fields and their types", of)
	}
}

// TestFieldsOfDescribedTypesAreDescribed holds that a struct of ours in a field has a table itself.
func TestFieldsOfDescribedTypesAreDescribed(t *testing.T) {
	t.Parallel()
	for _, of := range described {
		for _, f := range reflect.VisibleFields(of) {
			kind := f.Type
			for kind.Kind() == reflect.Slice || kind.Kind() == reflect.Map || kind.Kind() == reflect.Pointer {
				kind = kind.Elem()
			}
			opaque := kind == reflect.TypeFor[item.Condition]() || kind == reflect.TypeFor[item.Answer]() // made by functions
			if f.IsExported() && kind.Kind() == reflect.Struct && !opaque {
				assert.Contains(t, described, kind, "%s.%s", of, f.Name)
			}
		}
	}
}

// TestOperationsAreDescribed reads the package's source: every type with a method compile is an operation, and
// every function that makes a condition or an answer has a row.
func TestOperationsAreDescribed(t *testing.T) {
	t.Parallel()
	doc := endpointsDoc(t)
	files, err := filepath.Glob("item/*.go")
	require.NoError(t, err)
	var operations, makers int
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			switch {
			case f.Recv != nil && f.Name.Name == "compile":
				operations++
				receiver := f.Recv.List[0].Type.(*ast.Ident).Name
				assert.True(t, slices.ContainsFunc(described, func(of reflect.Type) bool { return of.String() == "item."+receiver }), "the operation item.%s", receiver)
			case f.Recv == nil && f.Name.IsExported() && makes(f, "Condition", "Answer"):
				makers++
				assert.Contains(t, doc, "\n| `"+signature(f)+"` | ", "docs/endpoints.md")
			}
		}
	}
	assert.Greater(t, operations, 10)
	assert.Greater(t, makers, 10)
}

func makes(f *ast.FuncDecl, names ...string) bool {
	if f.Type.Results == nil {
		return false
	}
	kind, ok := f.Type.Results.List[0].Type.(*ast.Ident)
	return ok && slices.Contains(names, kind.Name)
}

// signature is a function as one calls it: "Exists(status int, message string)".
func signature(f *ast.FuncDecl) string {
	var parameters []string
	for _, p := range f.Type.Params.List {
		var kind string
		switch of := p.Type.(type) {
		case *ast.Ident:
			kind = of.Name
		case *ast.Ellipsis:
			kind = "..." + of.Elt.(*ast.Ident).Name
		}
		for _, name := range p.Names {
			parameters = append(parameters, name.Name+" "+kind)
		}
	}
	return f.Name.Name + "(" + strings.Join(parameters, ", ") + ")"
}
