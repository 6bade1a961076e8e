// Package caching holds the caches of stages in memory: a restart empties them.
package caching

import (
	"math"
	"strconv"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"lambdaless/local/dataplane/wire"
)

// Owner is whose cache it is: a stage, or its canary.
type Owner struct {
	API, Stage string
	Canary     bool
}

// Answer is a method response.
type Answer struct {
	StatusCode int
	Header     wire.Headers
	Body       []byte
}

const (
	// maxAnswer is the largest answer that is cached
	// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html).
	maxAnswer = 1 << 20
	// room bounds how much of this machine's memory a cache takes, whatever its size is (GW-156).
	room = 256 << 20
	// overhead is about what an entry takes besides its texts.
	overhead = 256
)

// Caches are the caches of an account. The zero value is ready; it is safe for concurrent use.
type Caches struct {
	mu  sync.Mutex
	all map[Owner]*cache
}

// cache is one cache. The least recently used answers make room for new ones.
type cache struct {
	size    string // as the stage names it
	used    int    // bytes
	room    int
	answers *simplelru.LRU[string, entry]
}

type entry struct {
	Answer
	expires time.Time
	bytes   int
}

// Get finds an answer that has not expired. left is for how long it will be kept.
func (c *Caches) Get(of Owner, size, key string, now time.Time) (answer Answer, left time.Duration, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	own := c.of(of, size)
	found, ok := own.answers.Get(key)
	if !ok {
		return Answer{}, 0, false
	}
	if !now.Before(found.expires) {
		own.answers.Remove(key)
		return Answer{}, 0, false
	}
	return found.Answer, found.expires.Sub(now), true
}

// Put keeps an answer, in place of the one that is there. It reports whether the answer is small enough.
func (c *Caches) Put(of Owner, size, key string, answer Answer, expires time.Time) bool {
	if len(answer.Body) > maxAnswer {
		return false
	}
	e := entry{answer, expires, overhead + len(key) + len(answer.Body)}
	for _, field := range answer.Header {
		e.bytes += len(field.Name) + len(field.Value)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	own := c.of(of, size)
	own.answers.Remove(key) // Add does not tell of an entry that it replaces
	own.answers.Add(key, e)
	for own.used += e.bytes; own.used > own.room; {
		own.answers.RemoveOldest()
	}
	return true
}

// Drop removes a stage's caches with all that is in them.
func (c *Caches) Drop(api, stage string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.all, Owner{api, stage, false})
	delete(c.all, Owner{api, stage, true})
}

// of is the cache of an owner. One of another size is a new one
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html#enable-api-gateway-caching).
func (c *Caches) of(owner Owner, size string) *cache {
	if own := c.all[owner]; own != nil && own.size == size {
		return own
	}
	own := &cache{size: size, room: room}
	if gigabytes, err := strconv.ParseFloat(size, 64); err == nil {
		own.room = min(room, int(gigabytes*(1<<30)))
	}
	// Its own bound is a number of entries; ours is in bytes. NewLRU fails only for a bound below 1.
	own.answers, _ = simplelru.NewLRU(math.MaxInt, func(_ string, e entry) { own.used -= e.bytes })
	if c.all == nil {
		c.all = map[Owner]*cache{}
	}
	c.all[owner] = own
	return own
}
