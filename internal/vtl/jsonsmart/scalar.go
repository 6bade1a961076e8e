package jsonsmart

import (
	"math/big"
	"strconv"
	"strings"
	"unicode/utf8"

	"lambdaless/internal/vtl/java"
)

func (p *parser) str() string {
	quote := p.c
	start := p.pos + 1
	i := strings.IndexByte(p.in[start:], quote)
	if i < 0 {
		p.unexpectedEnd(len(p.in), "null")
	}
	if s := p.in[start : start+i]; strings.IndexByte(s, '\\') < 0 {
		p.pos = start + i
		p.read()
		return s
	}
	return p.escaped(quote)
}

// escaped reads a string with escapes. Control characters are left out, as json-smart does when there
// are escapes; an unknown escape stands for nothing.
func (p *parser) escaped(quote byte) string {
	var out []byte
	units := false // surrogates have been written one by one
	for {
		p.read()
		switch c := p.c; {
		case c == end:
			p.unexpectedEnd(p.pos-1, "null")
		case c == quote:
			p.read()
			if units {
				return java.Normalize(string(out))
			}
			return string(out)
		case c == '\\':
			p.read()
			if p.c == 'u' || p.c == 'x' {
				units = true
			}
			out = p.escape(out)
		case c < ' ' || c == 0x7f:
		default:
			out = append(out, c)
		}
	}
}

func (p *parser) escape(out []byte) []byte {
	switch p.c {
	case 't':
		return append(out, '\t')
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 'f':
		return append(out, '\f')
	case 'b':
		return append(out, '\b')
	case '\\', '/', '\'', '"':
		return append(out, p.c)
	case 'u':
		return append(out, java.FromUnits([]uint16{p.unicode(4)})...)
	case 'x':
		return append(out, java.FromUnits([]uint16{p.unicode(2)})...)
	}
	if p.c >= utf8.RuneSelf { // the whole character is dropped
		_, size := utf8.DecodeRuneInString(p.in[p.pos:])
		p.pos += size - 1
	}
	return out
}

func (p *parser) unicode(digits int) uint16 {
	var n uint16
	for range digits {
		p.read()
		c := p.c
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c == end:
			p.unexpectedEnd(p.pos, "EOF")
		default:
			p.fail("Unexpected unicode escape sequence %c at position %d.", c, p.units(p.pos))
		}
		n = n*16 + uint16(c)
	}
	return n
}

func (p *parser) digits() {
	for p.c >= '0' && p.c <= '9' {
		p.read()
	}
}

// number reads a number, or text that begins like one.
func (p *parser) number(stop func(byte) bool) any {
	start := p.pos
	p.read()
	p.digits()
	if p.c != '.' && p.c != 'e' && p.c != 'E' {
		if p.numberEnds(stop) {
			return integer(p.short(p.trimmed(start)))
		}
		return p.rest(start, stop)
	}
	if p.c == '.' {
		p.read()
		p.digits()
	}
	if p.c == 'e' || p.c == 'E' {
		p.read()
		if p.c != '+' && p.c != '-' && (p.c < '0' || p.c > '9') {
			return p.rest(start, stop)
		}
		p.read()
		p.digits()
	}
	if p.numberEnds(stop) {
		return p.float(p.short(p.trimmed(start)))
	}
	return p.rest(start, stop)
}

// maxNumber bounds a number's length in characters: reading one takes time that grows with its square,
// and a body of 10 MB may be a single number.
const maxNumber = 10_000

func (p *parser) short(number string) string {
	if len(number) > maxNumber {
		p.fail("A number of %d characters ends at position %d; at most %d are read.", len(number), p.units(p.pos), maxNumber)
	}
	return number
}

func (p *parser) numberEnds(stop func(byte) bool) bool {
	p.skipSpace()
	return p.c >= '~' || p.c == end || stop(p.c)
}

func (p *parser) rest(start int, stop func(byte) bool) any {
	p.skipBare(stop)
	return p.trimmed(start)
}

// integer reads an Integer, Long or BigInteger.
func integer(s string) any {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		if n == int64(int32(n)) { // that is the question
			return java.Int(int(n))
		}
		return n
	}
	if n, ok := new(big.Int).SetString(s, 10); ok {
		return n
	}
	return java.Int(0) // a lone minus
}

// float reads a Double, or a BigDecimal when the number is longer than 18 characters.
func (p *parser) float(s string) any {
	if len(s) > 18 {
		if d, ok := java.ParseDecimal(s); ok {
			return d
		}
		p.fail("Unexpected exception java.lang.NumberFormatException occur at position %d.", p.units(p.pos))
	}
	f, err := strconv.ParseFloat(s, 64)
	if f == 0 && err != nil {
		p.fail("Unexpected exception java.lang.NumberFormatException occur at position %d.", p.units(p.pos))
	}
	return f
}
