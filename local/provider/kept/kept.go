// Package kept holds the resource types that AWS only keeps: nothing of them runs here, and each is one entry of a table.
package kept

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lambdaless/local/controlplane"
	"lambdaless/local/provider/resources"
	"lambdaless/local/provider/schema"
)

// kept is one entry of the table of resource types that AWS only keeps: nothing of them runs here.
// Texts are templates: see expansion.
type kept struct {
	token   string
	label   string // what the provider calls it in errors: "SNS Topic"
	subject string // the property that names it in errors; "name" when empty
	id      string // "{name}" when empty
	arn     string // the output arn, of types that have one
	// outputs are what AWS answers for outputs, and for computed inputs that the program leaves out.
	// Those that are not listed are zero: "", 0, false.
	outputs outputs
	// key identifies a resource in its type and region, "{id}" when empty. Where it differs from the id,
	// import takes the key.
	key string
	// taken refuses a second resource with the same key, or the same values of all the unique
	// properties: "Code: text". When empty, creating replaces, as the Put calls of AWS do.
	taken  string
	unique []string
	// as is the type whose resources this type's are too, under another token.
	as string
	// parent is the kept type that a resource is part of: it must exist, and takes the resource along
	// when it is deleted. of is the property that holds the parent's key.
	parent, of string
	// missing refuses calls about a resource that does not exist, and noParent a resource whose parent
	// does not: "Code" or "Code: text", ResourceNotFoundException and the code of missing when empty.
	missing, noParent string
	// refuses is what AWS refuses besides, of a new resource and of a changed one.
	refuses func(c resources.Cloud, in map[string]any) error
	global  bool // the service has one set of resources for all regions
	// deleteBeforeReplace: two cannot exist at once even for a moment.
	deleteBeforeReplace bool
	validate            func(known map[string]any) []resources.Failure
	facts               schema.Facts
}

// outputs are templates by property name; their values may be texts, constants, lists, objects, and
// functions of the properties.
type outputs = map[string]any

// Types are the resource types of the table.
func Types() []*resources.Type {
	var out []*resources.Type
	for _, k := range table {
		if k.subject == "" {
			k.subject = "name"
		}
		if k.id == "" {
			k.id = "{name}"
		}
		if k.key == "" {
			k.key = "{id}"
		}
		if k.missing == "" {
			k.missing = "ResourceNotFoundException"
		}
		if k.as == "" {
			k.as = k.token
		}
		t := &resources.Type{
			Token: k.token, Label: k.label, Subject: k.subject, ImportShape: k.key, Validate: k.validate,
			DeleteBeforeReplace: k.deleteBeforeReplace, Facts: k.facts,
		}
		t.Calls = &keeper{kept: k, of: t}
		out = append(out, t)
	}
	return out
}

// keeper is the lifecycle of a kept type.
type keeper struct {
	kept
	of *resources.Type
}

// Create implements Lifecycle.
func (k *keeper) Create(_ context.Context, c resources.Cloud, in map[string]any) (string, map[string]any, error) {
	in = maps.Clone(in)
	if k.taken == "" {
		k.carryOver(c, in)
	}
	e := k.answer(c, in)
	if k.refuses != nil {
		if err := k.refuses(c, e.properties); err != nil {
			return "", nil, err
		}
	}
	record := k.record(c, e)
	if k.parent != "" {
		record.Parent = &controlplane.KeptParent{Token: k.parent, Name: e.word(k.kept.of)}
	}
	if err := c.CreateKept(record, k.rules(e)); err != nil {
		return "", nil, err
	}
	return e.word("id"), e.properties, nil
}

// carryOver leaves what AWS made up for a resource that a Put call replaces.
func (k *keeper) carryOver(c resources.Cloud, in map[string]any) {
	e := k.expansion(c, maps.Clone(in))
	old, err := c.Kept(k.record(c, e), k.rules(e))
	if err != nil {
		return // a new one
	}
	for name, template := range k.templates() {
		if v, ok := old.Properties[name]; ok && in[name] == nil && generates(template) {
			in[name] = v
		}
	}
}

func (k *keeper) templates() map[string]any {
	out := maps.Clone(k.outputs)
	if out == nil {
		out = map[string]any{}
	}
	if k.arn != "" {
		out["arn"] = k.arn
	}
	return out
}

