package provider

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sort"
	"strings"

	awspolicy "github.com/hashicorp/awspolicyequivalence"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"lambdaless/local/provider/schema"
)

// change is one difference between what AWS has and what the program wants.
type change struct {
	path string
	top  string // the resource's property that the path begins with
	kind pulumirpc.PropertyDiff_Kind
}

// changes compares the state of a resource with new inputs, as AWS's provider does: with what AWS
// answered, not with what was asked the last time, so that drift shows after a refresh.
func (t resourceType) changes(state, news resource.PropertyMap) []change {
	d := &differ{}
	for _, p := range t.Properties {
		d.top = p.Name
		d.property(p, state, news, p.Name)
	}
	return d.changes
}

type differ struct {
	top     string
	changes []change
}

func (d *differ) add(path string, kind pulumirpc.PropertyDiff_Kind) {
	d.changes = append(d.changes, change{path: path, top: d.top, kind: kind})
}

func (d *differ) property(p schema.Property, olds, news resource.PropertyMap, path string) {
	if p.Output {
		return
	}
	key := resource.PropertyKey(p.Name)
	old, updated := bare(olds[key]), bare(news[key])
	if updated.IsNull() {
		if !p.Computed && !isZero(old) {
			d.add(path, pulumirpc.PropertyDiff_DELETE)
		}
		return
	}
	d.value(p, old, updated, path)
}

func (d *differ) value(p schema.Property, old, updated resource.PropertyValue, path string) {
	old, updated = bare(old), bare(updated)
	switch {
	case updated.IsComputed():
		d.differs(old, path)
	case isZero(old) && isZero(updated):
	case isZero(old) && p.Kind != schema.Object:
		if old.IsNull() {
			d.add(path, pulumirpc.PropertyDiff_ADD)
			return
		}
		d.add(path, pulumirpc.PropertyDiff_UPDATE)
	case p.Equal != nil && !updated.ContainsUnknowns() && p.Equal(nativeValue(old), nativeValue(updated)):
	default:
		d.structure(p, old, updated, path)
	}
}

// differs notes a value that is, or may be, another one.
func (d *differ) differs(old resource.PropertyValue, path string) {
	if old.IsNull() {
		d.add(path, pulumirpc.PropertyDiff_ADD)
		return
	}
	d.add(path, pulumirpc.PropertyDiff_UPDATE)
}

func (d *differ) structure(p schema.Property, old, updated resource.PropertyValue, path string) {
	switch {
	case p.Kind == schema.Object && updated.IsObject():
		olds := resource.PropertyMap{}
		if old.IsObject() {
			olds = old.ObjectValue()
		}
		if len(olds) == 0 {
			d.differs(old, path)
			return
		}
		for _, f := range p.Fields {
			d.property(f, olds, updated.ObjectValue(), path+"."+f.Name)
		}
	case p.Kind == schema.Dict && updated.IsObject() && old.IsObject():
		d.dict(p, old.ObjectValue(), updated.ObjectValue(), path)
	case p.Kind == schema.List && updated.IsArray() && old.IsArray():
		d.list(p, old.ArrayValue(), updated.ArrayValue(), path)
	case p.Kind == schema.Set && updated.IsArray() && old.IsArray():
		d.set(p, old.ArrayValue(), updated.ArrayValue(), path)
	case p.Kind == schema.Document && old.IsString() && updated.IsString() && sameDocument(old.StringValue(), updated.StringValue()):
	default:
		if !old.DeepEquals(updated) {
			d.differs(old, path)
		}
	}
}

func (d *differ) dict(p schema.Property, olds, news resource.PropertyMap, path string) {
	for _, key := range unionKeys(olds, news) {
		where := fmt.Sprintf("%s[%q]", path, string(key))
		if plainKey(string(key)) {
			where = path + "." + string(key)
		}
		old, had := olds[key]
		updated, has := news[key]
		switch {
		case !had:
			d.add(where, pulumirpc.PropertyDiff_ADD)
		case !has:
			d.add(where, pulumirpc.PropertyDiff_DELETE)
		case isUnknown(updated):
			d.add(where, pulumirpc.PropertyDiff_UPDATE)
		case !bare(old).DeepEquals(bare(updated)):
			d.structure(*p.Elem, bare(old), bare(updated), where)
		}
	}
}

// plainKey reports whether a key can stand in a property path without brackets.
func plainKey(key string) bool {
	for _, r := range key {
		if r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return false
		}
	}
	return key != ""
}

