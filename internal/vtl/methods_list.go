package vtl

import "lambdaless/internal/vtl/java"

func recvList(c invocation) *java.List { return c.recv.(*java.List) }

// itemCost is the memory, in bytes, that an item of a collection counts as.
const itemCost = 16

func init() {
	define(listClass, table{
		"size()":            func(c invocation) any { return java.Int(recvList(c).Len()) },
		"isEmpty()":         func(c invocation) any { return recvList(c).Len() == 0 },
		"get(i)":            func(c invocation) any { return itemAt(recvList(c).Items, c.int(0)) },
		"set(io)":           listSet,
		"add(o)":            listAdd,
		"add(io)":           listInsert,
		"addAll(k)":         listAddAll,
		"addAll(ik)":        listInsertAll,
		"remove(i)":         listRemoveAt,
		"remove(o)":         listRemove,
		"removeAll(k)":      func(c invocation) any { return listFilter(c, false) },
		"retainAll(k)":      func(c invocation) any { return listFilter(c, true) },
		"clear()":           func(c invocation) any { recvList(c).Replace(nil); return void },
		"contains(o)":       func(c invocation) any { return c.index(recvList(c).Items) >= 0 },
		"containsAll(k)":    func(c invocation) any { return containsAll(c, recvList(c).Items) },
		"indexOf(o)":        func(c invocation) any { return java.Int(c.index(recvList(c).Items)) },
		"lastIndexOf(o)":    func(c invocation) any { return java.Int(java.LastIndex(recvList(c).Items, c.args[0], &c.st.budget)) },
		"iterator()":        func(c invocation) any { return java.Iterate(c.recv) },
		"subList(ii)":       listSub,
		"toArray()":         func(c invocation) any { return c.array(recvList(c).Items) },
		"ensureCapacity(i)": func(invocation) any { return void },
		"toJSONString()":    listJSON,
		"clone()": func(c invocation) any {
			return &java.List{Class: recvList(c).Class, Items: c.copied(recvList(c).Items)}
		},
	})
	define(viewClass, table{
		"size()":         func(c invocation) any { return java.Int(recvView(c).Len()) },
		"isEmpty()":      func(c invocation) any { return recvView(c).Len() == 0 },
		"contains(o)":    func(c invocation) any { return recvView(c).Index(c.args[0], &c.st.budget) >= 0 },
		"containsAll(k)": func(c invocation) any { return containsAll(c, recvView(c).Items()) },
		"iterator()":     func(c invocation) any { return java.Iterate(c.recv) },
		"remove(o)":      viewRemove,
		"clear()":        func(c invocation) any { recvView(c).Map.Clear(); return void },
		"toArray()":      func(c invocation) any { return c.array(recvView(c).Items()) },
		"removeAll(k)":   func(c invocation) any { return viewFilter(c, false) },
		"retainAll(k)":   func(c invocation) any { return viewFilter(c, true) },
		"add(o)":         viewAdd,
		"addAll(k)":      viewAdd,
	})
	define(arrayClass, table{
		"size()":         func(c invocation) any { return java.Int(len(recvArray(c).Items)) },
		"isEmpty()":      func(c invocation) any { return len(recvArray(c).Items) == 0 },
		"get(i)":         func(c invocation) any { return itemAt(recvArray(c).Items, c.int(0)) },
		"set(io)":        arraySet,
		"contains(o)":    func(c invocation) any { return arrayIndex(c) >= 0 },
		"containsAll(k)": func(c invocation) any { return containsAll(c, recvArray(c).Items) },
		"indexOf(o)":     func(c invocation) any { return java.Int(arrayIndex(c)) },
		"lastIndexOf(o)": func(c invocation) any { return java.Int(java.LastIndex(recvArray(c).Items, c.args[0], &c.st.budget)) },
		"iterator()":     func(c invocation) any { return java.Iterate(c.recv) },
		"subList(ii)":    func(c invocation) any { return c.sub(recvArray(c).Items) },
		"toArray()":      func(c invocation) any { return c.array(recvArray(c).Items) },
		"add(o)":         viewAdd,
		"add(io)":        viewAdd,
		"remove(i)":      viewAdd,
		"remove(o)":      func(c invocation) any { return arrayShrink(c, arrayIndex(c) >= 0) },
		"addAll(k)":      func(c invocation) any { return arrayShrink(c, len(c.collection(0)) > 0) },
		"addAll(ik)":     func(c invocation) any { return arrayShrink(c, len(c.collection(1)) > 0) },
		"clear()":        arrayClear,
		"removeAll(k)":   func(c invocation) any { return arrayFilter(c, false) },
		"retainAll(k)":   func(c invocation) any { return arrayFilter(c, true) },
	})
	define(iteratorClass, table{
		"hasNext()": func(c invocation) any { return c.recv.(*java.Iterator).HasNext() },
		"next()":    iteratorNext,
		"remove()":  iteratorRemove,
	})
}

// listJSON is a method of json-smart's arrays only.
func listJSON(c invocation) any {
	if recvList(c).Class != java.JSONArray {
		return nil
	}
	return java.String(c.recv)
}

func (c invocation) copied(items []any) []any {
	c.st.budget.Spend(itemCost * (1 + len(items)))
	return append([]any(nil), items...)
}

func (c invocation) array(items []any) any {
	return &java.Array{Elem: "java.lang.Object", Items: c.copied(items)}
}

func listSet(c invocation) any {
	l, i := recvList(c), c.int(0)
	old := itemAt(l.Items, i)
	l.Items[i] = c.args[1]
	return old
}

