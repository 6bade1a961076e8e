package java

// Map is a java.util.LinkedHashMap: it keeps the order in which keys were first put.
// It is not safe for concurrent use.
type Map struct {
	// Opaque is one of API Gateway's own objects: it prints nothing as a text.
	Opaque bool

	entries []*Entry
	index   map[any]int // built once there are many entries; only keys that Go can hash
	mods    int

	first *firstEntries
}

// firstEntries are allocated together: most maps are small.
type firstEntries struct {
	entries  [few]Entry
	pointers [few]*Entry
	used     int
}

const few = 3

// Entry is a java.util.Map.Entry: changing its value changes the map.
type Entry struct {
	Key, Value any
}

// indexFrom is the number of entries from which looking keys up one by one stops being cheap.
const indexFrom = 9

// NewMap returns a map with the given keys and values, alternating.
func NewMap(pairs ...any) *Map {
	m := &Map{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m.Put(pairs[i], pairs[i+1])
	}
	return m
}

// NewMapSize returns an empty map with room for n entries.
func NewMapSize(n int) *Map {
	m := &Map{}
	if n > few {
		m.entries = make([]*Entry, 0, n)
	}
	return m
}

// Len is the number of entries.
func (m *Map) Len() int {
	if m == nil {
		return 0
	}
	return len(m.entries)
}

// Get returns the value of a key, or nil.
func (m *Map) Get(key any) any {
	if i := m.find(key); i >= 0 {
		return m.entries[i].Value
	}
	return nil
}

// Lookup returns the value of a key that is a string, and whether the key is there.
func (m *Map) Lookup(key string) (any, bool) {
	if i := m.find(key); i >= 0 {
		return m.entries[i].Value, true
	}
	return nil, false
}

// Has says whether the key is there, even with a null value.
func (m *Map) Has(key any) bool { return m.find(key) >= 0 }

// Put sets the value of a key and returns the previous one, or nil.
func (m *Map) Put(key, value any) any {
	if i := m.find(key); i >= 0 {
		old := m.entries[i].Value
		m.entries[i].Value = value
		return old
	}
	m.add(key, value)
	m.mods++
	switch {
	case m.index == nil && len(m.entries) >= indexFrom:
		m.reindex() // now, so that maps that are only read never change
	case m.index != nil && hashable(key):
		m.index[key] = len(m.entries) - 1
	}
	return nil
}

func (m *Map) add(key, value any) {
	if m.first == nil {
		m.first = &firstEntries{}
		if m.entries == nil {
			m.entries = m.first.pointers[:0]
		}
	}
	var e *Entry
	if f := m.first; f.used < few {
		e = &f.entries[f.used]
		f.used++
	} else {
		e = &Entry{}
	}
	e.Key, e.Value = key, value
	m.entries = append(m.entries, e)
}

// Remove takes a key out and returns its value, or nil.
func (m *Map) Remove(key any) any {
	i := m.find(key)
	if i < 0 {
		return nil
	}
	old := m.entries[i].Value
	m.removeAt(i)
	return old
}

func (m *Map) removeAt(i int) {
	m.entries = append(m.entries[:i:i], m.entries[i+1:]...)
	m.mods++
	m.index = nil // find makes it again
}

// Clear takes everything out.
func (m *Map) Clear() {
	m.entries, m.index = nil, nil
	m.mods++
}

// Keys returns the keys in order.
func (m *Map) Keys() []any {
	keys := make([]any, m.Len())
	for i := range keys {
		keys[i] = m.entries[i].Key
	}
	return keys
}

// Entries returns the entries in order; changing an entry's value changes the map.
func (m *Map) Entries() []*Entry {
	if m == nil {
		return nil
	}
	return m.entries
}

func (m *Map) reindex() {
	m.index = make(map[any]int, 2*len(m.entries))
	for i, e := range m.entries {
		if hashable(e.Key) {
			m.index[e.Key] = i
		}
	}
}

func (m *Map) find(key any) int {
	if m == nil {
		return -1
	}
	if m.index == nil && len(m.entries) >= indexFrom {
		m.reindex()
	}
	if s, ok := key.(string); ok && m.index == nil {
		for i, e := range m.entries {
			if k, ok := e.Key.(string); ok && k == s {
				return i
			}
		}
		return -1
	}
	if hashable(key) {
		if m.index != nil {
			if i, ok := m.index[key]; ok {
				return i
			}
			return -1
		}
		for i, e := range m.entries {
			if hashable(e.Key) && e.Key == key {
				return i
			}
		}
		return -1
	}
	switch key.(type) {
	case *List, *Map, *View, *Entry: // their hash codes change with their contents
		panic(Throw("UnsupportedOperationException", "a %s as the key of a map is not supported", ClassName(key)))
	}
	for i, e := range m.entries {
		if !hashable(e.Key) && Equal(e.Key, key, nil) {
			return i
		}
	}
	return -1
}

// hashable says whether Go's == on the value is Java's equals.
func hashable(key any) bool {
	switch key.(type) {
	case nil, string, bool, Char, int32, int64:
		return true
	}
	return false
}