func unionKeys(a, b resource.PropertyMap) []resource.PropertyKey {
	seen := map[resource.PropertyKey]bool{}
	var out []resource.PropertyKey
	for _, m := range []resource.PropertyMap{a, b} {
		for k := range m {
			if !seen[k] {
				seen[k] = true
				out = append(out, k)
			}
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}

func (d *differ) list(p schema.Property, olds, news []resource.PropertyValue, path string) {
	for i := range max(len(olds), len(news)) {
		where := fmt.Sprintf("%s[%d]", path, i)
		switch {
		case i >= len(olds):
			d.add(where, pulumirpc.PropertyDiff_ADD)
		case i >= len(news):
			d.add(where, pulumirpc.PropertyDiff_DELETE)
		default:
			d.value(*p.Elem, olds[i], news[i], where)
		}
	}
}

// set compares without order. Elements with an identity are compared field by field with the old
// element of that identity.
func (d *differ) set(p schema.Property, olds, news []resource.PropertyValue, path string) {
	left := map[int]bool{}
	for i := range olds {
		left[i] = true
	}
	for i, updated := range news {
		where := fmt.Sprintf("%s[%d]", path, i)
		match := -1
		for j := range olds {
			if left[j] && d.matches(*p.Elem, p.Identity, olds[j], updated) {
				match = j
				break
			}
		}
		if match < 0 {
			d.add(where, pulumirpc.PropertyDiff_ADD)
			continue
		}
		delete(left, match)
		if p.Identity != "" {
			d.value(*p.Elem, olds[match], updated, where)
		}
	}
	for j := range olds {
		if left[j] {
			d.add(fmt.Sprintf("%s[%d]", path, j), pulumirpc.PropertyDiff_DELETE)
		}
	}
}

func (d *differ) matches(elem schema.Property, identity string, old, updated resource.PropertyValue) bool {
	old, updated = bare(old), bare(updated)
	if identity == "" {
		probe := &differ{}
		probe.value(elem, old, updated, "")
		return len(probe.changes) == 0
	}
	if !old.IsObject() || !updated.IsObject() {
		return false
	}
	key := resource.PropertyKey(identity)
	return bare(old.ObjectValue()[key]).DeepEquals(bare(updated.ObjectValue()[key]))
}

// sameDocument reports whether two JSON documents say the same. Policies are compared by the library
// that AWS's provider compares them with (CP-005); in others white space and the order of keys say
// nothing.
func sameDocument(a, b string) bool {
	if a == b {
		return true
	}
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return false
	}
	if isPolicy(x) && isPolicy(y) {
		same, err := awspolicy.PoliciesAreEquivalent(a, b)
		return err == nil && same
	}
	return reflect.DeepEqual(x, y)
}

func isPolicy(v any) bool {
	m, ok := v.(map[string]any)
	return ok && m["Statement"] != nil
}

// replacements says which changed properties AWS cannot change in place.
func (t resourceType) replacements(changes []change, state, news resource.PropertyMap) map[string]bool {
	out := map[string]bool{}
	for _, c := range changes {
		if p, ok := schema.Find(t.Properties, c.top); ok && p.Replaces {
			out[c.top] = true
		}
	}
	if t.ReplacesWhen != nil {
		for _, name := range t.ReplacesWhen(native(state), native(news)) {
			for _, c := range changes {
				if c.top == name {
					out[name] = true
				}
			}
		}
	}
	return out
}

// keepsName reports whether a replacement would have the old one's name: AWS refuses two of one name,
// so the old one must go first.
func (t resourceType) keepsName(state, news resource.PropertyMap) bool {
	for _, p := range t.Properties {
		if p.Naming == nil {
			continue
		}
		key := resource.PropertyKey(p.Name)
		if wasDefault(news, p.Name) || isZero(news[key]) || isUnknown(news[key]) {
			continue
		}
		if bare(news[key]).DeepEquals(bare(state[key])) {
			return true
		}
	}
	return false
}

// response turns changes into what the engine wants to know.
func (t resourceType) response(changes []change, state, news resource.PropertyMap) *pulumirpc.DiffResponse {
	out := &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE, HasDetailedDiff: true, DetailedDiff: map[string]*pulumirpc.PropertyDiff{}}
	if len(changes) == 0 {
		return out
	}
	out.Changes = pulumirpc.DiffResponse_DIFF_SOME
	replaces := t.replacements(changes, state, news)
	seen := map[string]bool{}
	for _, c := range changes {
		kind := c.kind
		if replaces[c.top] {
			kind = map[pulumirpc.PropertyDiff_Kind]pulumirpc.PropertyDiff_Kind{
				pulumirpc.PropertyDiff_ADD:    pulumirpc.PropertyDiff_ADD_REPLACE,
				pulumirpc.PropertyDiff_DELETE: pulumirpc.PropertyDiff_DELETE_REPLACE,
				pulumirpc.PropertyDiff_UPDATE: pulumirpc.PropertyDiff_UPDATE_REPLACE,
			}[kind]
		}
		out.DetailedDiff[c.path] = &pulumirpc.PropertyDiff{Kind: kind}
		if !seen[c.top] {
			seen[c.top] = true
			out.Diffs = append(out.Diffs, c.top)
		}
	}
	for name := range replaces {
		out.Replaces = append(out.Replaces, name)
	}
	sort.Strings(out.Replaces)
	out.DeleteBeforeReplace = len(replaces) > 0 && (t.DeleteBeforeReplace || t.keepsName(state, news))
	return out
}

// ignoring drops the changes that the program asked to ignore.
func ignoring(changes []change, paths []string) []change {
	if len(paths) == 0 {
		return changes
	}
	var out []change
	for _, c := range changes {
		ignored := false
		for _, p := range paths {
			ignored = ignored || c.path == p || strings.HasPrefix(c.path, p+".") || strings.HasPrefix(c.path, p+"[")
		}
		if !ignored {
			out = append(out, c)
		}
	}
	return out
}
