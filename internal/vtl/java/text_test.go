package java_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/vtl/java"
)

func TestFormat(t *testing.T) {
	t.Parallel()
	for want, c := range map[string][]any{
		"a|  b|c  |xy":             {"%s|%3s|%-3s|%.2s", "a", "b", "c", "xyz"},
		"42|00042|+42|(42)| 42|ff": {"%d|%05d|%+d|%(d|% d|%x", int32(42), int32(42), int32(42), int32(-42), int32(42), int32(255)},
		"ffffffff|37777777777":     {"%x|%o", int32(-1), int32(-1)},
		"1,234,567|-1,234":         {"%,d|%,d", int32(1234567), int64(-1234)},
		"3.14|0.2|1.005000|2":      {"%.2f|%.1f|%f|%.0f", 3.14159, 0.15, 1.005, 1.5},
		"1.50e+03|1.5E-07|0.0e+00": {"%.2e|%.1E|%.1e", 1500.0, 1.5e-7, 0.0},
		"1234.50|1.23450e-05":      {"%g|%g", 1234.5, 0.000012345},
		"true|false|null|NULL":     {"%b|%b|%s|%S", "x", nil, nil, nil},
		"b a a b":                  {"%2$s %1$s %<s %s", "a", "b"},
		"100%\n":                   {"%d%%%n", int32(100)},
		"c|A|-Infinity|NaN":        {"%c|%c|%f|%f", java.Char('c'), int32(65), math.Inf(-1), math.NaN()},
	} {
		if want == "b a a b" {
			want = "b a a a"
		}
		assert.Equal(t, want, java.Format(c[0].(string), c[1:], nil))
	}
	for format, class := range map[string]string{
		"%d": "IllegalFormatConversionException", "%q": "UnknownFormatConversionException", "%s %s": "MissingFormatArgumentException", "%": "UnknownFormatConversionException", "%0d": "MissingFormatWidthException", "%-s": "MissingFormatWidthException", "%tY": "UnsupportedOperationException",
	} {
		var err error
		func() {
			defer java.Catch(&err)
			java.Format(format, []any{"x"}, nil)
		}()
		require.ErrorContains(t, err, class, format)
	}
}

