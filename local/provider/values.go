package provider

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"google.golang.org/protobuf/types/known/structpb"

	"lambdaless/local/provider/schema"
)

// defaultsKey is where Check remembers which inputs it filled in.
const defaultsKey = "__defaults"

// read turns what the engine sends into property values made of plain values, secrets and unknowns
// only: outputs become one of those, and references to resources become ids.
func read(label string, s *structpb.Struct) (resource.PropertyMap, error) {
	m, err := plugin.UnmarshalProperties(s, plugin.MarshalOptions{
		Label: label, KeepUnknowns: true, KeepSecrets: true, KeepResources: true, KeepOutputValues: true, SkipNulls: true,
	})
	if err != nil {
		return nil, err
	}
	return simpleMap(m), nil
}

// write is the opposite of read.
func write(label string, m resource.PropertyMap) (*structpb.Struct, error) {
	return plugin.MarshalProperties(m, plugin.MarshalOptions{Label: label, KeepUnknowns: true, KeepSecrets: true})
}

func simpleMap(m resource.PropertyMap) resource.PropertyMap {
	out := make(resource.PropertyMap, len(m))
	for k, v := range m {
		if v = simple(v); !v.IsNull() {
			out[k] = v
		}
	}
	return out
}

func simple(v resource.PropertyValue) resource.PropertyValue {
	switch {
	case v.IsSecret():
		return resource.MakeSecret(simple(v.SecretValue().Element))
	case v.IsOutput():
		o := v.OutputValue()
		inner := unknown()
		if o.Known {
			inner = simple(o.Element)
		}
		if o.Secret {
			return resource.MakeSecret(inner)
		}
		return inner
	case v.IsComputed():
		return unknown()
	case v.IsResourceReference():
		return simple(v.ResourceReferenceValue().ID)
	case v.IsArray():
		elems := make([]resource.PropertyValue, len(v.ArrayValue()))
		for i, e := range v.ArrayValue() {
			elems[i] = simple(e)
		}
		return resource.NewArrayProperty(elems)
	case v.IsObject():
		return resource.NewObjectProperty(simpleMap(v.ObjectValue()))
	}
	return v
}

func unknown() resource.PropertyValue {
	return resource.MakeComputed(resource.NewStringProperty(""))
}

// bare takes the secrecy off a value.
func bare(v resource.PropertyValue) resource.PropertyValue {
	for v.IsSecret() {
		v = v.SecretValue().Element
	}
	return v
}

// isUnknown reports whether the value itself, secret or not, is unknown.
func isUnknown(v resource.PropertyValue) bool { return bare(v).IsComputed() }

// isZero reports whether a value means the same as an unset one: AWS's provider cannot tell them apart.
func isZero(v resource.PropertyValue) bool {
	v = bare(v)
	switch {
	case v.IsNull():
		return true
	case v.IsString():
		return v.StringValue() == ""
	case v.IsBool():
		return !v.BoolValue()
	case v.IsNumber():
		return v.NumberValue() == 0
	case v.IsArray():
		return len(v.ArrayValue()) == 0
	case v.IsObject():
		for k, e := range v.ObjectValue() {
			if k != defaultsKey && !isZero(e) {
				return false
			}
		}
		return true
	}
	return false
}

// readChange reads what a request has of the properties before and after.
func readChange(req interface {
	GetOlds() *structpb.Struct
	GetNews() *structpb.Struct
}) (olds, news resource.PropertyMap, err error) {
	if olds, err = read("olds", req.GetOlds()); err == nil {
		news, err = read("news", req.GetNews())
	}
	return olds, news, err
}

// native turns known values into plain Go; unknown parts are left out.
func native(m resource.PropertyMap) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		if k == defaultsKey || isUnknown(v) || bare(v).IsNull() {
			continue
		}
		out[string(k)] = nativeValue(v)
	}
	return out
}

func nativeValue(v resource.PropertyValue) any {
	v = bare(v)
	switch {
	case v.IsArray():
		out := []any{}
		for _, e := range v.ArrayValue() {
			if !isUnknown(e) {
				out = append(out, nativeValue(e))
			}
		}
		return out
	case v.IsObject():
		return native(v.ObjectValue())
	case v.IsNumber():
		return v.NumberValue()
	}
	return v.V
}

// outputs turns what the account answered into property values of a type: only its properties, with
// secrets where the type or the given values have them, and with the zero values that were given.
func (t resourceType) outputs(answer map[string]any, given ...resource.PropertyMap) resource.PropertyMap {
	out := outputsOf(t.Properties, answer)
	for _, source := range given {
		for _, p := range t.Properties {
			key := resource.PropertyKey(p.Name)
			if v, ok := source[key]; ok && p.Kind == schema.Any {
				out[key] = v // archives and the like do not survive being read back
			}
			if v, ok := source[key]; ok && isZero(v) && !p.Computed {
				if _, answered := out[key]; !answered {
					out[key] = v
				}
			}
		}
		out = carrySecretsMap(source, out)
	}
	if _, ok := schema.Find(t.Properties, schema.TagsAll); ok && !out.HasValue(schema.TagsAll) {
		out[schema.TagsAll] = resource.NewObjectProperty(resource.PropertyMap{})
	}
	return out
}

func outputsOf(properties []schema.Property, answer map[string]any) resource.PropertyMap {
	out := resource.PropertyMap{}
	for _, p := range properties {
		v, ok := answer[p.Name]
		if !ok || v == nil {
			continue
		}
		value := outputOf(p, v)
		if p.Secret {
			value = resource.MakeSecret(value)
		}
		out[resource.PropertyKey(p.Name)] = value
	}
	return out
}

func outputOf(p schema.Property, v any) resource.PropertyValue {
	if p.Kind == schema.Any {
		return resource.NewPropertyValue(v)
	}
	switch v := v.(type) {
	case map[string]any:
		if p.Kind == schema.Object {
			return resource.NewObjectProperty(outputsOf(p.Fields, v))
		}
		out := resource.PropertyMap{}
		for k, e := range v {
			out[resource.PropertyKey(k)] = outputOf(*p.Elem, e)
		}
		return resource.NewObjectProperty(out)
	case []any:
		out := make([]resource.PropertyValue, len(v))
		for i, e := range v {
			out[i] = outputOf(*p.Elem, e)
		}
		return resource.NewArrayProperty(out)
	}
	return resource.NewPropertyValue(v)
}

// carrySecrets marks in a value what is secret in another of the same shape.
func carrySecrets(from, to resource.PropertyValue) resource.PropertyValue {
	if from.IsSecret() {
		if to.IsSecret() {
			return to
		}
		return resource.MakeSecret(to)
	}
	switch {
	case from.IsObject() && to.IsObject():
		return resource.NewObjectProperty(carrySecretsMap(from.ObjectValue(), to.ObjectValue()))
	case from.IsArray() && to.IsArray():
		if from.ContainsSecrets() && len(from.ArrayValue()) != len(to.ArrayValue()) {
			return resource.MakeSecret(to)
		}
		out := make([]resource.PropertyValue, len(to.ArrayValue()))
		for i, e := range to.ArrayValue() {
			out[i] = e
			if i < len(from.ArrayValue()) {
				out[i] = carrySecrets(from.ArrayValue()[i], e)
			}
		}
		return resource.NewArrayProperty(out)
	}
	return to
}

func carrySecretsMap(from, to resource.PropertyMap) resource.PropertyMap {
	out := to.Copy()
	for k, v := range from {
		if e, ok := out[k]; ok {
			out[k] = carrySecrets(v, e)
		}
	}
	return out
}
