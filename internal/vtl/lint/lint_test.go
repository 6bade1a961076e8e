package lint_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/vtl/lint"
)

func TestMistakesBySituation(t *testing.T) {
	t.Parallel()
	for situation, test := range map[string]struct{ template, mistake string }{
		"nothing":                        {"", ""},
		"JSON":                           {`{"a": [1, "x", null, {"b": -1.5e3}], "c": {}, "d": []}`, ""},
		"a reference as a value":         {`{"a": $input.json('$.a'), "b": "$x y"}`, ""},
		"members by a branch":            {`{"a": 1 #if($x), "b": 2#end}`, ""},
		"a list by a loop":               {`{"a": [#foreach($i in $l)$i#if($foreach.hasNext),#end#end]}`, ""},
		"a separator that is set":        {`#set($s = "")[#foreach($i in $l)$s{"b": "$i"}#set($s = ",")#end]`, ""},
		"brackets that are set":          {`#set($o = "{")$o"a": 1}`, ""},
		"one of two objects":             {`#if($x){"a": 1}#else{"b": 2}#end`, ""},
		"text":                           {`Hello $name, {`, ""},
		"HTML":                           {`<p class="x">{$name</p>`, ""},
		"a word":                         {`hello`, ""},
		"a whole body":                   {`$input.body`, ""},
		"an object with a body":          {`{"message": $input.json('$'), "x": "\"$y\""}`, ""},
		"commas but before the first":    {`[#foreach($i in $l)#if($foreach.index > 0),#end"$i"#end]`, ""},
		"a comment":                      {"## what {\n{\"a\": 1}", ""},
		"a define":                       {`#define($x){#end$x "a": 1}`, ""},
		"a missing comma":                {"{\n \"a\": 1\n \"b\": 2\n}", "t.vtl:3:2: the text stops being JSON here: \"\\\"\" cannot follow"},
		"a trailing comma":               {`{"a": 1,}`, "t.vtl:1:9: "},
		"a missing brace":                {`{"a": {"b": 1}`, `t.vtl:1:15: the text ends before its JSON does: "{" is not closed`},
		"a brace too many":               {`{"a": 1}}`, "t.vtl:1:9: "},
		"the wrong bracket":              {`{"a": [1}`, "t.vtl:1:9: "},
		"a string that is not closed":    {`{"a": "x}`, "is not closed"},
		"a missing colon":                {`{"a" 1}`, "t.vtl:1:6: "},
		"a missing comma in a branch":    {`{"a": 1 #if($x)"b": 2#end}`, "t.vtl:1:16: "},
		"another spelling of a function": {`{"a": "$util.escapeJavascript($x)"}`, "t.vtl:1:14: $util has no function escapeJavascript: it is called escapeJavaScript"},
		"a function of AppSync":          {`{"a": $util.toJson($x)}`, "$util has no function toJson: it has base64Decode, base64Encode"},
		"a function in a condition":      {`#if($input.parm('x') == "")#end`, "$input has no function parm"},
		"a function that is escaped":     {`\$util.nothing()`, ""},
		"it does not parse":              {`#if($x)`, "#if has no #end"},
	} {
		t.Run(situation, func(t *testing.T) {
			t.Parallel()
			mistakes := lint.Mistakes("t.vtl", test.template)
			if test.mistake == "" {
				assert.Empty(t, mistakes)
				return
			}
			require.Len(t, mistakes, 1)
			assert.Contains(t, mistakes[0].Error(), test.mistake)
		})
	}
}

// others are the templates of the repository but for those of the API that it deploys, which may be another one.
var others = []string{"template/templates", "examples/orders/templates", "examples/customers/templates"}

// shipped are the templates of folders, by path.
func shipped(t *testing.T, folders ...string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, folder := range folders {
		root := filepath.Join("..", "..", "..", folder)
		require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && filepath.Ext(path) == ".vtl" {
				text, err := os.ReadFile(path)
				require.NoError(t, err)
				found[path] = regexp.MustCompile(`\{\{[A-Za-z.0-9_-]+\}\}`).ReplaceAllString(string(text), "1")
			}
			return err
		}))
	}
	require.Greater(t, len(found), 40)
	return found
}

func TestShippedTemplatesHaveNoMistakes(t *testing.T) {
	t.Parallel()
	for path, text := range shipped(t, append(others, "templates")...) {
		assert.Empty(t, lint.Mistakes(path, text))
	}
}

// TestBrokenTemplatesAreFound takes the last closing bracket away from each template of a request, and doubles it. Those
// that put JSON together from variables are not followed.
func TestBrokenTemplatesAreFound(t *testing.T) {
	t.Parallel()
	tried, found := 0, 0
	for path, text := range shipped(t, others...) {
		last := strings.LastIndex(text, "}")
		if !strings.HasSuffix(path, ".request.vtl") || last < 0 || strings.TrimSpace(text[last+1:]) != "" {
			continue
		}
		for _, broken := range []string{text[:last] + text[last+1:], text[:last] + "}" + text[last:]} {
			tried++
			if len(lint.Mistakes(path, broken)) > 0 {
				found++
			}
		}
	}
	assert.GreaterOrEqual(t, tried, 40)
	assert.GreaterOrEqual(t, found, 12, "of %d", tried)
}
