package database

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestExpiredItemsAreToldFromOthersOnce(t *testing.T) {
	t.Parallel()
	e := &Expired{}
	item := json.RawMessage(`{"n":{"S":"a"},"t":{"N":"1"}}`)
	deleted := func() (json.RawMessage, error) { return item, nil }
	require.NoError(t, e.deleting("movies", deleted))
	assert.False(t, e.Take("lists", item), "another table")
	assert.False(t, e.Take("movies", json.RawMessage(`{"n":{"S":"a"},"t":{"N":"2"}}`)), "it was deleted by a client at another time")
	assert.True(t, e.Take("movies", json.RawMessage(`{"t":{"N":"1"}, "n":{"S":"a"}}`)), "in another order")
	assert.False(t, e.Take("movies", item), "the next deletion is a client's")

	renewed := errors.New("the condition failed")
	require.ErrorIs(t, e.deleting("movies", func() (json.RawMessage, error) { return nil, renewed }), renewed)
	assert.False(t, e.Take("movies", item))

	for range maxExpired + 5 {
		require.NoError(t, e.deleting("movies", deleted))
	}
	assert.Len(t, e.items, maxExpired)
	var none *Expired
	require.NoError(t, none.deleting("movies", deleted))
	assert.False(t, none.Take("movies", item))
}

// Take waits for a deletion that is under way, whose record may be in the stream already.
func TestADeletionIsToldBeforeItsRecordIsRead(t *testing.T) {
	t.Parallel()
	e := &Expired{}
	item := json.RawMessage(`{"n":{"S":"a"}}`)
	written, goOn := make(chan struct{}), make(chan struct{})
	go func() {
		_ = e.deleting("movies", func() (json.RawMessage, error) { close(written); <-goOn; return item, nil })
	}()
	<-written
	taken := make(chan bool)
	go func() { taken <- e.Take("movies", item) }()
	close(goOn)
	assert.True(t, <-taken)
}
