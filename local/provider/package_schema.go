package provider

import (
	"context"
	"encoding/json"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"lambdaless/local/provider/schema"
)

// GetSchema describes the types and functions that the provider implements, for languages that ask the provider, as
// YAML does. Programs in the others use the SDK of the real provider. Objects inside a property are not described:
// Check judges them (https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/).
func (p *Provider) GetSchema(context.Context, *pulumirpc.GetSchemaRequest) (*pulumirpc.GetSchemaResponse, error) {
	type spec map[string]any
	resources, invokes := spec{}, spec{}
	for token, t := range p.types {
		inputs, outputs, required := spec{}, spec{}, []string{}
		for _, property := range t.Properties {
			outputs[property.Name] = typeSpec(&property)
			if property.Output {
				continue
			}
			inputs[property.Name] = typeSpec(&property)
			if property.Required {
				required = append(required, property.Name)
			}
		}
		resources[token] = spec{"inputProperties": inputs, "requiredInputs": required, "properties": outputs}
	}
	for token, f := range functions {
		describe := func(names []string) spec {
			properties := spec{}
			for _, name := range names {
				properties[name] = anything
			}
			return spec{"type": "object", "properties": properties}
		}
		invokes[token] = spec{"inputs": describe(f.takes), "outputs": describe(f.gives)}
	}
	data, err := json.Marshal(spec{"name": "aws", "version": Version, "resources": resources, "functions": invokes, "provider": spec{
		"inputProperties": spec{"region": map[string]any{"type": "string"}, "defaultTags": anything, "allowedAccountIds": anything, "assumeRoles": anything},
	}})
	return &pulumirpc.GetSchemaResponse{Schema: string(data)}, err
}

var anything = map[string]any{"$ref": "pulumi.json#/Any"}

// typeSpec is a property's type in the terms of a package's schema.
func typeSpec(p *schema.Property) map[string]any {
	switch p.Kind {
	case schema.Text, schema.Document:
		return map[string]any{"type": "string"}
	case schema.Integer:
		return map[string]any{"type": "integer"}
	case schema.Number:
		return map[string]any{"type": "number"}
	case schema.Boolean:
		return map[string]any{"type": "boolean"}
	case schema.List, schema.Set:
		return map[string]any{"type": "array", "items": typeSpecOrAny(p.Elem)}
	case schema.Dict:
		return map[string]any{"type": "object", "additionalProperties": typeSpecOrAny(p.Elem)}
	}
	return anything
}

func typeSpecOrAny(p *schema.Property) map[string]any {
	if p == nil {
		return anything
	}
	return typeSpec(p)
}
