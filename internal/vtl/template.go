package vtl

import (
	"context"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/parse"
)

// Template is a parsed template that can be rendered. It never changes and may be used by any number of
// goroutines.
type Template struct {
	*parse.Tree

	steps     []target // by the steps' IDs
	intercept bool     // strings or defined blocks may break out of loops
	builtin   struct{ input, util, context, method, stageVariables, foreach, count, hasNext int }
}

// target is what a step may lead to: methods by its name, or by those that a property stands for.
type target struct {
	method, get, is *method
	getName, isName string
}

// MaxTemplate is the size in bytes that API Gateway allows a mapping template.
const MaxTemplate = parse.MaxTemplate

// FirstLine says which number the first line of the template has in errors. The default is 1.
func FirstLine(n int) parse.Option { return parse.FirstLine(n) }

// Parse reads a template. The name stands for it in errors, usually the file's. An error is an *Error.
func Parse(name, text string, opts ...parse.Option) (*Template, error) {
	tree, err := parse.Parse(name, text, opts...)
	if err != nil {
		return nil, err
	}
	t := &Template{Tree: tree, steps: make([]target, tree.Steps)}
	t.resolve()
	return t, nil
}

// resolve looks up what rendering needs to know about the whole template.
func (t *Template) resolve() {
	t.builtin.input = t.Slot("input")
	t.builtin.util = t.Slot("util")
	t.builtin.context = t.Slot("context")
	t.builtin.method = t.Slot("method")
	t.builtin.stageVariables = t.Slot("stageVariables")
	t.builtin.foreach = t.Slot("foreach")
	t.builtin.count = t.Slot("velocityCount")
	t.builtin.hasNext = t.Slot("velocityHasNext")
	var strings, blocks, breaks bool
	parse.Walk(t.Root, func(n parse.Node) bool {
		switch n := n.(type) {
		case *parse.Reference:
			for i := range n.Steps {
				t.steps[n.Steps[i].ID] = targetOf(&n.Steps[i])
			}
		case *parse.StringLiteral:
			strings = strings || n.Parts != nil
		case *parse.Define:
			blocks = true
		case *parse.Break, *parse.Stop:
			breaks = true
		}
		return true
	})
	t.intercept = breaks && (strings || blocks)
}

func targetOf(s *parse.Step) target {
	if s.Property == "" {
		return target{method: methodNamed(s.Method)}
	}
	r, size := utf8.DecodeRuneInString(s.Property)
	capital := string(unicode.ToUpper(r)) + s.Property[size:]
	to := target{getName: "get" + capital, isName: "is" + capital}
	to.get, to.is = methodNamed(to.getName), methodNamed(to.isName)
	return to
}

// Render evaluates the template. Errors are *Error; errors.Is(err, ErrPayload) finds those that the body
// is to blame for, and errors.As finds a *java.LimitError where a limit was exceeded.
func (t *Template) Render(d *Data) (string, error) {
	return t.RenderContext(context.Background(), d)
}

// RenderContext is Render that ends with an error when the context does.
func (t *Template) RenderContext(ctx context.Context, d *Data) (out string, err error) {
	st := newState(t, d, ctx.Done())
	defer func() {
		if r := recover(); r != nil {
			out, err = "", st.failed(r)
		}
		if err == nil {
			out = java.ToUTF8(string(st.out))
		}
		st.release()
	}()
	st.block(t.Root)
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
	case *java.LimitError:
		cause = r
	case *java.Exception:
		cause = r
	case *PayloadError:
		cause = r
	default: // a mistake of ours must not take the server down
		return st.t.ErrorAt(st.at, nil, "internal error: %v", r)
	}
	message := cause.Error()
	var exception *java.Exception
	if errors.As(cause, &exception) && st.doing != "" {
		message = st.doing + " threw " + message
	}
	return st.t.ErrorAt(st.at, cause, "%s", strings.TrimSpace(message))
}
