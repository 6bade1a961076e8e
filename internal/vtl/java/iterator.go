package java

// Iterator is a java.util.Iterator. Those over lists and maps fail fast as Java's do when the
// collection is changed behind their back.
type Iterator struct {
	list    *List // nil for anything else
	length  func() int
	at      func(int) any
	mods    *int // nil when the collection cannot change its size
	remove  func(int)
	ofMap   bool // LinkedHashMap's iterators look ahead: hasNext does not compare sizes
	length0 int
	seen    int
	next    int
	last    int
}

// Iterate returns an iterator over what #foreach loops over: a list, an array, a view, a map (its
// values, in Velocity 1.7) or an iterator itself. It returns nil for anything else.
func Iterate(v any) *Iterator {
	switch v := v.(type) {
	case *List:
		v.Check()
		return &Iterator{
			list: v, length: v.Len, at: func(i int) any { return v.Items[i] },
			mods: &v.mods, seen: v.mods, last: -1,
			remove: func(i int) { v.RemoveAt(i) },
		}
	case *Array:
		return &Iterator{length: func() int { return len(v.Items) }, at: func(i int) any { return v.Items[i] }, last: -1}
	case *View:
		return &Iterator{
			length: v.Len, at: v.At, mods: &v.Map.mods, seen: v.Map.mods, last: -1,
			remove: v.RemoveAt, ofMap: true, length0: v.Len(),
		}
	case *Map:
		return Iterate(&View{Map: v, Kind: Values})
	case *Iterator:
		return v
	}
	return nil
}

// Len is how many items the collection has.
func (it *Iterator) Len() int { return it.length() }

// HasNext says whether Next returns another item.
func (it *Iterator) HasNext() bool {
	if it.ofMap {
		return it.next < it.length0
	}
	return it.next != it.length()
}

// Next returns the next item. It fails when there is none, or when the collection has changed.
func (it *Iterator) Next() (any, error) {
	if it.list != nil && it.list.stale() {
		return nil, Throw("java.util.ConcurrentModificationException", "")
	}
	if it.mods != nil && *it.mods != it.seen {
		return nil, Throw("java.util.ConcurrentModificationException", "")
	}
	if it.next >= it.length() {
		return nil, Throw("java.util.NoSuchElementException", "")
	}
	it.last = it.next
	it.next++
	return it.at(it.last), nil
}

// Remove takes the item that Next returned out of the collection.
func (it *Iterator) Remove() error {
	switch {
	case it.remove == nil:
		return Throw("UnsupportedOperationException", "remove")
	case it.last < 0:
		return Throw("IllegalStateException", "")
	case *it.mods != it.seen:
		return Throw("java.util.ConcurrentModificationException", "")
	}
	it.remove(it.last)
	it.next, it.last, it.seen = it.last, -1, *it.mods
	it.length0--
	return nil
}
