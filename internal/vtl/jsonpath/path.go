// Package jsonpath evaluates JSONPath as Jayway JsonPath 2 does, which $input.path and $input.json
// use.
package jsonpath

import "fmt"

// Path is a compiled path. It is immutable.
type Path struct {
	text   string
	root   bool // begins with $, not @
	plain  bool // nothing but single properties and indexes
	tokens []token
}

// InvalidPathError is a path that does not compile, or that cannot be applied to the document.
type InvalidPathError struct{ Path, Message string }

// Error is Jayway's exception and its message.
func (e *InvalidPathError) Error() string {
	return fmt.Sprintf("com.jayway.jsonpath.InvalidPathException: %s, in the path %q", e.Message, e.Path)
}

type tokenKind uint8

const (
	property tokenKind = iota
	index
	slice
	wildcard
	scan
	filter
	function
)

// token is one step of a path.
type token struct {
	kind     tokenKind
	names    []string // of properties
	indexes  []int
	from, to *int // of a slice
	accept   predicate
	name     string // of a function
	args     []argument
	definite bool
	// upstream says whether all tokens before this one are definite.
	upstream bool
}

// argument of a function: a path, or a value.
type argument struct {
	path  *Path
	value any
}

// Definite says whether the path leads to at most one value. Others lead to a list.
func (p *Path) Definite() bool {
	for i := range p.tokens {
		if !p.tokens[i].definite {
			return false
		}
	}
	return true
}

// Step is a step to one member, or to one item where IsIndex.
type Step struct {
	Name    string
	Index   int
	IsIndex bool
}

// Steps takes apart a path of nothing but members and items; it is not ok for others.
func (p *Path) Steps() (steps []Step, ok bool) {
	if !p.plain {
		return nil, false
	}
	for _, t := range p.tokens {
		if t.kind == index {
			steps = append(steps, Step{Index: t.indexes[0], IsIndex: true})
		} else {
			steps = append(steps, Step{Name: t.names[0]})
		}
	}
	return steps, true
}

// Function is the function that the path ends with, empty for none.
func (p *Path) Function() string {
	if n := len(p.tokens); n > 0 && p.tokens[n-1].kind == function {
		return p.tokens[n-1].name
	}
	return ""
}

// finish works out which tokens are definite.
func (p *Path) finish() {
	upstream := true
	p.plain = true
	for i := range p.tokens {
		t := &p.tokens[i]
		t.upstream = upstream
		leaf := i == len(p.tokens)-1
		switch t.kind {
		case property:
			t.definite = len(t.names) == 1 || leaf
		case index:
			t.definite = len(t.indexes) == 1
		case function:
			t.definite = true
		}
		p.plain = p.plain && (t.kind == property && len(t.names) == 1 || t.kind == index && len(t.indexes) == 1)
		upstream = upstream && t.definite
	}
}

// maxVisits bounds the values that an evaluation looks at: a template can put a document into itself.
const maxVisits = 1 << 20
