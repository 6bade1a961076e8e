package jsonpath

import (
	"fmt"

	"lambdaless/internal/vtl/java"
)

// visitWork is the work of looking at one value.
const visitWork = 16

// notFound is panicked with when a definite path leads nowhere.
type notFound struct{}

type evaluation struct {
	path    *Path
	root    any
	budget  *java.Budget
	results []any
	visits  int
	depth   int
}

func (e *evaluation) visit() {
	e.budget.Work(visitWork)
	if e.visits++; e.visits > maxVisits {
		panic(&java.LimitError{Limit: "JSONPath steps", Max: maxVisits})
	}
}

func (e *evaluation) invalid(format string, args ...any) {
	panic(&InvalidPathError{e.path.text, fmt.Sprintf(format, args...)})
}

// Read evaluates the path on a document. A definite path that leads nowhere is not found; an
// indefinite one yields a JSONArray, perhaps empty. It spends its work of the budget, and panics with a
// *java.LimitError when the evaluation does not end.
func (p *Path) Read(document any, b *java.Budget) (value any, found bool, err error) {
	if p.plain {
		value, found = p.walk(document)
		return value, found, nil
	}
	return p.read(document, document, b)
}

// walk evaluates a plain path.
func (p *Path) walk(model any) (value any, found bool) {
	for i := range p.tokens {
		t := &p.tokens[i]
		if t.kind == property {
			m, ok := model.(*java.Map)
			if !ok {
				return nil, false
			}
			if model, ok = m.Lookup(t.names[0]); !ok {
				return nil, false
			}
			continue
		}
		list, ok := model.(*java.List)
		if !ok {
			return nil, false
		}
		n := t.indexes[0]
		if n < 0 {
			n += list.Len()
		}
		if n < 0 || n >= list.Len() {
			return nil, false
		}
		model = list.Items[n]
	}
	return model, true
}

func (p *Path) read(model, root any, b *java.Budget) (value any, found bool, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case notFound:
			value, found, err = nil, false, nil
		case *InvalidPathError:
			value, found, err = nil, false, r
		default:
			panic(r)
		}
	}()
	if n := len(p.tokens); n > 0 && p.tokens[n-1].kind == function && p.scans() {
		return p.aggregate(model, root, b)
	}
	e := &evaluation{path: p, root: root, budget: b}
	e.next(model, 0)
	if !p.Definite() {
		return java.NewJSONArray(e.results...), true, nil
	}
	if len(e.results) == 0 {
		return nil, false, nil
	}
	return e.results[0], true, nil
}

func (p *Path) scans() bool {
	for i := range p.tokens {
		if p.tokens[i].kind == scan {
			return true
		}
	}
	return false
}

// aggregate applies the function at the end of a scanning path to all that the scan finds.
func (p *Path) aggregate(model, root any, b *java.Budget) (any, bool, error) {
	last := len(p.tokens) - 1
	inner := &Path{text: p.text, root: p.root, tokens: append([]token(nil), p.tokens[:last]...)}
	inner.finish()
	list, _, err := inner.read(model, root, b)
	if err != nil {
		return nil, false, err
	}
	e := &evaluation{path: p, root: root, budget: b}
	return e.call(&p.tokens[last], list), true, nil
}

// next evaluates the tokens from i on.
func (e *evaluation) next(model any, i int) {
	e.visit()
	if i == len(e.path.tokens) {
		e.results = append(e.results, model)
		return
	}
	t := &e.path.tokens[i]
	switch t.kind {
	case property:
		e.property(t, model, i)
	case index:
		if list, ok := e.list(t, model); ok {
			for _, n := range t.indexes {
				e.item(list, n, i)
			}
		}
	case slice:
		if list, ok := e.list(t, model); ok {
			e.slice(t, list, i)
		}
	case wildcard:
		e.wildcard(model, i)
	case filter:
		e.filter(t, model, i)
	case scan:
		e.scan(model, i+1)
	case function:
		e.next(e.call(t, model), i+1)
	}
}

