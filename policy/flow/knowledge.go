package flow

import (
	"maps"
	"strconv"
)

// fact is what is known about a value beyond its symbol.
type fact struct {
	// present tells that it exists and is not null.
	present bool
	// member tells that an object has it, be it null.
	member bool
	// nonEmpty tells that its text has at least one character.
	nonEmpty bool
	// guarded tells that the template has asked whether it is empty, and goes on where it is not. That it exists is not
	// said by that.
	guarded bool
	// kinds are the kinds that it may be of, where that has been found out.
	kinds kinds
	// class is what its text has been found to be, where checked.
	checked  bool
	class    Class
	min, max *int64
	// literal is its text, where it is known to equal a literal.
	equals  bool
	literal string
}

// knowledge is what a configuration knows, by the symbols' names. It is never changed in place.
type knowledge map[string]fact

// and is what two configurations both know.
func (k knowledge) and(o knowledge) knowledge {
	if len(k) == 0 || len(o) == 0 {
		return nil
	}
	both := knowledge{}
	for name, a := range k {
		b, ok := o[name]
		if !ok {
			continue
		}
		c := fact{present: a.present && b.present, member: a.member && b.member, nonEmpty: a.nonEmpty && b.nonEmpty, guarded: a.guarded && b.guarded}
		if a.checked && b.checked {
			c.checked, c.class, c.min, c.max = true, a.class.either(b.class), lower(a.min, b.min), higher(a.max, b.max)
		}
		if a.kinds != 0 && b.kinds != 0 {
			c.kinds = a.kinds | b.kinds
		}
		switch {
		case a.equals && b.equals && a.literal == b.literal:
			c.equals, c.literal = true, a.literal
		case a.equals || b.equals:
			c = oneOf(a, b, c)
		}
		if c != (fact{}) {
			both[name] = c
		}
	}
	return both
}

// oneOf is what is known of a text that equals a literal in one configuration and is a literal or checked in the
// other: it is of the class of one of the two.
func oneOf(a, b, both fact) fact {
	aClass, aNonEmpty, aKnown := a.text()
	bClass, bNonEmpty, bKnown := b.text()
	both.nonEmpty = aNonEmpty && bNonEmpty
	if class := aClass.either(bClass); aKnown && bKnown && class != Raw {
		aMin, aMax := a.bounds()
		bMin, bMax := b.bounds()
		both.checked, both.class, both.min, both.max = true, class, lower(aMin, bMin), higher(aMax, bMax)
	}
	return both
}

// among is that a text is one of several literals.
func (f *fact) among(texts []string) {
	if len(texts) == 0 {
		return
	}
	all := fact{equals: true, literal: texts[0]}
	for _, text := range texts[1:] {
		other := fact{equals: true, literal: text}
		if all.equals && all.literal == text {
			continue
		}
		all = oneOf(all, other, fact{})
	}
	switch {
	case all.equals:
		f.equals, f.literal = true, all.literal
	case all.checked:
		f.checked, f.class, f.min, f.max = true, all.class, all.min, all.max
	}
	f.nonEmpty = f.nonEmpty || all.nonEmpty
}

// bounds are those of the integer that a text is.
func (f fact) bounds() (low, high *int64) {
	if !f.equals {
		return f.min, f.max
	}
	n, err := strconv.ParseInt(f.literal, 10, 64)
	if err != nil {
		return nil, nil
	}
	return &n, &n
}

// text is the class of the text that a fact is about, and whether it has characters.
func (f fact) text() (class Class, nonEmpty, known bool) {
	if f.equals {
		return classOf(f.literal), f.literal != "", true
	}
	return f.class, f.nonEmpty, f.checked
}

// with is the knowledge with one more fact.
func (k knowledge) with(name string, change func(*fact)) knowledge {
	if name == "" {
		return k
	}
	c := maps.Clone(k)
	if c == nil {
		c = knowledge{}
	}
	f := c[name]
	change(&f)
	c[name] = f
	return c
}

// refine applies what is known to a symbol.
func (k knowledge) refine(s *symbol) *symbol {
	f, ok := k[s.name]
	if s.name == "" || !ok {
		return s
	}
	return s.with(func(c *symbol) {
		before := c.kinds
		mayBeNull := c.tree && (c.typ == nil || c.typ.kinds&isNothing != 0)
		if f.present || f.member && !mayBeNull || f.nonEmpty || f.equals && f.literal != "" {
			c.kinds &^= isNothing
		}
		if (f.nonEmpty || f.equals && f.literal != "") && c.tree && c.typ != nil && c.typ.kinds&isString == 0 {
			c.kinds &^= isString // a variable holds nothing as the empty text, which this is not
		}
		if f.kinds != 0 && c.kinds&f.kinds != 0 {
			c.kinds &= f.kinds
		}
		if c.tree && c.kinds != before {
			c.describeText()
		}
		c.nonEmpty = c.nonEmpty || f.nonEmpty
		if f.guarded {
			c.sources = answered(c.sources) // a parameter that is missing is the template's business
		}
		if f.checked && (c.class == Raw || c.class == Word || f.class == Number || f.class == c.class) {
			c.class = f.class
			c.finite = c.finite || f.class == Number
			c.min, c.max = narrower(c.min, f.min, true), narrower(c.max, f.max, false)
		}
		if f.min != nil || f.max != nil {
			c.min, c.max = narrower(c.min, f.min, true), narrower(c.max, f.max, false)
			c.finite = c.finite || c.bounded()
		}
		if f.equals {
			c.class, c.nonEmpty = classOf(f.literal), f.literal != ""
			c.finite = c.finite || isJSONNumber(f.literal)
		}
	})
}

func narrower(a, b *int64, low bool) *int64 {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	case low:
		return new64(max(*a, *b))
	}
	return new64(min(*a, *b))
}
