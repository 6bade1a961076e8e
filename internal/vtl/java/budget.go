package java

import (
	"fmt"
	"strings"
	"time"
)

// MaxDepth is how deeply values may be nested to be printed or compared. Java overflows its stack on
// a list that contains itself; we say so.
const MaxDepth = 512

// LimitError says which bound was exceeded. Operations panic with it, because bounds are met deep
// inside recursive printing and comparing; Catch turns the panic into an error.
type LimitError struct {
	Limit string // what is bounded: "memory", "depth", "steps", "output", "time"
	Max   int64
	Unit  string // of Max, unless it is a count
}

// Error names the limit and its value.
func (e *LimitError) Error() string {
	return strings.TrimRight(fmt.Sprintf("the %s limit of %d %s", e.Limit, e.Max, e.Unit), " ") + " is exceeded"
}

// Exception is a Java exception thrown by a method.
type Exception struct {
	Class   string // e.g. java.lang.IndexOutOfBoundsException
	Message string
}

// Error is the text that Throwable.toString returns.
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

// Budget bounds what the evaluation of a template may use: memory, work and time. The zero value allows
// no memory; a nil budget allows everything.
type Budget struct {
	Memory int64         // bytes that may be allocated
	Steps  int64         // how much work may be done, in steps
	Time   time.Duration // how long it may take from Start on; 0 is any time
	Done   <-chan struct{}

	used, work      int64
	check           int64 // the sum of used and work from which to look at the time and the steps
	start, deadline time.Time
}

// stepWork is how many units of work are one step, and checkWork after how many the time is looked at:
// that much is done in a few milliseconds.
const (
	stepWork  = 64
	checkWork = 1 << 20
)

// Start begins to measure the time.
func (b *Budget) Start() {
	b.check = min(checkWork, b.Steps*stepWork)
	if b.Time > 0 {
		b.start = time.Now()
		b.deadline = b.start.Add(b.Time)
	}
}

// Spend records that n bytes are about to be allocated, and panics with a LimitError when that is
// more than is left.
func (b *Budget) Spend(n int) {
	if b == nil {
		return
	}
	b.used += int64(n)
	if b.used > b.Memory {
		panic(&LimitError{Limit: "memory", Max: b.Memory, Unit: "bytes"})
	}
	if b.used+b.work > b.check { // what is allocated is written, which takes time too
		b.examine()
	}
}

// Step records the work of a statement, an iteration or a call.
func (b *Budget) Step() { b.Work(stepWork) }

// Work records that n units of work are about to be done: a unit is a byte that is looked at, an item
// that is compared, or a few digits that are computed. It panics with a LimitError when that is more
// than is left, or when the time is over.
func (b *Budget) Work(n int) {
	if b == nil {
		return
	}
	if b.work += int64(n); b.used+b.work > b.check {
		b.examine()
	}
}

func (b *Budget) examine() {
	if b.work > b.Steps*stepWork {
		panic(&LimitError{Limit: "steps", Max: b.Steps})
	}
	b.check = b.used + min(b.work+checkWork, b.Steps*stepWork)
	b.CheckTime()
}

// CheckTime panics with a LimitError when the time is over.
func (b *Budget) CheckTime() {
	if b == nil {
		return
	}
	select {
	case <-b.Done:
		panic(&LimitError{Limit: "time", Max: time.Since(b.start).Milliseconds(), Unit: "ms, at which the request has ended,"})
	default:
	}
	if b.Time > 0 && time.Now().After(b.deadline) {
		panic(&LimitError{Limit: "time", Max: b.Time.Milliseconds(), Unit: "ms"})
	}
}

// Catch converts a panic with a LimitError or an Exception into *err. Use it deferred.
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