func (e *evaluation) property(t *token, model any, i int) {
	m, ok := model.(*java.Map)
	if !ok {
		if t.upstream {
			panic(notFound{})
		}
		return
	}
	leaf := i == len(e.path.tokens)-1
	if len(t.names) > 1 && leaf {
		merged := java.NewMap()
		for _, name := range t.names {
			if m.Has(name) {
				merged.Put(name, m.Get(name))
			}
		}
		e.next(merged, i+1)
		return
	}
	for _, name := range t.names {
		switch {
		case m.Has(name):
			e.next(m.Get(name), i+1)
		case !leaf && t.upstream && t.definite:
			panic(notFound{})
		}
	}
}

// list returns the model as a list. Anything else ends a definite path.
func (e *evaluation) list(t *token, model any) (*java.List, bool) {
	list, ok := model.(*java.List)
	if !ok && t.upstream {
		panic(notFound{})
	}
	return list, ok
}

func (e *evaluation) item(list *java.List, n, i int) {
	if n < 0 {
		n += list.Len()
	}
	if n >= 0 && n < list.Len() {
		e.next(list.Items[n], i+1)
	}
}

func (e *evaluation) slice(t *token, list *java.List, i int) {
	length := list.Len()
	from, to := 0, length
	switch {
	case t.from != nil && t.to != nil: // Jayway does not count from the end here
		from, to = *t.from, min(length, *t.to)
	case t.from != nil:
		if from = *t.from; from < 0 {
			from += length
		}
		from = max(0, from)
	case t.to != nil:
		if to = *t.to; to < 0 {
			to += length
		}
		to = min(length, to)
	}
	if length == 0 {
		return
	}
	for n := from; n < to; n++ {
		e.item(list, n, i)
	}
}

// wildcard goes on with every member; what one of them lacks does not matter.
func (e *evaluation) wildcard(model any, i int) {
	switch m := model.(type) {
	case *java.Map:
		for _, entry := range append([]*java.Entry(nil), m.Entries()...) {
			e.next(entry.Value, i+1)
		}
	case *java.List:
		for _, item := range m.Items {
			e.next(item, i+1)
		}
	}
}

func (e *evaluation) filter(t *token, model any, i int) {
	switch m := model.(type) {
	case *java.Map:
		if t.accept(e, m) {
			e.next(m, i+1)
		}
	case *java.List:
		for _, item := range m.Items {
			if t.accept(e, item) {
				e.next(item, i+1)
			}
		}
	default:
		if t.upstream {
			e.invalid("a filter can not be applied to a primitive: %s", java.String(model))
		}
	}
}

// scan looks for the token at i everywhere.
func (e *evaluation) scan(model any, i int) {
	e.visit()
	if e.depth++; e.depth > java.MaxDepth {
		panic(&java.LimitError{Limit: "depth", Max: java.MaxDepth})
	}
	defer func() { e.depth-- }()
	switch m := model.(type) {
	case *java.Map:
		if e.candidate(&e.path.tokens[i], m) {
			e.next(m, i)
		}
		for _, entry := range append([]*java.Entry(nil), m.Entries()...) {
			e.scan(entry.Value, i)
		}
	case *java.List:
		e.scanList(m, i)
	}
}

// scanList does what Jayway does: in the middle of a path, a list that matches goes on with the token
// after the one that it matches, for each of its items.
func (e *evaluation) scanList(list *java.List, i int) {
	if t := &e.path.tokens[i]; e.candidate(t, list) {
		if i == len(e.path.tokens)-1 {
			e.next(list, i)
		} else {
			for _, item := range list.Items {
				e.next(item, i+1)
			}
		}
	}
	for _, item := range list.Items {
		e.scan(item, i)
	}
}

func (e *evaluation) candidate(t *token, model any) bool {
	switch t.kind {
	case property:
		m, ok := model.(*java.Map)
		if !ok || !t.definite {
			return ok
		}
		for _, name := range t.names {
			if !m.Has(name) {
				return false
			}
		}
		return true
	case index, slice:
		_, ok := model.(*java.List)
		return ok
	case wildcard:
		return true
	case filter:
		return t.accept(e, model)
	}
	return false
}
