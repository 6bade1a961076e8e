package flow

import (
	"slices"
	"strconv"
	"strings"
)

// Placeholder is text that is not in the template.
type Placeholder struct {
	// Expr is the expression that made it, as in the template.
	Expr  string
	Class Class
	// NonEmpty tells that the text has at least one character.
	NonEmpty bool
	// Value tells that the text is always one whole JSON value.
	Value bool
	// Origins are what it was made from, sorted.
	Origins []Origin
	// Sources are what it was made from: claims of $context.authorizer as "sub" or "principalId",
	// "identity.userArn" and its like, parameters as "params.name", and members of the backend's answer as "answer.Item".
	Sources []string
	// Parts are literals of the template that it was put together from.
	Parts []string
	// Composed tells that it stands for a text that is put together from parts, in an order and number
	// that only a request decides.
	Composed bool
	// Bounded tells that it is a number with a known range.
	Bounded bool
	// Kind is the kind of JSON that it writes outside of quotes, where that is known: "string", "number",
	// "boolean", "list", "object", or "". A text that is a number, such as a checked parameter, writes a number.
	Kind string
	// Whole tells that texts of different values of its sources differ: a part of a claim, or its length, may be the
	// same for two users.
	Whole bool
	// Name says which value it is: two placeholders with one name write the same text in one rendering. Empty is not known.
	Name string
	// Line is the template's line; Offset is where the reference that rendered it stands in the source.
	Line, Offset int
}

// From reports whether something of the placeholder comes from an origin.
func (p *Placeholder) From(origin Origin) bool { return slices.Contains(p.Origins, origin) }

// OnlyFrom reports whether everything in it comes from one origin.
func (p *Placeholder) OnlyFrom(origin Origin) bool { return len(p.Origins) == 1 && p.From(origin) }

// InString reports whether its text can stand within a JSON string.
func (p *Placeholder) InString() bool { return p.Class.InString() }

// IsValue reports whether its text can stand where a JSON value does.
func (p *Placeholder) IsValue() bool { return p.Value }

func placeholder(s *symbol, expr string, line int) *Placeholder {
	p := &Placeholder{
		Expr: s.expr, Class: s.class, NonEmpty: s.nonEmpty, Value: s.isValueText(), Origins: s.origins, Sources: s.sources,
		Parts: s.parts, Composed: s.composed, Bounded: s.bounded(), Whole: s.whole, Name: s.name, Line: line,
	}
	if expr != "" {
		p.Expr = expr
	}
	kinds := s.kinds &^ isNothing
	if s.class == JSON {
		kinds = s.jsonKinds
	}
	switch {
	case s.class == Number, kinds == isNumber:
		p.Kind = "number"
	case s.class == Bool, kinds == isBool:
		p.Kind = "boolean"
	case kinds == isString:
		p.Kind = "string"
	case s.class == JSON && kinds == isList:
		p.Kind = "list"
	case s.class == JSON && kinds == isMap:
		p.Kind = "object"
	}
	return p
}

// Piece is literal text, or a placeholder.
type Piece struct {
	Text        string
	Placeholder *Placeholder
	symbol      *symbol
	line        int
}

// Text is a text with placeholders.
type Text []Piece

// Literal returns the text if it has no placeholders.
func (t Text) Literal() (string, bool) {
	if len(t) == 1 && t[0].Placeholder == nil {
		return t[0].Text, true
	}
	var out strings.Builder
	for _, p := range t {
		if p.Placeholder != nil {
			return "", false
		}
		out.WriteString(p.Text)
	}
	return out.String(), true
}

// Placeholders are the placeholders in it.
func (t Text) Placeholders() []*Placeholder {
	var all []*Placeholder
	for _, p := range t {
		if p.Placeholder != nil {
			all = append(all, p.Placeholder)
		}
	}
	return all
}

// String shows the text with its placeholders as their expressions.
func (t Text) String() string {
	var out strings.Builder
	for _, p := range t {
		if p.Placeholder != nil {
			out.WriteString("‹" + p.Placeholder.Expr + "›")
		} else {
			out.WriteString(p.Text)
		}
	}
	return out.String()
}

func (t Text) key() string {
	if len(t) == 1 && t[0].symbol == nil && !strings.HasPrefix(t[0].Text, "\x00") {
		return t[0].Text
	}
	out := []byte{0}
	for _, p := range t {
		if p.symbol != nil {
			out = framed(append(out, '$'), p.symbol.key())
		} else {
			out = framed(out, p.Text)
		}
	}
	return string(out)
}

// framed appends a part of a key. Its length goes before it: otherwise a text that holds what separates parts would
// make two different keys one.
func framed(out []byte, part string) []byte {
	return append(append(strconv.AppendInt(out, int64(len(part)), 10), ':'), part...)
}

// plus appends a piece; literals that meet become one.
func (t Text) plus(p Piece) Text {
	if p.Placeholder == nil && p.Text == "" {
		return t
	}
	n := len(t)
	if n > 0 && p.Placeholder == nil && t[n-1].Placeholder == nil {
		c := slices.Clone(t)
		c[n-1].Text += p.Text
		return c
	}
	return append(t[:n:n], p)
}
