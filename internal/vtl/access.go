package vtl

import (
	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/parse"
)

// reference is the value of a reference in an expression: the empty string if any part of it does not
// exist (VTL-001). Text that only looks like a reference, such as the null of $m.put("k", null), is null.
func (st *state) reference(r *parse.Reference) any {
	if r.Runt || !r.Computable {
		return nil
	}
	return st.resolve(r)
}

func (st *state) resolve(r *parse.Reference) any {
	v := st.get(r.Slot)
	if v == nil {
		return ""
	}
	for i := range r.Steps {
		if v = st.follow(v, &r.Steps[i]); v == nil {
			return ""
		}
	}
	return v
}

// follow takes one step from a value; nil means that there is nothing.
func (st *state) follow(v any, s *parse.Step) any {
	switch {
	case s.Index:
		return st.index(v, s)
	case s.Method != "":
		return st.call(v, s)
	}
	st.at = s.Pos
	return st.property(v, s)
}

// index is v[argument], which Velocity makes v.get(argument) of. A negative index counts from the end.
func (st *state) index(v any, s *parse.Step) any {
	arg := st.eval(s.Args[0])
	st.at = s.Pos
	arg = st.fromEnd(v, arg)
	switch v := v.(type) {
	case *java.Map:
		return v.Get(arg)
	case *java.List:
		if i, ok := arg.(int32); ok {
			v.Check()
			return itemAt(v.Items, int(i))
		}
		return nil
	case *java.Array:
		if i, ok := arg.(int32); ok {
			return itemAt(v.Items, int(i))
		}
		return nil
	case *scope:
		return v.get(arg)
	}
	return nil
}

func itemAt(items []any, i int) any {
	if i < 0 || i >= len(items) {
		panic(java.Throw("IndexOutOfBoundsException", "Index %d out of bounds for length %d", i, len(items)))
	}
	return items[i]
}

func (st *state) fromEnd(v, arg any) any {
	i, ok := arg.(int32)
	if !ok || i >= 0 {
		return arg
	}
	n, ok := sizeOf(v)
	if !ok {
		st.fail("the negative index %d needs a list or a map, and this is a %s", i, java.ClassName(v))
	}
	return java.Int(n + int(i))
}

func sizeOf(v any) (int, bool) {
	switch v := v.(type) {
	case *java.Map:
		return v.Len(), true
	case *java.List:
		return v.Len(), true
	case *java.View:
		return v.Len(), true
	case *java.Array:
		return len(v.Items), true
	case *scope:
		return v.stored().Len(), true
	}
	return 0, false
}

// property is v.name: a getter, a map's value, or an is-method, in that order.
func (st *state) property(v any, s *parse.Step) any {
	if m, ok := v.(*java.Map); ok {
		if value, found := m.Lookup(s.Property); found {
			return value
		}
	}
	if s.Property == "class" || s.Property == "Class" { // VTL-041
		st.refuse(v, "getClass")
	}
	switch v := v.(type) {
	case *java.Map:
		return nil
	case *java.Entry:
		switch s.Property {
		case "key", "Key":
			return v.Key
		case "value", "Value":
			return v.Value
		}
	case *scope:
		return st.scopeProperty(v, s)
	case *java.Array: // Velocity finds methods of arrays, but no properties
		return nil
	}
	to := &st.t.steps[s.ID]
	if to.get != nil {
		if r, ok := st.invoke(v, to.getName, to.get, nil); ok {
			return r
		}
	}
	if to.is != nil {
		if r, ok := st.invoke(v, to.isName, to.is, nil); ok {
			if _, isBool := r.(bool); isBool {
				return r
			}
		}
	}
	return nil
}

func (st *state) scopeProperty(v *scope, s *parse.Step) any {
	if to := &st.t.steps[s.ID]; to.get != nil {
		if r, ok := st.invoke(v, to.getName, to.get, nil); ok {
			return r
		}
	}
	return v.get(s.Property)
}

// assign is #set on a reference with steps; where it leads to nothing, nothing happens.
func (st *state) assign(r *parse.Reference, value any) {
	v := st.get(r.Slot)
	last := len(r.Steps) - 1
	for i := 0; i < last && v != nil; i++ {
		v = st.follow(v, &r.Steps[i])
	}
	if v == nil {
		return
	}
	s := &r.Steps[last]
	if s.Index {
		arg := st.eval(s.Args[0])
		st.at = s.Pos
		st.setIndex(v, st.fromEnd(v, arg), value)
		return
	}
	st.at = s.Pos
	name := s.Property
	if name == "" { // #set($x.f() = 1) sets the property f
		name = s.Method
	}
	switch v := v.(type) {
	case *java.Map:
		st.put(v, name, value)
	case *scope:
		st.budget.Spend(64)
		v.stored().Put(name, value)
	case *java.Entry:
		if name == "value" || name == "Value" {
			v.Value = value
		}
	}
}

func (st *state) setIndex(v, arg, value any) {
	switch v := v.(type) {
	case *java.Map:
		st.put(v, arg, value)
	case *scope:
		st.budget.Spend(64)
		v.stored().Put(arg, value)
	case *java.List:
		if i, ok := arg.(int32); ok {
			itemAt(v.Items, int(i))
			v.Items[i] = value
		}
	case *java.Array:
		if i, ok := arg.(int32); ok {
			itemAt(v.Items, int(i))
			v.Items[i] = value
		}
	}
}
