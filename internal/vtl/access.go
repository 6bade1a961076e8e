package vtl

import (
	"unicode"
	"unicode/utf8"

	"lambdaless/internal/vtl/jvm"
)

// eval is the value of a reference in an expression: the empty string if any part of it does not exist
// (VTL-001). Text that only looks like a reference, such as the null of $m.put("k", null), is null.
func (r *Reference) eval(st *state) any {
	if r.runt || !r.computable {
		return nil
	}
	return r.resolve(st)
}

func (r *Reference) resolve(st *state) any {
	v := st.get(r.slot)
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
func (st *state) follow(v any, s *Step) any {
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
func (st *state) index(v any, s *Step) any {
	arg := s.Args[0].eval(st)
	st.at = s.Pos
	arg = st.fromEnd(v, arg)
	switch v := v.(type) {
	case *jvm.Map:
		return v.Get(arg)
	case *jvm.List:
		if i, ok := arg.(int32); ok {
			v.Check()
			return itemAt(v.Items, int(i))
		}
		return nil
	case *jvm.Array:
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
		panic(jvm.Throw("IndexOutOfBoundsException", "Index %d out of bounds for length %d", i, len(items)))
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
		st.fail("the negative index %d needs a list or a map, and this is a %s", i, jvm.ClassName(v))
	}
	return jvm.Int(n + int(i))
}

func sizeOf(v any) (int, bool) {
	switch v := v.(type) {
	case *jvm.Map:
		return v.Len(), true
	case *jvm.List:
		return v.Len(), true
	case *jvm.View:
		return v.Len(), true
	case *jvm.Array:
		return len(v.Items), true
	case *scope:
		return v.stored().Len(), true
	}
	return 0, false
}

// propertyNames are the methods that a property may stand for.
type propertyNames struct{ get, is string }

func propertyNamesOf(property string) propertyNames {
	r, size := utf8.DecodeRuneInString(property)
	upper := string(unicode.ToUpper(r)) + property[size:]
	return propertyNames{get: "get" + upper, is: "is" + upper}
}

// property is v.name: a getter, a map's value, or an is-method, in that order.
func (st *state) property(v any, s *Step) any {
	switch v := v.(type) {
	case *jvm.Map:
		if s.Property == "class" || s.Property == "Class" {
			st.refuse(v, "getClass")
		}
		value, _ := v.Lookup(s.Property)
		return value
	case *jvm.Entry:
		switch s.names.get {
		case "getKey":
			return v.Key
		case "getValue":
			return v.Value
		}
	case *scope:
		return st.scopeProperty(v, s)
	case *jvm.Array: // Velocity finds methods of arrays, but no properties
		if s.names.get == "getClass" {
			st.refuse(v, "getClass")
		}
		return nil
	}
	if m := methodNamed(s.names.get); m != nil {
		if r, ok := st.invoke(v, s.names.get, m, nil); ok {
			return r
		}
	}
	if m := methodNamed(s.names.is); m != nil {
		if r, ok := st.invoke(v, s.names.is, m, nil); ok {
			if _, isBool := r.(bool); isBool {
				return r
			}
		}
	}
	return nil
}

func (st *state) scopeProperty(v *scope, s *Step) any {
	if m := methodNamed(s.names.get); m != nil {
		if r, ok := st.invoke(v, s.names.get, m, nil); ok {
			return r
		}
	}
	return v.get(s.Property)
}

// assign is #set on a reference with steps; where it leads to nothing, nothing happens.
func (r *Reference) assign(st *state, value any) {
	v := st.get(r.slot)
	last := len(r.Steps) - 1
	for i := 0; i < last && v != nil; i++ {
		v = st.follow(v, &r.Steps[i])
	}
	if v == nil {
		return
	}
	s := &r.Steps[last]
	if s.Index {
		arg := s.Args[0].eval(st)
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
	case *jvm.Map:
		st.budget.Spend(64)
		v.Put(name, value)
	case *scope:
		st.budget.Spend(64)
		v.stored().Put(name, value)
	case *jvm.Entry:
		if name == "value" || name == "Value" {
			v.Value = value
		}
	}
}

func (st *state) setIndex(v, arg, value any) {
	switch v := v.(type) {
	case *jvm.Map:
		st.budget.Spend(64)
		v.Put(arg, value)
	case *scope:
		st.budget.Spend(64)
		v.stored().Put(arg, value)
	case *jvm.List:
		if i, ok := arg.(int32); ok {
			itemAt(v.Items, int(i))
			v.Items[i] = value
		}
	case *jvm.Array:
		if i, ok := arg.(int32); ok {
			itemAt(v.Items, int(i))
			v.Items[i] = value
		}
	}
}
