package flow

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// holds is what a row of the table of directives says: of a template the text, the class of what it inserts, or that
// it is outside of the subset.
type holds struct{ template, want string }

const outside = "outside"

// rows are the rows of docs/proof.md, by how they begin.
var rows = map[string][]holds{
	"text, `##`": {{"\"a#* b *#c#[[ $d ]]#\"## e", "ac $d "}},
	"`$x`, ": {
		{`#set($x = "a")"$x${x}$!x"`, "aaa"},
		{`"$input.params("q").trim()"`, "raw"},
		{`"$x"`, outside},
		{`#if($input.params("q") == "a")#set($x = "b")#end"$x"`, outside},
	},
	"`#set($x = e)`":   {{`#set($m = {})#set($x = $m.missing)"a$x"`, "a"}},
	"`#set($m.k = e)`": {{`#set($m = {"a": "b"})#set($n = $m)#set($n.a = "c")"$m.a"`, "c"}, {`#set($m = {"a": "b"})#set($m[$input.params("k")] = $input.params("v"))"$m.a"`, "raw"}},
	"`#set($context.": {
		{`#set($context.responseOverride.status = 404)"a"`, "a"},
	},
	"`#if`": {
		{`"#if($input.params("q") == "a")x#{else}$input.params("q")#end"`, "raw"},
		{`#if("$input.params("a")$input.params("b")")#set($x = "b")#end"$x"`, outside},
	},
	"`&&`": {
		{`#set($q = $input.params("q"))#if($q == "a")#set($x = "1")#end#if($q == "a")"$x"#else"2"#end`, "12"},
		{`#set($q = $input.params("q"))#if($q == "a")#set($x = "1")#end#set($q = $input.params("r"))#if($q == "a")"$x"#else"2"#end`, outside},
	},
	"`#foreach`": {
		{`"#foreach($i in ["a", "b"])$i#end"`, "ab"},
		{`#foreach($i in $input.path("$.l"))#set($x = "a")#end"$x"`, outside},
		{`"#foreach($i in $input.path("$.l"))$i#end"`, "raw"},
	},
	"`$foreach.index`": {
		{`["x"#foreach($i in $input.path("$.l")),"$foreach.index"#end]`, "a number"},
		{`[#foreach($i in $input.path("$.l"))#if($foreach.index > 0),#end"a"#end]`, ""},
		{`[#foreach($i in $input.path("$.l"))"a"#end]`, outside},
	},
	"`#break`":  {{`"#foreach($i in ["a", "b"])$i#break#end"`, "a"}, {`#define($d)a#break b#end"${d}c"`, "ac"}, {`"a"#stop b`, "a"}},
	"`#define`": {{`#define($d)$x#end#set($x = $input.params("q"))"$d"`, "raw"}},
	"`+`":       {{`#set($x = 6 / 2)"$x"`, "3"}, {`#set($x = 1 / $input.params("q").length())"$x"`, outside}, {`#set($x = "")#set($x = 1 / $input.params("q").length())"$x"`, "a number"}},
	"`\"$a and": {{`#set($l = ["a", "b"])#set($m = {"k": "c"})"$l[1]$m.k#foreach($i in [1..3])$i#end"`, "bc123"}},
	"`#macro`": {
		{`#macro(m)x#end"a"`, outside},
		{`"#@m()x#end"`, outside},
		{`#parse("a.vtl")"a"`, outside},
		{`#include("a.vtl")"a"`, outside},
		{`#evaluate("x")"a"`, outside},
		{`#set($x = "#if(true)a#end")"$x"`, outside},
		{`#set($x = ["a"].iterator())"a"`, outside},
		{`#set($x = {"a": "b"}.values())"$x"`, outside},
		{`#set($b = $input.path("$"))#set($b.a = "x")"a"`, outside},
		{`"$input.class.name"`, outside},
	},
}

func TestThePagesDirectives(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/proof.md")
	require.NoError(t, err)
	_, table, _ := strings.Cut(string(page), "### Directives\n")
	table, _, _ = strings.Cut(table, "\n### ")
	found := 0
	for row := range strings.Lines(table) {
		if !strings.HasPrefix(row, "| ") || strings.HasPrefix(row, "| ---") || strings.HasPrefix(row, "| construct") {
			continue
		}
		found++
		tried := false
		for begin, cases := range rows {
			if !strings.HasPrefix(row, "| "+begin) {
				continue
			}
			tried = true
			for _, c := range cases {
				assert.Equal(t, c.want, outcome(c.template), c.template)
			}
		}
		assert.True(t, tried, "no case holds the row %s", row)
	}
	assert.Len(t, rows, found)
}

// outcome is the worst of what a template inserts, or its literal text where it inserts nothing.
func outcome(template string) string {
	a := Analyze(template, Options{Request: true})
	if len(a.Problems) > 0 {
		return outside
	}
	for _, p := range a.Placeholders {
		if p.Class == Raw {
			return "raw"
		}
	}
	for _, p := range a.Placeholders {
		return p.Class.String()
	}
	var text strings.Builder
	for _, d := range a.Documents {
		literal, _ := d.Text.Literal()
		text.WriteString(literal)
	}
	return text.String()
}
