package caching

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

var (
	dev = Owner{API: "a", Stage: "dev"}
	now = time.Date(2026, 11, 22, 10, 20, 30, 0, time.UTC)
)

func body(text string) Answer { return Answer{StatusCode: 200, Body: []byte(text)} }

func TestAnswersExpire(t *testing.T) {
	t.Parallel()
	var c Caches
	c.Put(dev, "0.5", "k", body("1"), now.Add(5*time.Second))
	_, left, ok := c.Get(dev, "0.5", "k", now.Add(4*time.Second))
	assert.True(t, ok)
	assert.Equal(t, time.Second, left)
	_, _, ok = c.Get(dev, "0.5", "k", now.Add(5*time.Second))
	assert.False(t, ok)
	assert.Zero(t, c.all[dev].used, "what has expired takes no room")
	assert.Zero(t, c.all[dev].answers.Len())
}

func TestOwnersShareNothing(t *testing.T) {
	t.Parallel()
	var c Caches
	owners := []Owner{dev, {API: "a", Stage: "prod"}, {API: "b", Stage: "dev"}, {API: "a", Stage: "dev", Canary: true}}
	for i, owner := range owners {
		c.Put(owner, "0.5", "k", body(fmt.Sprint(i)), now.Add(time.Minute))
	}
	for i, owner := range owners {
		answer, _, ok := c.Get(owner, "0.5", "k", now)
		assert.True(t, ok)
		assert.Equal(t, fmt.Sprint(i), string(answer.Body))
	}
	c.Drop(dev.API, dev.Stage)
	_, _, ok := c.Get(dev, "0.5", "k", now)
	assert.False(t, ok)
	_, _, ok = c.Get(owners[1], "0.5", "k", now)
	assert.True(t, ok)
	_, _, ok = c.Get(owners[1], "1.6", "k", now)
	assert.False(t, ok, "another size empties the cache")
}

// GW-156
func TestLeastRecentlyUsedAnswersMakeRoom(t *testing.T) {
	t.Parallel()
	var c Caches
	big := strings.Repeat("x", maxAnswer)
	assert.False(t, c.Put(dev, "0.5", "too big", body(big+"x"), now.Add(time.Minute)))
	for i := range 400 {
		assert.True(t, c.Put(dev, "0.5", fmt.Sprint(i), body(big), now.Add(time.Minute)))
		_, _, ok := c.Get(dev, "0.5", "0", now)
		assert.True(t, ok, "what is used stays")
		assert.LessOrEqual(t, c.all[dev].used, room)
	}
	_, _, ok := c.Get(dev, "0.5", "1", now)
	assert.False(t, ok)
	_, _, ok = c.Get(dev, "0.5", "399", now)
	assert.True(t, ok)
	for range 1000 { // one answer that is replaced does not fill the cache
		c.Put(dev, "0.5", "399", body(big), now.Add(time.Minute))
	}
	_, _, ok = c.Get(dev, "0.5", "398", now)
	assert.True(t, ok)
	sum := 0
	for _, e := range c.all[dev].answers.Values() {
		sum += e.bytes
	}
	assert.Equal(t, sum, c.all[dev].used)
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	var c Caches
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for j := range 1000 {
				key := fmt.Sprint(i, j%10)
				c.Put(dev, "0.5", key, body(key), now.Add(time.Minute))
				answer, _, ok := c.Get(dev, "0.5", key, now)
				assert.True(t, ok)
				assert.Equal(t, key, string(answer.Body))
			}
		}()
	}
	wait.Wait()
}
