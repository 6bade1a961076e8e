package vtl_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/vtl"
	"lambdaless/internal/vtl/java"
)

// hostile are templates that a rendering without bounds would take minutes or for ever for. $mega is a
// text of 1 MB, $half one of 512 KB, $items a list of 256 K numbers, $other another one.
var hostile = map[string]string{
	"replaceAll with a quadratic pattern": `$mega.replaceAll("a*b", "")`,
	"replaceAll with an exponential one":  `$mega.replaceAll("(a*)*b", "")`,
	"matches with nested quantifiers":     `#if($mega.matches("(a|a)*b"))x#end`,
	"split that backtracks":               `$mega.split("(a+a+)+b")`,
	"many cheap regular expressions":      loop(`#set($z = $mega.replaceAll("[b]", ""))`),
	"indexOf of half a text":              loop(`#set($z = $mega.indexOf($half, 1))`),
	"lastIndexOf of half a text":          loop(`#set($z = $mega.lastIndexOf($half))`),
	"contains of half a text":             loop(`#if($mega.contains($half))x#end`),
	"removeAll of a list in a list":       `$items.removeAll($other)`,
	"retainAll of a list in a list":       `$items.retainAll($other)`,
	"containsAll of a list in a list":     `$items.containsAll($other)`,
	"contains of a list":                  loop(`#if($items.contains(-1))x#end`),
	"lists in lists compared":             loop(`#if($items.equals($other))x#end`),
	"long texts compared":                 loop(`#if($mega == $same)#end`),
	"long texts compared, ignoring case":  loop(`#if($mega.equalsIgnoreCase($same))#end`),
	"long texts hashed":                   loop(`#set($z = $mega.hashCode())`),
	"characters of a long text":           loop(`#set($z = $wide.charAt(5))`),
	"big integers printed":                `#set($n = $big)#foreach($i in [1..4])#set($n = $n * $n)#end` + loop(`#set($z = "$n")`),
	"big integers multiplied":             loop(`#set($z = $big * $big)`),
	"big integers divided":                loop(`#set($z = $big / 7)`),
	"decimals compared":                   loop(`#if($decimal < $big)x#end`),
	"a long text as a key":                loop(`#set($z = $map.get($mega))`),
	"entries removed one by one":          loop(`#set($z = $keys.remove($i))#set($z = $keys.put($i, 1))`),
	"items removed one by one":            loop(`#set($z = $items.remove(0))#set($z = $items.add(0, 1))`),
	"scans in scans":                      `$input.path('$..*..*..*..*..a')`,
	"filters that compare everything":     `$input.path('$.l[?(@ in $.l)]')` + loop(`$input.path('$.l[?(@ in $.l)]')`),
	"filters with a slow pattern":         `$input.path('$.s[?(@ =~ /(a*)*b/)]')`,
	"scans in filters":                    `$input.path('$..[?(@..[?(@..[?(@..a)])])]')`,
	"JSON read again and again":           loop(`#set($z = $util.parseJson($input.body))`),
	"texts escaped":                       loop(`#set($z = $util.escapeJavaScript($mega))`),
	"collections printed":                 loop(`#set($z = $keys.values().toString())`),
	"lists doubled and printed":           `#set($l = [])#foreach($i in [1..100])#set($l = [$l, $l])#end$l`,
	"collections copied":                  loop(`#set($z = $items.clone())`),
	"collections added to themselves":     loop(`#set($z = $items.addAll(0, $items))`),
	"entries put again and again":         loop(`#set($z = $map.putAll($keys))`),
	"JSON written again and again":        loop(`#set($z = $input.json('$'))`),
	"sums of a list":                      loop(`#set($z = $input.path('$.l.sum()'))`),
	"big integers hashed":                 loop(`#set($z = $big.hashCode())`),
	"slow searches in short texts":        `#set($s = "aaaaaaaaaaaaa")` + loop(`#if($s.matches("(a*)*b"))x#end#set($z = $s.split("(a*)*b"))`),
	"slow filters of short texts":         loop(`$input.path('$.t[?(@ =~ /(a*)*b/)]')`),
	"nothing but loops":                   loop(loop("")),
}

