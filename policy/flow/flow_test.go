package flow

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func analyze(template string) *Analysis { return Analyze(template, Options{Request: true}) }

func TestClasses(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]Class{
		`$input.params('a')`:                         Raw,
		`$input.path('$.a')`:                         Raw,
		`$input.body`:                                Raw,
		`$input.json('$.a')`:                         JSON,
		`$util.escapeJavaScript($input.params('a'))`: Escaped,
		`$util.escapeJavaScript($input.params('a')).replaceAll("\\'", "'")`:   Quotable,
		`$util.escapeJavaScript($input.params('a')).replaceAll("\\\\'", "'")`: Raw,
		`$util.escapeJavaScript($input.params('a')).replaceAll("\\'", "x")`:   Raw,
		`$util.escapeJavaScript($input.params('a')).toString()`:               Escaped,
		`$util.urlDecode($util.escapeJavaScript($input.params('a')))`:         Raw,
		`$util.urlEncode($input.params('a'))`:                                 Word,
		`$util.base64Encode($input.params('a'))`:                              Word,
		`$util.base64Decode($input.params('a'))`:                              Raw,
		`$util.parseJson($input.body).a.b`:                                    Raw,
		`$input.params('a').length()`:                                         Number,
		`$input.path('$.a').size()`:                                           Number,
		`$context.requestId`:                                                  Word,
		`$context.extendedRequestId`:                                          Word,
		`$context.requestTimeEpoch`:                                           Number,
		`$context.authorizer.claims.sub`:                                      Word,
		`$context.authorizer.claims['sub']`:                                   Word,
		`$context.authorizer.claims.get('sub')`:                               Word,
		`$context.authorizer.claims.email`:                                    Raw,
		`$context.authorizer.claims.sub.substring(0, 8)`:                      Word,
		`$context.path`:     Raw,
		`$stageVariables.a`: Word,
		`#set($a = $util.escapeJavaScript($input.params('a')))$a`:     Escaped,
		`#set($a = "$util.escapeJavaScript($input.params('a'))")$a`:   Escaped,
		`#set($p = $input.params())$p.header.get('X')`:                Raw,
		`#define($d)$input.params('a')#end$d`:                         Raw,
		`#set($l = [])#set($x = $l.add($input.params('a')))$l.get(0)`: Raw,
		`#set($m = {})#set($x = $m.put('k', $input.params('a')))$m.k`: Raw,
		`#set($i = $input)$i.json('$.a')`:                             JSON,
		`#foreach($x in [$input.params('a')])$x#end`:                  Raw,
	} {
		a := analyze(`"` + template + `"`)
		require.Empty(t, a.Problems, template)
		require.NotEmpty(t, a.Placeholders, template)
		assert.Equal(t, want, a.Placeholders[len(a.Placeholders)-1].Class, template)
	}
}

func TestOrigins(t *testing.T) {
	t.Parallel()
	for template, want := range map[string][]Origin{
		`$input.params('a')`:              {Client},
		`$stageVariables.a`:               {Program},
		`$context.authorizer.claims.name`: {Claims},
		`$context.authorizer.principalId`: {Claims},
		`$context.stage`:                  {Gateway},
		`$util.urlEncode("$context.authorizer.claims.sub$input.params('a')")`: {Claims, Client},
	} {
		a := analyze(`"` + template + `"`)
		require.Len(t, a.Placeholders, 1, template)
		assert.Equal(t, want, a.Placeholders[0].Origins, template)
	}
	assert.Equal(t, []Origin{Backend}, Analyze(`$input.json('$')`, Options{}).Placeholders[0].Origins, "a response's body is the backend's")
}

