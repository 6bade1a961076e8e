package controlplane

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// records holds every record by kind and key.
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

// tx is one call of the control plane: it sees its own changes, and either all of them happen or none.
type tx struct {
	account *Account
	staged  map[string]map[string]*cell // a nil cell is a deletion
	after   []func()
}

// update runs one call that may change records, and returns once the file holds the changes.
func (a *Account) update(call func(*tx) error) error {
	t := &tx{account: a, staged: map[string]map[string]*cell{}}
	generation, err := a.commit(t, call)
	if err != nil {
		return err
	}
	if err := a.save(generation); err != nil {
		return err
	}
	for _, f := range t.after {
		f()
	}
	return nil
}

// commit runs the call and, when it succeeds, applies what it staged to memory.
func (a *Account) commit(t *tx, call func(*tx) error) (uint64, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.refresh(); err != nil {
		return 0, err
	}
	if err := a.guard(func() error { return call(t) }); err != nil {
		return 0, err
	}
	for kind, cells := range t.staged {
		if a.records[kind] == nil {
			a.records[kind] = map[string]*cell{}
		}
		for key, c := range cells {
			if c == nil {
				delete(a.records[kind], key)
				continue
			}
			a.records[kind][key] = c
		}
		if len(a.records[kind]) == 0 {
			delete(a.records, kind)
		}
	}
	a.generation++
	a.unwritten++
	a.view.Store(nil)
	return a.generation, nil
}

// read runs a call that changes nothing.
func (a *Account) read(call func(*tx) error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.refresh(); err != nil {
		return err
	}
	return a.guard(func() error { return call(&tx{account: a}) })
}

// load returns the record with that key. Its maps and slices are shared: do not change them.
func load[T Record](t *tx, key string) (T, bool) {
	var zero T
	kind := zero.Kind()
	c, staged := t.staged[kind][key]
	if !staged {
		c = t.account.records[kind][key]
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

// find returns the record with that key. parent is the refusal of what the record is part of, nil for none, and missing
// that of a record that does not exist.
func find[T Record](t *tx, parent error, key string, missing error) (v T, err error) {
	if parent != nil {
		return v, parent
	}
	v, ok := load[T](t, key)
	if !ok {
		return v, missing
	}
	return v, nil
}

// list returns every record of a type whose key begins with prefix, ordered by key.
func list[T Record](t *tx, prefix string) []T {
	var zero T
	kind := zero.Kind()
	var keys []string
	for key := range t.account.records[kind] {
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
		v, _ := load[T](t, key)
		out = append(out, v)
	}
	return out
}

// store puts a record, new or changed.
func store[T Record](t *tx, v T) {
	raw, err := json.MarshalIndent(v, "      ", "  ") // indented as in the file
	if err != nil {
		panic(fmt.Sprintf("account: a %s cannot be written as JSON: %v", v.Kind(), err))
	}
	t.stage(v.Kind(), v.Key(), &cell{raw: raw, value: v})
}

// remove deletes a record; deleting what is not there is no error.
func remove[T Record](t *tx, v T) { t.stage(v.Kind(), v.Key(), nil) }

// removeAll deletes every record of a type whose key begins with prefix.
func removeAll[T Record](t *tx, prefix string) {
	for _, v := range list[T](t, prefix) {
		remove(t, v)
	}
}

func (t *tx) stage(kind, key string, c *cell) {
	if t.staged[kind] == nil {
		t.staged[kind] = map[string]*cell{}
	}
	t.staged[kind][key] = c
}
