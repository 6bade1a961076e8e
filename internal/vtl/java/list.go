package java

// ListClass says which Java class a List is.
type ListClass uint8

// The classes of lists. JSONArray extends ArrayList and prints as JSON.
const (
	ArrayList ListClass = iota
	JSONArray
	SubList
)

// List is a java.util.List. It is not safe for concurrent use.
type List struct {
	Class ListClass
	Items []any
	mods  int

	parent     *List // of a SubList
	parentMods int
}

// Follow makes a SubList fail once the list that it is a part of has changed its size.
func (l *List) Follow(parent *List) { l.parent, l.parentMods = parent, parent.mods }

// Check fails for a SubList of a list that has changed its size.
func (l *List) Check() {
	if l.stale() {
		panic(Throw("java.util.ConcurrentModificationException", ""))
	}
}

func (l *List) stale() bool {
	for p := l; p.parent != nil; p = p.parent {
		if p.parent.mods != p.parentMods {
			return true
		}
	}
	return false
}

// NewList returns an ArrayList.
func NewList(items ...any) *List { return &List{Items: items} }

// NewJSONArray returns json-smart's JSONArray, which prints as JSON.
func NewJSONArray(items ...any) *List { return &List{Class: JSONArray, Items: items} }

// Len is the number of items.
func (l *List) Len() int { return len(l.Items) }

// Add appends an item.
func (l *List) Add(v any) {
	l.Items = append(l.Items, v)
	l.mods++
}

// Insert puts an item before index i, which may be the length.
func (l *List) Insert(i int, v any) {
	l.Items = append(l.Items, nil)
	copy(l.Items[i+1:], l.Items[i:])
	l.Items[i] = v
	l.mods++
}

// RemoveAt takes the item at index i out and returns it.
func (l *List) RemoveAt(i int) any {
	old := l.Items[i]
	l.Items = append(l.Items[:i:i], l.Items[i+1:]...)
	l.mods++
	return old
}

// Replace puts other items in place of all.
func (l *List) Replace(items []any) {
	l.Items = items
	l.mods++
}

// Index returns the first index of an equal item, or -1.
func Index(items []any, v any, b *Budget) int {
	for i, item := range items {
		if Equal(item, v, b) {
			return i
		}
	}
	return -1
}

// LastIndex returns the last index of an equal item, or -1.
func LastIndex(items []any, v any, b *Budget) int {
	for i := len(items) - 1; i >= 0; i-- {
		if Equal(items[i], v, b) {
			return i
		}
	}
	return -1
}

// Array is a Java array of objects, as String.split and toArray return it.
type Array struct {
	Elem  string // the element class: java.lang.String, java.lang.Object
	Items []any
}
