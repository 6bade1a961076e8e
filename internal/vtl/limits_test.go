package vtl_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/vtl"
	"lambdaless/internal/vtl/java"
)

// TestVTL067Limits holds that a hostile template meets a bound, and that the error names it.
func TestVTL067Limits(t *testing.T) {
	t.Parallel()
	limits := vtl.Limits{Steps: 1_000, Output: 10_000, Memory: 100_000, Depth: 5}
	for name, c := range map[string]struct{ template, limit string }{
		"loops in loops":           {`#foreach($i in [1..500])#foreach($j in [1..500])#if($i)#end#end#end`, "steps"},
		"expensive methods":        {`#foreach($i in [1..900])$long.contains("z")#end`, "steps"},
		"parsing over and over":    {`#foreach($i in [1..100])#set($z = $util.parseJson("[$long]"))#end`, "memory"},
		"output":                   {`#foreach($i in [1..999])$body$body#end`, "output"},
		"a string that doubles":    {`#set($s = $body)#foreach($i in [1..60])#set($s = "$s$s")#end`, "output"},
		"a string added to itself": {`#set($s = $body)#foreach($i in [1..60])#set($s = $s + $s)#end`, "memory"},
		"a long range":             {`#set($r = [1..2000000000])`, "memory"},
		"lists that double":        {`#set($l = [1])#foreach($i in [1..60])#set($z = $l.addAll($l))#end`, "memory"},
		"maps in maps":             {`#set($m = {})#foreach($i in [1..60])#set($m = {"a" : $m, "b" : $m})#end$m`, "memory"},
		"a list in itself":         {`#set($l = [])#set($z = $l.add([$l]))$l`, "depth"},
		"a map in itself, hashed":  {`#set($m = {})#set($z = $m.put("m", [$m]))$m.hashCode()`, "depth"},
		"blocks in blocks":         {`#define($a)$b#end#define($b)$c#end#define($c)$d#end#define($d)$e#end#define($e)$f#end#define($f)x#end$a`, "depth"},
		"numbers that double":      {`#set($n = 99999999999999999999)#foreach($i in [1..60])#set($n = $n * $n)#end`, "steps"},
		"lists compared":           {`#set($a = [])#set($b = [])#foreach($i in [1..40])#set($a = [$a, $a])#set($b = [$b, $b])#end#if($a == $b)x#end`, "steps"},
		"a document in itself":     {`#set($p = $input.path('$'))#set($p.x = $p)$input.path('$..y')`, "depth"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			template, err := vtl.Parse("t", c.template)
			require.NoError(t, err)
			out, err := template.Render(&vtl.Data{Limits: limits, Vars: map[string]any{"body": strings.Repeat("x", 50), "long": strings.Repeat("1", 9000)}})
			var limit *java.LimitError
			require.ErrorAs(t, err, &limit, "rendered %.100q", out)
			assert.Equal(t, c.limit, limit.Limit)
			assert.Contains(t, err.Error(), c.limit)
		})
	}
}

// TestVTL067NumbersAndExpressions holds that neither a client's number nor a template's regular
// expression can take any amount of time or memory.
func TestVTL067NumbersAndExpressions(t *testing.T) {
	t.Parallel()
	render := func(text string, d *vtl.Data) error {
		template, err := vtl.Parse("t", text)
		require.NoError(t, err)
		_, err = template.Render(d)
		return err
	}
	for name, number := range map[string]string{"integer": strings.Repeat("9", 10_001), "decimal": "0." + strings.Repeat("1", 10_000)} {
		err := render(`$input.path('$.n')`, &vtl.Data{Body: `{"n":` + number + `}`})
		require.ErrorIs(t, err, vtl.ErrPayload, name)
		require.ErrorContains(t, err, "at most 10000", name)
	}
	require.NoError(t, render(`$input.path('$.n')`, &vtl.Data{Body: `{"n":` + strings.Repeat("9", 10_000) + `}`}))

	long := map[string]any{"s": strings.Repeat("a", 1000), "groups": strings.Repeat("(a|b)*", 101), "program": strings.Repeat("[ab]c?", 2000)}
	require.ErrorContains(t, render(`$s.replaceAll($groups, "")`, &vtl.Data{Vars: long}), "101 groups: at most 100")
	require.ErrorContains(t, render(`$s.split($program)`, &vtl.Data{Vars: long}), "at most 10000")
}

// TestVTL069TemplateSize holds AWS's bound on templates, and those on how they are nested: what does not
// parse is refused at its place, and what parses renders.
func TestVTL069TemplateSize(t *testing.T) {
	t.Parallel()
	const parses = ""
	for name, c := range map[string]struct{ text, refused string }{
		"as large as allowed": {strings.Repeat("x", vtl.MaxTemplate), parses},
		"too large":           {strings.Repeat("x", vtl.MaxTemplate+1), "API Gateway allows 307200"},
		"parentheses":         {"#set($x = " + strings.Repeat("(", 1000) + "1" + strings.Repeat(")", 1000) + ")", "nested more than 200 deep"},
		"few parentheses":     {"#set($x = " + strings.Repeat("(", 90) + "1" + strings.Repeat(")", 90) + ")", parses},
		"lists":               {"#set($x = " + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + ")", "nested more than 200 deep"},
		"maps":                {"#set($x = " + strings.Repeat("{1:", 1000) + "1" + strings.Repeat("}", 1000) + ")", "nested more than 200 deep"},
		"arguments":           {"$x" + strings.Repeat(".f($x", 1000) + strings.Repeat(")", 1000), "nested more than 200 deep"},
		"lists of calls":      {"#set($x = " + strings.Repeat("[$x.f(", 100) + "1" + strings.Repeat(")]", 100) + ")", "nested"},
		"directives":          {strings.Repeat("#if(true)", 1000) + strings.Repeat("#end", 1000), "nested more than 200 deep"},
		"strings in strings":  {nestedStrings(20), parses},
		"negations":           {"#if(" + strings.Repeat("!", 1000) + "true)#end", "nested more than 200 deep"},
		"unclosed comments":   {strings.Repeat("#[[", 1000), "not closed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			template, err := vtl.Parse("t", c.text)
			if c.refused != parses {
				require.ErrorContains(t, err, c.refused)
				assert.True(t, strings.HasPrefix(err.Error(), "t:1:") || name == "too large", err.Error())
				return
			}
			require.NoError(t, err)
			_, err = template.Render(&vtl.Data{})
			require.NoError(t, err)
		})
	}
}

// nestedStrings is a string literal in a string literal and so on: quotes double with each level.
func nestedStrings(n int) string {
	s := "$x"
	for range n {
		s = `#set($a = "` + strings.ReplaceAll(s, `"`, `""`) + `")`
		if len(s) > 100_000 {
			break
		}
	}
	return s
}
