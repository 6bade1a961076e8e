package pack

import (
	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"lambdaless/policy/graph"
)

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
