package vtl

import "lambdaless/internal/vtl/java"

func recvMap(c invocation) *java.Map { return c.recv.(*java.Map) }

// entryCost is the memory, in bytes, that an entry of a map counts as.
const entryCost = 64

func init() {
	define(mapClass, table{
		"size()":           func(c invocation) any { return java.Int(recvMap(c).Len()) },
		"isEmpty()":        func(c invocation) any { return recvMap(c).Len() == 0 },
		"get(o)":           func(c invocation) any { return recvMap(c).Get(c.args[0]) },
		"getOrDefault(oo)": mapGetOrDefault,
		"put(oo)":          mapPut,
		"putIfAbsent(oo)":  mapPutIfAbsent,
		"putAll(m)":        mapPutAll,
		"remove(o)":        mapRemove,
		"remove(oo)":       mapRemovePair,
		"replace(oo)":      mapReplace,
		"replace(ooo)":     mapReplaceIf,
		"clear()":          func(c invocation) any { recvMap(c).Clear(); return void },
		"containsKey(o)":   func(c invocation) any { return recvMap(c).Has(c.args[0]) },
		"containsValue(o)": mapContainsValue,
		"keySet()":         func(c invocation) any { return &java.View{Map: recvMap(c), Kind: java.KeySet} },
		"values()":         func(c invocation) any { return &java.View{Map: recvMap(c), Kind: java.Values} },
		"entrySet()":       func(c invocation) any { return &java.View{Map: recvMap(c), Kind: java.EntrySet} },
		"clone()":          mapClone,
	})
	define(entryClass, table{
		"getKey()":    func(c invocation) any { return c.recv.(*java.Entry).Key },
		"getValue()":  func(c invocation) any { return c.recv.(*java.Entry).Value },
		"setValue(o)": entrySetValue,
	})
	define(scopeClass, table{
		"getIndex()":    func(c invocation) any { return java.Int(recvScope(c).index) },
		"getCount()":    func(c invocation) any { return java.Int(recvScope(c).index + 1) },
		"hasNext()":     func(c invocation) any { return recvScope(c).hasNext },
		"getHasNext()":  func(c invocation) any { return recvScope(c).hasNext },
		"isFirst()":     func(c invocation) any { return recvScope(c).index < 1 },
		"getFirst()":    func(c invocation) any { return recvScope(c).index < 1 },
		"isLast()":      func(c invocation) any { return !recvScope(c).hasNext },
		"getLast()":     func(c invocation) any { return !recvScope(c).hasNext },
		"getTopmost()":  func(c invocation) any { return recvScope(c).topmost() },
		"getParent()":   scopeParent,
		"getReplaced()": func(c invocation) any { return recvScope(c).replacedValue() },
		"getInfo()":     scopeInfo,
		"get(o)":        func(c invocation) any { return recvScope(c).get(c.args[0]) },
	})
	defineScopeAsMap()
}

func mapGetOrDefault(c invocation) any {
	if m := recvMap(c); m.Has(c.args[0]) {
		return m.Get(c.args[0])
	}
	return c.args[1]
}

func mapPut(c invocation) any {
	return c.st.put(recvMap(c), c.args[0], c.args[1])
}

func mapPutIfAbsent(c invocation) any {
	old := recvMap(c).Get(c.args[0])
	if old == nil {
		mapPut(c)
	}
	return old
}

func mapPutAll(c invocation) any {
	other, ok := c.args[0].(*java.Map)
	if !ok {
		panic(java.Throw("NullPointerException", "the map is null"))
	}
	c.st.budget.Spend(entryCost * other.Len())
	for _, e := range other.Entries() {
		recvMap(c).Put(e.Key, e.Value)
	}
	return void
}

// removeWork is the work per entry of taking one out of a map: the index of the keys is made again.
const removeWork = 16

func mapRemove(c invocation) any {
	c.st.budget.Work(removeWork * recvMap(c).Len())
	return recvMap(c).Remove(c.args[0])
}

func mapRemovePair(c invocation) any {
	m := recvMap(c)
	if !m.Has(c.args[0]) || !java.Equal(m.Get(c.args[0]), c.args[1], &c.st.budget) {
		return false
	}
	mapRemove(c)
	return true
}

func mapReplace(c invocation) any {
	if m := recvMap(c); m.Has(c.args[0]) {
		return m.Put(c.args[0], c.args[1])
	}
	return nil
}

func mapReplaceIf(c invocation) any {
	m := recvMap(c)
	if !m.Has(c.args[0]) || !java.Equal(m.Get(c.args[0]), c.args[1], &c.st.budget) {
		return false
	}
	m.Put(c.args[0], c.args[2])
	return true
}

func mapContainsValue(c invocation) any {
	for _, e := range recvMap(c).Entries() {
		if java.Equal(e.Value, c.args[0], &c.st.budget) {
			return true
		}
	}
	return false
}

func mapClone(c invocation) any {
	m := recvMap(c)
	c.st.budget.Spend(entryCost * m.Len())
	clone := java.NewMapSize(m.Len())
	for _, e := range m.Entries() {
		clone.Put(e.Key, e.Value)
	}
	return clone
}

func entrySetValue(c invocation) any {
	e := c.recv.(*java.Entry)
	old := e.Value
	e.Value = c.args[0]
	return old
}

func recvScope(c invocation) *scope { return c.recv.(*scope) }

func scopeParent(c invocation) any {
	if p := recvScope(c).parent; p != nil {
		return p
	}
	return nil
}

// defineScopeAsMap makes the methods of maps work on what was put into a scope.
func defineScopeAsMap() {
	onStored := table{}
	for name, m := range methods {
		for _, o := range m[mapClass] {
			signature := name + "(" + o.params + ")"
			switch signature {
			case "get(o)", "toString()", "hashCode()", "equals(o)", "clone()":
				continue
			}
			onStored[signature] = func(c invocation) any {
				c.recv = recvScope(c).stored()
				return o.run(c)
			}
		}
	}
	define(scopeClass, onStored)
}

// scopeInfo is $foreach.info: where the loop is.
func scopeInfo(c invocation) any {
	s := recvScope(c)
	p := s.owner.Position()
	return NewMap("name", "foreach", "type", "block", "depth", java.Int(s.depth()),
		"template", c.st.t.Name(), "line", java.Int(p.Line), "column", java.Int(p.Col))
}
