package registry

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"lambdaless/local/provider/schema"
)

// maxDepth bounds the nesting of objects that sdk.json describes. The SDK unrolls WAF's recursive
// statements into 12 MB of types; deeper values are kept unchecked.
const maxDepth = 4

// sdkSource is the folder of the Go SDK of the AWS provider. Its source says more than reflection on
// its types would: which lists and maps are required, and which outputs are secret. It also need not
// be compiled, which takes minutes for WAF alone.
func sdkSource(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi-aws/sdk/v6").Output()
	require.NoError(t, err)
	return filepath.Join(strings.TrimSpace(string(out)), "go", "aws")
}

// sdkPackage is the source of one package of the SDK.
type sdkPackage struct {
	structs      map[string]*ast.StructType
	constructors map[string]string // resource name: the source of its New function
}

func parsePackage(t *testing.T, dir string) *sdkPackage {
	t.Helper()
	p := &sdkPackage{structs: map[string]*ast.StructType{}, constructors: map[string]string{}}
	files := token.NewFileSet()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		p.add(t, files, path, file)
	}
	return p
}

func (p *sdkPackage) add(t *testing.T, files *token.FileSet, name string, file *ast.File) {
	t.Helper()
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if s, ok := s.(*ast.TypeSpec); ok {
					if st, ok := s.Type.(*ast.StructType); ok {
						p.structs[s.Name.Name] = st
					}
				}
			}
		case *ast.FuncDecl:
			if resource, ok := strings.CutPrefix(d.Name.Name, "New"); ok && d.Recv == nil {
				p.constructors[resource] = sourceOf(t, files, name, d)
			}
		}
	}
}

// field is a field of an SDK struct with a Pulumi name.
type field struct {
	goName string
	typ    ast.Expr
}

func (p *sdkPackage) fields(structName string) map[string]field {
	out := map[string]field{}
	st := p.structs[structName]
	if st == nil {
		return out
	}
	for _, f := range st.Fields.List {
		if f.Tag == nil || len(f.Names) == 0 {
			continue
		}
		name := reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("pulumi")
		if name = strings.Split(name, ",")[0]; name != "" {
			out[name] = field{f.Names[0].Name, f.Type}
		}
	}
	return out
}

var (
	requiredArgument = regexp.MustCompile(`if args\.(\w+) == nil \{\s*return nil, errors\.New\("invalid value for required`)
	secretOutputs    = regexp.MustCompile(`(?s)AdditionalSecretOutputs\(\[\]string\{(.*?)\}\)`)
	quotedName       = regexp.MustCompile(`"(\w+)"`)
)

// derive describes the properties of a type as the SDK does.
func (p *sdkPackage) derive(t *testing.T, tok string) []schema.Property {
	t.Helper()
	name := tok[strings.LastIndex(tok, ":")+1:]
	args, state := p.fields(strings.ToLower(name[:1])+name[1:]+"Args"), p.fields(name)
	require.NotEmpty(t, state, "the SDK has no type %s", tok)
	required, secret := map[string]bool{}, map[string]bool{}
	for _, m := range requiredArgument.FindAllStringSubmatch(p.constructors[name], -1) {
		required[m[1]] = true
	}
	if m := secretOutputs.FindStringSubmatch(p.constructors[name]); m != nil {
		for _, s := range quotedName.FindAllStringSubmatch(m[1], -1) {
			secret[s[1]] = true
		}
	}
	var out []schema.Property
	for pulumiName, f := range state {
		arg, input := args[pulumiName]
		var prop schema.Property
		if input {
			prop = p.input(t, arg.typ, 0)
			_, optional := arg.typ.(*ast.StarExpr)
			prop.Required = required[arg.goName]
			prop.Computed = optional && !strings.HasSuffix(typeName(f.typ), "PtrOutput")
		} else {
			prop = p.output(t, typeName(f.typ))
			prop.Output = true
		}
		prop.Name, prop.Secret = pulumiName, secret[pulumiName]
		out = append(out, prop)
	}
	for name, arg := range args { // inputs that AWS never answers with
		if _, ok := state[name]; !ok {
			prop := p.input(t, arg.typ, 0)
			prop.Name, prop.Required = name, required[arg.goName]
			out = append(out, prop)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return "pulumi." + e.Sel.Name
	case *ast.Ident:
		return e.Name
	}
	return fmt.Sprintf("%T", e)
}

// input reads the Go type of an argument.
func (p *sdkPackage) input(t *testing.T, e ast.Expr, depth int) schema.Property {
	t.Helper()
	switch e := e.(type) {
	case *ast.StarExpr:
		return p.input(t, e.X, depth)
	case *ast.ArrayType:
		elem := p.input(t, e.Elt, depth)
		return schema.Property{Kind: schema.List, Elem: &elem}
	case *ast.MapType:
		elem := p.input(t, e.Value, depth)
		return schema.Property{Kind: schema.Dict, Elem: &elem}
	case *ast.InterfaceType: // a resource or its id, a document or its text
		return schema.Property{Kind: schema.Text}
	}
	return p.named(t, typeName(e), depth)
}

var scalars = map[string]schema.Kind{"string": schema.Text, "int": schema.Integer, "float64": schema.Number, "bool": schema.Boolean, "pulumi.Archive": schema.Any, "pulumi.AssetOrArchive": schema.Any}

func (p *sdkPackage) named(t *testing.T, name string, depth int) schema.Property {
	t.Helper()
	if kind, ok := scalars[name]; ok {
		return schema.Property{Kind: kind}
	}
	if p.structs[name] == nil { // an enumeration, or a resource of another package
		return schema.Property{Kind: schema.Text}
	}
	if depth == maxDepth {
		return schema.Property{Kind: schema.Any}
	}
	prop := schema.Property{Kind: schema.Object}
	for name, f := range p.fields(name) {
		inner := p.input(t, f.typ, depth+1)
		inner.Name = name
		switch f.typ.(type) {
		case *ast.StarExpr, *ast.ArrayType, *ast.MapType, *ast.InterfaceType:
		default:
			inner.Required = true
		}
		prop.Fields = append(prop.Fields, inner)
	}
	sort.Slice(prop.Fields, func(i, j int) bool { return prop.Fields[i].Name < prop.Fields[j].Name })
	return prop
}

// output reads the Go type of an output: pulumi.StringPtrOutput, TableReplicaArrayOutput.
func (p *sdkPackage) output(t *testing.T, name string) schema.Property {
	t.Helper()
	base := strings.TrimSuffix(name, "Output")
	for suffix, kind := range map[string]schema.Kind{"Array": schema.List, "Map": schema.Dict} {
		if inner, ok := strings.CutSuffix(base, suffix); ok {
			elem := p.output(t, inner+"Output")
			return schema.Property{Kind: kind, Elem: &elem}
		}
	}
	base = strings.TrimSuffix(base, "Ptr")
	for goName, kind := range map[string]schema.Kind{"String": schema.Text, "Int": schema.Integer, "Float64": schema.Number, "Bool": schema.Boolean, "Any": schema.Any} {
		if base == "pulumi."+goName {
			return schema.Property{Kind: kind}
		}
	}
	return p.named(t, base, 0)
}

func packageOf(tok string) string { return path.Dir(strings.Split(tok, ":")[1]) }
