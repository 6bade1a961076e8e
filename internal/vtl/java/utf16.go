package java

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Units returns the UTF-16 code units of a WTF-8 string.
func Units(s string) []uint16 {
	units := make([]uint16, 0, len(s))
	for i := 0; i < len(s); {
		r, size := DecodeRune(s[i:])
		i += size
		if r >= 0x10000 {
			hi, lo := utf16.EncodeRune(r)
			units = append(units, uint16(hi), uint16(lo)) // surrogates fit
			continue
		}
		units = append(units, uint16(r)) // below 0x10000
	}
	return units
}

// FromUnits is the inverse of Units: pairs of surrogates become one code point.
func FromUnits(units []uint16) string {
	b := make([]byte, 0, len(units))
	for i := 0; i < len(units); i++ {
		u := units[i]
		if isHigh(u) && i+1 < len(units) && isLow(units[i+1]) {
			b = utf8.AppendRune(b, utf16.DecodeRune(rune(u), rune(units[i+1])))
			i++
			continue
		}
		b = appendUnit(b, u)
	}
	return string(b)
}

// DecodeRune is utf8.DecodeRuneInString that also decodes encoded surrogates. Bytes that are no
// encoding at all decode to U+FFFD.
func DecodeRune(s string) (rune, int) {
	r, size := utf8.DecodeRuneInString(s)
	if size == 1 && r == utf8.RuneError && isSurrogateAt(s) {
		return rune(s[0]&0x0f)<<12 | rune(s[1]&0x3f)<<6 | rune(s[2]&0x3f), 3
	}
	return r, size
}

func isSurrogateAt(s string) bool {
	return len(s) >= 3 && s[0] == 0xed && s[1] >= 0xa0 && s[1] <= 0xbf && s[2]&0xc0 == 0x80
}

func appendUnit(b []byte, u uint16) []byte {
	if isHigh(u) || isLow(u) {
		return append(b, 0xed, 0x80|byte(u>>6&0x3f), 0x80|byte(u&0x3f))
	}
	return utf8.AppendRune(b, rune(u))
}

func isHigh(u uint16) bool { return u >= 0xd800 && u < 0xdc00 }
func isLow(u uint16) bool  { return u >= 0xdc00 && u < 0xe000 }

// Length is String.length: the number of UTF-16 code units.
func Length(s string) int {
	if isASCII(s) {
		return len(s)
	}
	n := 0
	for i := 0; i < len(s); {
		r, size := DecodeRune(s[i:])
		i += size
		if r >= 0x10000 {
			n++
		}
		n++
	}
	return n
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Normalize joins surrogates that concatenation has brought together. It returns s itself when there
// is nothing to join.
func Normalize(s string) string {
	for i := strings.IndexByte(s, 0xed); i >= 0; {
		if isSurrogateAt(s[i:]) {
			return FromUnits(Units(s))
		}
		next := strings.IndexByte(s[i+1:], 0xed)
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return s
}

// ToUTF8 returns the string as Java encodes it: lone surrogates become question marks.
func ToUTF8(s string) string {
	s = Normalize(s)
	if utf8.ValidString(s) {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		r, size := DecodeRune(s[i:])
		switch {
		case r >= 0xd800 && r < 0xe000:
			b = append(b, '?')
		default:
			b = utf8.AppendRune(b, r)
		}
		i += size
	}
	return string(b)
}

// FromUTF8 decodes bytes as Java does: each maximal part of a broken sequence becomes one U+FFFD.
func FromUTF8(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	return strings.ToValidUTF8(string(explode(b)), "\ufffd")
}

// explode separates broken sequences, so that each is replaced on its own.
func explode(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r != utf8.RuneError || size > 1 {
			out = append(out, b[:size]...)
			b = b[size:]
			continue
		}
		out = append(out, "\ufffd"...)
		b = b[broken(b):]
	}
	return out
}

// broken is the length of the maximal part of a sequence that could have gone on.
func broken(b []byte) int {
	need := 0
	low, high := byte(0x80), byte(0xbf)
	switch c := b[0]; {
	case c >= 0xc2 && c <= 0xdf:
		need = 1
	case c >= 0xe0 && c <= 0xef:
		need = 2
		if c == 0xe0 {
			low = 0xa0
		}
		if c == 0xed {
			high = 0x9f
		}
	case c >= 0xf0 && c <= 0xf4:
		need = 3
		if c == 0xf0 {
			low = 0x90
		}
		if c == 0xf4 {
			high = 0x8f
		}
	}
	n := 1
	for n <= need && n < len(b) && b[n] >= low && b[n] <= high {
		n++
		low, high = 0x80, 0xbf
	}
	return n
}
