package flow

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestForms(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]Form{
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
		`$util.urlEncode($input.params('a'))`:                                 Quotable,
		`$util.base64Encode($input.params('a'))`:                              Quotable,
		`$util.base64Decode($input.params('a'))`:                              Raw,
		`$util.parseJson($input.body).a.b`:                                    Raw,
		`$util.toJson($input.body)`:                                           Raw,
		`$input.params('a').length()`:                                         Plain,
		`$input.path('$.a').size()`:                                           Plain,
		`$context.requestId`:                                                  Raw,
		`$context.extendedRequestId`:                                          Word,
		`$context.requestTimeEpoch`:                                           Plain,
		`$context.authorizer.claims.sub`:                                      Word,
		`$context.authorizer.claims['sub']`:                                   Word,
		`$context.authorizer.claims.get('sub')`:                               Word,
		`$context.authorizer.claims.email`:                                    Raw,
		`$context.authorizer.claims.sub.substring(0, 8)`:                      Word,
		`$context.path`:     Raw,
		`$stageVariables.a`: Raw,
		`#set($a = $util.escapeJavaScript($input.params('a')))$a`:     Escaped,
		`#set($a = "$util.escapeJavaScript($input.params('a'))")$a`:   Escaped,
		`#set($p = $input.params())$p.header.get('X')`:                Raw,
		`#define($d)$input.params('a')#end$d`:                         Raw,
		`#set($l = [])#set($x = $l.add($input.params('a')))$l.get(0)`: Raw,
		`#set($m = {})#set($x = $m.put('k', $input.params('a')))$m.k`: Raw,
		`#set($m = {})#set($x = $m.putAll($input.path('$')))$m.k`:     Raw,
		`#set($i = $input)$i.json('$.a')`:                             JSON,
		`#foreach($x in [$input.params('a')])$x#end`:                  Raw,
	} {
		a := Analyze(`"`+template+`"`, true)
		require.Empty(t, a.Problems, template)
		require.NotEmpty(t, a.Holes, template)
		assert.Equal(t, want, a.Holes[len(a.Holes)-1].Form, template)
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
		a := Analyze(`"`+template+`"`, true)
		require.Len(t, a.Holes, 1, template)
		assert.Equal(t, want, a.Holes[0].Origins, template)
	}
	assert.Equal(t, []Origin{Backend}, Analyze(`$input.json('$')`, false).Holes[0].Origins, "a response's body is the backend's")
}

func TestLiteralsAreComputed(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]string{
		`a#set($x = 1 + 2)$x`:                                         "a3",
		`#set($x = 7 / 2)$x`:                                          "3",
		`#set($x = "a" + 1)$x`:                                        "a1",
		`#if(1 == 1.0)y#{else}n#end`:                                  "y",
		`#if("5" == 5)y#{else}n#end`:                                  "y",
		`#if($undefined)y#{else}n#end`:                                "y", // undefined is true in API Gateway
		`#if($undefined == "")y#{else}n#end`:                          "y",
		`#if("")y#{else}n#end`:                                        "n",
		`#if("a" < "b")y#{else}n#end`:                                 "n",
		`#if(2 > 1 && !false)y#{else}n#end`:                           "y",
		`#foreach($i in [1..3])$i#if($foreach.hasNext);#end#end`:      "1;2;3",
		`#foreach($i in [3..1])$i#end`:                                "321",
		`#foreach($i in ["a","b"])$foreach.index$velocityCount$i#end`: "01a12b",
		`#foreach($i in $undefined)x#end`:                             "",
		`#foreach($i in [1..9])$i#if($i == 2)#break#end#end`:          "12",
		`#set($m = {"a": "1", "b": "2"})$m.a$m['b']$m.get("a")`:       "121",
		`#foreach($v in {"a": "1", "b": "2"})$v#end`:                  "12",
		`#set($l = ["a"])#set($_d = $l.add("b"))$l.get(1)`:            "b",
		`$$undefined.x`:                                               "$",
		`#[[ $x ]]#`:                                                  " $x ",
		"a## comment\nb":                                              "ab",
		`a#$undefined.x`:                                              "a#",
		`#set($x = "v")$x.toString()books`:                            "vbooks",
		`#set($x = "v")\\\\$x`:                                        "\\v",
		`#define($d)x#end$d$d`:                                        "xx",
	} {
		a := Analyze(`"`+template+`"`, true)
		require.Empty(t, a.Problems, template)
		require.Len(t, a.Documents, 1, template)
		got, literal := a.Documents[0].Text.Literal()
		assert.True(t, literal, template)
		assert.Equal(t, want, got, template)
	}
}

