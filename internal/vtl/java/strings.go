package java

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CharAt is String.charAt.
func CharAt(s string, i int) Char {
	if isASCII(s) {
		checkIndex(i, len(s))
		return Char(s[i])
	}
	units := Units(s)
	checkIndex(i, len(units))
	return Char(units[i])
}

// CodePointAt is String.codePointAt.
func CodePointAt(s string, i int) any {
	units := Units(s)
	checkIndex(i, len(units))
	r, _ := DecodeRune(FromUnits(units[i:min(i+2, len(units))]))
	return Int(int(r))
}

func checkIndex(i, n int) {
	if i < 0 || i >= n {
		panic(Throw("StringIndexOutOfBoundsException", "index %d, length %d", i, n))
	}
}

// FromCodePoint is the string of one code point. It is empty for what is none.
func FromCodePoint(n int32) string {
	switch {
	case n < 0 || n > unicode.MaxRune:
		return "\xff" // found in no string
	case n < 0x10000:
		return FromUnits([]uint16{uint16(n)}) // below 0x10000
	}
	return string(rune(n))
}

// SubstringFrom is String.substring(begin).
func SubstringFrom(s string, begin int) string { return Substring(s, begin, Length(s)) }

// Substring is String.substring(begin, end).
func Substring(s string, begin, end int) string {
	ascii := isASCII(s)
	n := len(s)
	var units []uint16
	if !ascii {
		units = Units(s)
		n = len(units)
	}
	if begin < 0 || end > n || begin > end {
		panic(Throw("StringIndexOutOfBoundsException", "begin %d, end %d, length %d", begin, end, n))
	}
	if ascii {
		return s[begin:end]
	}
	return FromUnits(units[begin:end])
}

// IndexOf is String.indexOf(sub, from).
func IndexOf(s, sub string, from int) any {
	if from <= 0 {
		i := strings.Index(s, sub)
		if i <= 0 || isASCII(s) {
			return Int(i)
		}
		return Int(Length(s[:i]))
	}
	begin := offset(s, from)
	if begin == len(s) {
		if sub == "" {
			return Int(Length(s))
		}
		return Int(-1)
	}
	if i := strings.Index(s[begin:], sub); i >= 0 {
		return Int(from + Length(s[begin:begin+i]))
	}
	return Int(-1)
}

// offset is where the n-th character begins in bytes, or the length. In the middle of a surrogate pair
// it is the next one's.
func offset(s string, n int) int {
	if n >= len(s) {
		return len(s)
	}
	if isASCII(s) {
		return n
	}
	i := 0
	for n > 0 && i < len(s) {
		r, size := DecodeRune(s[i:])
		if n--; r >= 0x10000 {
			n--
		}
		i += size
	}
	return i
}

// LastIndexOf is String.lastIndexOf(sub, from).
func LastIndexOf(s, sub string, from int) any {
	end := len(s)
	if from < 0 {
		return Int(-1)
	}
	if at := offset(s, from); at < len(s) {
		if Length(s[:at]) > from { // in the middle of a surrogate pair
			at--
		}
		end = min(len(s), at+len(sub))
	}
	i := strings.LastIndex(s[:end], sub)
	if i <= 0 {
		return Int(i)
	}
	return Int(Length(s[:i]))
}

// CompareStrings is String.compareTo.
func CompareStrings(a, b string) any {
	x, y := Units(a), Units(b)
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return Int(int(x[i]) - int(y[i]))
		}
	}
	return Int(len(x) - len(y))
}

// Intersperse puts a string before every character and behind the last.
func Intersperse(s, with string) string {
	var b strings.Builder
	b.WriteString(with)
	for _, u := range Units(s) {
		b.WriteString(FromUnits([]uint16{u}))
		b.WriteString(with)
	}
	return Normalize(b.String())
}

// ToUpper is String.toUpperCase: characters like ß become several.
func ToUpper(s string) string {
	if !strings.ContainsAny(s, specialUpper) {
		return mapRunes(s, unicode.ToUpper)
	}
	var b strings.Builder
	for _, r := range s {
		if u, ok := specialUppers[r]; ok {
			b.WriteString(u)
			continue
		}
		b.WriteRune(unicode.ToUpper(r))
	}
	return b.String()
}

const specialUpper = "ßŉǰΐΰևẖẗẘẙẚﬀﬁﬂﬃﬄﬅﬆ"

// specialUppers are from Unicode's SpecialCasing.txt, the unconditional mappings in common use.
var specialUppers = map[rune]string{
	'ß': "SS", 'ŉ': "ʼN", 'ǰ': "J̌", 'ΐ': "Ϊ́", 'ΰ': "Ϋ́", 'և': "ԵՒ",
	'ẖ': "H̱", 'ẗ': "T̈", 'ẘ': "W̊", 'ẙ': "Y̊", 'ẚ': "Aʾ",
	'ﬀ': "FF", 'ﬁ': "FI", 'ﬂ': "FL", 'ﬃ': "FFI", 'ﬄ': "FFL", 'ﬅ': "ST", 'ﬆ': "ST",
}

// ToLower is String.toLowerCase: a capital sigma at the end of a word becomes the final form.
func ToLower(s string) string {
	if !strings.ContainsAny(s, "Σİ") {
		return mapRunes(s, unicode.ToLower)
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == 'İ':
			b.WriteString("i̇")
		case r == 'Σ' && finalSigma(s, i):
			b.WriteRune('ς')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

func finalSigma(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+len("Σ"):])
	return unicode.IsLetter(before) && !unicode.IsLetter(after)
}

// mapRunes maps every code point and leaves lone surrogates alone.
func mapRunes(s string, f func(rune) rune) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		r, size := DecodeRune(s[i:])
		if r >= 0xd800 && r < 0xe000 {
			b = append(b, s[i:i+size]...)
		} else {
			b = utf8.AppendRune(b, f(r))
		}
		i += size
	}
	return string(b)
}
