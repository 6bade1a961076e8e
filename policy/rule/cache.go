package rule

import "sync"

// Cache keeps what follows from a text alone, such as the analysis of a template, for the contexts of stacks that
// are nearly the same. Once frozen it takes nothing more in, so that it does not grow with them.
type Cache struct {
	derived sync.Map // by key; see Once
	frozen  bool
}

// Freeze ends the filling of the cache. No context may be in use.
func (c *Cache) Freeze() { c.frozen = true }

// onceOfText is Once for what follows from the key alone.
func onceOfText[T any](in *Context, key any, compute func() T) T {
	if in.Cache == nil {
		return Once(in, key, compute)
	}
	if in.Cache.frozen {
		if once, ok := in.Cache.derived.Load(key); ok {
			return once.(func() T)()
		}
		return Once(in, key, compute)
	}
	once, _ := in.Cache.derived.LoadOrStore(key, sync.OnceValue(compute))
	return once.(func() T)()
}
