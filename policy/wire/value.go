package wire

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"google.golang.org/protobuf/types/known/structpb"

	"lambdaless/policy/graph"
)

// FromStruct makes a graph's value of properties as the wire protocol has them. It is what the SDK's own types of
// values lead to (Properties), for a tenth of the time: most values are plain, and of those no such value is made.
func FromStruct(s *structpb.Struct) (graph.Value, error) {
	members := make(map[string]graph.Value, len(s.GetFields()))
	for key, v := range s.GetFields() {
		member, err := fromProto(v)
		if err != nil {
			return graph.Value{}, fmt.Errorf("%s: %w", key, err)
		}
		members[key] = member
	}
	return graph.MapOf(members), nil
}

func fromProto(v *structpb.Value) (graph.Value, error) {
	switch k := v.GetKind().(type) {
	case *structpb.Value_BoolValue:
		return graph.FlagOf(k.BoolValue), nil
	case *structpb.Value_NumberValue:
		return graph.NumberOf(k.NumberValue), nil
	case *structpb.Value_StringValue:
		if len(k.StringValue) != len(plugin.UnknownStringValue) { // as long as those of other types
			return graph.TextOf(k.StringValue), nil
		}
	case *structpb.Value_ListValue:
		var items []graph.Value
		for _, item := range k.ListValue.GetValues() {
			v, err := fromProto(item)
			if err != nil {
				return graph.Value{}, err
			}
			items = append(items, v)
		}
		return graph.ListOf(items...), nil
	case *structpb.Value_StructValue:
		if _, marked := k.StructValue.GetFields()[string(resource.SigKey)]; !marked {
			return FromStruct(k.StructValue)
		}
	default:
		return graph.Value{}, nil
	}
	// The SDK knows what its marks of unknown and secret values, of assets and of references mean.
	marked, err := plugin.UnmarshalPropertyValue("", v, wireOptions)
	if err != nil {
		return graph.Value{}, err
	}
	return fromValue(resource.FromResourcePropertyValue(*marked)), nil
}

// fromMap makes a graph's value of the SDK's properties.
func fromMap(m property.Map) graph.Value {
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
		return fromMap(v.AsMap())
	case v.IsNull():
		return graph.Value{}
	}
	return graph.Unknown() // assets, archives and resource references are nothing that a rule reads
}

// Graph is the recorded stack as the rules see it.
func (r *Recording) Graph() *graph.Graph { return r.GraphWith(nil) }

// Nodes are resources as the rules see them.
type Nodes map[*Resource]*graph.Node

// Nodes are the recording's resources as the rules see them, for GraphWith.
func (r *Recording) Nodes() Nodes {
	known := Nodes{}
	for i, n := range r.nodes(nil) {
		known[r.Resources[i]] = n
	}
	return known
}

// GraphWith is Graph for a recording that shares resources with another one, whose nodes are known.
func (r *Recording) GraphWith(known Nodes) *graph.Graph {
	return graph.New(slices.DeleteFunc(r.nodes(known), func(n *graph.Node) bool { return n == nil }))
}

// nodes has nil for what only the resource pass had.
func (r *Recording) nodes(known Nodes) []*graph.Node {
	providers := map[string]*graph.Provider{}
	nodes := make([]*graph.Node, len(r.Resources))
	for i, n := range r.Resources {
		if nodes[i] = known[n]; nodes[i] != nil || n.Outputs == nil {
			continue
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
		nodes[i] = node
	}
	return nodes
}

func (p Properties) value() graph.Value {
	return fromMap(resource.FromResourcePropertyMap(resource.PropertyMap(p)))
}
