package flow

import (
	"math"
	"strconv"
	"strings"

	"lambdaless/internal/vtl/parse"
)

// value is what an expression can be: one of text, number, boolean, aggregate, symbol and block.
type value interface{ isValue() }

type (
	// text is a string, possibly with holes.
	text struct{ pieces Text }
	// number is a known number.
	number struct{ n float64 }
	// boolean is a known boolean.
	boolean struct{ b bool }
	// null is Java's null: an undefined reference. It renders nothing.
	null struct{}
	// aggregate is a list or a map that the template itself has made. order is nil for a list.
	aggregate struct {
		list  []value
		keys  []string
		named map[string]value
		// spoiled tells that a method has changed it in a way that is not followed: its parts are then
		// anything that was ever put in.
		spoiled []Origin
	}
	// symbol is something that only a request tells.
	symbol struct{ hole Hole }
	// block is what #define made.
	block struct{ body *parse.Block }
	// object is one of API Gateway's own: input, util, context, stageVariables, foreach.
	object struct{ name string }
)

func (text) isValue()       {}
func (number) isValue()     {}
func (boolean) isValue()    {}
func (null) isValue()       {}
func (*aggregate) isValue() {}
func (symbol) isValue()     {}
func (block) isValue()      {}
func (object) isValue()     {}

// origins are everything that a value was made from.
func origins(v value) []Origin {
	switch v := v.(type) {
	case text:
		var all [][]Origin
		for _, h := range v.pieces.Holes() {
			all = append(all, h.Origins)
		}
		return union(all...)
	case symbol:
		return v.hole.Origins
	case block:
		return []Origin{Client} // whatever it renders
	case *aggregate:
		all := [][]Origin{v.spoiled}
		for _, item := range v.list {
			all = append(all, origins(item))
		}
		for _, member := range v.named {
			all = append(all, origins(member))
		}
		return union(all...)
	}
	return nil
}

// spoil gives up following a list or a map: its parts are then anything that was ever put in.
func (a *aggregate) spoil(with []Origin) {
	a.spoiled = union(origins(a), with, []Origin{Program})
	a.list, a.keys, a.named = nil, nil, nil
}

// same reports whether two values are known to be the same.
func same(a, b value) bool {
	if x, ok := a.(*aggregate); ok {
		y, ok := b.(*aggregate)
		return ok && x == y
	}
	x, ok := a.(text)
	y, also := b.(text)
	if ok && also {
		return x.pieces.shape() == y.pieces.shape()
	}
	p, ok := a.(symbol)
	q, also := b.(symbol)
	if ok && also {
		return Text{{Hole: &p.hole}}.shape() == Text{{Hole: &q.hole}}.shape()
	}
	return !ok && !also && a == b
}

// plain reports whether a value's text means nothing in JSON.
func plain(v value) bool {
	switch v := v.(type) {
	case number, boolean, null:
		return true
	case symbol:
		return v.hole.Form == Plain
	}
	return false
}

// known is the Go value of a literal: string, float64 or bool.
func known(v value) (any, bool) {
	switch v := v.(type) {
	case text:
		s, ok := v.pieces.Literal()
		return s, ok
	case number:
		return v.n, true
	case boolean:
		return v.b, true
	}
	return nil, false
}

func literal(v value) (string, bool) {
	if t, ok := v.(text); ok {
		return t.pieces.Literal()
	}
	return "", false
}

func textOf(s string) text { return text{Text{{Text: s}}} }

// formatNumber prints as Java does for the numbers that templates count with: whole ones.
func formatNumber(n float64) string {
	if n == math.Trunc(n) && math.Abs(n) < 1e15 {
		return strconv.FormatInt(int64(n), 10)
	}
	return strconv.FormatFloat(n, 'g', -1, 64)
}

// sameLiteral compares as Velocity's == does: numbers by value, everything else by its text.
func sameLiteral(a, b any) bool {
	x, xIsNumber := a.(float64)
	y, yIsNumber := b.(float64)
	if xIsNumber && yIsNumber {
		return x == y
	}
	return show(a) == show(b)
}

func show(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return formatNumber(v)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// name is the expression's source, in one way of writing it.
func name(e parse.Expr) string {
	var out strings.Builder
	writeName(&out, e)
	return out.String()
}

func writeName(out *strings.Builder, e parse.Expr) {
	list := func(open string, items []parse.Expr, end string) {
		out.WriteString(open)
		for i, item := range items {
			if i > 0 {
				out.WriteString(", ")
			}
			writeName(out, item)
		}
		out.WriteString(end)
	}
	switch e := e.(type) {
	case *parse.Reference:
		out.WriteString("$" + e.Name)
		for _, step := range e.Steps {
			switch {
			case step.Index:
				list("[", step.Args, "]")
			case step.Method != "":
				list("."+step.Method+"(", step.Args, ")")
			default:
				out.WriteString("." + step.Property)
			}
		}
	case *parse.StringLiteral:
		if e.Raw != "" {
			out.WriteString(e.Raw)
		} else {
			out.WriteString(strconv.Quote(e.Value))
		}
	case *parse.NumberLiteral:
		out.WriteString(e.Raw)
	case *parse.BoolLiteral:
		out.WriteString(strconv.FormatBool(e.Value))
	case *parse.ListLiteral:
		list("[", e.Items, "]")
	case *parse.MapLiteral:
		out.WriteString("{")
		for i := range e.Keys {
			if i > 0 {
				out.WriteString(", ")
			}
			writeName(out, e.Keys[i])
			out.WriteString(":")
			writeName(out, e.Values[i])
		}
		out.WriteString("}")
	case *parse.Range:
		list("[", []parse.Expr{e.From, e.To}, "]")
	case *parse.Binary:
		writeName(out, e.X)
		out.WriteString(" " + e.Op + " ")
		writeName(out, e.Y)
	case *parse.Not:
		out.WriteString("!")
		writeName(out, e.X)
	case *parse.Paren:
		list("(", []parse.Expr{e.X}, ")")
	case *parse.Word:
		out.WriteString(e.Name)
	}
}
