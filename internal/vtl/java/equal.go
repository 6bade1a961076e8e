package java

import "math/big"

// maxCompare bounds the pairs of values that one comparison looks at: two lists that hold the same
// list twice, many levels deep, would otherwise take forever.
const maxCompare = 1 << 20

// Equal is Java's equals: numbers of different classes are never equal, collections are compared by
// their contents. It spends its work of the budget, and panics with a LimitError when that is exhausted
// or the values are nested too deeply.
func Equal(a, b any, budget *Budget) bool {
	c := comparer{budget: budget}
	return c.equal(a, b, 0)
}

type comparer struct {
	budget *Budget
	pairs  int
}

func (c *comparer) equal(a, b any, depth int) bool {
	checkDepth(depth)
	if c.pairs++; c.pairs > maxCompare {
		panic(&LimitError{Limit: "comparison", Max: maxCompare})
	}
	c.budget.Work(4)
	switch a := a.(type) {
	case string:
		s, ok := b.(string)
		return ok && EqualStrings(a, s, c.budget)
	case nil, bool, Char, int32, int64:
		return hashable(b) && a == b
	case float64:
		f, ok := b.(float64)
		return ok && (a == f && !negativeZeros(a, f) || a != a && f != f)
	case *big.Int:
		n, ok := b.(*big.Int)
		c.budget.Work(len(a.Bits()))
		return ok && a.Cmp(n) == 0
	case *Decimal:
		d, ok := b.(*Decimal)
		return ok && a.Scale == d.Scale && a.Unscaled.Cmp(d.Unscaled) == 0
	case *List:
		l, ok := b.(*List)
		return ok && (a == l || c.equalItems(a.Items, l.Items, depth))
	case *Map:
		m, ok := b.(*Map)
		return ok && (a == m || c.equalMaps(a, m, depth))
	case *Entry:
		e, ok := b.(*Entry)
		return ok && (a == e || c.equal(a.Key, e.Key, depth+1) && c.equal(a.Value, e.Value, depth+1))
	case *View:
		v, ok := b.(*View)
		return ok && a.Kind == v.Kind && (a.Map == v.Map || a.Kind != Values && c.equalSets(a, v, depth))
	}
	return a == b
}

// EqualStrings compares two strings, and spends what that costs: strings of different lengths are not
// looked at.
func EqualStrings(a, b string, budget *Budget) bool {
	if len(a) != len(b) {
		return false
	}
	budget.Work(len(a))
	return a == b
}

func negativeZeros(a, b float64) bool {
	return a == 0 && b == 0 && 1/a != 1/b
}

func (c *comparer) equalItems(a, b []any, depth int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !c.equal(a[i], b[i], depth+1) {
			return false
		}
	}
	return true
}

func (c *comparer) equalMaps(a, b *Map, depth int) bool {
	if a.Len() != b.Len() {
		return false
	}
	for _, e := range a.entries {
		i := b.find(e.Key)
		if i < 0 || !c.equal(e.Value, b.entries[i].Value, depth+1) {
			return false
		}
	}
	return true
}

func (c *comparer) equalSets(a, b *View, depth int) bool {
	if a.Kind == EntrySet {
		return c.equalMaps(a.Map, b.Map, depth)
	}
	if a.Len() != b.Len() {
		return false
	}
	for _, e := range a.Map.entries {
		if !b.Map.Has(e.Key) {
			return false
		}
	}
	return true
}