func TestLiteralsAreComputed(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]string{
		`a#set($x = 1 + 2)$x`:                                         "a3",
		`#set($x = 7 / 2)$x`:                                          "3",
		`#set($x = "a" + 1)$x`:                                        "a1",
		`#if("5" == 5)y#{else}n#end`:                                  "y",
		`#if($undefined == "")y#{else}n#end`:                          "y",
		`#if("a" < "b")y#{else}n#end`:                                 "n",
		`#if(2 > 1 && !false)y#{else}n#end`:                           "y",
		`#foreach($i in [1..3])$i#if($foreach.hasNext);#end#end`:      "1;2;3",
		`#foreach($i in [3..1])$i#end`:                                "321",
		`#foreach($i in ["a","b"])$foreach.index$velocityCount$i#end`: "01a12b",
		`#foreach($i in [1..9])$i#if($i == 2)#break#end#end`:          "12",
		`#set($m = {"a": "1", "b": "2"})$m.a$m['b']$m.get("a")`:       "121",
		`#foreach($v in {"a": "1", "b": "2"})$v#end`:                  "12",
		`#set($l = ["a"])#set($_d = $l.add("b"))$l.get(1)`:            "b",
		`#[[ $x ]]#`:                       " $x ",
		"a## comment\nb":                   "ab",
		`#set($x = "v")$x.toString()books`: "vbooks",
		`#set($x = "v")\\\\$x`:             "\\v",
		`#define($d)x#end$d$d`:             "xx",
	} {
		a := analyze(`"` + template + `"`)
		require.Empty(t, a.Problems, template)
		require.Len(t, a.Documents, 1, template)
		got, literal := a.Documents[0].Text.Literal()
		assert.True(t, literal, template)
		assert.Equal(t, want, got, template)
	}
}

// shape is a skeleton in one line: ? behind a member that may be missing, | between alternatives.
func shape(values []*Value) string {
	var all []string
	for _, v := range values {
		var parts []string
		switch v.Kind {
		case Object:
			for _, m := range v.Members {
				optional := map[bool]string{true: "?"}[m.Optional]
				parts = append(parts, m.Key.String()+optional+":"+shape(m.Values))
			}
			all = append(all, "{"+strings.Join(parts, ",")+"}")
		case Array:
			all = append(all, "["+shape(v.Items)+"]")
		case String:
			all = append(all, `"`+v.Text.String()+`"`)
		case Scalar:
			all = append(all, v.Text.String())
		case Gap:
			all = append(all, "‹"+v.Placeholder.Expr+"›")
		}
	}
	return strings.Join(all, "|")
}

func TestSkeletons(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]string{
		`#if($input.params('a') == "b")1#{else}2#end`:                                                                                                `1|2`,
		`#if($input.params('a') == "b"){"a":1}#{else}{"b":2}#end`:                                                                                    `{a:1}|{b:2}`,
		`[#if($input.params('a') == "b")1,#end#if($input.params('a') != "b")2,#end 3]`:                                                               `[1|2|3]`,
		`[#foreach($x in $input.path('$.l'))1#if($foreach.hasNext),#end#end]`:                                                                        `[1]`,
		`[#foreach($x in $input.path('$.l'))#if(!$foreach.first),#end[#foreach($y in $x)#if($foreach.index > 0),#end"$util.urlEncode($y)"#end]#end]`: `[["‹$util.urlEncode($y)›"]]`,
		`{#set($c = "")#if($input.params('a') != "")$c"a":1#set($c = ",")#end#if($input.params('b') != "")$c"b":1#set($c = ",")#end}`:                `{a?:1,b?:1}`,
		`{"a":1#if($input.params('a') != ""),"b":"#if($input.params('c') == "")x#{else}y#end"#end}`:                                                  `{a:1,b?:"x"|"y"}`,
		`#set($a = $input.params('a'))#if($a == "b")1#{else}2#end#set($a = "b")#if($a == "b")#{else}x#end`:                                           `1|2`,
		`#set($ok = $input.params('a').matches("x"))#if($ok){"a":#end#if($ok)1}#{else}2#end`:                                                         `{a:1}|2`,
		`{"TableName":"a"}#stop {`: `{TableName:"a"}`,
	} {
		a := analyze(template)
		assert.Empty(t, a.Problems, template)
		assert.Equal(t, want, shape(a.Documents), template)
	}
}

// Twenty members that may each be missing are a handful of configurations, and not a million paths.
func TestOptionalMembersAreCheap(t *testing.T) {
	t.Parallel()
	a := analyze(optional(20))
	require.Empty(t, a.Problems)
	require.Len(t, a.Documents, 1)
	members := a.Documents[0].All("Item")[0].Members
	require.Len(t, members, 20)
	for _, m := range members {
		assert.True(t, m.Optional)
	}
	expression := a.Documents[0].All("UpdateExpression")
	require.NotEmpty(t, expression)
	for _, p := range expression[0].Inside {
		assert.True(t, p.OnlyFrom(Program), "an expression that is put together from literals")
	}
}