// loop repeats a template a million times.
func loop(text string) string {
	return "#foreach($i in [1..1000])#foreach($j in [1..1000])" + text + "#end#end"
}

var mega = strings.Repeat("a", 1<<20)

// endsWithin requires that f ends within a time, and returns how long it took. A machine that is busy with
// something else may slow down one attempt; what is too slow by itself is too slow in each of five.
func endsWithin(t *testing.T, limit time.Duration, f func()) time.Duration {
	t.Helper()
	var took time.Duration
	for range 5 {
		begin := time.Now()
		f()
		if took = time.Since(begin); took < limit {
			return took
		}
	}
	require.Less(t, took, limit, "the last of five attempts")
	return took
}

// hostileData is the data for a template: collections that it does not mention are empty.
func hostileData(template string) *vtl.Data {
	items := func(name string, from int) *java.List {
		l := java.NewList()
		for i := 0; i < 256<<10 && strings.Contains(template, name); i++ {
			l.Add(java.Int(from + i))
		}
		return l
	}
	keys := vtl.NewMap()
	for i := 0; i < 100_000 && strings.Contains(template, "keys"); i++ {
		keys.Put(java.Int(i), "x")
	}
	return &vtl.Data{
		Body: `{"l":[` + strings.Repeat("1,", 5000) + `2],"s":["` + mega[:1000] + `"],"t":["` + mega[:13] + `"],"d":` + strings.Repeat(`[{"b":`, 100) + "1" + strings.Repeat("}]", 100) + "}",
		Vars: map[string]any{
			"mega": mega, "same": string([]byte(mega)), "half": mega[:1<<19] + "b", "wide": strings.Repeat("é", 1<<19), "items": items("items", 0), "other": items("other", 1<<20),
			"map": vtl.NewMap("a", 1), "keys": keys, "big": mustParse(strings.Repeat("9", 9000)), "decimal": mustParse("0." + strings.Repeat("9", 9000)),
		},
	}
}

func mustParse(json string) any {
	v, err := vtl.FromJSON(json)
	if err != nil {
		panic(err)
	}
	return v
}

// TestVTL067HostileTemplatesEnd holds that no template takes much longer than the deadline, and that
// what ends it is an error that names a bound and the line.
func TestVTL067HostileTemplatesEnd(t *testing.T) {
	t.Parallel()
	const deadline = 300 * time.Millisecond
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			template, err := vtl.Parse("t", "first line\n"+text)
			require.NoError(t, err)
			var out string
			took := endsWithin(t, deadline+time.Second, func() {
				d := hostileData(text)
				d.Limits.Time = deadline
				out, err = template.Render(d)
			})
			t.Logf("%v: %.80v", took.Round(time.Millisecond), err)
			if err == nil { // fast enough to end by itself
				assert.Less(t, len(out), 1<<22)
				return
			}
			var limit *java.LimitError
			require.ErrorAs(t, err, &limit, "%.200v", err)
			require.ErrorContains(t, err, "t:2:")
			assert.Contains(t, err.Error(), "the "+limit.Limit+" limit of ")
		})
	}
}

// TestVTL067TheRequestsEndEndsARendering holds that a rendering does not outlive its request.
func TestVTL067TheRequestsEndEndsARendering(t *testing.T) {
	t.Parallel()
	template, err := vtl.Parse("t", loop(loop("x#set($a = 1)")))
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = template.RenderContext(ctx, &vtl.Data{Limits: vtl.Limits{Steps: 1 << 40, Output: 1 << 40}})
	require.ErrorContains(t, err, "the time limit of ")
	require.ErrorContains(t, err, "at which the request has ended")
}
