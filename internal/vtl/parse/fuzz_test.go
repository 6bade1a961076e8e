package parse_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"lambdaless/internal/vtl/parse"
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

// FuzzParse holds that parsing never panics, and that printing is stable: what a tree prints parses to
// the same tree, which prints the same.
func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		first, err := parse.Parse("fuzz", text)
		if err != nil {
			var e *parse.Error
			require.ErrorAs(t, err, &e)
			require.NotContains(t, e.Error(), "internal error")
			return
		}
		printed := first.String()
		second, err := parse.Parse("fuzz", printed)
		require.NoError(t, err, "printed as %q", printed)
		require.Equal(t, printed, second.String())
		require.Equal(t, dump(first.Root), dump(second.Root), "printed as %q", printed)
	})
}

// asWritten are the fields that hold source, or where it was.
var asWritten = map[string]bool{"Raw": true, "Pos": true, "Display": true, "LitX": true, "LitY": true}

// dump writes a tree without positions and source.
func dump(n any) string {
	var b strings.Builder
	dumpValue(&b, reflect.ValueOf(n))
	return b.String()
}

func dumpValue(b *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		dumpValue(b, v.Elem())
	case reflect.Slice:
		b.WriteByte('[')
		for i := range v.Len() {
			dumpValue(b, v.Index(i))
			b.WriteByte(' ')
		}
		b.WriteByte(']')
	case reflect.Struct:
		fmt.Fprintf(b, "%s{", v.Type().Name())
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.IsExported() && !asWritten[f.Name] {
				b.WriteString(f.Name + ":")
				dumpValue(b, v.Field(i))
				b.WriteByte(' ')
			}
		}
		b.WriteByte('}')
	default:
		fmt.Fprintf(b, "%#v", v)
	}
}
