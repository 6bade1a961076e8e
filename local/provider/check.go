package provider

import (
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"lambdaless/local/provider/resources"
	"lambdaless/local/provider/schema"
)

// checking is one Check: defaults and validation of the inputs of a resource.
type checking struct {
	name       string // the resource's logical name
	seed       []byte
	autonaming *pulumirpc.CheckRequest_AutonamingOptions
	failures   []resources.Failure
}

func (c *checking) fail(path, format string, args ...any) {
	c.failures = append(c.failures, resources.Failure{Property: path, Reason: fmt.Sprintf(format, args...)})
}

// checkInputs fills defaults into the inputs and finds what the provider refuses at plan time.
func (t resourceType) checkInputs(c *checking, olds, news resource.PropertyMap) resource.PropertyMap {
	in := c.object(t.Token, t.Properties, olds, news, "")
	if t.Validate != nil && len(c.failures) == 0 {
		c.failures = append(c.failures, t.Validate(native(in))...)
	}
	sort.SliceStable(c.failures, func(i, j int) bool { return c.failures[i].Property < c.failures[j].Property })
	return in
}

// object checks the properties of a resource or of an object inside it.
func (c *checking) object(owner string, properties []schema.Property, olds, news resource.PropertyMap, path string) resource.PropertyMap {
	out := resource.PropertyMap{}
	var filled []string
	for key, v := range news {
		name := string(key)
		if strings.HasPrefix(name, "__") {
			continue
		}
		p, ok := schema.Find(properties, name)
		if !ok || p.Output {
			c.unknownProperty(owner, properties, path, name)
			continue
		}
		old := olds[key]
		out[key] = c.value(owner, p, old, v, at(path, name))
	}
	for _, p := range properties {
		key := resource.PropertyKey(p.Name)
		v, given := out[key]
		if given && p.Excludes != "" && !isZero(v) {
			if other, both := out[resource.PropertyKey(p.Excludes)]; both && !isZero(other) {
				c.fail(at(path, p.Name), "conflicts with %s: set one of the two", p.Excludes)
			}
		}
		if given || p.Output {
			continue
		}
		if v, ok := c.fallback(p, olds, out); ok {
			out[key] = v
			filled = append(filled, p.Name)
			continue
		}
		if p.Required {
			c.fail(at(path, p.Name), "is required and missing")
		}
	}
	sort.Strings(filled)
	names := make([]resource.PropertyValue, len(filled))
	for i, name := range filled {
		names[i] = resource.NewStringProperty(name)
	}
	out[defaultsKey] = resource.NewArrayProperty(names)
	return out
}

