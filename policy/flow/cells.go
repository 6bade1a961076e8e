package flow

import (
	"slices"
	"strconv"
)

// cellMethod is a method of a map or a list that the template has made.
func (c call) cellMethod(p place) (value, bool) {
	held := c.s.heap[p.cell]
	switch {
	case c.name == "get" && len(c.args) == 1:
		return c.cellValue(held, c.args[0]), true
	case c.name == "put" && len(c.args) == 2 && held.isMap:
		if !c.m.putInto(c.s, p, c.args[0], stored(c.args[1])) {
			return nil, false
		}
		return held.any(), true
	case c.name == "add" && len(c.args) == 1 && !held.isMap:
		if !c.m.putInto(c.s, p, nil, stored(c.args[0])) {
			return nil, false
		}
		return boolean{true}, true
	case c.name == "containsKey" && len(c.args) == 1 && held.isMap:
		if k, ok := literal(c.args[0]); ok && !held.blurred {
			return boolean{slices.Contains(held.keys, k)}, true
		}
		return c.asks(held.keys, held.blurred), true
	case c.name == "contains" && len(c.args) == 1 && !held.isMap:
		texts, ok := textsOf(held.items)
		if !ok && !held.blurred {
			break // whether a number is in it depends on the number's class
		}
		if k, known := literal(c.args[0]); known && !held.blurred {
			return boolean{slices.Contains(texts, k)}, true
		}
		return c.asks(texts, held.blurred), true
	case c.name == "size" && len(c.args) == 0:
		if !held.blurred {
			return integer{n: int64(len(held.items))}, true
		}
		return counter(0).with(func(s *symbol) { s.max = nil }), true
	case c.name == "isEmpty" && len(c.args) == 0:
		if !held.blurred {
			return boolean{len(held.items) == 0}, true
		}
		return unknownBoolean(c.expr, c.s), true
	}
	return c.outside(adviceFor(c.name), "the method %s of a map or list of the template is outside of the subset", c.name)
}

// asks is the question whether a text is one of those that a map or a list of the template has.
func (c call) asks(texts []string, blurred bool) value {
	b := unknownBoolean(c.expr, c.s)
	of := toSymbol(c.args[0])
	if blurred || of == nil || of.name == "" || of.kinds&^(isString|isNothing) != 0 {
		return b
	}
	return b.with(func(s *symbol) {
		s.test = &test{subject: of, op: "in", texts: texts}
		s.origins = of.origins
	})
}

// textsOf are the items of a list of literal texts.
func textsOf(items []value) (texts []string, ok bool) {
	for _, item := range items {
		text, isText := literal(item)
		if !isText {
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, true
}

// cellValue is the value for a key, or an item.
func (c call) cellValue(held *cell, key value) value {
	nothing := &symbol{kinds: isNothing, class: Word}
	if held.blurred {
		return held.any()
	}
	if held.isMap {
		k, ok := literal(key)
		if !ok {
			return c.oneOf(held, key)
		}
		if v, found := held.get(k); found {
			return v
		}
		return nothing
	}
	if i, ok := key.(integer); ok {
		n := i.n
		if n < 0 {
			n += int64(len(held.items))
		}
		if n >= 0 && n < int64(len(held.items)) {
			return held.items[n]
		}
		return nothing // the template fails
	}
	return c.oneOf(held, key)
}

// oneOf is a value of a map or list that a request picks. Of one that holds only literals it is called after them, so that
// the same question, once it holds others, is another question.
func (c call) oneOf(held *cell, key value) value {
	v := held.any()
	k := toSymbol(key)
	if k == nil || k.name == "" || slices.ContainsFunc(held.items, func(item value) bool { return !fixed(item) }) {
		return v
	}
	return c.s.known.refine(v.with(func(s *symbol) { s.name = "{" + strconv.Quote(held.key()) + "}.get(" + k.name + ")" }))
}

// fixed reports whether a value is the same in every rendering.
func fixed(v value) bool {
	switch v.(type) {
	case integer, boolean:
		return true
	case text:
		_, ok := literal(v)
		return ok
	}
	return false
}

// putInto puts a value into a map, or adds it to a list where key is nil.
func (m *machine) putInto(s *state, p place, key, v value) bool {
	if slices.Contains(m.iterating, p.cell) {
		m.report(m.line, "collect into another map or list", "a map or list is changed while a loop goes through it")
		return false
	}
	held := s.heap[p.cell]
	if !held.blurred {
		switch {
		case held.isMap:
			if k, ok := literal(key); ok {
				s.setCell(p.cell, held.put(k, v))
				return true
			}
		case key == nil:
			n := *held
			n.items = append(n.items[:len(n.items):len(n.items)], v)
			s.setCell(p.cell, &n)
			return true
		default:
			if i, ok := key.(integer); ok && i.n >= 0 && i.n < int64(len(held.items)) {
				n := *held
				n.items = slices.Clone(n.items)
				n.items[i.n] = v
				s.setCell(p.cell, &n)
				return true
			}
		}
	}
	mapKey := key
	if !held.isMap {
		mapKey = nil
	}
	mixed, ok := held.mix(mapKey, v)
	if !ok {
		m.report(m.line, "put texts and numbers into it", "a map or list in a map or list that is not known item by item is not followed")
		return false
	}
	s.setCell(p.cell, mixed)
	return true
}
