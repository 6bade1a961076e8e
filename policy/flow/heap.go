package flow

import "slices"

// cell is a map or a list that a literal of the template makes. A literal that is evaluated again, in a
// loop or in a block, stands for all that it has made: then the cell is blurred. Cells never change;
// a method that changes a list puts another cell in its place, which every name of the list sees.
type cell struct {
	isMap bool
	// keys and items are a map's keys with its values, or a list's items.
	keys  []string
	items []value
	// blurred says that the entries are not known one by one: keyed and item describe any of them.
	blurred bool
	keyed   *symbol
	item    *symbol
}

func (c *cell) key() string {
	if c == nil {
		return ""
	}
	var out []byte
	if c.isMap {
		out = append(out, 'M')
	}
	for i, v := range c.items {
		if c.isMap {
			out = framed(out, c.keys[i])
		}
		out = framed(out, v.key())
	}
	if c.blurred {
		out = append(out, '~')
		if c.keyed != nil {
			out = framed(out, c.keyed.key())
		}
		out = append(out, '~')
		if c.item != nil {
			out = framed(out, c.item.key())
		}
	}
	return string(out)
}

// apply changes every value in the cell.
func (c *cell) apply(change func(value) value) *cell {
	if c == nil {
		return nil
	}
	n := *c
	n.items = slices.Clone(c.items)
	for i, v := range n.items {
		n.items[i] = change(v)
	}
	if c.item != nil {
		n.item = change(c.item).(*symbol)
	}
	if c.keyed != nil {
		n.keyed = change(c.keyed).(*symbol)
	}
	return &n
}

// blur forgets which keys and items there are. It is not ok when an item is itself a map or a list.
func (c *cell) blur() (*cell, bool) {
	if c.blurred {
		return c, true
	}
	n := &cell{isMap: c.isMap, blurred: true}
	for _, v := range c.items {
		s := toSymbol(v)
		if s == nil {
			return nil, false
		}
		n.item = joinOptional(n.item, s)
	}
	for _, k := range c.keys {
		n.keyed = joinOptional(n.keyed, textOf(k).pieces.symbol())
	}
	return n, true
}

func joinOptional(a, b *symbol) *symbol {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return joinSymbols(a, b)
}

// unknownCell is a cell that holds anything: nothing in it is proven.
func unknownCell(isMap bool) *cell {
	any := &symbol{expr: "a map or list of the template", kinds: isAnything, origins: []Origin{Client, Program}}
	return &cell{isMap: isMap, blurred: true, keyed: any, item: any}
}

func joinHeaps(a, b []*cell) []*cell {
	if len(a) < len(b) {
		a, b = b, a
	}
	joined := slices.Clone(a)
	for i := range b {
		joined[i] = joinCells(a[i], b[i])
	}
	return joined
}

// joinCells is a cell that is one of two.
func joinCells(a, b *cell) *cell {
	switch {
	case a == nil:
		return b
	case b == nil || a.key() == b.key():
		return a
	}
	x, ok := a.blur()
	y, also := b.blur()
	if !ok || !also || a.isMap != b.isMap {
		return unknownCell(a.isMap)
	}
	return &cell{isMap: x.isMap, blurred: true, keyed: joinOptional(x.keyed, y.keyed), item: joinOptional(x.item, y.item)}
}

// get is the value for a known key; ok is false where it is not known whether there is one.
func (c *cell) get(k string) (v value, ok bool) {
	if i := slices.Index(c.keys, k); i >= 0 {
		return c.items[i], true
	}
	return nil, false
}

// any is a value of the cell that some key has, or nothing.
func (c *cell) any() *symbol {
	b, ok := c.blur()
	if !ok {
		b = unknownCell(c.isMap)
	}
	if b.item == nil {
		return &symbol{kinds: isNothing, class: Word}
	}
	return b.item.with(func(c *symbol) {
		c.name, c.test, c.measures = "", nil, nil
		c.kinds, c.nonEmpty = c.kinds|isNothing, false
	})
}

// put is the cell with one more or another value for a key.
func (c *cell) put(k string, v value) *cell {
	n := *c
	n.keys, n.items = slices.Clone(c.keys), slices.Clone(c.items)
	if i := slices.Index(n.keys, k); i >= 0 {
		n.items[i] = v
	} else {
		n.keys, n.items = append(n.keys, k), append(n.items, v)
	}
	return &n
}

// mix is a blurred cell that may have one more key and value.
func (c *cell) mix(k, v value) (*cell, bool) {
	b, ok := c.blur()
	s := toSymbol(v)
	if !ok || s == nil {
		return nil, false
	}
	n := *b
	n.item = joinOptional(b.item, s)
	if k != nil {
		ks := toSymbol(k)
		if ks == nil {
			return nil, false
		}
		n.keyed = joinOptional(b.keyed, ks)
	}
	return &n, true
}
