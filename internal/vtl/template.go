package vtl

import (
	"errors"
	"fmt"
	"strings"

	"lambdaless/internal/vtl/jvm"
)

// Template is a parsed template. It never changes and may be used by any number of goroutines.
type Template struct {
	Root *Block // the tree, which must not be changed

	origin    *origin
	names     *slots
	intercept bool // strings or defined blocks may break out of loops
	builtin   struct{ input, util, context, stageVariables, foreach, count, hasNext int }
}

type options struct{ firstLine int }

// Option changes how Parse works.
type Option func(*options)

// FirstLine says which number the first line of the template has in errors. The default is 1.
func FirstLine(n int) Option { return func(o *options) { o.firstLine = n } }

// Parse reads a template. The name stands for it in errors, usually the file's. An error is an *Error.
func Parse(name, text string, opts ...Option) (t *Template, err error) {
	o := options{firstLine: 1}
	for _, opt := range opts {
		opt(&o)
	}
	src := newOrigin(name, text, o.firstLine)
	if len(text) > MaxTemplate {
		return nil, &Error{File: name, Message: fmt.Sprintf(
			"the template has %d bytes; API Gateway allows %d", len(text), MaxTemplate)}
	}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case failure:
			t, err = nil, r.err
		default: // a mistake of ours must not take the server down
			t, err = nil, &Error{File: name, Message: fmt.Sprintf("internal error: %v", r)}
		}
	}()
	p := &parser{lex: &lexer{src: text}, src: src, token: &token{}, names: newSlots(), macros: map[string]bool{}}
	t = &Template{Root: p.template(), origin: src, names: p.names}
	t.resolve()
	return t, nil
}

// resolve looks up what rendering needs to know about the whole template.
func (t *Template) resolve() {
	t.builtin.input = t.names.lookup("input")
	t.builtin.util = t.names.lookup("util")
	t.builtin.context = t.names.lookup("context")
	t.builtin.stageVariables = t.names.lookup("stageVariables")
	t.builtin.foreach = t.names.lookup("foreach")
	t.builtin.count = t.names.lookup("velocityCount")
	t.builtin.hasNext = t.names.lookup("velocityHasNext")
	var strings, blocks, breaks bool
	Walk(t.Root, func(n Node) bool {
		switch n := n.(type) {
		case *StringLiteral:
			strings = strings || n.Parts != nil
		case *Define:
			blocks = true
		case *Break, *Stop:
			breaks = true
		}
		return true
	})
	t.intercept = breaks && (strings || blocks)
}

// Name is the name given to Parse.
func (t *Template) Name() string { return t.origin.name }

// String returns source that parses to the same tree, with uniform spaces in directives.
func (t *Template) String() string {
	var p printer
	t.Root.print(&p)
	return p.String()
}

// Render evaluates the template. Errors are *Error; errors.Is(err, ErrPayload) tells those that the
// body is to blame for, and errors.As finds a *jvm.LimitError where a limit was exceeded.
func (t *Template) Render(d *Data) (out string, err error) {
	st := newState(t, d)
	defer func() {
		if r := recover(); r != nil {
			out, err = "", st.failed(r)
		}
		if err == nil {
			out = jvm.ToUTF8(string(st.out))
		}
		st.release()
	}()
	t.Root.render(st)
	return "", nil
}

// failed makes the error of what rendering panicked with; it is nil for #stop.
func (st *state) failed(r any) error {
	var cause error
	switch r := r.(type) {
	case interrupt:
		st.uncapture(0)
		return nil
	case *Error:
		return r
	case *jvm.LimitError:
		cause = r
	case *jvm.Exception:
		cause = r
	case *PayloadError:
		cause = r
	default: // a mistake of ours must not take the server down
		return st.t.origin.errorAt(st.at.Offset, nil, "internal error: %v", r)
	}
	message := cause.Error()
	var exception *jvm.Exception
	if errors.As(cause, &exception) && st.doing != "" {
		message = st.doing + " threw " + message
	}
	return st.t.origin.errorAt(st.at.Offset, cause, "%s", strings.TrimSpace(message))
}
