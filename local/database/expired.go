package database

import (
	"bytes"
	"encoding/json"
	"sync"
)

// maxExpired is how many deletions are remembered until a stream's reader asks for them.
const maxExpired = 10_000

// Expired remembers which items expiry has deleted, so that a stream's reader can tell these deletions from those of
// clients: a database's own record says nothing about who deleted. The zero value is ready; nil remembers nothing.
type Expired struct {
	mu    sync.Mutex
	items []expiredItem
}

type expiredItem struct{ table, item string }

// deleting runs one deletion, which returns the item that it deleted. Take waits for it.
func (e *Expired) deleting(table string, deletion func() (json.RawMessage, error)) error {
	if e == nil {
		_, err := deletion()
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	item, err := deletion()
	if err == nil && item != nil {
		if len(e.items) == maxExpired {
			e.items = e.items[1:]
		}
		e.items = append(e.items, expiredItem{table, canonical(item)})
	}
	return err
}

// Take reports whether an item of a table, as it was before a deletion, was deleted by expiry, and forgets it: each
// deletion is reported once. A record of a deletion that the database has answered is never too early.
func (e *Expired) Take(table string, item json.RawMessage) bool {
	if e == nil {
		return false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	wanted := expiredItem{table, canonical(item)}
	for i, other := range e.items {
		if other == wanted {
			e.items = append(e.items[:i:i], e.items[i+1:]...)
			return true
		}
	}
	return false
}

// canonical writes equal JSON texts alike.
func canonical(text json.RawMessage) string {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil {
		return string(text)
	}
	return string(marshal(value))
}
