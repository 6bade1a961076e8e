package flow

import (
	"slices"
	"strconv"
	"strings"

	"lambdaless/internal/vtl/parse"
)

// call is a method, a property or an index on a value.
type call struct {
	m    *machine
	s    *state
	recv value
	name string
	args []value
	expr string // the reference up to here
	next []parse.Step
}

func (c call) outside(rewrite, format string, args ...any) (value, bool) {
	c.m.report(c.m.line, rewrite, format, args...)
	return nil, false
}

// property is v.name.
func (c call) property(key string) (value, bool) {
	switch v := c.recv.(type) {
	case place:
		if cell := c.s.heap[v.cell]; cell.isMap {
			return c.cellValue(cell, textOf(key)), true
		}
	case *symbol:
		if v.tree {
			return c.child(v, key), true
		}
	case text, integer, boolean:
	}
	return c.outside("write the method that you mean", "the property %s is not a member of something that came from outside, or of a map of the template", c.expr)
}

// child is a member of a tree.
func (c call) child(v *symbol, key string) *symbol {
	if v.kinds == isNothing {
		return v
	}
	c.m.readsMember(v, key)
	surely := v.kinds == isMap
	var t *Type
	required := false
	if v.kinds.within(isMap|isNothing) || v.kinds.within(isMap|isNothing|isString) && (c.name == "get" || !slices.Contains(textProperties, key)) {
		t, required = v.typ.member(key)
	}
	known := v.name
	switch {
	case !surely && c.name != "get" && slices.Contains(textProperties, key):
		known = "" // of a text, the property is another value than the member
	case known != "":
		known += map[bool]string{true: ".", false: "?."}[surely] + quoted(key)
	}
	child := fromTree(known, c.expr, t, surely && required, v.origins)
	if t == nil && !surely {
		child.kinds = isAnything
	}
	child.sources = v.sources
	if slices.Equal(v.sources, []string{fromAnswer}) {
		child.sources = []string{fromAnswer + "." + key}
	}
	for _, place := range []string{"params.querystring.", "params.header."} {
		if parameter, ok := strings.CutPrefix(known, place); ok {
			child.sources = []string{"params." + parameter}
		}
	}
	return c.s.known.refine(child)
}

// textProperties are the properties that a Java String has by its getters; every other is nothing.
var textProperties = []string{"blank", "bytes", "class", "empty"}

func quoted(key string) string {
	if strings.ContainsAny(key, `.?"()[] !`) {
		return strconv.Quote(key)
	}
	return key
}

// element is an item of a tree at an index, or the member for a key that is not a literal.
func (c call) element(v *symbol, key value) *symbol {
	if v.kinds == isNothing {
		return v
	}
	if k, ok := literal(key); ok {
		return c.child(v, k)
	}
	i, isIndex := key.(integer)
	if isIndex && v.kinds == isList {
		known := v.name
		if known != "" {
			known += "[" + strconv.FormatInt(i.n, 10) + "]"
		}
		item := fromTree(known, c.expr, v.typ.item(), true, v.origins)
		item.sources = answered(v.sources)
		return c.s.known.refine(item)
	}
	origins := v.origins
	if k := toSymbol(key); k != nil {
		origins = union(origins, k.origins)
	} else {
		origins = union(origins, []Origin{Client})
	}
	var of *Type
	known := ""
	if v.kinds == isMap && v.typ != nil && len(v.typ.members) == 0 {
		of = v.typ.rest // every member is of one type
	}
	surely := false
	if k := toSymbol(key); k != nil && k.name != "" && v.name != "" {
		known = v.name + ".get(" + k.name + ")"
		surely = v.kinds == isMap && k.keyOf == v.name
	}
	part := fromTree(known, c.expr, of, surely, origins)
	part.sources = answered(v.sources)
	return c.s.known.refine(part)
}

// method finds the method in the table.
func (c call) method() (value, bool) {
	if p, ok := c.recv.(place); ok {
		return c.cellMethod(p)
	}
	var kinds kinds
	switch v := c.recv.(type) {
	case text:
		kinds = isString
	case integer:
		kinds = isNumber
	case boolean:
		kinds = isBool
	case *symbol:
		kinds = v.kinds
		if kinds == isNothing {
			return v, true
		}
	default:
		return c.outside("", "%s is not followed", c.expr)
	}
	if c.name == "get" && len(c.args) == 1 {
		if v, ok := c.recv.(*symbol); ok && v.tree {
			return c.element(v, c.args[0]), true
		}
	}
	row := methodNamed(c.name, len(c.args))
	if row == nil || kinds&row.outside != 0 {
		return c.outside(adviceFor(c.name), "the method %s of %s is outside of the subset", c.name, c.expr)
	}
	// A kind that does not have the method, and an argument that it does not take, give nothing.
	fails := !kinds.within(row.on)
	for i, arg := range c.args {
		k := toSymbol(arg)
		if k == nil {
			return c.outside("", "an argument of %s is outside of the subset", c.expr)
		}
		fails = fails || i < len(row.params) && !k.kinds.within(row.params[i]|isNothing&^(isNothing*kindBit(row.params[i]&isString == 0)))
		fails = fails || i < len(row.params) && row.params[i] == isNumber && !k.javaInt
	}
	if kinds&row.on == 0 {
		return &symbol{expr: c.expr, kinds: isNothing, class: Word}, true
	}
	v, ok := row.result(c)
	if !ok {
		return nil, false
	}
	if fails {
		v = orNothing(v)
	}
	return v, true
}

func kindBit(b bool) kinds {
	if b {
		return 1
	}
	return 0
}

// orNothing is a value that may also be nothing.
func orNothing(v value) value {
	s := toSymbol(v)
	return s.with(func(c *symbol) { c.kinds |= isNothing; c.nonEmpty = false })
}

// self is the receiver as a symbol.
func (c call) self() *symbol { return toSymbol(c.recv) }

// named is the name of the result, where everything that it depends on has one.
func (c call) named() string {
	self := c.self()
	if self.name == "" {
		return ""
	}
	out := self.name
	if self.kinds&isNothing != 0 {
		out += "?"
	}
	out += "." + c.name + "("
	for _, arg := range c.args {
		switch a := arg.(type) {
		case integer:
			out += a.key() + ","
		default:
			k, ok := literal(a)
			if !ok {
				return ""
			}
			out += strconv.Quote(k) + ","
		}
	}
	return out + ")"
}

// from are the origins of the receiver and the arguments.
func (c call) from() (origins []Origin, claims, parts []string) {
	self := c.self()
	origins, claims, parts = self.origins, self.sources, self.parts
	for _, arg := range c.args {
		if k := toSymbol(arg); k != nil && !k.onlyProgram() {
			origins, claims = union(origins, k.origins), mergeParts(claims, k.sources)
		}
	}
	return origins, claims, parts
}

func (s *symbol) onlyProgram() bool { return len(s.origins) == 1 && s.origins[0] == Program }

// readsMember notes that a member of the body is read.
func (m *machine) readsMember(v *symbol, key string) {
	if v.name == bodyRoot || strings.HasPrefix(v.name, "json body") {
		m.a.BodyMembers = append(m.a.BodyMembers, key)
	}
}
