package parse

import "fmt"

// Tree is a parsed template. It must not be changed, and may then be used by any number of goroutines.
type Tree struct {
	Root  *Block
	Vars  []string // the names of the variables that the template mentions, by their slots
	Steps int      // how many steps its references have

	src   *origin
	slots map[string]int
}

type options struct{ firstLine int }

// Option changes how Parse works.
type Option func(*options)

// FirstLine says which number the first line of the template has in errors. The default is 1.
func FirstLine(n int) Option { return func(o *options) { o.firstLine = n } }

// Parse reads a template. The name stands for it in errors, usually the file's. An error is an *Error.
func Parse(name, text string, opts ...Option) (t *Tree, err error) {
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
	root := p.template()
	return &Tree{Root: root, Vars: p.names.names, Steps: p.names.steps, src: src, slots: p.names.byName}, nil
}

// Name is the name given to Parse.
func (t *Tree) Name() string { return t.src.name }

// Slot returns the slot of a variable, or -1 if the template does not mention it.
func (t *Tree) Slot(name string) int {
	if i, ok := t.slots[name]; ok {
		return i
	}
	return -1
}

// String returns source that parses to the same tree, with uniform spaces in directives.
func (t *Tree) String() string {
	var p printer
	t.Root.print(&p)
	return p.String()
}

// ErrorAt returns the error of something that is wrong at a place in the template.
func (t *Tree) ErrorAt(at Pos, cause error, format string, args ...any) *Error {
	return t.src.errorAt(at.Offset, cause, format, args...)
}