// optional is a template with so many members that may be missing, and an expression that names them.
func optional(n int) string {
	var out strings.Builder
	out.WriteString(`#set($body = $util.parseJson($input.body)){"TableName":"t","Item":{#set($comma = "")`)
	for i := range n {
		fmt.Fprintf(&out, "#if($body.containsKey(\"p%d\"))$comma\"p%d\":{\"S\":\"$util.escapeJavaScript($body.p%d).replaceAll(\"\\\\'\", \"'\")\"}#set($comma = \",\")#end\n", i, i, i)
	}
	out.WriteString("}#set($sep = 'SET '),\"UpdateExpression\":\"")
	for i := range n {
		fmt.Fprintf(&out, "#if($body.containsKey(\"p%d\"))${sep}#p%d = :p%d#set($sep = \",\")#end\n", i, i, i)
	}
	return out.String() + `"}`
}

func BenchmarkOptionalMembers(b *testing.B) {
	template := optional(20)
	for b.Loop() {
		analyze(template)
	}
}

// A branch that only many turns, or a change in place, lead to is followed too.
func TestNoWayIsMissed(t *testing.T) {
	t.Parallel()
	for _, template := range []string{
		`"#foreach($x in $input.path('$.l'))#if($foreach.count == 7)$input.body#end#end"`,
		`"#foreach($x in $input.path('$.l'))#if($velocityCount == 7)$input.body#end#end"`,
		`"#foreach($x in $input.path('$.l'))#if(!$foreach.first && !$foreach.last)$input.body#end#end"`,
		`"#set($i = 0)#foreach($x in $input.path('$.l'))#set($i = $i + 1)#if($i == 7)$input.body#end#end"`,
		`"#set($i = 0)#foreach($x in $input.path('$.l'))#set($i = $i + 1)#end#if($i == 7)$input.body#end"`,
		`"#set($l = [])#foreach($x in $input.path('$.l'))#set($d = $l.add(1))#end#if($l.size() == 7)$input.body#end"`,
	} {
		a := analyze(template)
		found := false
		for _, h := range a.Placeholders {
			found = found || h.Expr == "$input.body"
		}
		assert.True(t, found, "%s: %v", template, a.Problems)
	}
	// What a first turn changes once is.
	assert.Empty(t, analyze(`[#set($s = "")#foreach($x in $input.path('$.l'))$s 1#set($s = ",")#end]`).Problems)
}

// An item's names are distinct, which its own JSON is, too.
func TestAnAnswerMayTakeItsNamesFromAnItem(t *testing.T) {
	t.Parallel()
	const names = `#set($i = $input.path('$.Item')){#foreach($k in $i.keySet())"$util.escapeJavaScript($k).replaceAll("\\'", "'")":1#if($foreach.hasNext),#end#end}`
	assert.Empty(t, Analyze(names, Options{Body: TypeOfAnswer("GetItem", true, false)}).Problems)
	assert.NotEmpty(t, Analyze(names, Options{Request: true}).Problems)
	assert.NotEmpty(t, Analyze(`{"a":1,"a":2}`, Options{}).Problems)
}

func TestProblems(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]string{
		`#if(`:                          "",
		`{"a":}`:                        `a value belongs here, not "}"`,
		`{"a":1`:                        "a comma or } belongs after a member, not the end",
		`{"a":1,"a":2}`:                 `duplicate member "a"`,
		`{"a" 1}`:                       `a colon belongs after the name "a", not "1"`,
		`{a:1}`:                         `an object's member begins with a quoted name, not with "a"`,
		`{"a":1} 2`:                     `"2" after the end of the JSON`,
		`["a`:                           "a text is not closed",
		`"\$input.params('a')"`:         "a backslash before the reference $input.params('a') is outside of the subset",
		`"\x"`:                          "is not JSON",
		"\"a\nb\"":                      "is not JSON",
		`#parse("x")`:                   "a #parse is outside of the subset",
		`#foreach($i in [1..1000])#end`: "a range of more than 50 numbers is too long to be followed",
	} {
		a := analyze(template)
		require.NotEmpty(t, a.Problems, template)
		assert.Contains(t, a.Problems[0].What, want, template)
	}
}

