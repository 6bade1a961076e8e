package vtl_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"lambdaless/internal/vtl"
	"lambdaless/internal/vtl/java"
)

var seeds = []string{
	`{"name": "$input.path('$')", "S": "$util.escapeJavaScript($x).replaceAll("\\'","'")"}`,
	`#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end`, `#set($m = {"a" : [1, 'b', $x]})$m.a[1]$m.put("k", null)`,
	`#if($a == 1 && !$b || ($c < 2.5))x#elseif("$d")y#{else}z#end`, `#define($d)$x#end$d`, `#macro(f $a)$a#end#f(1)`, `#literal()$x#end#[[ $x ]]#`,
	"$x.s##c\n #* c *# #**f*#", `\$x \\$x $\!x \#if \\#if(true)#end $$x $x{y} $.x`, `"#stop"#set($s = "a#stop b")#break`, `#set($l = [])$l.add($l)$l`,
	`#set($s = "xx")#foreach($i in [1..99])#set($s = "$s$s")#end`, `#foreach($i in [1..1000])#foreach($j in [1..1000])#foreach($k in [1..1000])$k#end#end#end`,
	`$input.path('$..a')$input.json("$.b[?(@.c == 'd')]")`, `$x.format("%99999d", 1)`, `#set($n = 9)#foreach($i in [1..99])#set($n = $n * $n)#end`, `$x.matches("(a+)+$")`,
	strings.Repeat("[", 300), `#set($x = ` + strings.Repeat("(", 300), `#set($x = ` + strings.Repeat(`[$a.f(`, 40), `$m.put("m", $m)$m.hashCode()$m.equals($m)`,
}

// FuzzRender holds that rendering never panics and stays within its limits, whatever template and body.
func FuzzRender(f *testing.F) {
	for _, s := range seeds {
		f.Add(s, `{"a":[1,{"c":"d"}],"b":[{"c":"d"}]}`)
		f.Add(s, `{a:'b'`)
	}
	limits := vtl.Limits{Steps: 20_000, Output: 1 << 16, Memory: 1 << 20, Depth: 20}
	f.Fuzz(func(t *testing.T, text, body string) {
		template, err := vtl.Parse("fuzz", text)
		if err != nil {
			require.NotContains(t, err.Error(), "internal error")
			return
		}
		out, err := template.Render(&vtl.Data{
			Body: body, Limits: limits, StageVariables: map[string]string{"v": body},
			Params: vtl.Params{Path: vtl.NewMap("id", body)},
			Vars:   map[string]any{"x": body, "m": vtl.NewMap("a", body), "l": []any{1, body, nil}, "n": 5},
		})
		if err != nil {
			var e *vtl.Error
			require.ErrorAs(t, err, &e)
			require.NotContains(t, e.Message, "internal error")
			var limit *java.LimitError
			if errors.As(err, &limit) {
				require.NotEmpty(t, limit.Limit)
			}
			return
		}
		require.LessOrEqual(t, len(out), 2*limits.Output)
	})
}

// FuzzTime holds that no template of any size that API Gateway allows takes longer than the deadline and
// a second.
func FuzzTime(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	const deadline = 500 * time.Millisecond
	f.Fuzz(func(t *testing.T, text string) { // TestVTL067HostileTemplatesEnd tries those of hostile
		// A short template is repeated up to the size that is allowed, because only a large one is slow to read.
		if n := len(text); n > 0 && n < 1000 && n%7 == 0 {
			text = strings.Repeat(text, vtl.MaxTemplate/n)
		}
		var template *vtl.Template
		var err error
		endsWithin(t, time.Second, func() { template, err = vtl.Parse("fuzz", text) })
		if err != nil {
			return
		}
		endsWithin(t, deadline+time.Second, func() {
			d := hostileData(text)
			d.Limits.Time = deadline
			_, err = template.Render(d)
		})
	})
}
