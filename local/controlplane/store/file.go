package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// file is the shape of a store's file.
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
func (s *Store) guard(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			c, ok := r.(corrupt)
			if !ok {
				panic(r)
			}
			err = c.in(s.path)
		}
	}()
	return f()
}

// refresh loads the file again when another process changed it. While a write of ours is under way
// memory is ahead of the file, and wins. s.mu is held.
func (s *Store) refresh() error {
	if s.unwritten > 0 {
		return nil
	}
	now, err := s.stat()
	if err != nil {
		return err
	}
	if now == s.loaded {
		return nil
	}
	return s.reload()
}

func (s *Store) stat() (stamp, error) {
	info, err := os.Stat(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return stamp{}, nil
	}
	if err != nil {
		return stamp{}, err
	}
	return stamp{size: info.Size(), at: info.ModTime()}, nil
}

// reload replaces what is in memory with what the file holds. s.mu is held.
func (s *Store) reload() error {
	now, err := s.stat()
	if err != nil {
		return err
	}
	fresh := records{}
	if now != (stamp{}) {
		data, err := os.ReadFile(s.path)
		if err != nil {
			return err
		}
		var f file
		if err := json.Unmarshal(data, &f); err != nil {
			return fmt.Errorf("account: %s is not readable: %w; undo the edit, or remove the folder and deploy again", s.path, err)
		}
		if f.Version == s.options.Version-1 {
			if err := s.options.Upgrade(f.Records); err != nil {
				return fmt.Errorf("account: %s of version %d cannot be upgraded: %w", s.path, f.Version, err)
			}
			f.Version = s.options.Version
		}
		if f.Version != s.options.Version {
			return fmt.Errorf("account: %s has version %d and this program reads version %d; use the program that wrote it, or remove the folder and deploy again",
				s.path, f.Version, s.options.Version)
		}
		for kind, cells := range f.Records {
			fresh[kind] = make(map[string]*cell, len(cells))
			for key, raw := range cells {
				fresh[kind][key] = &cell{raw: raw}
			}
		}
	}
	s.records = fresh
	s.loaded = now
	s.generation++
	s.options.Changed()
	return nil
}

// save writes the file unless a later write has already covered the generation: many calls that
// arrive together share one write.
func (s *Store) save(generation uint64) error {
	s.flush.Lock()
	defer s.flush.Unlock()
	var err error
	if s.flushed < generation {
		s.mu.Lock()
		f, now := s.snapshot(), s.generation
		s.mu.Unlock()
		if err = f.write(s.path); err == nil {
			s.flushed = now
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unwritten--
	if err == nil {
		s.loaded, err = s.stat()
	}
	if err != nil {
		s.loaded = stamp{size: -1} // memory is ahead of the file: read the file again
		return fmt.Errorf("account: writing %s: %w", s.path, err)
	}
	return nil
}

// snapshot is the file as memory has it. s.mu is held.
func (s *Store) snapshot() file {
	f := file{Version: s.options.Version, Records: make(map[string]map[string]json.RawMessage, len(s.records))}
	for kind, cells := range s.records {
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
	for i, kind := range slices.Sorted(maps.Keys(f.Records)) {
		fmt.Fprintf(&b, "%s\n    %s: {", comma(i), quoted(kind))
		for j, key := range slices.Sorted(maps.Keys(f.Records[kind])) {
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