func TestSourceAndLines(t *testing.T) {
	t.Parallel()
	a := analyze("## source: movie/get.request.vtl\n{\n\"a\": \"$input.params('x')\"\n}")
	assert.Equal(t, "templates/movie/get.request.vtl", a.Source)
	require.Len(t, a.Placeholders, 1)
	assert.Equal(t, 2, a.Placeholders[0].Line)
	a = analyze("{\n\"a\": \"$input.params('x')\"\n}")
	assert.Empty(t, a.Source)
	assert.Equal(t, 2, a.Placeholders[0].Line)
	a = analyze("## source: a.vtl\n{}\n#if(")
	require.Len(t, a.Problems, 1)
	assert.True(t, a.Problems[0].Syntax)
}

func TestWhatIsRead(t *testing.T) {
	t.Parallel()
	a := analyze(`{"a":"$input.params('x')","b":"$context.authorizer.claims.sub"}`)
	assert.False(t, a.ReadsBody)
	assert.True(t, a.ReadsClaims)
	assert.Equal(t, []Parameter{{"", "x"}}, a.Parameters)
	assert.Equal(t, []string{"context.authorizer", "context.authorizer.claims", "context.authorizer.claims.sub"}, a.Context)
	for _, template := range []string{`$input.json('$')`, `#if($input.path('$.a') == "")1#{else}2#end`, `#set($b = $input.body)1`} {
		assert.True(t, analyze(template).ReadsBody, template)
	}
	for template, want := range map[string]Parameter{
		`$input.params().querystring.get("a")1`:                   {"querystring", "a"},
		`$input.params().header["A"]1`:                            {"header", "A"},
		`$input.params().path.a`:                                  {"path", "a"},
		`#if($input.params().header.get("a") == "")1#{else}2#end`: {"header", "a"},
		`#set($p = $input.params())1`:                             {},
		`#set($p = $input.params().header)1`:                      {},
		`#set($n = "a")$input.params().header.get($n)`:            {},
		`#foreach($n in $input.params().header.keySet())1#end`:    {},
		`#if($input.params().querystring.isEmpty())1#{else}2#end`: {},
	} {
		assert.Equal(t, []Parameter{want}, analyze(template).Parameters, template)
	}
	assert.Contains(t, analyze(`#if($context.identity.userArn == "x")1#{else}2#end`).Context, "context.identity.userArn", "a condition reads too")
	assert.True(t, analyze(" \n").Empty)
}

func TestOverridesAreFoundByEveryName(t *testing.T) {
	t.Parallel()
	for _, template := range []string{
		`#set($context.requestOverride.header.X = "a")1`,
		`#set($c = $context)#set($c.requestOverride.header.X = "a")1`,
		`#set($o = $context.requestOverride)#set($o.header.X = "a")1`,
		`#set($h = $context.requestOverride.header)#set($x = $h.put("X", "a"))1`,
		`#set($x = $context["requestOverride"].header.put("X", "a"))1`,
		`#set($x = $context.get($input.params('o')))1`,
		`#if($input.params('a') == "b")#set($context.requestOverride.path.p = "a")#end 1`,
	} {
		assert.NotEmpty(t, analyze(template).Overrides, template)
	}
	stopped := analyze(`{"a":1}#stop {`)
	require.Len(t, stopped.Documents, 1, "#stop ends the template")
	a := analyze(`#set($context.responseOverride.status = 404)1`)
	require.Len(t, a.Overrides, 1)
	assert.Equal(t, "$context.responseOverride.status", a.Overrides[0].Target)
}

func FuzzAnalyze(f *testing.F) {
	for _, seed := range []string{
		`{"TableName":"a","Key":{"id":{"S":"$util.escapeJavaScript($input.params('id')).replaceAll("\\'", "'")"}}}`,
		`#foreach($x in $input.path('$.l'))$x#if($foreach.hasNext),#end#end`, `#set($a = {"b": [1, $c]})$a.b`, `\\$a \$b $$c ${d}`, `#define($a)$a#end$a`,
	} {
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, template string, request bool) {
		const most = 4096
		if len(template) > most {
			return // long templates take long
		}
		a := Analyze(template, Options{Request: request})
		if len(a.Documents) == 0 && len(a.Problems) == 0 && !a.Empty {
			t.Error("the analysis says nothing at all")
		}
	})
}
