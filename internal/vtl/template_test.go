package vtl_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"lambdaless/internal/vtl"
	"lambdaless/internal/vtl/java"
)

func render(t *testing.T, text string, d *vtl.Data) string {
	t.Helper()
	template, err := vtl.Parse("t", text)
	require.NoError(t, err)
	out, err := template.Render(d)
	require.NoError(t, err)
	return out
}

// TestErrors holds what an error says: where, what, the line and a caret.
func TestErrors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ template, want string }{
		"parsing": {"one\n  #if($x\nthree", "get.vtl:12:1: found \"three\", expected \")\" after the condition\n  three\n  ^"},
		"no end":  {"one\n\t#foreach($i in $l)$i", "get.vtl:11:2: #foreach has no #end\n  \t#foreach($i in $l)$i\n  \t^"},
		"rendering": {"one\ntwo $x.substring(9) three", "get.vtl:11:8: substring threw java.lang.StringIndexOutOfBoundsException: " +
			"begin 9, end 1, length 1\n  two $x.substring(9) three\n         ^"},
		"in a string":    {`#set($a = "b $x.substring(9)")`, "get.vtl:10:17: substring threw"},
		"the first line": {"$", "get.vtl:10:2: the template ends with \"$\""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			template, err := vtl.Parse("get.vtl", c.template, vtl.FirstLine(10))
			if err == nil {
				_, err = template.Render(&vtl.Data{Vars: map[string]any{"x": "X"}})
			}
			require.Error(t, err)
			assert.True(t, strings.HasPrefix(err.Error(), c.want), err.Error())
		})
	}
}

func TestErrorKinds(t *testing.T) {
	t.Parallel()
	template, err := vtl.Parse("t", "$input.path('$.a')$x.substring(9)")
	require.NoError(t, err)

	_, err = template.Render(&vtl.Data{Body: `{"a`})
	require.ErrorIs(t, err, vtl.ErrPayload)
	var payload *vtl.PayloadError
	require.ErrorAs(t, err, &payload)
	assert.Equal(t, "Could not process payloadnet.minidev.json.parser.ParseException: Unexpected End Of File position 3: null", payload.Error())

	_, err = template.Render(&vtl.Data{Body: `{}`, Vars: map[string]any{"x": "X"}})
	require.NotErrorIs(t, err, vtl.ErrPayload)
	var exception *java.Exception
	require.ErrorAs(t, err, &exception)
	assert.Equal(t, "java.lang.StringIndexOutOfBoundsException", exception.Class)
}

// TestOverrides holds that what a template sets in $context is there for the gateway afterwards.
func TestOverrides(t *testing.T) {
	t.Parallel()
	d := &vtl.Data{Context: vtl.NewMap("stage", "dev")}
	assert.Equal(t, "dev", render(t, `#set($context.responseOverride.status = 404)#set($context.responseOverride.header["X-A"] = "b")$context.stage`, d))
	override := d.Context.Get("responseOverride").(*vtl.Map)
	assert.Equal(t, int32(404), override.Get("status"))
	assert.Equal(t, "b", override.Get("header").(*vtl.Map).Get("X-A"))
}

// TestConcurrentRendering holds that a template may be used by many at once.
func TestConcurrentRendering(t *testing.T) {
	t.Parallel()
	template, err := vtl.Parse("t", `#foreach($e in $input.path('$.l'))$e.replaceAll("a", "b")#if($foreach.hasNext),#end#end #set($v = "$x!")$v`)
	require.NoError(t, err)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				out, err := template.Render(&vtl.Data{Body: `{"l":["a","ca"]}`, Vars: map[string]any{"x": "X"}})
				assert.NoError(t, err)
				assert.Equal(t, "b,cbX!", out)
			}
		})
	}
	group.Wait()
}

// TestBodyIsParsedAnew holds that a changed body is noticed although the parsed one is kept.
func TestBodyIsParsedAnew(t *testing.T) {
	t.Parallel()
	template, err := vtl.Parse("t", "$input.path('$.a')$input.path('$.a')")
	require.NoError(t, err)
	d := &vtl.Data{Body: `{"a":1}`}
	for _, want := range []string{"11", "22"} {
		out, err := template.Render(d)
		require.NoError(t, err)
		assert.Equal(t, want, out)
		d.Body = `{"a":2}`
	}
}

// TestAnyStringSurvives is the recipe for a string attribute: whatever the text, what is rendered is
// JSON that reads back to it.
func TestAnyStringSurvives(t *testing.T) {
	t.Parallel()
	template, err := vtl.Parse("t", `{"S": "$util.escapeJavaScript($util.urlDecode($input.params('id'))).replaceAll("\\'","'")", "T": $input.json('$.v')}`)
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		encoded, err := vtl.Parse("e", `$util.urlEncode($v)`)
		require.NoError(t, err)
		id, err := encoded.Render(&vtl.Data{Vars: map[string]any{"v": text}})
		require.NoError(t, err)
		body := string(java.AppendJSON(nil, vtl.NewMap("v", text), java.JSONLTCompress, nil))
		out, err := template.Render(&vtl.Data{Body: body, Params: vtl.Params{Path: vtl.NewMap("id", id)}})
		require.NoError(t, err)
		var item struct{ S, T string }
		require.NoError(t, json.Unmarshal([]byte(out), &item), out)
		require.Equal(t, text, item.S)
		require.Equal(t, text, item.T)
	})
}

func TestConversions(t *testing.T) {
	t.Parallel()
	v := vtl.FromGo(map[string]any{"b": []any{1, "x", nil, true, 2.5}, "a": map[string]string{"k": "v"}, "c": int64(1) << 40, "d": []string{"y"}})
	assert.Equal(t, `{a={k=v}, b=[1,"x",null,true,2.5], c=1099511627776, d=["y"]}`, java.String(v))
	_, err := vtl.FromJSON("{")
	require.Error(t, err)
}

func TestReadDocument(t *testing.T) {
	t.Parallel()
	d, err := vtl.ReadDocument(`{"template":"$x $input.params('id') $stageVariables.s $input.path('$.a')","body":"{\"a\":1}","path":{"id":"7"},"vars":{"x":"X"},"stageVariables":{"s":"S"}}`)
	require.NoError(t, err)
	assert.Equal(t, "X 7 S 1", render(t, d.Template, d.Data))
	for text, want := range map[string]string{
		`[]`:                        "not a document to render",
		`{"template":5}`:            "template is a number: it must be a string",
		`{"path":"x"}`:              `path is "x": it must be a JSON object`,
		`{"template":"x"`:           "unexpected EOF",
		`{"vars":[1,2,3],"path":1}`: "path is 1: it must be a JSON object\nvars is [1,2,3]: it must be a JSON object",
		`{"templates":"x"}`:         `unknown field "templates"`,
		`{"template":"x"}{}`:        "more after it",
	} {
		_, err := vtl.ReadDocument(text)
		require.ErrorContains(t, err, want, text)
	}
}
