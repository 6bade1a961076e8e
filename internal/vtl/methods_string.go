package vtl

import (
	"math"
	"strings"
	"unicode"

	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/regex"
)

func recvString(c invocation) string { return c.recv.(string) }

func init() {
	define(stringClass, table{
		"length()":            func(c invocation) any { return java.Int(java.Length(recvString(c))) },
		"isEmpty()":           func(c invocation) any { return recvString(c) == "" },
		"charAt(i)":           func(c invocation) any { return java.CharAt(recvString(c), c.int(0)) },
		"codePointAt(i)":      func(c invocation) any { return java.CodePointAt(recvString(c), c.int(0)) },
		"concat(s)":           func(c invocation) any { return c.text(java.Normalize(recvString(c) + c.str(0))) },
		"contains(s)":         func(c invocation) any { return strings.Contains(recvString(c), c.str(0)) },
		"startsWith(s)":       func(c invocation) any { return strings.HasPrefix(recvString(c), c.str(0)) },
		"startsWith(si)":      stringStartsWithAt,
		"endsWith(s)":         func(c invocation) any { return strings.HasSuffix(recvString(c), c.str(0)) },
		"equalsIgnoreCase(s)": stringEqualsIgnoreCase,
		"compareTo(s)":        func(c invocation) any { return java.CompareStrings(recvString(c), c.str(0)) },
		"compareTo(o)":        compareSame,
		"compareToIgnoreCase(s)": func(c invocation) any {
			return java.CompareStrings(foldCase(recvString(c)), foldCase(c.str(0)))
		},
		"indexOf(s)":      func(c invocation) any { return java.IndexOf(recvString(c), c.str(0), 0) },
		"indexOf(si)":     func(c invocation) any { return java.IndexOf(recvString(c), c.str(0), c.int(1)) },
		"indexOf(i)":      func(c invocation) any { return java.IndexOf(recvString(c), codePoint(c, 0), 0) },
		"indexOf(ii)":     func(c invocation) any { return java.IndexOf(recvString(c), codePoint(c, 0), c.int(1)) },
		"lastIndexOf(s)":  func(c invocation) any { return java.LastIndexOf(recvString(c), c.str(0), math.MaxInt32) },
		"lastIndexOf(si)": func(c invocation) any { return java.LastIndexOf(recvString(c), c.str(0), c.int(1)) },
		"lastIndexOf(i)":  func(c invocation) any { return java.LastIndexOf(recvString(c), codePoint(c, 0), math.MaxInt32) },
		"lastIndexOf(ii)": func(c invocation) any { return java.LastIndexOf(recvString(c), codePoint(c, 0), c.int(1)) },
		"substring(i)":    func(c invocation) any { return c.text(java.SubstringFrom(recvString(c), c.int(0))) },
		"substring(ii)":   func(c invocation) any { return c.text(java.Substring(recvString(c), c.int(0), c.int(1))) },
		"subSequence(ii)": func(c invocation) any { return c.text(java.Substring(recvString(c), c.int(0), c.int(1))) },
		"replace(ss)": func(c invocation) any {
			return c.replaced(recvString(c), c.str(0), c.str(1))
		},
		"replace(cc)": func(c invocation) any {
			return c.replaced(recvString(c), java.String(c.args[0]), java.String(c.args[1]))
		},
		"trim()":           func(c invocation) any { return strings.TrimFunc(recvString(c), func(r rune) bool { return r <= ' ' }) },
		"toLowerCase()":    func(c invocation) any { return c.text(java.ToLower(recvString(c))) },
		"toUpperCase()":    func(c invocation) any { return c.text(java.ToUpper(recvString(c))) },
		"intern()":         func(c invocation) any { return c.recv },
		"toCharArray()":    stringToCharArray,
		"matches(s)":       stringMatches,
		"replaceAll(ss)":   func(c invocation) any { return c.replacePattern(true) },
		"replaceFirst(ss)": func(c invocation) any { return c.replacePattern(false) },
		"split(s)":         func(c invocation) any { return c.split(0) },
		"split(si)":        func(c invocation) any { return c.split(c.int(1)) },
		"join(sk)":         func(c invocation) any { return c.join(c.str(0), c.collection(1)) },
		"join(s+)":         func(c invocation) any { return c.join(c.str(0), c.args[1:]) },
		"valueOf(o)":       func(c invocation) any { return c.text(string(java.Append(nil, c.args[0], &c.st.budget))) },
	})
}

func codePoint(c invocation, i int) string {
	return java.FromCodePoint(c.args[i].(int32))
}

func stringStartsWithAt(c invocation) any {
	units, prefix := java.Units(recvString(c)), java.Units(c.str(0))
	from := c.int(1)
	if from < 0 || from > len(units)-len(prefix) {
		return false
	}
	for i, u := range prefix {
		if units[from+i] != u {
			return false
		}
	}
	return true
}

func stringEqualsIgnoreCase(c invocation) any {
	other, ok := c.args[0].(string)
	return ok && foldCase(recvString(c)) == foldCase(other)
}

// foldCase maps each character to upper and then lower case, which is how Java ignores case.
func foldCase(s string) string {
	return strings.Map(func(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) }, s)
}

func (c invocation) replaced(s, old, with string) any {
	if n := strings.Count(s, old); n > 0 {
		c.st.budget.Spend(n * len(with))
	}
	if old == "" {
		return c.text(java.Intersperse(s, with))
	}
	return c.text(java.Normalize(strings.ReplaceAll(s, old, with)))
}

func stringToCharArray(c invocation) any {
	units := java.Units(recvString(c))
	c.st.budget.Spend(16 * len(units))
	items := make([]any, len(units))
	for i, u := range units {
		items[i] = java.Char(u)
	}
	return &java.Array{Elem: "char", Items: items}
}

func (c invocation) pattern() *regex.Pattern {
	p, err := regex.Compile(c.str(0))
	if err != nil {
		panic(err)
	}
	return p
}

func stringMatches(c invocation) any {
	found := c.pattern().Matches(recvString(c))
	c.st.budget.CheckTime() // a search may take long whatever the length
	return found
}

func (c invocation) replacePattern(all bool) any {
	return c.pattern().Replace(recvString(c), c.str(1), all, &c.st.budget)
}

func (c invocation) split(limit int) any {
	parts := c.pattern().Split(recvString(c), limit, &c.st.budget)
	c.st.budget.Spend(16*len(parts) + len(recvString(c)))
	items := make([]any, len(parts))
	for i, p := range parts {
		items[i] = p
	}
	return &java.Array{Elem: "java.lang.String", Items: items}
}

func (c invocation) join(separator string, items []any) any {
	var text []byte
	for i, item := range items {
		if i > 0 {
			text = append(text, separator...)
			c.st.budget.Spend(len(separator))
		}
		switch item.(type) {
		case string, nil:
		default:
			panic(java.Throw("ClassCastException", "%s is not a CharSequence", java.ClassName(item)))
		}
		text = java.Append(text, item, &c.st.budget)
	}
	return java.Normalize(string(text))
}
