package store_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/controlplane/store"
)

type note struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

func (note) Kind() string  { return "note" }
func (n note) Key() string { return n.Name }

// open opens a file whose version 2 has a note "upgraded".
func open(t *testing.T, path string, changed func()) (*store.Store, error) {
	t.Helper()
	return store.Open(path, store.Options{Version: 2, Changed: changed, Upgrade: func(records map[string]map[string]json.RawMessage) error {
		if records["note"] == nil {
			return errors.New("it has no notes")
		}
		records["note"]["upgraded"] = json.RawMessage(`{"name":"upgraded"}`)
		return nil
	}})
}

func notes(t *testing.T, s *store.Store, prefix string) (names []string) {
	t.Helper()
	require.NoError(t, s.Read(func(tx *store.Tx) error {
		for _, n := range store.List[note](tx, prefix) {
			names = append(names, n.Name)
		}
		return nil
	}))
	return names
}

func TestATransactionIsWholeOrNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "records.json")
	changes, after := 0, 0
	s, err := open(t, path, func() { changes++ })
	require.NoError(t, err)
	opened := changes
	failed := errors.New("no")
	require.ErrorIs(t, s.Update(func(tx *store.Tx) error {
		store.Put(tx, note{Name: "a"})
		tx.After(func() { after++ })
		_, ok := store.Load[note](tx, "a")
		assert.True(t, ok, "a transaction sees its own changes")
		return failed
	}), failed)
	assert.Empty(t, notes(t, s, ""))
	assert.Equal(t, []int{0, 0}, []int{changes - opened, after})
	require.NoError(t, s.Update(func(tx *store.Tx) error {
		for _, name := range []string{"b/2", "a/1", "b/1"} {
			store.Put(tx, note{Name: name})
		}
		tx.After(func() {
			text, err := os.ReadFile(path)
			assert.NoError(t, err)
			assert.Contains(t, string(text), `"b/2"`, "the file holds the changes by then")
			after++
		})
		return nil
	}))
	assert.Equal(t, []int{1, 1}, []int{changes - opened, after})
	assert.Equal(t, []string{"b/1", "b/2"}, notes(t, s, "b/"), "in the order of keys")
	require.NoError(t, s.Update(func(tx *store.Tx) error {
		store.RemoveAll[note](tx, "b/")
		assert.Len(t, store.List[note](tx, ""), 1)
		return nil
	}))
	again, err := open(t, path, func() {})
	require.NoError(t, err)
	assert.Equal(t, []string{"a/1"}, notes(t, again, ""))
}

func TestFindReturnsTheRefusals(t *testing.T) {
	t.Parallel()
	s, err := open(t, filepath.Join(t.TempDir(), "records.json"), func() {})
	require.NoError(t, err)
	parent, missing := errors.New("no parent"), errors.New("missing")
	require.NoError(t, s.Update(func(tx *store.Tx) error {
		store.Put(tx, note{Name: "a", Text: "x"})
		_, err := store.Find[note](tx, parent, "a", missing)
		assert.ErrorIs(t, err, parent)
		_, err = store.Find[note](tx, nil, "b", missing)
		assert.ErrorIs(t, err, missing)
		n, err := store.Find[note](tx, nil, "a", missing)
		assert.Equal(t, note{"a", "x"}, n)
		return err
	}))
}

func TestFilesOfOtherVersions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"version":1,"records":{"note":{}}}`: "",
		`{"version":1,"records":{}}`:          "of version 1 cannot be upgraded: it has no notes",
		`{"version":0,"records":{}}`:          "has version 0 and this program reads version 2",
		`{"version":3,"records":{}}`:          "has version 3 and this program reads version 2",
	} {
		path := filepath.Join(t.TempDir(), "records.json")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		s, err := open(t, path, func() {})
		if want != "" {
			require.ErrorContains(t, err, want)
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, []string{"upgraded"}, notes(t, s, ""))
	}
}

// A record that was edited into another shape is an error of the transaction that reads it, and of no other.
func TestARecordOfAnotherShape(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "records.json")
	require.NoError(t, os.WriteFile(path, []byte(`{"version":2,"records":{"note":{"a":{"name":"a"},"b":7}}}`), 0o600))
	s, err := open(t, path, func() {})
	require.NoError(t, err)
	require.NoError(t, s.Read(func(tx *store.Tx) error { _, _ = store.Load[note](tx, "a"); return nil }))
	err = s.Read(func(tx *store.Tx) error { _, _ = store.Load[note](tx, "b"); return nil })
	require.ErrorContains(t, err, `the record note "b" does not have its shape`)
	raw, err := s.Records("note")
	require.NoError(t, err)
	assert.Equal(t, "7", string(raw["b"]))
}
