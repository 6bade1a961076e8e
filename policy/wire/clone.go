package wire

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Clone copies a recording, so that the copy can be changed.
func (r *Recording) Clone() *Recording {
	c := *r
	c.Config = maps.Clone(r.Config)
	c.Resources = make([]*Resource, len(r.Resources))
	for i, n := range r.Resources {
		c.Resources[i] = n.Clone()
	}
	return &c
}

// Shallow copies a recording, so that resources can be added, removed and replaced, but not changed.
func (r *Recording) Shallow() *Recording {
	c := *r
	c.Resources = slices.Clone(r.Resources)
	return &c
}

// Clone copies a resource, so that the copy can be changed.
func (n *Resource) Clone() *Resource {
	c := *n
	c.Inputs, c.Outputs = n.Inputs.clone(), n.Outputs.clone()
	if n.Provider != nil {
		p := *n.Provider
		p.Inputs = p.Inputs.clone()
		c.Provider = &p
	}
	c.Dependencies, c.PropertyDependencies = slices.Clone(n.Dependencies), maps.Clone(n.PropertyDependencies)
	for key, urns := range c.PropertyDependencies {
		c.PropertyDependencies[key] = slices.Clone(urns)
	}
	return &c
}

func (p Properties) clone() Properties {
	if p == nil {
		return nil
	}
	return Properties(cloneValue(resource.NewProperty(resource.PropertyMap(p))).ObjectValue())
}

// cloneValue copies lists and objects. What is unknown, an asset or a reference is never changed.
func cloneValue(v resource.PropertyValue) resource.PropertyValue {
	switch {
	case v.IsArray():
		items := slices.Clone(v.ArrayValue())
		for i := range items {
			items[i] = cloneValue(items[i])
		}
		return resource.NewProperty(items)
	case v.IsObject():
		members := maps.Clone(v.ObjectValue())
		for key, member := range members {
			members[key] = cloneValue(member)
		}
		return resource.NewProperty(members)
	case v.IsSecret():
		return resource.MakeSecret(cloneValue(v.SecretValue().Element))
	}
	return v
}
