package vtl

import (
	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/parse"
)

// class numbers the classes that have methods.
type class uint8

const (
	noClass class = iota
	stringClass
	boolClass
	charClass
	intClass
	longClass
	doubleClass
	bigIntegerClass
	bigDecimalClass
	mapClass
	listClass
	viewClass
	arrayClass
	entryClass
	iteratorClass
	scopeClass
	inputClass
	utilClass
	blockClass
	classes
)

// overload is a method as Java sees it.
type overload struct {
	// params says what each parameter accepts, a letter each: i int, l long, d double, c char,
	// b boolean, s String, o Object, k Collection, m Map; at the end, any
	// number of Objects (*) or of Strings (+).
	params string
	run    func(invocation) any
}

// method is all overloads of a name, by class. More specific ones come first.
type method [classes][]overload

// methods holds every method that a template can call. Nothing else is reachable: there is no reflection.
var methods = map[string]*method{}

func methodNamed(name string) *method { return methods[name] }

// void is the result of a method without one: Velocity makes the empty string of it.
const void = ""

// define adds methods to a class: pairs of a signature such as "substring(ii)" and what it does.
func define(c class, table map[string]func(invocation) any) {
	for signature, run := range table {
		name, params := splitSignature(signature)
		m := methods[name]
		if m == nil {
			m = &method{}
			methods[name] = m
		}
		m[c] = insertOverload(m[c], overload{params, run})
	}
}

func splitSignature(signature string) (name, params string) {
	for i := range len(signature) {
		if signature[i] == '(' {
			return signature[:i], signature[i+1 : len(signature)-1]
		}
	}
	return signature, ""
}

// insertOverload keeps overloads in order: those with narrower parameters first.
func insertOverload(list []overload, o overload) []overload {
	i := 0
	for i < len(list) && width(list[i].params) <= width(o.params) {
		i++
	}
	list = append(list, overload{})
	copy(list[i+1:], list[i:])
	list[i] = o
	return list
}

func width(params string) int {
	n := 0
	for i := range len(params) {
		switch params[i] {
		case 'l':
			n++
		case 'd':
			n += 2
		case 'o':
			n += 10
		case '*', '+':
			n += 100
		}
	}
	return n
}

// invocation is one call.
type invocation struct {
	st   *state
	recv any
	args []any
}

func classOf(v any) class {
	switch v.(type) {
	case string:
		return stringClass
	case *java.Map:
		return mapClass
	case *java.List:
		return listClass
	case bool:
		return boolClass
	case java.Char:
		return charClass
	case int32:
		return intClass
	case int64:
		return longClass
	case float64:
		return doubleClass
	case *java.View:
		return viewClass
	case *java.Array:
		return arrayClass
	case *java.Entry:
		return entryClass
	case *java.Iterator:
		return iteratorClass
	case *scope:
		return scopeClass
	case *input:
		return inputClass
	case util:
		return utilClass
	case *block:
		return blockClass
	}
	return numberClass(v)
}

// call is v.name(args): nil when there is no such method for these arguments.
func (st *state) call(v any, s *parse.Step) any {
	st.step()
	base := len(st.args)
	for _, a := range s.Args {
		st.args = append(st.args, st.eval(a))
	}
	args := st.args[base:]
	st.at = s.Pos
	st.charge(v, args)
	var result any
	if m := st.t.steps[s.ID].method; m != nil {
		result, _ = st.invoke(v, s.Method, m, args)
	} else {
		st.refuseUnknown(v, s.Method)
	}
	clear(args)
	st.args = st.args[:base]
	return result
}

// invoke calls the first overload that accepts the arguments.
func (st *state) invoke(v any, name string, m *method, args []any) (any, bool) {
	overloads := m[classOf(v)]
	if list, ok := v.(*java.List); ok && list.Class == java.SubList {
		st.checkSubList(list, name)
	}
	for i := range overloads {
		if accepts(overloads[i].params, args) {
			st.doing = name
			result := overloads[i].run(invocation{st, v, args})
			st.doing = ""
			return result, true
		}
	}
	for i := range overloads {
		// Velocity 1.7 takes a method without parameters for one that accepts any (VTL-040).
		if overloads[i].params == "" {
			st.doing = name
			panic(java.Throw("IllegalArgumentException", "wrong number of arguments"))
		}
	}
	if len(overloads) == 0 {
		st.refuseUnknown(v, name)
	}
	return nil, false
}

func accepts(params string, args []any) bool {
	if n := len(params) - 1; n >= 0 && (params[n] == '*' || params[n] == '+') {
		if len(args) < n || params[n] == '+' && !allStrings(args[n:]) {
			return false
		}
		params, args = params[:n], args[:n]
	}
	if len(params) != len(args) {
		return false
	}
	for i, arg := range args {
		if !assignable(params[i], arg) {
			return false
		}
	}
	return true
}

func allStrings(args []any) bool {
	for _, a := range args {
		if !assignable('s', a) {
			return false
		}
	}
	return true
}

func assignable(param byte, arg any) bool {
	switch param {
	case 'o':
		return true
	case 's':
		_, ok := arg.(string)
		return ok || arg == nil
	case 'i':
		_, ok := arg.(int32)
		return ok
	case 'l':
		switch arg.(type) {
		case int32, int64:
			return true
		}
	case 'd':
		switch arg.(type) {
		case int32, int64, float64:
			return true
		}
	case 'c':
		_, ok := arg.(java.Char)
		return ok
	case 'b':
		_, ok := arg.(bool)
		return ok
	case 'k':
		switch arg.(type) {
		case nil, *java.List, *java.View:
			return true
		}
	case 'm':
		switch arg.(type) {
		case nil, *java.Map:
			return true
		}
	}
	return false
}

// str returns an argument that must be a string: null throws, as it does on the JVM.
func (c invocation) str(i int) string {
	s, ok := c.args[i].(string)
	if !ok {
		panic(java.Throw("NullPointerException", "argument %d is null", i+1))
	}
	return s
}

func (c invocation) int(i int) int { return int(c.args[i].(int32)) }

// text returns a new string as a value, which counts against the memory limit.
func (c invocation) text(s string) any {
	c.st.budget.Spend(len(s))
	return s
}

// collection returns the items of an argument that must be a collection.
func (c invocation) collection(i int) []any {
	switch v := c.args[i].(type) {
	case *java.List:
		return v.Items
	case *java.View:
		c.st.budget.Work(v.Len())
		return v.Items()
	}
	panic(java.Throw("NullPointerException", "argument %d is null", i+1))
}

// checkSubList refuses what would change the size of a part of a list.
func (st *state) checkSubList(l *java.List, name string) {
	switch name {
	case "add", "addAll", "remove", "removeAll", "retainAll", "clear":
		st.fail("the method %s of a subList is not supported here", name)
	}
	l.Check()
}