// at joins a path as Pulumi writes it.
func at(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func (c *checking) unknownProperty(owner string, properties []schema.Property, path, name string) {
	names := schema.Inputs(properties)
	for _, n := range names {
		if strings.EqualFold(n, name) || strings.EqualFold(n, strings.ReplaceAll(name, "_", "")) {
			c.fail(at(path, name), "is not an input of %s; did you mean %s?", owner, n)
			return
		}
	}
	c.fail(at(path, name), "is not an input of %s; its inputs are: %s", owner, strings.Join(names, ", "))
}

// fallback is what Check fills in for a property that is unset.
func (c *checking) fallback(p schema.Property, olds, news resource.PropertyMap) (resource.PropertyValue, bool) {
	if p.Default != nil {
		return resource.NewPropertyValue(p.Default), true
	}
	if p.Naming == nil || (p.Excludes != "" && news.HasValue(resource.PropertyKey(p.Excludes))) {
		return resource.PropertyValue{}, false
	}
	if wasDefault(olds, p.Name) {
		return olds[resource.PropertyKey(p.Name)], true
	}
	name, err := c.autoname(p.Naming)
	if err != nil {
		c.fail(p.Name, "%v", err)
		return resource.PropertyValue{}, false
	}
	return resource.NewStringProperty(name), true
}

// wasDefault reports whether Check made a value up the last time.
func wasDefault(olds resource.PropertyMap, name string) bool {
	defaults := bare(olds[defaultsKey])
	if !defaults.IsArray() {
		return false
	}
	for _, v := range defaults.ArrayValue() {
		if v = bare(v); v.IsString() && v.StringValue() == name {
			return !isZero(olds[resource.PropertyKey(name)])
		}
	}
	return false
}

// autoname names a resource as the engine asks, or after its logical name with a random tail.
func (c *checking) autoname(a *schema.Autoname) (string, error) {
	name := ""
	if o := c.autonaming; o != nil {
		switch o.GetMode() {
		case pulumirpc.CheckRequest_AutonamingOptions_DISABLE:
			return "", fmt.Errorf("automatic naming is disabled: set a name")
		default:
			name = o.GetProposedName()
		}
	}
	if name == "" {
		var err error
		name, err = resource.NewUniqueName(c.seed, c.name+"-", 7, a.Max, nil)
		if err != nil {
			return "", err
		}
	}
	if a.Shape != nil {
		name = a.Shape(name)
	}
	return name, nil
}

// value checks one value and gives it the shape that its property has.
func (c *checking) value(owner string, p schema.Property, old, v resource.PropertyValue, path string) resource.PropertyValue {
	if v.IsSecret() {
		return resource.MakeSecret(c.value(owner, p, bare(old), v.SecretValue().Element, path))
	}
	if v.IsComputed() {
		return v
	}
	switch p.Kind {
	case schema.Any:
		return v
	case schema.List, schema.Set:
		return c.list(owner, p, bare(old), v, path)
	case schema.Dict:
		return c.dict(owner, p, v, path)
	case schema.Object:
		if !v.IsObject() {
			c.mismatch(p, v, path)
			return v
		}
		olds := resource.PropertyMap{}
		if old = bare(old); old.IsObject() {
			olds = old.ObjectValue()
		}
		return resource.NewObjectProperty(c.object(path+" of "+owner, p.Fields, olds, v.ObjectValue(), path))
	case schema.Document:
		return c.document(p, v, path)
	}
	return c.scalar(p, v, path)
}

func (c *checking) mismatch(p schema.Property, v resource.PropertyValue, path string) {
	c.fail(path, "must be %s, got %s", p.Kind, v.TypeString())
}

func (c *checking) list(owner string, p schema.Property, old, v resource.PropertyValue, path string) resource.PropertyValue {
	if !v.IsArray() {
		c.mismatch(p, v, path)
		return v
	}
	elems := make([]resource.PropertyValue, len(v.ArrayValue()))
	for i, e := range v.ArrayValue() {
		var was resource.PropertyValue
		if old.IsArray() && i < len(old.ArrayValue()) {
			was = old.ArrayValue()[i]
		}
		elems[i] = c.value(owner, *p.Elem, was, e, fmt.Sprintf("%s[%d]", path, i))
	}
	return resource.NewArrayProperty(elems)
}

func (c *checking) dict(owner string, p schema.Property, v resource.PropertyValue, path string) resource.PropertyValue {
	if !v.IsObject() {
		c.mismatch(p, v, path)
		return v
	}
	out := resource.PropertyMap{}
	for key, e := range v.ObjectValue() {
		out[key] = c.value(owner, *p.Elem, resource.PropertyValue{}, e, fmt.Sprintf("%s[%q]", path, string(key)))
	}
	return resource.NewObjectProperty(out)
}

// document accepts JSON text, or an object that it writes as JSON text.
func (c *checking) document(p schema.Property, v resource.PropertyValue, path string) resource.PropertyValue {
	if v.IsObject() || v.IsArray() {
		if v.ContainsUnknowns() {
			return unknown()
		}
		data, err := json.Marshal(nativeValue(v))
		if err != nil {
			c.fail(path, "cannot be written as JSON: %v", err)
			return v
		}
		v = resource.NewStringProperty(string(data))
	}
	if !v.IsString() {
		c.mismatch(p, v, path)
		return v
	}
	if text := v.StringValue(); text != "" && !json.Valid([]byte(text)) {
		c.fail(path, "contains an invalid JSON document: %v", jsonError(text))
		return v
	}
	c.checkKnown(p, v, path)
	return v
}

// jsonError says what is wrong with a text that is not JSON, and where.
func jsonError(text string) error {
	var v any
	err := json.Unmarshal([]byte(text), &v)
	if e, ok := err.(*json.SyntaxError); ok {
		before := text[:min(int(e.Offset), len(text))]
		line := strings.Count(before, "\n") + 1
		return fmt.Errorf("%w at line %d, column %d", err, line, len(before)-strings.LastIndex(before, "\n")-1)
	}
	return err
}

// scalar converts between strings, numbers and booleans as the provider does.
func (c *checking) scalar(p schema.Property, v resource.PropertyValue, path string) resource.PropertyValue {
	out, ok := convert(p.Kind, v)
	if !ok {
		c.mismatch(p, v, path)
		return v
	}
	c.checkKnown(p, out, path)
	return out
}

func convert(k schema.Kind, v resource.PropertyValue) (resource.PropertyValue, bool) {
	switch k {
	case schema.Text:
		switch {
		case v.IsString():
			return v, true
		case v.IsBool():
			return resource.NewStringProperty(strconv.FormatBool(v.BoolValue())), true
		case v.IsNumber():
			return resource.NewStringProperty(strconv.FormatFloat(v.NumberValue(), 'f', -1, 64)), true
		}
	case schema.Boolean:
		if v.IsString() {
			b, err := strconv.ParseBool(v.StringValue())
			return resource.NewBoolProperty(b), err == nil
		}
		return v, v.IsBool()
	case schema.Integer, schema.Number:
		if v.IsString() {
			n, err := strconv.ParseFloat(v.StringValue(), 64)
			if err != nil {
				return v, false
			}
			v = resource.NewNumberProperty(n)
		}
		return v, v.IsNumber() && (k == schema.Number || v.NumberValue() == math.Trunc(v.NumberValue()))
	}
	return v, false
}

func (c *checking) checkKnown(p schema.Property, v resource.PropertyValue, path string) {
	if len(p.OneOf) > 0 {
		ok := false
		for _, allowed := range p.OneOf {
			ok = ok || allowed == v.StringValue()
		}
		if !ok {
			c.fail(path, "expected one of %q, got %q", p.OneOf, v.StringValue())
		}
	}
	if p.Check != nil {
		if err := p.Check(v.V); err != nil {
			c.fail(path, "%v", err)
		}
	}
}
