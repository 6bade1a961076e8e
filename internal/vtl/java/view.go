package java

// ViewKind says which part of a map a View shows.
type ViewKind uint8

// The views of a map.
const (
	KeySet ViewKind = iota
	Values
	EntrySet
)

// View is a map's keySet, values or entrySet: it follows the map.
type View struct {
	Map  *Map
	Kind ViewKind
}

// Len is the number of items.
func (v *View) Len() int { return v.Map.Len() }

// At returns the item at index i.
func (v *View) At(i int) any {
	e := v.Map.entries[i]
	switch v.Kind {
	case KeySet:
		return e.Key
	case Values:
		return e.Value
	}
	return e
}

// Items returns the items as they are now.
func (v *View) Items() []any {
	items := make([]any, v.Len())
	for i := range items {
		items[i] = v.At(i)
	}
	return items
}

// Index returns the index of an equal item, or -1.
func (v *View) Index(item any, b *Budget) int {
	if v.Kind == KeySet {
		return v.Map.find(item)
	}
	for i := range v.Len() {
		if Equal(v.At(i), item, b) {
			return i
		}
	}
	return -1
}

// RemoveAt takes the entry at index i out of the map.
func (v *View) RemoveAt(i int) { v.Map.removeAt(i) }
