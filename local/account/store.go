package account

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// formatVersion is the version of the account file that this code reads and writes.
const formatVersion = 1

// file is the shape of the account file.
type file struct {
	Version int                                   `json:"version"`
	Records map[string]map[string]json.RawMessage `json:"records"`
}

// records holds every record by kind and key.
type records map[string]map[string]*cell

// cell is one record: its JSON, and the same decoded once somebody asked.
type cell struct {
	raw   json.RawMessage
	value any
}

// entity is what a record type says of itself. A zero value must answer kind.
type entity interface {
	kind() string
	key() string
}

// stamp identifies the contents of the file cheaply.
type stamp struct {
	size int64
	at   time.Time
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
func load[T entity](t *tx, key string) (T, bool) {
	var zero T
	kind := zero.kind()
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

// list returns every record of a type whose key begins with prefix, ordered by key.
func list[T entity](t *tx, prefix string) []T {
	var zero T
	kind := zero.kind()
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
	out := make([]T, 0, len(keys))
	for _, key := range keys {
		v, _ := load[T](t, key)
		out = append(out, v)
	}
	return out
}

// store puts a record, new or changed.
func store[T entity](t *tx, v T) {
	raw, err := json.MarshalIndent(v, "      ", "  ") // as deep as it stands in the file
	if err != nil {
		panic(fmt.Sprintf("account: a %s cannot be written as JSON: %v", v.kind(), err))
	}
	t.stage(v.kind(), v.key(), &cell{raw: raw, value: v})
}

// remove deletes a record; deleting what is not there is no error.
func remove[T entity](t *tx, v T) { t.stage(v.kind(), v.key(), nil) }

// removeAll deletes every record of a type whose key begins with prefix.
func removeAll[T entity](t *tx, prefix string) {
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

// corrupt is what load panics with when somebody's edit made a record unreadable; guard turns it
// into an error. Every call would otherwise have to pass it up by hand.
type corrupt struct {
	kind, key string
	err       error
}

func (c corrupt) in(path string) error {
	return fmt.Errorf("account: %s: the record %s %q does not have its shape: %w; undo the edit, or remove the folder and deploy again",
		path, c.kind, c.key, c.err)
}

// guard runs f and returns the error of a corrupt record that it met.
func (a *Account) guard(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			c, ok := r.(corrupt)
			if !ok {
				panic(r)
			}
			err = c.in(a.path())
		}
	}()
	return f()
}

func (a *Account) path() string { return filepath.Join(a.dir, FileName) }

// refresh loads the file again when somebody else changed it. While a write of ours is under way
// memory is ahead of the file, and wins. a.mu is held.
func (a *Account) refresh() error {
	if a.unwritten > 0 {
		return nil
	}
	now, err := a.stat()
	if err != nil {
		return err
	}
	if now == a.loaded {
		return nil
	}
	return a.reload()
}

func (a *Account) stat() (stamp, error) {
	info, err := os.Stat(a.path())
	if errors.Is(err, fs.ErrNotExist) {
		return stamp{}, nil
	}
	if err != nil {
		return stamp{}, err
	}
	return stamp{size: info.Size(), at: info.ModTime()}, nil
}

// reload replaces what is in memory by what the file holds. a.mu is held.
func (a *Account) reload() error {
	now, err := a.stat()
	if err != nil {
		return err
	}
	fresh := records{}
	if now != (stamp{}) {
		data, err := os.ReadFile(a.path())
		if err != nil {
			return err
		}
		var f file
		if err := json.Unmarshal(data, &f); err != nil {
			return fmt.Errorf("account: %s is not readable: %w; undo the edit, or remove the folder and deploy again", a.path(), err)
		}
		if f.Version != formatVersion {
			return fmt.Errorf("account: %s has version %d and this program reads version %d; use the program that wrote it, or remove the folder and deploy again",
				a.path(), f.Version, formatVersion)
		}
		for kind, cells := range f.Records {
			fresh[kind] = make(map[string]*cell, len(cells))
			for key, raw := range cells {
				fresh[kind][key] = &cell{raw: raw}
			}
		}
	}
	a.records = fresh
	a.loaded = now
	a.generation++
	a.view.Store(nil)
	return nil
}

// save writes the file unless a later write has already covered the generation: many calls that
// arrive together share one write.
func (a *Account) save(generation uint64) error {
	a.flush.Lock()
	defer a.flush.Unlock()
	var err error
	if a.flushed < generation {
		a.mu.Lock()
		f, now := a.snapshot(), a.generation
		a.mu.Unlock()
		if err = f.write(a.path()); err == nil {
			a.flushed = now
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.unwritten--
	if err == nil {
		a.loaded, err = a.stat()
	}
	if err != nil {
		a.loaded = stamp{size: -1} // memory is ahead of the file: read the file again
		return fmt.Errorf("account: writing %s: %w", a.path(), err)
	}
	return nil
}

// snapshot is the file as memory has it. a.mu is held.
func (a *Account) snapshot() file {
	f := file{Version: formatVersion, Records: make(map[string]map[string]json.RawMessage, len(a.records))}
	for kind, cells := range a.records {
		f.Records[kind] = make(map[string]json.RawMessage, len(cells))
		for key, c := range cells {
			f.Records[kind][key] = c.raw
		}
	}
	return f
}

// write writes the file with its records in order. Records are in the file's own form already, so that
// a large account costs no more than copying it.
func (f file) write(path string) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n  \"version\": %d,\n  \"records\": {", f.Version)
	for i, kind := range sortedKeys(f.Records) {
		fmt.Fprintf(&b, "%s\n    %s: {", comma(i), quoted(kind))
		for j, key := range sortedKeys(f.Records[kind]) {
			fmt.Fprintf(&b, "%s\n      %s: %s", comma(j), quoted(key), f.Records[kind][key])
		}
		b.WriteString("\n    }")
	}
	b.WriteString("\n  }\n}\n")
	return writeAtomically(path, b.Bytes())
}

func comma(i int) string {
	if i == 0 {
		return ""
	}
	return ","
}

func quoted(s string) []byte {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string is always JSON
	}
	return data
}

// writeAtomically leaves either the old contents or the new ones, whenever the machine stops.
func writeAtomically(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(tmp.Name()) }() // fails, rightly, once renamed
	_, err = tmp.Write(data)
	if err == nil {
		err = tmp.Sync()
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
