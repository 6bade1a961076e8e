package wire

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"lambdaless/policy/graph"
)

// FromMap makes a graph's value of the SDK's properties.
func FromMap(m property.Map) graph.Value {
	members := make(map[string]graph.Value, m.Len())
	for key, v := range m.All {
		members[key] = fromValue(v)
	}
	return graph.MapOf(members)
}

func fromValue(v property.Value) graph.Value {
	result := plainValue(v)
	if v.Secret() {
		return graph.Secret(result)
	}
	return result
}

// plainValue never asks a value for what it is not: the SDK's As functions panic.
func plainValue(v property.Value) graph.Value {
	switch {
	case v.IsComputed():
		return graph.Unknown()
	case v.IsString():
		return graph.TextOf(v.AsString())
	case v.IsNumber():
		return graph.NumberOf(v.AsNumber())
	case v.IsBool():
		return graph.FlagOf(v.AsBool())
	case v.IsArray():
		var items []graph.Value
		for _, item := range v.AsArray().All {
			items = append(items, fromValue(item))
		}
		return graph.ListOf(items...)
	case v.IsMap():
		return FromMap(v.AsMap())
	case v.IsNull():
		return graph.Value{}
	}
	return graph.Unknown() // assets, archives and resource references are nothing that a rule reads
}

// Graph is the recorded stack as the rules see it.
func (r *Recording) Graph() *graph.Graph {
	providers := map[string]*graph.Provider{}
	var nodes []*graph.Node
	for _, n := range r.Resources {
		if n.Outputs == nil {
			continue // only the resource pass had it
		}
		node := &graph.Node{
			URN: n.URN, Type: n.Type, Name: n.Name, Parent: n.Parent, Recorded: n.Inputs != nil, Protect: n.Protect,
			Outputs: n.Outputs.value(), Dependencies: n.Dependencies, PropertyDependencies: n.PropertyDependencies,
		}
		if n.Inputs != nil {
			node.Inputs = n.Inputs.value()
		}
		if p := n.Provider; p != nil {
			if providers[p.URN] == nil {
				providers[p.URN] = &graph.Provider{URN: p.URN, Type: p.Type, Name: p.Name, Inputs: p.Inputs.value()}
			}
			node.Provider = providers[p.URN]
		}
		nodes = append(nodes, node)
	}
	return graph.New(nodes)
}

func (p Properties) value() graph.Value {
	return FromMap(resource.FromResourcePropertyMap(resource.PropertyMap(p)))
}
