package controlplane

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// formatVersion is the version of the account file that this code writes. It reads version 1 too.
const formatVersion = 2

// file is the shape of the account file.
type file struct {
	Version int                                   `json:"version"`
	Records map[string]map[string]json.RawMessage `json:"records"`
}

// stamp identifies the contents of the file cheaply.
type stamp struct {
	size int64
	at   time.Time
}

// corrupt is the panic of load when an edit by hand made a record unreadable; guard turns it
// into an error. Otherwise every call would have to return it.
type corrupt struct {
	kind, key string
	err       error
}

func (c corrupt) Error() string { return fmt.Sprintf("the record %s %q: %v", c.kind, c.key, c.err) }

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

// refresh loads the file again when another process changed it. While a write of ours is under way
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

// reload replaces what is in memory with what the file holds. a.mu is held.
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
		if f.Version == 1 {
			if err := upgradeV1(f.Records); err != nil {
				return fmt.Errorf("account: %s of version 1 cannot be upgraded: %w", a.path(), err)
			}
			f.Version = formatVersion
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
