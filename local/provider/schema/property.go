// Package schema describes the properties of resource types. Names, types, and which properties are
// required, computed or secret come from the Go SDK of the AWS provider (sdk.json, which a test derives
// from the SDK's source and compares); what the SDK does not say is written by hand as Facts.
package schema

import "sort"

// Kind is the shape of a property's value.
type Kind string

// The kinds. Their texts stand in messages: "must be a string, got ...".
const (
	Text     Kind = "a string"
	Document Kind = "a JSON document" // a document as text; objects are accepted and written as JSON
	Integer  Kind = "an integer"
	Number   Kind = "a number"
	Boolean  Kind = "a boolean"
	List     Kind = "a list"
	Set      Kind = "a set" // a list whose order has no meaning
	Dict     Kind = "a map" // with free keys
	Object   Kind = "an object"
	Any      Kind = "any value" // kept as it is
)

// Property is one property of a resource type, or of an object inside one.
type Property struct {
	Name   string     `json:"name,omitempty"`
	Kind   Kind       `json:"kind"`
	Elem   *Property  `json:"elem,omitempty"`   // of a list, set or dict
	Fields []Property `json:"fields,omitempty"` // of an object

	Required bool `json:"required,omitempty"`
	// Output: AWS computes it; it is never an input.
	Output bool `json:"output,omitempty"`
	// Computed: an input that AWS computes when it is unset. It is then unknown at preview, and leaving
	// it out later does not change it.
	Computed bool `json:"computed,omitempty"`
	Secret   bool `json:"secret,omitempty"`

	// Live: computed, and always answered as AWS has it now, never carried from one update to the next.
	Live bool `json:"-"`
	// Replaces: AWS cannot change it in place.
	Replaces bool                        `json:"-"`
	Default  any                         `json:"-"` // what Check fills in when unset
	Naming   *Autoname                   `json:"-"`
	Excludes string                      `json:"-"` // the property that cannot be set together with this one
	OneOf    []string                    `json:"-"`
	Check    func(any) error             `json:"-"` // reports what is wrong with a known value
	Equal    func(old, updated any) bool `json:"-"` // reports further pairs of values that mean the same
	Identity string                      `json:"-"` // of a set of objects: the field that identifies an element
	Renewed  []string                    `json:"-"` // of an output: unknown again when one of these inputs changes
}

// Autoname is how the provider names a resource whose name is unset.
type Autoname struct {
	Max   int                 // characters
	Shape func(string) string // rewrites the name, nil to leave it
}

// TagsAll is the output with a resource's own tags and the provider's default ones.
const TagsAll = "tagsAll"

// Find returns the property of that name.
func Find(properties []Property, name string) (Property, bool) {
	for _, p := range properties {
		if p.Name == name {
			return p, true
		}
	}
	return Property{}, false
}

// Inputs are the names of the properties that a program may set, in order.
func Inputs(properties []Property) []string {
	var out []string
	for _, p := range properties {
		if !p.Output {
			out = append(out, p.Name)
		}
	}
	sort.Strings(out)
	return out
}
