package scaffold

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing/fstest"

	"lambdaless/infra"
)

// File is a file that is to be written: its path below the project, with slashes.
type File struct{ Path, Text string }

// Plan is everything that a new resource needs. Nothing is written yet.
type Plan struct {
	Resource Resource
	Files    []File
	// Routes are the new endpoints: "POST /books".
	Routes []string
	root   string
}

// New plans a resource of the API of the project in the folder root. Its error says everything that is wrong.
func New(ctx context.Context, root string, api infra.API, r Resource) (*Plan, error) {
	r, err := r.complete(api)
	if err != nil {
		return nil, err
	}
	p, err := findProject(ctx, root)
	if err != nil {
		return nil, err
	}
	plan := &Plan{Resource: r, root: root}
	name, err := p.variable(r.camel())
	if err != nil {
		return nil, err
	}
	code, err := r.code(api, p, name)
	if err != nil {
		return nil, err
	}
	test, err := r.contract(p.contractPackage())
	if err != nil {
		return nil, err
	}
	folder, err := filepath.Rel(root, p.dir)
	if err != nil {
		return nil, fmt.Errorf("the package of the API is not in the project: %w", err)
	}
	templates, routes, err := r.templates(root, api)
	if err != nil {
		return nil, err
	}
	plan.Routes = routes
	plan.Files = slices.Concat([]File{
		{"templates/" + r.schemaFile(), r.schema()},
		{filepath.ToSlash(folder) + "/" + goFile(r.folder()), code},
		{"contract/" + r.folder() + "_test.go", test},
	}, templates)
	if err := plan.free(); err != nil {
		return nil, err
	}
	return plan, p.compiles(ctx, plan.Files[1:3])
}

// templates are the files that the new endpoints generate, beside those that are there.
func (r Resource) templates(root string, api infra.API) ([]File, []string, error) {
	folder := os.DirFS(filepath.Join(root, "templates"))
	there := fstest.MapFS{}
	if err := fs.WalkDir(folder, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(folder, path)
		there[path] = &fstest.MapFile{Data: text}
		return err
	}); err != nil {
		return nil, nil, fmt.Errorf("reading the templates: %w", err)
	}
	api.Templates = there
	if err := api.Validate(); err != nil {
		return nil, nil, fmt.Errorf("the API has mistakes, which have to be corrected first: %w", err)
	}
	before := len(api.Endpoints)
	api = r.endpoints(api)
	if there[r.schemaFile()] != nil {
		return nil, nil, taken([]string{"templates/" + r.schemaFile()})
	}
	there[r.schemaFile()] = &fstest.MapFile{Data: []byte(r.schema())}
	generated, err := infra.GeneratedTemplates(api)
	if err != nil {
		return nil, nil, err
	}
	var files []File
	for _, name := range slices.Sorted(maps.Keys(generated)) {
		if strings.HasPrefix(name, r.folder()+"/") {
			files = append(files, File{"templates/" + name, generated[name]})
			there[name] = &fstest.MapFile{Data: []byte(generated[name])}
		}
	}
	if err := api.Validate(); err != nil {
		return nil, nil, err
	}
	var routes []string
	for _, e := range api.Endpoints[before:] {
		routes = append(routes, e.Route())
	}
	return files, routes, nil
}

// free reports files that are there already.
func (p *Plan) free() error {
	var there []string
	for _, f := range p.Files {
		if _, err := os.Lstat(p.path(f)); !errors.Is(err, fs.ErrNotExist) {
			there = append(there, f.Path)
		}
	}
	return taken(there)
}

func taken(files []string) error {
	if len(files) == 0 {
		return nil
	}
	return fmt.Errorf("these files are there already, and none is written over: %s; choose another name", strings.Join(files, ", "))
}

func (p *Plan) path(f File) string { return filepath.Join(p.root, filepath.FromSlash(f.Path)) }
