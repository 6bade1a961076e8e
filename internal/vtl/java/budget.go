package java

import "fmt"

// MaxDepth is how deeply values may be nested to be printed or compared. Java overflows its stack on
// a list that contains itself; we say so.
const MaxDepth = 512

// LimitError says which bound was exceeded. Operations panic with it, because bounds are met deep
// inside recursive printing and comparing; Catch turns the panic into an error.
type LimitError struct {
	Limit string // what is bounded: "memory", "depth", "steps", "output"
	Max   int64
}

// Error names the limit and its value.
func (e *LimitError) Error() string {
	return fmt.Sprintf("the %s limit of %d is exceeded", e.Limit, e.Max)
}

// Exception is a Java exception thrown by a method.
type Exception struct {
	Class   string // e.g. java.lang.IndexOutOfBoundsException
	Message string
}

// Error is what Throwable.toString prints.
func (e *Exception) Error() string {
	if e.Message == "" {
		return e.Class
	}
	return e.Class + ": " + e.Message
}

// Throw makes an Exception of the class java.lang.<name>, or of name itself when it has a package.
func Throw(name, format string, args ...any) *Exception {
	if !hasDot(name) {
		name = "java.lang." + name
	}
	return &Exception{Class: name, Message: fmt.Sprintf(format, args...)}
}

func hasDot(s string) bool {
	for i := range len(s) {
		if s[i] == '.' {
			return true
		}
	}
	return false
}

// Budget bounds the memory that values take while a template is evaluated. The zero value allows
// nothing; a nil budget allows everything.
type Budget struct {
	Max  int64 // bytes
	used int64
}

// Spend records that n bytes are about to be allocated, and panics with a LimitError when that is
// more than is left.
func (b *Budget) Spend(n int) {
	if b == nil {
		return
	}
	b.used += int64(n)
	if b.used > b.Max {
		panic(&LimitError{Limit: "memory", Max: b.Max})
	}
}

// Catch turns a panic with a LimitError or an Exception into *err. Use it deferred.
func Catch(err *error) {
	switch r := recover().(type) {
	case nil:
	case *LimitError:
		*err = r
	case *Exception:
		*err = r
	default:
		panic(r)
	}
}

func checkDepth(depth int) {
	if depth > MaxDepth {
		panic(&LimitError{Limit: "depth", Max: MaxDepth})
	}
}
