package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// records are the records by kind and key.
type records map[string]map[string]*cell

// cell is one record: its JSON, decoded when it is first read.
type cell struct {
	raw   json.RawMessage
	value any
}

// Record is a type of records: where its records are kept. A zero value answers its kind.
type Record interface {
	Kind() string
	Key() string
}

// Tx is a transaction: it sees its own changes, and either all of them happen or none.
type Tx struct {
	store  *Store
	staged map[string]map[string]*cell // a nil cell is a deletion
	after  []func()
}

// Update runs one transaction that may change records, and returns once the file holds the changes.
func (s *Store) Update(call func(*Tx) error) error {
	t := &Tx{store: s, staged: map[string]map[string]*cell{}}
	generation, err := s.commit(t, call)
	if err != nil {
		return err
	}
	if err := s.save(generation); err != nil {
		return err
	}
	for _, f := range t.after {
		f()
	}
	return nil
}

// commit runs the transaction and, when it succeeds, applies what it staged to memory.
func (s *Store) commit(t *Tx, call func(*Tx) error) (uint64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.refresh(); err != nil {
		return 0, err
	}
	if err := s.guard(func() error { return call(t) }); err != nil {
		return 0, err
	}
	for kind, cells := range t.staged {
		if s.records[kind] == nil {
			s.records[kind] = map[string]*cell{}
		}
		for key, c := range cells {
			if c == nil {
				delete(s.records[kind], key)
				continue
			}
			s.records[kind][key] = c
		}
		if len(s.records[kind]) == 0 {
			delete(s.records, kind)
		}
	}
	s.generation++
	s.unwritten++
	s.options.Changed()
	return s.generation, nil
}

// Read runs a transaction that changes nothing.
func (s *Store) Read(call func(*Tx) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.refresh(); err != nil {
		return err
	}
	return s.guard(func() error { return call(&Tx{store: s}) })
}

// Load returns the record with that key. Its maps and slices are shared: do not change them.
func Load[T Record](t *Tx, key string) (T, bool) {
	var zero T
	kind := zero.Kind()
	c, staged := t.staged[kind][key]
	if !staged {
		c = t.store.records[kind][key]
	}
	if c == nil {
		return zero, false
	}
	v, ok := c.value.(T)
	if !ok {
		if err := json.Unmarshal(c.raw, &v); err != nil {
			panic(corrupt{kind: kind, key: key, err: err})
		}
		c.value = v
	}
	return v, true
}

// Find returns the record with that key. parent is the refusal of what the record is part of, nil for none, and missing
// that of a record that does not exist.
func Find[T Record](t *Tx, parent error, key string, missing error) (v T, err error) {
	if parent != nil {
		return v, parent
	}
	v, ok := Load[T](t, key)
	if !ok {
		return v, missing
	}
	return v, nil
}

// List returns every record of a type whose key begins with prefix, ordered by key.
func List[T Record](t *Tx, prefix string) []T {
	var zero T
	kind := zero.Kind()
	var keys []string
	for key := range t.store.records[kind] {
		if _, staged := t.staged[kind][key]; !staged && strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	for key, c := range t.staged[kind] {
		if c != nil && strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	var out []T
	for _, key := range keys {
		v, _ := Load[T](t, key)
		out = append(out, v)
	}
	return out
}

// Put stores a record, new or changed.
func Put[T Record](t *Tx, v T) {
	raw, err := json.MarshalIndent(v, "      ", "  ") // indented as in the file
	if err != nil {
		panic(fmt.Sprintf("store: s %s cannot be written as JSON: %v", v.Kind(), err))
	}
	t.stage(v.Kind(), v.Key(), &cell{raw: raw, value: v})
}

// Remove deletes a record; deleting what is not there is no error.
func Remove[T Record](t *Tx, v T) { t.stage(v.Kind(), v.Key(), nil) }

// RemoveAll deletes every record of a type whose key begins with prefix.
func RemoveAll[T Record](t *Tx, prefix string) {
	for _, v := range List[T](t, prefix) {
		Remove(t, v)
	}
}

// After runs f once the file holds the transaction's changes.
func (t *Tx) After(f func()) { t.after = append(t.after, f) }

func (t *Tx) stage(kind, key string, c *cell) {
	if t.staged[kind] == nil {
		t.staged[kind] = map[string]*cell{}
	}
	t.staged[kind][key] = c
}
