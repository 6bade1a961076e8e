package flow

import (
	"slices"
	"strings"
)

// Form says in which places a hole's text is safe.
type Form int

// The forms, from the least safe.
const (
	// Raw is anything: it may hold a quote, a brace, a line end.
	Raw Form = iota
	// Escaped is the result of $util.escapeJavaScript: safe in a JSON string but for \', which is not
	// JSON (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html).
	Escaped
	// Quotable is safe within a JSON string.
	Quotable
	// JSON is a whole JSON value, such as $input.json returns: safe outside of strings.
	JSON
	// Word has no character that means something in JSON, such as an id: every part of it is safe
	// within a JSON string too.
	Word
	// Plain is a number or a boolean: a whole JSON value, and safe within a JSON string.
	Plain
)

// String names the form for people.
func (f Form) String() string {
	return [...]string{"raw", "escaped but for \\'", "escaped", "JSON", "a word", "plain"}[f]
}

// Origin says where a hole's text comes from.
type Origin string

// The origins. A client decides about Client; an identity provider about Claims; AWS about Gateway;
// the program about Program; what is stored about Backend.
const (
	Client  Origin = "client"
	Claims  Origin = "claims"
	Gateway Origin = "gateway"
	Program Origin = "program"
	Backend Origin = "backend"
)

// Hole is text that is not in the template.
type Hole struct {
	// Expr is the expression that made it, as in the template.
	Expr string
	Form Form
	// Origins are what it was made from, sorted.
	Origins []Origin
	// BodyPath is the JSONPath of a Raw hole that is exactly $input.path('...') of it as the
	// client sent it, empty otherwise.
	BodyPath string
	// Line is the template's line, from 1.
	Line int
}

// From reports whether something of the hole comes from an origin.
func (h *Hole) From(origin Origin) bool { return slices.Contains(h.Origins, origin) }

func union(lists ...[]Origin) []Origin {
	var all []Origin
	for _, list := range lists {
		all = append(all, list...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// InString reports whether the hole's text can stand within a JSON string.
func (h *Hole) InString() bool { return h.Form == Quotable || h.Form == Word || h.Form == Plain }

// IsValue reports whether the hole's text can stand where a JSON value does.
func (h *Hole) IsValue() bool { return h.Form == JSON || h.Form == Plain }

// Piece is literal text, or a hole.
type Piece struct {
	Text string
	Hole *Hole
	// line is where a text begins.
	line int
}

// Text is a text with holes.
type Text []Piece

// Literal returns the text if it has no holes.
func (t Text) Literal() (string, bool) {
	var out strings.Builder
	for _, p := range t {
		if p.Hole != nil {
			return "", false
		}
		out.WriteString(p.Text)
	}
	return out.String(), true
}

// Holes are the holes in it.
func (t Text) Holes() []*Hole {
	var holes []*Hole
	for _, p := range t {
		if p.Hole != nil {
			holes = append(holes, p.Hole)
		}
	}
	return holes
}

// String shows the text with its holes as their expressions.
func (t Text) String() string {
	var out strings.Builder
	for _, p := range t {
		if p.Hole != nil {
			out.WriteString("‹" + p.Hole.Expr + "›")
		} else {
			out.WriteString(p.Text)
		}
	}
	return out.String()
}
