package schema

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Facts complete what the SDK says of a type's properties, by property path: "name",
// "attributes.type" for a field of the objects in a list.
type Facts map[string][]Fact

// Fact changes what the SDK says of a property.
type Fact func(*Property)

// Facts without arguments.
var (
	Required     Fact = func(p *Property) { p.Required, p.Computed = true, false }
	Computed     Fact = func(p *Property) { p.Computed = true }
	NotComputed  Fact = func(p *Property) { p.Computed = false }
	ComputedLive Fact = func(p *Property) { p.Computed, p.Live = true, true }
	Replaces     Fact = func(p *Property) { p.Replaces = true }
	Secret       Fact = func(p *Property) { p.Secret = true }
	Unordered    Fact = func(p *Property) { p.Kind = Set }
	JSON         Fact = func(p *Property) { p.Kind = Document }
	Free         Fact = func(p *Property) { p.Kind, p.Elem, p.Fields = Any, nil, nil }
)

// Default is the value that Check fills in when the property is unset.
func Default(v any) Fact { return func(p *Property) { p.Default, p.Computed = v, false } }

// Excludes names a property that cannot be set together with this one.
func Excludes(other string) Fact { return func(p *Property) { p.Excludes = other } }

// Among lists the values that AWS accepts.
func Among(values ...string) Fact { return func(p *Property) { p.OneOf = values } }

// Check reports what is wrong with a known value.
func Check(check func(any) error) Fact { return func(p *Property) { p.Check = check } }

// Elem states facts about the elements of a list, set or map.
func Elem(facts ...Fact) Fact {
	return func(p *Property) {
		for _, fact := range facts {
			fact(p.Elem)
		}
	}
}

// IdentifiedBy names the field that tells the elements of a set apart.
func IdentifiedBy(field string) Fact { return func(p *Property) { p.Kind, p.Identity = Set, field } }

// RenewedBy lists the inputs whose change makes an output unknown until AWS answers.
func RenewedBy(inputs ...string) Fact { return func(p *Property) { p.Renewed = inputs } }

// EqualBy reports further pairs of values that mean the same.
func EqualBy(equal func(old, updated any) bool) Fact { return func(p *Property) { p.Equal = equal } }

// Autonamed names the resource after its logical name, with a random suffix, when the program leaves
// the name out. AWS allows max characters; shape may be nil.
func Autonamed(max int, shape func(string) string) Fact {
	return func(p *Property) { p.Naming, p.Computed = &Autoname{max, shape}, false }
}

// apply states the facts, and panics about one whose property the SDK does not have: that is a
// mistake in a table of this program.
func (f Facts) apply(token string, properties []Property) []Property {
	for _, path := range slices.Sorted(maps.Keys(f)) {
		p := locate(properties, strings.Split(path, "."))
		if p == nil {
			panic(fmt.Sprintf("schema: the SDK's %s has no property %s", token, path))
		}
		for _, fact := range f[path] {
			fact(p)
		}
	}
	return properties
}

func locate(properties []Property, path []string) *Property {
	for i := range properties {
		p := &properties[i]
		if p.Name != path[0] {
			continue
		}
		if len(path) == 1 {
			return p
		}
		for p.Elem != nil {
			p = p.Elem
		}
		return locate(p.Fields, path[1:])
	}
	return nil
}
