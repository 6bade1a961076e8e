package vtl

import (
	"encoding/base64"
	"unicode/utf8"

	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/jsonsmart"
)

// util is $util.
type util struct{}

// JavaClass stands for API Gateway's own class.
func (util) JavaClass() string { return "Util" }

// JavaString prints nothing, as API Gateway's own objects do (VTL-048).
func (util) JavaString() (string, error) { return "", nil }

func init() {
	define(utilClass, table{
		"escapeJavaScript(s)": utilEscape,
		"parseJson(s)":        utilParse,
		"urlEncode(s)":        func(c invocation) any { return c.text(urlEncode(java.ToUTF8(c.str(0)))) },
		"urlDecode(s)":        func(c invocation) any { return c.text(urlDecode(c.str(0))) },
		"base64Encode(s)": func(c invocation) any {
			return c.text(base64.StdEncoding.EncodeToString([]byte(java.ToUTF8(c.str(0)))))
		},
		"base64Decode(s)": func(c invocation) any { return c.text(base64Decode(c.str(0))) },
	})
}

func utilEscape(c invocation) any {
	s, ok := c.args[0].(string)
	if !ok {
		return nil
	}
	return c.text(escapeJavaScript(s))
}

// escapeJavaScript is commons-lang 2.6's: quotes of both kinds, backslashes, slashes and everything
// outside of ASCII are escaped. The \' is not valid JSON (VTL-056).
func escapeJavaScript(s string) string {
	out := make([]byte, 0, len(s)+16)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			_, size := java.DecodeRune(s[i:])
			for _, u := range java.Units(s[i : i+size]) {
				out = java.AppendEscape(out, u)
			}
			i += size - 1
		case c == '\'' || c == '"' || c == '\\' || c == '/':
			out = append(out, '\\', c)
		case c >= ' ':
			out = append(out, c)
		default:
			out = append(out, controlEscape(c)...)
		}
	}
	return string(out)
}

func controlEscape(c byte) []byte {
	switch c {
	case '\b':
		return []byte(`\b`)
	case '\n':
		return []byte(`\n`)
	case '\t':
		return []byte(`\t`)
	case '\f':
		return []byte(`\f`)
	case '\r':
		return []byte(`\r`)
	}
	return java.AppendEscape(nil, uint16(c))
}

// parsedCost is the memory, in bytes, that a byte of JSON counts as once it has been read.
const parsedCost = 4

func utilParse(c invocation) any {
	c.st.budget.Spend(parsedCost * len(c.str(0)))
	v, err := jsonsmart.Parse(c.str(0))
	if err != nil {
		panic(&java.Exception{Class: err.Error()})
	}
	return v
}

const upperHex = "0123456789ABCDEF"

// urlEncode is java.net.URLEncoder: form encoding of UTF-8.
func urlEncode(s string) string {
	out := make([]byte, 0, len(s)+16)
	for i := range len(s) {
		switch c := s[i]; {
		case isLetter(c) || isDigit(c) || c == '.' || c == '-' || c == '*' || c == '_':
			out = append(out, c)
		case c == ' ':
			out = append(out, '+')
		default:
			out = append(out, '%', upperHex[c>>4], upperHex[c&15])
		}
	}
	return string(out)
}

// urlDecode is java.net.URLDecoder: malformed escapes throw, bytes that are not UTF-8 become U+FFFD.
func urlDecode(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '+':
			out = append(out, ' ')
		case '%':
			var run []byte
			for i < len(s) && s[i] == '%' {
				run = append(run, hexByte(s, i+1))
				i += 3
			}
			i--
			out = append(out, java.FromUTF8(run)...)
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

func hexByte(s string, i int) byte {
	if i+2 > len(s) {
		panic(java.Throw("IllegalArgumentException", "URLDecoder: Incomplete trailing escape (%%) pattern"))
	}
	hi, ok1 := hexDigit(s[i])
	lo, ok2 := hexDigit(s[i+1])
	if !ok1 || !ok2 {
		panic(java.Throw("IllegalArgumentException", "URLDecoder: Illegal hex characters in escape (%%) pattern: %q", s[i:i+2]))
	}
	return hi<<4 | lo
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case isDigit(c):
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

func base64Decode(s string) string {
	encoding := base64.StdEncoding
	if len(s)%4 != 0 || s == "" {
		encoding = base64.RawStdEncoding
	}
	for i := range len(s) {
		if s[i] == '\n' || s[i] == '\r' {
			panic(java.Throw("IllegalArgumentException", "Illegal base64 character %x", s[i]))
		}
	}
	b, err := encoding.DecodeString(s)
	if err != nil {
		panic(java.Throw("IllegalArgumentException", "%v", err))
	}
	return java.FromUTF8(b)
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