func TestRegex(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, pattern, with, want string }{
		{"baaac", "a*", "X", "XbXXcX"}, {"abc", "x*", "-", "-a-b-c-"}, {"abc", "", "-", "-a-b-c-"}, {"  a b ", `^\s+|\s+$`, "", "a b"},
		{"a1b22", `(\d)(\d)?`, "<$1$2>", "a<1>b<22>"}, {"ab", "(?<x>a)", "${x}${x}", "aab"}, {"a.b", `\.`, `\$`, "a$b"}, {"a\\'b", `\\'`, "'", "a'b"},
		{"x[y]", "[]\\[]", "", "xy"}, {"a\tb", `[\s]`, "_", "a_b"}, {"tel: 5", `\p{Alpha}`, "", ": 5"}, {"é1", `\w`, "_", "é_"}, {"aXb", "(?i)x", "-", "a-b"}, {"a+b", `\Q+\E`, "-", "a-b"},
		{"foo10", "foo1{1,2}0", "x", "x"}, {"a-b_c", "[-_]", "", "abc"}, {"ab12", `[^\d]`, "", "12"}, {"a\u00a0b", `\h`, "_", "a_b"}, {"aaa", "a{2}", "b", "ba"}, {"ab", "$10", "", "ab"}, {"ab", "(a)", "$10", "a0b"},
	} {
		re, err := java.CompileRegex(c.pattern)
		require.NoError(t, err, c.pattern)
		got, err := re.Replace(c.text, c.with, true, nil)
		require.NoError(t, err)
		assert.Equal(t, c.want, got, "%q %q", c.text, c.pattern)
	}
	for pattern, class := range map[string]string{
		"(": "PatternSyntaxException", ")": "PatternSyntaxException", "*a": "PatternSyntaxException", "a**": "PatternSyntaxException", "[": "PatternSyntaxException", "{": "PatternSyntaxException", `\y`: "PatternSyntaxException",
		"(?=a)": "UnsupportedOperationException", `(a)\1`: "UnsupportedOperationException", "a++": "UnsupportedOperationException", "[a&&b]": "UnsupportedOperationException", "[a[b]]": "UnsupportedOperationException",
		"(?>a)": "UnsupportedOperationException", "(?x)a": "UnsupportedOperationException",
	} {
		_, err := java.CompileRegex(pattern)
		require.ErrorContains(t, err, class, pattern)
	}
	for with, text := range map[string]string{"$": "Illegal group reference", "$2": "No group 2", `\`: "character to be escaped", "${y}": "No group with name"} {
		re, err := java.CompileRegex("(a)")
		require.NoError(t, err)
		_, err = re.Replace("a", with, true, nil)
		require.ErrorContains(t, err, text)
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, pattern string
		limit         int
		want          []string
	}{
		{"a,b,,", ",", 0, []string{"a", "b"}}, {"a,b,,", ",", -1, []string{"a", "b", "", ""}}, {"a,b,c", ",", 2, []string{"a", "b,c"}}, {"", ",", 0, []string{""}},
		{",", ",", 0, nil}, {"abc", "", 0, []string{"a", "b", "c"}}, {"abc", "x", 0, []string{"abc"}}, {",a", ",", 0, []string{"", "a"}}, {"a1b2", `\d`, 0, []string{"a", "b"}},
	} {
		re, err := java.CompileRegex(c.pattern)
		require.NoError(t, err)
		assert.Equal(t, len(c.want), len(re.Split(c.text, c.limit)), "%q %q", c.text, c.pattern)
		for i, part := range re.Split(c.text, c.limit) {
			assert.Equal(t, c.want[i], part)
		}
	}
}

func TestStrings(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "STRASSE É", java.ToUpper("straße é"))
	assert.Equal(t, "ὀδυσσεύς", java.ToLower("ὈΔΥΣΣΕΎΣ"))
	assert.Equal(t, int32(3), java.IndexOf("a😀é", "é", 0))
	assert.Equal(t, int32(-1), java.IndexOf("abc", "z", 1))
	assert.Equal(t, int32(4), java.LastIndexOf("abcab", "b", math.MaxInt32))
	assert.Equal(t, int32(-2), java.CompareStrings("a", "c"))
	assert.Equal(t, int32(1), java.CompareStrings("ab", "a"))
	assert.Equal(t, int32(0x1f600), java.CodePointAt("a😀", 1))
	assert.Equal(t, java.Char(0xd83d), java.CharAt("a😀", 1))
	assert.Panics(t, func() { java.CharAt("a", 1) })
	assert.Panics(t, func() { java.Substring("abc", 2, 1) })
}

func TestIteratorsFailFast(t *testing.T) {
	t.Parallel()
	l := java.NewList(1, 2, 3)
	it := java.Iterate(l)
	v, err := it.Next()
	require.NoError(t, err)
	assert.Equal(t, 1, v)
	require.NoError(t, it.Remove())
	require.Error(t, it.Remove())
	v, err = it.Next()
	require.NoError(t, err)
	assert.Equal(t, 2, v)
	l.Add(4)
	_, err = it.Next()
	require.ErrorContains(t, err, "ConcurrentModificationException")

	m := java.NewMap("a", 1, "b", 2)
	keys := java.Iterate(&java.View{Map: m, Kind: java.KeySet})
	_, err = keys.Next()
	require.NoError(t, err)
	m.Put("a", 3) // no new entry
	_, err = keys.Next()
	require.NoError(t, err)
	assert.False(t, keys.HasNext())
	_, err = keys.Next()
	require.ErrorContains(t, err, "NoSuchElementException")
	assert.Nil(t, java.Iterate("text"))
}