func TestEveryWayIsFollowed(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]int{
		`#if($input.params('a') == "b")1#{else}2#end`:                                                      2,
		`#if($input.params('a') == "b")1#elseif($input.params('a') == "c")2#{else}3#end`:                   3,
		`[#if($input.params('a') == "b")1,#end#if($input.params('a') != "b")2,#end 3]`:                     2, // the same question, asked twice
		`[#foreach($x in $input.path('$.l'))1#if($foreach.hasNext),#end#end]`:                              4,
		`[#foreach($x in $input.path('$.l'))#if($x == "a")1#{else}2#end#if($foreach.hasNext),#end#end]`:    15,
		`#set($a = $input.params('a'))#if($a == "b")1#{else}2#end#set($a = "b")#if($a == "b")#{else}x#end`: 2,
	} {
		a := Analyze(template, true)
		assert.Empty(t, a.Problems, template)
		assert.Len(t, a.Documents, want, template)
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
		`"#if($input.path('$.a') == "")#set($d = $input.path('$').put("a", "b"))#if($input.path('$.a') == "b")$input.body#end#end"`,
		`"#set($b = $input.path('$'))#if($b.a == "")#set($b.a = "b")#if($b.a == "b")$input.body#end#end"`,
	} {
		a := Analyze(template, true)
		found := false
		for _, h := range a.Holes {
			found = found || h.Expr == "$input.body"
		}
		assert.True(t, found, "%s: %v", template, a.Problems)
	}
	// What changes with every turn, and is no number, is not followed at all.
	assert.NotEmpty(t, Analyze(`"#set($s = "")#foreach($x in $input.path('$.l'))#set($s = "a$s")#end$s"`, true).Problems)
	// What a first turn changes once is.
	assert.Empty(t, Analyze(`[#set($s = "")#foreach($x in $input.path('$.l'))$s 1#set($s = ",")#end]`, true).Problems)
}

func TestProblems(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]string{
		`#if(`:                          "",
		`{"a":}`:                        `a value belongs here, not "}"`,
		`{"a":1`:                        "a comma or } belongs after a member, not the end",
		`{"a":1,"a":2}`:                 `the member "a" is there twice`,
		`{"a" 1}`:                       `a colon belongs after the name "a", not "1"`,
		`{a:1}`:                         `an object's member begins with a quoted name, not with "a"`,
		`{"a":1} 2`:                     `"2" after the end of the JSON`,
		`["a`:                           "a text is not closed",
		`"\$input.params('a')"`:         "a backslash or an odd sign before the reference $input.params('a') cannot be followed",
		`"\x"`:                          "is not JSON",
		"\"a\nb\"":                      "is not JSON",
		`#parse("x")`:                   "cannot be followed",
		`#foreach($i in [1..1000])#end`: "a range of 1000 numbers is too long to be followed",
		many():                          "there are more than 1024 ways through the template",
	} {
		a := Analyze(template, true)
		require.NotEmpty(t, a.Problems, template)
		assert.Contains(t, a.Problems[0].What, want, template)
	}
}

// many is a template with 2^20 ways.
func many() string {
	var out strings.Builder
	out.WriteString(`"`)
	for i := range 20 {
		out.WriteString("#if($input.params('" + string(rune('a'+i)) + "') == 'x')1#end ")
	}
	return out.String() + `"`
}

func TestSourceAndLines(t *testing.T) {
	t.Parallel()
	a := Analyze("## source: movie/get.request.vtl\n{\n\"a\": \"$input.params('x')\"\n}", true)
	assert.Equal(t, "templates/movie/get.request.vtl", a.Source)
	require.Len(t, a.Holes, 1)
	assert.Equal(t, 2, a.Holes[0].Line)
	a = Analyze("{\n\"a\": \"$input.params('x')\"\n}", true)
	assert.Empty(t, a.Source)
	assert.Equal(t, 2, a.Holes[0].Line)
	a = Analyze("## source: a.vtl\n{}\n#if(", true)
	require.Len(t, a.Problems, 1)
	assert.True(t, a.Problems[0].Syntax)
}

func TestWhatIsRead(t *testing.T) {
	t.Parallel()
	a := Analyze(`{"a":"$input.params('x')","b":"$context.authorizer.claims.sub"}`, true)
	assert.False(t, a.ReadsBody)
	assert.True(t, a.ReadsClaims)
	assert.Equal(t, []string{"x"}, a.Parameters)
	for _, template := range []string{`$input.json('$')`, `#if($input.path('$.a') == "")1#{else}2#end`, `#set($b = $input.body)1`} {
		assert.True(t, Analyze(template, true).ReadsBody, template)
	}
	assert.Equal(t, []string{""}, Analyze(`#set($p = $input.params())1`, true).Parameters)
	assert.True(t, Analyze(" \n", true).Empty)
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
		assert.NotEmpty(t, Analyze(template, true).Overrides, template)
	}
	stopped := Analyze(`{"a":1}#stop {`, true)
	require.Len(t, stopped.Documents, 1, "#stop ends the template")
	a := Analyze(`#set($context.responseOverride.status = 404)1`, true)
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
		a := Analyze(template, request)
		if len(a.Documents) == 0 && len(a.Problems) == 0 && !a.Empty {
			t.Error("the analysis says nothing at all")
		}
	})
}