func listAdd(c invocation) any {
	c.st.budget.Spend(itemCost)
	recvList(c).Add(c.args[0])
	return true
}

func listInsert(c invocation) any {
	l, i := recvList(c), c.int(0)
	checkInsert(l, i)
	c.st.budget.Spend(itemCost)
	c.st.budget.Work(l.Len())
	l.Insert(i, c.args[1])
	return void
}

func checkInsert(l *java.List, i int) {
	if i < 0 || i > l.Len() {
		panic(java.Throw("IndexOutOfBoundsException", "Index: %d, Size: %d", i, l.Len()))
	}
}

func listAddAll(c invocation) any {
	items := c.copied(c.collection(0))
	l := recvList(c)
	l.Replace(append(l.Items[:l.Len():l.Len()], items...))
	c.st.budget.Spend(itemCost * l.Len())
	return len(items) > 0
}

func listInsertAll(c invocation) any {
	l, i := recvList(c), c.int(0)
	checkInsert(l, i)
	items := c.copied(c.collection(1))
	c.st.budget.Spend(itemCost * l.Len())
	l.Replace(append(append(l.Items[:i:i], items...), l.Items[i:]...))
	return len(items) > 0
}

func listRemoveAt(c invocation) any {
	itemAt(recvList(c).Items, c.int(0))
	c.st.budget.Work(recvList(c).Len())
	return recvList(c).RemoveAt(c.int(0))
}

func listRemove(c invocation) any {
	i := c.index(recvList(c).Items)
	if i >= 0 {
		c.st.budget.Work(recvList(c).Len())
		recvList(c).RemoveAt(i)
	}
	return i >= 0
}

// listFilter keeps the items that are, or are not, in the collection.
func listFilter(c invocation, keep bool) any {
	l := recvList(c)
	other := c.collection(0)
	c.st.budget.Spend(itemCost * l.Len())
	var kept []any
	for _, item := range l.Items {
		if (java.Index(other, item, &c.st.budget) >= 0) == keep {
			kept = append(kept, item)
		}
	}
	changed := len(kept) != l.Len()
	if changed {
		l.Replace(kept)
	}
	return changed
}

// index returns where the first argument is among the items, or -1.
func (c invocation) index(items []any) int { return java.Index(items, c.args[0], &c.st.budget) }

func containsAll(c invocation, items []any) any {
	c.st.budget.Work(len(items))
	for _, item := range c.collection(0) {
		if java.Index(items, item, &c.st.budget) < 0 {
			return false
		}
	}
	return true
}

func listSub(c invocation) any {
	sub := c.sub(recvList(c).Items)
	sub.Follow(recvList(c))
	return sub
}

// sub shares its items with the list that it is a part of. It cannot grow or shrink, which in Java
// changes that list, too (VTL-045).
func (c invocation) sub(items []any) *java.List {
	from, to := c.int(0), c.int(1)
	switch {
	case from < 0:
		panic(java.Throw("IndexOutOfBoundsException", "fromIndex = %d", from))
	case to > len(items):
		panic(java.Throw("IndexOutOfBoundsException", "toIndex = %d", to))
	case from > to:
		panic(java.Throw("IllegalArgumentException", "fromIndex(%d) > toIndex(%d)", from, to))
	}
	return &java.List{Class: java.SubList, Items: items[from:to:to]}
}

func recvView(c invocation) *java.View { return c.recv.(*java.View) }

func viewRemove(c invocation) any {
	i := recvView(c).Index(c.args[0], &c.st.budget)
	if i >= 0 {
		c.st.budget.Work(removeWork * recvView(c).Len())
		recvView(c).RemoveAt(i)
	}
	return i >= 0
}

func viewFilter(c invocation, keep bool) any {
	v := recvView(c)
	other := c.collection(0)
	changed := false
	for i := v.Len() - 1; i >= 0; i-- {
		if (java.Index(other, v.At(i), &c.st.budget) >= 0) != keep {
			c.st.budget.Work(removeWork * v.Len())
			v.RemoveAt(i)
			changed = true
		}
	}
	return changed
}

// viewAdd refuses: views of a map and arrays cannot grow or shrink.
func viewAdd(invocation) any { panic(java.Throw("UnsupportedOperationException", "")) }

func recvArray(c invocation) *java.Array { return c.recv.(*java.Array) }

func arraySet(c invocation) any {
	items, i := recvArray(c).Items, c.int(0)
	old := itemAt(items, i)
	items[i] = c.args[1]
	return old
}

// arrayShrink refuses what would change an array's size, and is false for what would not.
func arrayShrink(c invocation, changes bool) any {
	if changes {
		return viewAdd(c)
	}
	return false
}

func arrayClear(c invocation) any {
	arrayShrink(c, len(recvArray(c).Items) > 0)
	return void
}

func arrayFilter(c invocation, keep bool) any {
	other := c.collection(0)
	for _, item := range recvArray(c).Items {
		arrayShrink(c, (java.Index(other, item, &c.st.budget) >= 0) != keep)
	}
	return false
}

func arrayIndex(c invocation) int { return c.index(recvArray(c).Items) }

func iteratorNext(c invocation) any {
	v, err := c.recv.(*java.Iterator).Next()
	if err != nil {
		panic(err)
	}
	return v
}

func iteratorRemove(c invocation) any {
	it := c.recv.(*java.Iterator)
	c.st.budget.Work(removeWork * it.Len())
	if err := it.Remove(); err != nil {
		panic(err)
	}
	return void
}
