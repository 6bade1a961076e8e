package java

import (
	"math"
	"unicode/utf8"
)

// JSONStyle is one of json-smart's ways to write JSON.
type JSONStyle uint8

// JSONNoCompress is how a JSONArray prints itself: it escapes "/" as well. JSONLTCompress is how
// Jayway JsonPath writes JSON; in spite of its name it differs only in leaving "/" alone.
const (
	JSONNoCompress JSONStyle = iota
	JSONLTCompress
)

// AppendJSON appends the value as json-smart writes it: compact, control characters and U+007F to
// U+009F and U+2000 to U+20FF escaped. It spends and panics as Append does.
func AppendJSON(dst []byte, v any, style JSONStyle, b *Budget) []byte {
	return printer{b}.json(dst, v, style, 0)
}

func (p printer) json(dst []byte, v any, style JSONStyle, depth int) []byte {
	checkDepth(depth)
	switch v := v.(type) {
	case string:
		p.budget.Spend(len(v) + 2)
		return appendQuoted(dst, v, style)
	case Char:
		return appendQuoted(dst, String(v), style)
	case float64:
		if math.IsInf(v, 0) {
			return append(dst, "null"...)
		}
	case *List:
		return p.jsonItems(dst, v.Items, style, depth)
	case *Array:
		return p.jsonItems(dst, v.Items, style, depth)
	case *View:
		return p.jsonItems(dst, v.Items(), style, depth)
	case *Map:
		p.budget.Spend(2 + 4*v.Len())
		dst = append(dst, '{')
		for i, e := range v.entries {
			if i > 0 {
				dst = append(dst, ',')
			}
			if e.Key == nil {
				panic(Throw("NullPointerException", "a map with a null key has no JSON"))
			}
			dst = appendQuoted(dst, String(e.Key), style)
			dst = append(dst, ':')
			dst = p.json(dst, e.Value, style, depth+1)
		}
		return append(dst, '}')
	}
	return p.append(dst, v, depth)
}

func (p printer) jsonItems(dst []byte, items []any, style JSONStyle, depth int) []byte {
	p.budget.Spend(2 + len(items))
	dst = append(dst, '[')
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = p.json(dst, item, style, depth+1)
	}
	return append(dst, ']')
}

const upperHex = "0123456789ABCDEF"

// AppendEscape appends \uXXXX with upper-case digits.
func AppendEscape(dst []byte, unit uint16) []byte {
	return append(dst, '\\', 'u', upperHex[unit>>12], upperHex[unit>>8&15], upperHex[unit>>4&15], upperHex[unit&15])
}

func appendQuoted(dst []byte, s string, style JSONStyle) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '/' {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			if c != '/' || style == JSONNoCompress {
				dst = append(dst, s[start:i]...)
				dst = appendEscaped(dst, c)
				start = i + 1
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r <= 0x9f || r >= 0x2000 && r <= 0x20ff {
			dst = append(dst, s[start:i]...)
			dst = AppendEscape(dst, uint16(r)) // at most 0x20ff
			start = i + size
		}
		i += size
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

func appendEscaped(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\', '/':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	return AppendEscape(dst, uint16(c))
}
