package provider

import "fmt"

// kind is the shape of a property's value.
type kind int

const (
	textKind     kind = iota
	documentKind      // a JSON document as text; objects are accepted and written as JSON
	integerKind
	numberKind
	booleanKind
	listKind
	setKind  // a list whose order says nothing
	dictKind // a map with free keys
	objectKind
)

func (k kind) String() string {
	return [...]string{"a string", "a JSON document", "an integer", "a number", "a boolean", "a list", "a set", "a map", "an object"}[k]
}

// property is one property of a resource type, or of an object inside one.
type property struct {
	name   string
	kind   kind
	elem   *property  // of a list, set or dict
	fields []property // of an object

	required bool
	// output is never an input: AWS computes it.
	output bool
	// computed is an input that AWS computes when it is unset. It is then unknown at preview, and
	// leaving it out later is no change.
	computed bool
	// live is computed and always answered as AWS has it now, never carried from one update to the next.
	live bool
	// replaces: AWS cannot change it in place.
	replaces bool
	secret   bool
	fallback any // what Check fills in when unset
	naming   *autoname
	excludes string // the property that cannot be set together with this one
	oneOf    []string
	check    func(any) error             // says what is wrong with a known value
	same     func(old, updated any) bool // further ways for two values to mean the same
	identity string                      // of a set of objects: the field that tells them apart
	renewed  []string                    // of an output: unknown again when one of these changes
}

// autoname is how the provider names a resource whose name is unset.
type autoname struct {
	max   int
	shape func(string) string
}

func text(name string) property     { return property{name: name, kind: textKind} }
func document(name string) property { return property{name: name, kind: documentKind} }
func integer(name string) property  { return property{name: name, kind: integerKind} }
func number(name string) property   { return property{name: name, kind: numberKind} }
func boolean(name string) property  { return property{name: name, kind: booleanKind} }
func list(name string, elem property) property {
	return property{name: name, kind: listKind, elem: &elem}
}
func set(name string, elem property) property {
	return property{name: name, kind: setKind, elem: &elem}
}
func dict(name string, elem property) property {
	return property{name: name, kind: dictKind, elem: &elem}
}
func object(name string, fields ...property) property {
	return property{name: name, kind: objectKind, fields: fields}
}

func (p property) need() property                      { p.required = true; return p }
func (p property) out() property                       { p.output = true; return p }
func (p property) orComputed() property                { p.computed = true; return p }
func (p property) orLive() property                    { p.computed, p.live = true, true; return p }
func (p property) replacing() property                 { p.replaces = true; return p }
func (p property) hidden() property                    { p.secret = true; return p }
func (p property) or(fallback any) property            { p.fallback = fallback; return p }
func (p property) without(other string) property       { p.excludes = other; return p }
func (p property) among(values ...string) property     { p.oneOf = values; return p }
func (p property) with(check func(any) error) property { p.check = check; return p }
func (p property) identified(by string) property       { p.identity = by; return p }
func (p property) renewedBy(names ...string) property  { p.renewed = names; return p }
func (p property) alike(same func(old, updated any) bool) property {
	p.same = same
	return p
}

// autonamed names the resource after its logical name, with a random tail, when nobody else does.
func (p property) autonamed(max int, shape func(string) string) property {
	p.naming = &autoname{max: max, shape: shape}
	return p
}

// tags are the two properties of everything that can be tagged.
func tags() []property {
	return []property{dict("tags", text("")), dict(tagsAll, text("")).out()}
}

const tagsAll = "tagsAll"

// find returns the property of that name.
func find(properties []property, name string) (property, bool) {
	for _, p := range properties {
		if p.name == name {
			return p, true
		}
	}
	return property{}, false
}

// between holds an integer within limits, in the words of the provider.
func between(low, high int) func(any) error {
	return func(v any) error {
		if n := int(v.(float64)); n < low || n > high { //nolint:forcetypeassert // checked to be a number before
			return fmt.Errorf("expected it to be in the range (%d - %d), got %d", low, high, n)
		}
		return nil
	}
}
