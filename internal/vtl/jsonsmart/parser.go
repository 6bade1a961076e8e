// Package jsonsmart reads JSON as json-smart 2 does in its permissive mode, as API Gateway reads
// bodies: quotes may be single or missing, commas superfluous, numbers padded with zeros,
// and what follows the value is ignored. Objects become *java.Map, arrays json-smart's JSONArray.
package jsonsmart

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"lambdaless/internal/vtl/java"
)

// maxDepth is how deeply arrays and objects may be nested.
const maxDepth = 400

// ParseError is json-smart's ParseException.
type ParseError struct{ Message string }

// Error is the text that Java prints for it.
func (e *ParseError) Error() string { return "net.minidev.json.parser.ParseException: " + e.Message }

// end stands for the end of the text, as it does in json-smart: the character itself ends it, too.
const end = 0x1a

type parser struct {
	in    string
	pos   int
	c     byte // the first byte of the current character
	depth int
}

// Parse reads one value. Characters are counted in UTF-16 code units in errors, as Java counts them.
func Parse(text string) (v any, err error) {
	p := &parser{in: text, pos: -1}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case *ParseError:
			v, err = nil, r
		default:
			panic(r)
		}
	}()
	p.read()
	return p.value(func(byte) bool { return false }), nil
}

func (p *parser) read() {
	p.pos++
	p.load()
}

func (p *parser) load() {
	p.c = end
	if p.pos < len(p.in) {
		p.c = p.in[p.pos]
	}
}

// units is a position in code units.
func (p *parser) units(pos int) int {
	switch {
	case pos < 0:
		return pos
	case pos > len(p.in):
		return java.Length(p.in) + pos - len(p.in)
	}
	return java.Length(p.in[:pos])
}

func (p *parser) fail(format string, args ...any) { panic(&ParseError{fmt.Sprintf(format, args...)}) }

func (p *parser) unexpectedChar(pos int) {
	c := string(rune(end))
	if p.pos < len(p.in) {
		r, _ := utf8.DecodeRuneInString(p.in[p.pos:])
		c = string(r)
	}
	p.fail("Unexpected character (%s) at position %d.", c, p.units(pos))
}

func (p *parser) unexpectedEnd(pos int, what string) {
	p.fail("Unexpected End Of File position %d: %s", p.units(pos), what)
}

func (p *parser) enter() {
	if p.depth++; p.depth > maxDepth {
		p.fail("Malicious payload, having non natural depths, parsing stoped on %c at position %d.", p.c, p.units(p.pos))
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// value reads a value; stop says which characters end one without quotes.
func (p *parser) value(stop func(byte) bool) any {
	for isSpace(p.c) {
		p.read()
	}
	switch c := p.c; {
	case c == ':' || c == '}' || c == ']':
		p.unexpectedChar(p.pos)
	case c == '{':
		return p.object()
	case c == '[':
		return p.array()
	case c == '"' || c == '\'':
		return p.str()
	case c == '-' || c >= '0' && c <= '9':
		return p.number(stop)
	}
	switch s := p.bare(stop); s {
	case "null":
		return nil
	case "true":
		return true
	case "false":
		return false
	case "NaN":
		return math.NaN()
	default:
		return s
	}
}

// bare reads text without quotes.
func (p *parser) bare(stop func(byte) bool) string {
	start := p.pos
	p.skipBare(stop)
	return p.trimmed(start)
}

func (p *parser) skipBare(stop func(byte) bool) {
	for p.c != end && !stop(p.c) {
		p.read()
	}
}

func (p *parser) trimmed(start int) string {
	return strings.TrimFunc(p.in[start:min(p.pos, len(p.in))], func(r rune) bool { return r <= ' ' })
}

func stopInArray(c byte) bool  { return c == ',' || c == ']' }
func stopInObject(c byte) bool { return c == ',' || c == '}' }
func stopInKey(c byte) bool    { return c == ':' }

func (p *parser) array() any {
	p.enter()
	list := java.NewJSONArray()
	p.read()
	for {
		switch c := p.c; {
		case isSpace(c) || c == ',':
			p.read()
		case c == ']':
			p.depth--
			p.read()
			return list
		case c == ':' || c == '}':
			p.unexpectedChar(p.pos)
		case c == end:
			p.unexpectedEnd(p.pos-1, "EOF")
		default:
			list.Items = append(list.Items, p.value(stopInArray))
		}
	}
}

func (p *parser) object() any {
	p.enter()
	m := java.NewMap()
	for {
		p.read()
		switch c := p.c; {
		case isSpace(c) || c == ',':
			continue
		case c == ':' || c == '[' || c == ']' || c == '{':
			p.unexpectedChar(p.pos)
		case c == '}':
			p.depth--
			p.read()
			return m
		}
		if p.member(m) {
			return m
		}
	}
}

// member reads a key and its value, and reports whether the object ends after it. json-smart 2.2 forgets
// to count the depth down then, so that 400 objects are too many however they are nested; later
// versions, which API Gateway must have, do not.
func (p *parser) member(m *java.Map) (done bool) {
	var key string
	if p.c == '"' || p.c == '\'' {
		key = p.str()
	} else {
		key = p.bare(stopInKey)
	}
	p.skipSpace()
	switch p.c {
	case ':':
	case end:
		p.unexpectedEnd(p.pos-1, "null")
	default:
		p.unexpectedChar(p.pos - 1)
	}
	p.read()
	if p.pos >= len(p.in) {
		p.unexpectedEnd(p.pos-1, "EOF")
	}
	m.Put(key, p.value(stopInObject))
	p.skipSpace()
	switch p.c {
	case '}':
		p.depth--
		p.read()
		return true
	case ',':
		return false
	case end:
		p.unexpectedEnd(p.pos-1, "null")
	}
	p.fail("Unexpected token %c at position %d.", p.c, p.units(p.pos-1))
	return false
}

func (p *parser) skipSpace() {
	for p.c <= ' ' && p.c != end {
		p.read()
	}
}
