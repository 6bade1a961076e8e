package regex_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/regex"
)

func TestRegex(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, pattern, with, want string }{
		{"baaac", "a*", "X", "XbXXcX"}, {"abc", "x*", "-", "-a-b-c-"}, {"abc", "", "-", "-a-b-c-"}, {"  a b ", `^\s+|\s+$`, "", "a b"},
		{"a1b22", `(\d)(\d)?`, "<$1$2>", "a<1>b<22>"}, {"ab", "(?<x>a)", "${x}${x}", "aab"}, {"a.b", `\.`, `\$`, "a$b"}, {"a\\'b", `\\'`, "'", "a'b"},
		{"x[y]", "[]\\[]", "", "xy"}, {"a\tb", `[\s]`, "_", "a_b"}, {"tel: 5", `\p{Alpha}`, "", ": 5"}, {"é1", `\w`, "_", "é_"}, {"aXb", "(?i)x", "-", "a-b"}, {"a+b", `\Q+\E`, "-", "a-b"},
		{"foo10", "foo1{1,2}0", "x", "x"}, {"a-b_c", "[-_]", "", "abc"}, {"ab12", `[^\d]`, "", "12"}, {"a\u00a0b", `\h`, "_", "a_b"}, {"aaa", "a{2}", "b", "ba"}, {"ab", "$10", "", "ab"}, {"ab", "(a)", "$10", "a0b"},
		{"price 5 cost 7", `\d(?= cost)`, "x", "price x cost 7"}, {"aab", `(a)\1`, "<$1>", "<a>b"}, {"ab", `(?<l>a)(?<r>b)`, "${r}${l}", "ba"}, {"aaa", "a*+a", "x", "aaa"},
		{"ab1c", "[a-z&&[^b]]", "_", "_b1_"}, {"a1-", "[a[1]]", "_", "__-"}, {"x1y", "[^a-z[0]]", "_", "x_y"}, {"a\nb\r\nc\n", "(?m)$", ";", "a;\nb;\r\nc;\n;"},
		{"a\nb", "(?s)a.b", "x", "x"}, {"a\r\n", `a$`, "x", "x\r\n"}, {"KÉk", "(?i)k", "x", "xÉx"}, {"\u212a", "(?i)k", "x", "\u212a"}, {"éÉ", "(?iu)é", "x", "xx"},
		{"a b", "(?x) a \\ b # comment", "x", "x"}, {"é b", `\bb`, "x", "é x"}, {"a\tb c", `[\S&&[^b]]`, "_", "_\tb _"}, {"foobar", `(?<!foo)bar|(?<=foo)b`, "X", "fooXar"},
		{"aé1", `[\W]`, "_", "a_1"}, {"aé1", `\P{Alpha}`, "_", "a__"}, {"日本", `\p{IsHan}`, "x", "xx"}, {"x.y", `\x2e`, "-", "x-y"}, {"a-z", "[a\\-z]", "_", "___"},
	} {
		re, err := regex.Compile(c.pattern)
		require.NoError(t, err, c.pattern)
		assert.Equal(t, c.want, re.Replace(c.text, c.with, true, nil), "%q %q", c.text, c.pattern)
	}
	for pattern, class := range map[string]string{
		"(": "PatternSyntaxException", ")": "PatternSyntaxException", "*a": "PatternSyntaxException", "a**": "PatternSyntaxException", "[": "PatternSyntaxException",
		"{": "PatternSyntaxException", `\y`: "PatternSyntaxException", "[b-a]": "PatternSyntaxException", "a{2,1}": "PatternSyntaxException", `\k<x>`: "PatternSyntaxException",
		"(?<x>a)(?<x>b)": "PatternSyntaxException", "[a&&": "PatternSyntaxException", `\p{Nothing}`: "UnsupportedOperationException", "(?U)a": "UnsupportedOperationException",
		strings.Repeat("(a)", 101): "101 groups: at most 100", strings.Repeat("a", 10_001): "at most 10000",
	} {
		_, err := regex.Compile(pattern)
		require.ErrorContains(t, err, class, pattern)
	}
	for with, text := range map[string]string{
		"$": "java.lang.IllegalArgumentException: Illegal group reference: group index is missing", "$2": "java.lang.IndexOutOfBoundsException: No group 2",
		`\`: "java.lang.IllegalArgumentException: character to be escaped is missing", "${y}": "java.lang.IllegalArgumentException: No group with name {y}",
	} {
		re, err := regex.Compile("(a)")
		require.NoError(t, err)
		assert.PanicsWithError(t, text, func() { re.Replace("a", with, true, nil) })
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
		re, err := regex.Compile(c.pattern)
		require.NoError(t, err)
		assert.Equal(t, len(c.want), len(re.Split(c.text, c.limit, nil)), "%q %q", c.text, c.pattern)
		for i, part := range re.Split(c.text, c.limit, nil) {
			assert.Equal(t, c.want[i], part)
		}
	}
}

// TestSlowPatternsEnd holds that patterns that backtrack for ever end in time.
func TestSlowPatternsEnd(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("a", 1<<20)
	for name, run := range map[string]func(*regex.Pattern){
		"matches": func(p *regex.Pattern) { p.Matches(text) },
		"replace": func(p *regex.Pattern) { p.Replace(text, "", true, nil) },
		"split":   func(p *regex.Pattern) { p.Split(text, 0, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := regex.Compile("(a*a*)*b")
			require.NoError(t, err)
			begin := time.Now()
			defer func() {
				var limit *java.LimitError
				require.ErrorAs(t, recover().(error), &limit)
				assert.Less(t, time.Since(begin), regex.SearchTimeout+time.Minute)
			}()
			run(p)
		})
	}
}
