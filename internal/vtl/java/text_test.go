package java_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/vtl/java"
)

func TestStrings(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "STRASSE É", java.ToUpper("straße é"))
	assert.Equal(t, "ὀδυσσεύς", java.ToLower("ὈΔΥΣΣΕΎΣ"))
	assert.Equal(t, int32(3), java.IndexOf("a😀é", "é", 0))
	assert.Equal(t, int32(-1), java.IndexOf("abc", "z", 1))
	assert.Equal(t, int32(4), java.LastIndexOf("abcab", "b", math.MaxInt32))
	assert.Equal(t, int32(-2), java.CompareStrings("a", "c"))
	assert.Equal(t, int32(1), java.CompareStrings("ab", "a"))
	assert.Equal(t, int32(0x1f600), java.CodePointAt("a😀", 1))
	assert.Equal(t, java.Char(0xd83d), java.CharAt("a😀", 1))
	assert.Panics(t, func() { java.CharAt("a", 1) })
	assert.Panics(t, func() { java.Substring("abc", 2, 1) })
}

func TestIteratorsFailFast(t *testing.T) {
	t.Parallel()
	l := java.NewList(1, 2, 3)
	it := java.Iterate(l)
	v, err := it.Next()
	require.NoError(t, err)
	assert.Equal(t, 1, v)
	require.NoError(t, it.Remove())
	require.Error(t, it.Remove())
	v, err = it.Next()
	require.NoError(t, err)
	assert.Equal(t, 2, v)
	l.Add(4)
	_, err = it.Next()
	require.ErrorContains(t, err, "ConcurrentModificationException")

	m := java.NewMap("a", 1, "b", 2)
	keys := java.Iterate(&java.View{Map: m, Kind: java.KeySet})
	_, err = keys.Next()
	require.NoError(t, err)
	m.Put("a", 3) // no new entry
	_, err = keys.Next()
	require.NoError(t, err)
	assert.False(t, keys.HasNext())
	_, err = keys.Next()
	require.ErrorContains(t, err, "NoSuchElementException")
	assert.Nil(t, java.Iterate("text"))
}
