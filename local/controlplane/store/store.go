// Package store keeps records of any type in one JSON file, with transactions. It knows nothing of AWS. The file is
// written atomically and meant to be read by people; changes that other processes and people make to it are seen by
// the next transaction.
package store

import (
	"encoding/json"
	"sync"
)

// Options are what a store needs to know of its owner. All are required.
type Options struct {
	// Version is the version of the file that is written.
	Version int
	// Upgrade changes the records of a file of the version before into those of Version. Records are by kind and key.
	Upgrade func(records map[string]map[string]json.RawMessage) error
	// Changed is called, with the store locked, when records have changed.
	Changed func()
}

// Store is a file of records. It is safe for concurrent use by one process; a second process sees what the first one
// wrote, and must not write at the same time.
type Store struct {
	path    string
	options Options

	mu         sync.Mutex // guards what follows
	records    records
	loaded     stamp
	generation uint64
	unwritten  int // changes in memory that the file does not hold yet

	flush   sync.Mutex // held while the file is written
	flushed uint64     // the generation that the file holds; guarded by flush
}

// Open reads the file at a path; a missing one is empty. An unreadable or newer file is an error that says what to do.
func Open(path string, options Options) (*Store, error) {
	s := &Store{path: path, options: options, records: records{}}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.reload(); err != nil {
		return nil, err
	}
	return s, nil
}

// Records are the records of a kind by key, as the file holds them.
func (s *Store) Records(kind string) (map[string]json.RawMessage, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.refresh(); err != nil {
		return nil, err
	}
	found := map[string]json.RawMessage{}
	for key, c := range s.records[kind] {
		found[key] = c.raw
	}
	return found, nil
}
