package pack

import (
	"path/filepath"
	"strings"

	"lambdaless/internal/places"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// program is where the project's files declare what findings are about.
type program struct {
	places.Program
	root, stack string
	owners      map[string]*model.Method
}

func readProgram(root, stack string, owners map[string]*model.Method) *program {
	return &program{places.Read(root, places.Folders(root)), root, stack, owners}
}

// place gives the findings that name no file the line of the program that they lead to, where there is one.
func (p *program) place(findings []rule.Finding) {
	for i := range findings {
		if f := &findings[i]; f.Source == "" {
			f.Program = p.of(f)
		}
		p.place(findings[i].Also)
	}
}

// of looks where a mistake is to be corrected: in the setting that is wrong, in the declaration of the resource or of
// its method, else where the setting would be, else in the declaration of its API, else in the only call that makes
// resources of an API's type with a computed name.
func (p *program) of(f *rule.Finding) places.Place {
	settings := filepath.Join(p.root, "Pulumi."+p.stack+".yaml")
	for _, key := range f.Rule.Config {
		if at := places.Setting(p.root, settings, key); at.Line > 0 {
			return at
		}
	}
	if f.Node != nil {
		if at := p.declaration(f.Node); at.Line > 0 {
			return at
		}
	}
	if len(f.Rule.Config) > 0 {
		return places.Setting(p.root, settings, "config")
	}
	if f.Node != nil && strings.HasPrefix(f.Node.Type, "aws:apigateway/") { // such as the deployment, which no file names
		if at := p.API(f.Node.Name); at.Line > 0 {
			return at
		}
		return p.Computed[kindOf(f.Node)]
	}
	return places.Place{}
}

// kindOf is the last word of a type.
func kindOf(n *graph.Node) string { return n.Type[strings.LastIndex(n.Type, ":")+1:] }

func (p *program) declaration(n *graph.Node) places.Place {
	if at, ok := p.Resources[kindOf(n)+" "+n.Name]; ok {
		return at
	}
	for _, name := range []string{"Pulumi.yaml", "Main.yaml"} {
		if at := places.Resource(p.root, filepath.Join(p.root, name), n.Name); at.Line > 0 {
			return at
		}
	}
	if n.Type == graph.Table {
		for name, at := range p.Tables {
			if n.Name == name || strings.HasSuffix(n.Name, "-"+name) {
				return at
			}
		}
	}
	if m := p.owners[n.URN]; m != nil {
		return p.Endpoint(m.Verb, m.Path)
	}
	return places.Place{}
}