// Read implements Lifecycle.
func (k *keeper) Read(_ context.Context, c resources.Cloud, state map[string]any) (string, map[string]any, error) {
	e := k.expansion(c, state)
	found, err := c.Kept(k.record(c, e), k.rules(e))
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprint(found.Properties["id"]), found.Properties, nil
}

// Update implements Lifecycle.
func (k *keeper) Update(_ context.Context, c resources.Cloud, _, in map[string]any) (map[string]any, error) {
	e := k.answer(c, maps.Clone(in))
	if k.refuses != nil {
		if err := k.refuses(c, e.properties); err != nil {
			return nil, err
		}
	}
	return e.properties, c.UpdateKept(k.record(c, e), k.rules(e))
}

// Remove implements Lifecycle.
func (k *keeper) Remove(_ context.Context, c resources.Cloud, state map[string]any) error {
	e := k.expansion(c, state)
	return c.DeleteKept(k.record(c, e), k.rules(e))
}

// Records implements Lifecycle.
func (k *keeper) Records(account *controlplane.Account) ([]map[string]any, error) {
	kept, err := account.KeptOf(k.as)
	var all []map[string]any
	for _, r := range kept {
		properties := maps.Clone(r.Properties)
		properties["region"] = r.Region
		all = append(all, properties)
	}
	return all, err
}

// Imported implements Lifecycle.
func (k *keeper) Imported(id string) (map[string]any, bool) { return map[string]any{"id": id}, true }

// Parent is the kept type that a resource is part of, and the property that names it; empty for none.
func (k *keeper) Parent() (token, property string) { return k.parent, k.kept.of }

// Conflicts reports whether AWS refuses a second resource with the same inputs.
func (k *keeper) Conflicts() bool { return k.taken != "" }

func (k *keeper) record(c resources.Cloud, e *expansion) controlplane.Kept {
	e.incomplete = false
	r := controlplane.Kept{Token: k.as, Region: c.Region(), Name: e.text(k.key), Properties: e.properties}
	if k.global {
		r.Region = ""
	}
	if e.incomplete { // an import: nothing but the id is known
		r.Name, _ = e.properties["id"].(string)
	}
	return r
}

// rules state AWS's refusals. Their texts are completed when the call has its properties.
func (k *keeper) rules(e *expansion) controlplane.KeptRules {
	r := controlplane.KeptRules{Unique: k.unique, Missing: refusal(e.text(k.missing), "the "+k.label+" "+e.text(k.key)+" does not exist")}
	if k.taken != "" {
		r.Taken = refusal(e.text(k.taken), "")
	}
	if k.parent != "" {
		r.NoParent = refusal(e.text(cmp.Or(k.noParent, k.missing)), k.parent+" does not exist: "+e.word(k.kept.of))
	}
	return r
}

// refusal is AWS's error of a "Code: text", or of a code alone and a text of ours.
func refusal(stated, text string) error {
	code, own, ok := strings.Cut(stated, ": ")
	if ok {
		text = own
	}
	return controlplane.Refuse(code, "%s", text)
}

// answer fills in what AWS computes.
func (k *keeper) answer(c resources.Cloud, in map[string]any) *expansion {
	for _, p := range k.of.Properties { // a prefix that AWS completes to a name
		in = resources.Completed(c, in, p.Name)
	}
	e := k.expansion(c, in)
	for _, p := range k.of.Properties {
		_, given := in[p.Name]
		template, stated := k.template(p.Name)
		switch {
		case given && !(p.Output && stated && !generates(template)) || p.Name == schema.TagsAll:
		case stated:
			in[p.Name] = e.value(template)
		case !given && (p.Output || p.Computed):
			if zero, ok := zeros[p.Kind]; ok {
				in[p.Name] = zero
			}
		}
	}
	e.word("id")
	return e
}

var zeros = map[schema.Kind]any{schema.Text: "", schema.Document: "", schema.Boolean: false, schema.Integer: 0.0, schema.Number: 0.0}

// template is AWS's answer for a property.
func (k *keeper) template(name string) (any, bool) {
	if name == "arn" && k.arn != "" {
		return k.arn, true
	}
	v, ok := k.outputs[name]
	return v, ok
}

// table is every kept type.
var table = slices.Concat(messaging, monitoring, identity, compute, domains, storage)
