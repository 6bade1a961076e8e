package flow

import (
	"slices"
)

// Kind is what a Value is.
type Kind int

// The kinds. A Gap is a placeholder in place of a whole value.
const (
	Object Kind = iota
	Array
	String
	Scalar // a number, true, false or null
	Gap
)

// Value is one alternative of a JSON value that a template can render.
type Value struct {
	Kind    Kind
	Members []*Member // of an Object, in the order in which they were first written
	// Items are the alternatives of an Array's items; Empty tells that the array may have none.
	Items []*Value
	Empty bool
	// Always are those of Items that every request has.
	Always []*Value
	// Text is a String's text, unescaped where it has no placeholders, or a Scalar's.
	Text Text
	// Placeholder is a Gap's.
	Placeholder *Placeholder
	// Inside are all placeholders that are rendered within a String or a Scalar, those included that
	// Text holds in a composed form only.
	Inside []*Placeholder
	Line   int
}

// Member is a member of an Object.
type Member struct {
	Key Text
	// Values are its alternatives.
	Values []*Value
	// Optional tells that some request leaves it out.
	Optional bool
	Line     int
}

// Member finds a member by its literal key; nil when the object has none.
func (v *Value) Member(key string) *Member {
	if v == nil {
		return nil
	}
	for _, m := range v.Members {
		if k, ok := m.Key.Literal(); ok && k == key {
			return m
		}
	}
	return nil
}

// All are the alternatives of a member. A member that is missing has none.
func (v *Value) All(key string) []*Value {
	if m := v.Member(key); m != nil {
		return m.Values
	}
	return nil
}

// node is a JSON value while the template is explored: everything that begins at one place of the
// template, below one parent.
type node struct {
	id      int // numbers the nodes of an analysis
	kind    Kind
	pos     int
	line    int
	members []*member
	items   slot
	// texts are the contents of a string or scalar.
	texts        []Text
	placeholders []*Placeholder
	// required are the members or items that every closed object or array had; closed tells that there was one.
	required set
	closed   bool
	empty    bool
}

type member struct {
	index  int
	key    Text
	name   string
	values slot
	line   int
}

// slot is a place for a value, with its alternatives.
type slot struct{ nodes []*node }

// next is the node of the value that begins here, below the object or array that is being read.
func (m *machine) next(r *reader, kind Kind, pos, line int) *node {
	n := m.at(m.slot(r), kind, pos, line)
	f := m.top(r)
	if f == nil || f.node.kind != Array {
		return n
	}
	if i := slices.Index(f.node.items.nodes, n); i < maxMembers && !f.must.has(i) {
		held := *f
		held.must = held.must.plus(i)
		r.change(held)
	}
	return n
}

func (m *machine) at(s *slot, kind Kind, pos, line int) *node {
	for _, n := range s.nodes {
		if n.kind == kind && n.pos == pos {
			return n
		}
	}
	n := &node{id: m.nodes, kind: kind, pos: pos, line: line}
	m.nodes++
	s.nodes = append(s.nodes, n)
	return n
}

// maxMembers bounds the members of an object that are told apart.
const maxMembers = 512

func (n *node) member(key Text, line int) *member {
	name := key.key()
	for _, m := range n.members {
		if m.name == name {
			return m
		}
	}
	m := &member{index: len(n.members), key: key, name: name, line: line}
	n.members = append(n.members, m)
	return m
}

func (n *node) add(t Text) {
	if !slices.ContainsFunc(n.texts, func(o Text) bool { return o.key() == t.key() }) {
		n.texts = append(n.texts, t)
	}
}

func (n *node) hold(p *Placeholder) {
	if !slices.ContainsFunc(n.placeholders, func(o *Placeholder) bool {
		return o.Expr == p.Expr && o.Line == p.Line && o.Class == p.Class && o.Value == p.Value && slices.Equal(o.Origins, p.Origins)
	}) {
		n.placeholders = append(n.placeholders, p)
	}
}

func (n *node) close(must set) {
	if n.closed {
		n.required = n.required.and(must)
	} else {
		n.required, n.closed = must, true
	}
}

// values are the alternatives in a slot.
func (s *slot) values() []*Value {
	var all []*Value
	for _, n := range s.nodes {
		all = append(all, n.values()...)
	}
	return all
}

func (n *node) values() []*Value {
	v := &Value{Kind: n.kind, Line: n.line, Inside: n.placeholders}
	switch n.kind {
	case Object:
		for _, m := range n.members {
			v.Members = append(v.Members, &Member{Key: m.key, Values: m.values.values(), Optional: !n.required.has(m.index), Line: m.line})
		}
		return []*Value{v}
	case Array:
		v.Empty = n.empty
		for i, item := range n.items.nodes {
			values := item.values()
			v.Items = append(v.Items, values...)
			if len(values) == 1 && i < maxMembers && n.required.has(i) {
				v.Always = append(v.Always, values[0])
			}
		}
		return []*Value{v}
	case String, Scalar, Gap:
	}
	var all []*Value
	for _, t := range n.texts {
		c := *v
		c.Text = t
		if n.kind == Scalar {
			c.Inside = t.Placeholders()
		}
		if n.kind == Scalar && len(t) == 1 && t[0].Placeholder != nil {
			c.Kind, c.Placeholder, c.Text = Gap, t[0].Placeholder, nil
		}
		all = append(all, &c)
	}
	return all
}

// set is a set of members, by index.
type set [maxMembers / 64]uint64

func (s set) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

func (s set) plus(i int) set {
	s[i/64] |= 1 << (i % 64)
	return s
}

func (s set) and(o set) set {
	for i := range s {
		s[i] &= o[i]
	}
	return s
}

func (s set) or(o set) set {
	for i := range s {
		s[i] |= o[i]
	}
	return s
}

// Walk visits every placeholder with the value that it stands in; the names of an object's members stand
// in the object.
func (v *Value) Walk(visit func(*Value, *Placeholder)) {
	for _, p := range v.Inside {
		visit(v, p)
	}
	for _, item := range v.Items {
		item.Walk(visit)
	}
	for _, m := range v.Members {
		for _, member := range m.Values {
			member.Walk(visit)
		}
	}
}

// Fits reports whether a placeholder that Walk visits is safe where it stands: its text cannot end the
// string, and is a whole value where it stands for one.
func (v *Value) Fits(p *Placeholder) bool {
	switch v.Kind {
	case Gap:
		return p.IsValue()
	case Scalar:
		return false
	case String, Object, Array:
	}
	return p.InString()
}
