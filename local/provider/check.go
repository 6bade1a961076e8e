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
)

// checking is one Check: the inputs of a resource on their way through defaults and validation.
type checking struct {
	name       string // the resource's logical name
	seed       []byte
	autonaming *pulumirpc.CheckRequest_AutonamingOptions
	failures   []failure
}

func (c *checking) fail(path, format string, args ...any) {
	c.failures = append(c.failures, failure{property: path, reason: fmt.Sprintf(format, args...)})
}

// checkInputs fills defaults into the inputs and finds what the provider refuses at plan time.
func (t *resourceType) checkInputs(c *checking, olds, news resource.PropertyMap) resource.PropertyMap {
	in := c.object(t.token, t.properties, olds, news, "")
	if t.validate != nil && len(c.failures) == 0 {
		c.failures = append(c.failures, t.validate(native(in))...)
	}
	sort.SliceStable(c.failures, func(i, j int) bool { return c.failures[i].property < c.failures[j].property })
	return in
}

// object checks the properties of a resource or of an object inside it.
func (c *checking) object(owner string, properties []property, olds, news resource.PropertyMap, path string) resource.PropertyMap {
	out := resource.PropertyMap{}
	var filled []string
	for key, v := range news {
		name := string(key)
		if strings.HasPrefix(name, "__") {
			continue
		}
		p, ok := find(properties, name)
		if !ok || p.output {
			c.unknownProperty(owner, properties, path, name)
			continue
		}
		old := olds[key]
		out[key] = c.value(owner, p, old, v, at(path, name))
	}
	for _, p := range properties {
		key := resource.PropertyKey(p.name)
		v, given := out[key]
		if given && p.excludes != "" && !isZero(v) {
			if other, both := out[resource.PropertyKey(p.excludes)]; both && !isZero(other) {
				c.fail(at(path, p.name), "conflicts with %s: set one of the two", p.excludes)
			}
		}
		if given || p.output {
			continue
		}
		if v, ok := c.fallback(p, olds, out); ok {
			out[key] = v
			filled = append(filled, p.name)
			continue
		}
		if p.required {
			c.fail(at(path, p.name), "is required and missing")
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

func (c *checking) unknownProperty(owner string, properties []property, path, name string) {
	names := inputNames(properties)
	for _, n := range names {
		if strings.EqualFold(n, name) || strings.EqualFold(n, strings.ReplaceAll(name, "_", "")) {
			c.fail(at(path, name), "is not an input of %s; did you mean %s?", owner, n)
			return
		}
	}
	c.fail(at(path, name), "is not an input of %s; its inputs are: %s", owner, strings.Join(names, ", "))
}

// fallback is what Check fills in for a property that is unset.
func (c *checking) fallback(p property, olds, news resource.PropertyMap) (resource.PropertyValue, bool) {
	if p.fallback != nil {
		return resource.NewPropertyValue(p.fallback), true
	}
	if p.naming == nil || (p.excludes != "" && news.HasValue(resource.PropertyKey(p.excludes))) {
		return resource.PropertyValue{}, false
	}
	if wasDefault(olds, p.name) {
		return olds[resource.PropertyKey(p.name)], true
	}
	name, err := c.autoname(p.naming)
	if err != nil {
		c.fail(p.name, "%v", err)
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
func (c *checking) autoname(a *autoname) (string, error) {
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
		name, err = resource.NewUniqueName(c.seed, c.name+"-", 7, a.max, nil)
		if err != nil {
			return "", err
		}
	}
	if a.shape != nil {
		name = a.shape(name)
	}
	return name, nil
}

// value checks one value and gives it the shape that its property has.
func (c *checking) value(owner string, p property, old, v resource.PropertyValue, path string) resource.PropertyValue {
	if v.IsSecret() {
		return resource.MakeSecret(c.value(owner, p, bare(old), v.SecretValue().Element, path))
	}
	if v.IsComputed() {
		return v
	}
	switch p.kind {
	case listKind, setKind:
		return c.list(owner, p, bare(old), v, path)
	case dictKind:
		return c.dict(owner, p, v, path)
	case objectKind:
		if !v.IsObject() {
			c.mismatch(p, v, path)
			return v
		}
		olds := resource.PropertyMap{}
		if old = bare(old); old.IsObject() {
			olds = old.ObjectValue()
		}
		return resource.NewObjectProperty(c.object(path+" of "+owner, p.fields, olds, v.ObjectValue(), path))
	case documentKind:
		return c.document(p, v, path)
	}
	return c.scalar(p, v, path)
}

func (c *checking) mismatch(p property, v resource.PropertyValue, path string) {
	c.fail(path, "must be %s, got %s", p.kind, v.TypeString())
}

func (c *checking) list(owner string, p property, old, v resource.PropertyValue, path string) resource.PropertyValue {
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
		elems[i] = c.value(owner, *p.elem, was, e, fmt.Sprintf("%s[%d]", path, i))
	}
	return resource.NewArrayProperty(elems)
}

func (c *checking) dict(owner string, p property, v resource.PropertyValue, path string) resource.PropertyValue {
	if !v.IsObject() {
		c.mismatch(p, v, path)
		return v
	}
	out := resource.PropertyMap{}
	for key, e := range v.ObjectValue() {
		out[key] = c.value(owner, *p.elem, resource.PropertyValue{}, e, fmt.Sprintf("%s[%q]", path, string(key)))
	}
	return resource.NewObjectProperty(out)
}

// document accepts JSON text, or an object that it writes as JSON text.
func (c *checking) document(p property, v resource.PropertyValue, path string) resource.PropertyValue {
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

// jsonError says what is wrong with a text that is no JSON, and where.
func jsonError(text string) error {
	var v any
	err := json.Unmarshal([]byte(text), &v)
	if e, ok := err.(*json.SyntaxError); ok { //nolint:errorlint // json returns it unwrapped
		before := text[:min(int(e.Offset), len(text))]
		line := strings.Count(before, "\n") + 1
		return fmt.Errorf("%w at line %d, column %d", err, line, len(before)-strings.LastIndex(before, "\n")-1)
	}
	return err
}

// scalar converts between strings, numbers and booleans as the provider does.
func (c *checking) scalar(p property, v resource.PropertyValue, path string) resource.PropertyValue {
	out, ok := convert(p.kind, v)
	if !ok {
		c.mismatch(p, v, path)
		return v
	}
	c.checkKnown(p, out, path)
	return out
}

func convert(k kind, v resource.PropertyValue) (resource.PropertyValue, bool) {
	switch k {
	case textKind:
		switch {
		case v.IsString():
			return v, true
		case v.IsBool():
			return resource.NewStringProperty(strconv.FormatBool(v.BoolValue())), true
		case v.IsNumber():
			return resource.NewStringProperty(strconv.FormatFloat(v.NumberValue(), 'f', -1, 64)), true
		}
	case booleanKind:
		if v.IsString() {
			b, err := strconv.ParseBool(v.StringValue())
			return resource.NewBoolProperty(b), err == nil
		}
		return v, v.IsBool()
	case integerKind, numberKind:
		if v.IsString() {
			n, err := strconv.ParseFloat(v.StringValue(), 64)
			if err != nil {
				return v, false
			}
			v = resource.NewNumberProperty(n)
		}
		return v, v.IsNumber() && (k == numberKind || v.NumberValue() == math.Trunc(v.NumberValue()))
	}
	return v, false
}

func (c *checking) checkKnown(p property, v resource.PropertyValue, path string) {
	if len(p.oneOf) > 0 {
		ok := false
		for _, allowed := range p.oneOf {
			ok = ok || allowed == v.StringValue()
		}
		if !ok {
			c.fail(path, "expected one of %q, got %q", p.oneOf, v.StringValue())
		}
	}
	if p.check != nil {
		if err := p.check(v.V); err != nil {
			c.fail(path, "%v", err)
		}
	}
}
