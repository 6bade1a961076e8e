package provider

import (
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"lambdaless/local/provider/schema"
)

// allChanges are the changes of the inputs, of outputs that went stale, and of the provider's default tags.
func (c *call) allChanges(state, news resource.PropertyMap) []change {
	changes := c.changes(state, news)
	if c.Stale != nil {
		for _, name := range c.Stale(c.cloud, native(state)) {
			changes = append(changes, change{path: name, top: name, kind: pulumirpc.PropertyDiff_UPDATE})
		}
	}
	if _, ok := schema.Find(c.Properties, schema.TagsAll); !ok || isUnknown(news["tags"]) {
		return changes
	}
	for _, ch := range changes {
		if ch.top == "tags" {
			return changes
		}
	}
	d := &differ{top: schema.TagsAll}
	olds := resource.PropertyMap{}
	if all := bare(state[schema.TagsAll]); all.IsObject() {
		olds = all.ObjectValue()
	}
	d.dict(schema.Property{Name: schema.TagsAll, Kind: schema.Dict, Elem: &schema.Property{Kind: schema.Text}}, olds, c.allTags(news), schema.TagsAll)
	return append(changes, d.changes...)
}

// allTags are a resource's tags with the provider's default ones. Unknown values stay unknown.
func (c *call) allTags(in resource.PropertyMap) resource.PropertyMap {
	out := resource.PropertyMap{}
	for k, v := range c.settings.defaultTags {
		out[resource.PropertyKey(k)] = resource.NewStringProperty(v)
	}
	if own := bare(in["tags"]); own.IsObject() {
		maps.Copy(out, own.ObjectValue())
	}
	return out
}

// planned are the outputs that are known before AWS is asked. state is nil for a new resource.
func (c *call) planned(in, state resource.PropertyMap) resource.PropertyMap {
	changed := map[string]bool{}
	if state != nil {
		for _, ch := range c.allChanges(state, in) {
			changed[ch.top] = true
		}
	}
	out := plan(c.Properties, in, state, changed)
	if _, ok := schema.Find(c.Properties, schema.TagsAll); ok {
		out[schema.TagsAll] = resource.NewObjectProperty(c.allTags(in))
		if isUnknown(in["tags"]) {
			out[schema.TagsAll] = unknown()
		}
	}
	return out
}

// plan works on one level of properties. changed is nil inside objects: what such an object had not
// computed before is computed when the object changes.
func plan(properties []schema.Property, in, state resource.PropertyMap, changed map[string]bool) resource.PropertyMap {
	out := resource.PropertyMap{}
	for _, p := range properties {
		key := resource.PropertyKey(p.Name)
		v, given := in[key]
		old, had := state[key]
		renewed := false
		for _, name := range p.Renewed {
			renewed = renewed || changed[name]
		}
		switch {
		case given:
			out[key] = planValue(p, v, old)
		case !p.Output && !p.Computed:
		case had && !renewed:
			out[key] = old
		case state == nil || renewed || changed == nil:
			out[key] = unknown()
		}
		if p.Secret {
			if v, ok := out[key]; ok && !v.IsSecret() {
				out[key] = resource.MakeSecret(v)
			}
		}
	}
	return out
}

// planValue fills the computed fields of objects inside a value.
func planValue(p schema.Property, v, old resource.PropertyValue) resource.PropertyValue {
	if v.IsSecret() {
		return resource.MakeSecret(planValue(p, v.SecretValue().Element, bare(old)))
	}
	switch {
	case p.Kind == schema.Object && v.IsObject():
		var olds resource.PropertyMap
		if old = bare(old); old.IsObject() {
			olds = old.ObjectValue()
		}
		return resource.NewObjectProperty(plan(p.Fields, v.ObjectValue(), olds, nil))
	case (p.Kind == schema.List || p.Kind == schema.Set) && v.IsArray():
		out := make([]resource.PropertyValue, len(v.ArrayValue()))
		for i, e := range v.ArrayValue() {
			out[i] = planValue(*p.Elem, e, counterpart(p, e, old))
		}
		return resource.NewArrayProperty(out)
	}
	return v
}

// counterpart is the old element of a set that a new one continues.
func counterpart(p schema.Property, e, old resource.PropertyValue) resource.PropertyValue {
	if old = bare(old); p.Identity != "" && old.IsArray() {
		for _, candidate := range old.ArrayValue() {
			if (&differ{}).matches(*p.Elem, p.Identity, candidate, e) {
				return candidate
			}
		}
	}
	return resource.PropertyValue{}
}
