package command

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
)

// command runs `local ARGS` in process and returns what it printed.
func command(t *testing.T, ctx context.Context, input string, args ...string) (string, error) {
	t.Helper()
	root := newRoot(infra.Shipped)
	var out strings.Builder
	root.SetIn(strings.NewReader(input))
	root.SetOut(&out)
	root.SetErr(&out)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	return out.String(), err
}

func TestRenderPrintsTheTextAndNothingElse(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ document, want string }{
		"a path parameter":        {`{"template":"Hello $input.params('name')","path":{"name":"bob%20b"}}`, "Hello bob%20b"},
		"no newline is added":     {`{"template":"x\n"}`, "x\n"},
		"a body that is text":     {`{"template":"$input.json('$.a')","body":"{\"a\":\"x\\\"y\"}"}`, `"x\"y"`},
		"a body that is JSON":     {`{"template":"$input.path('$.a[1]')","body":{"a":[1,2]}}`, "2"},
		"context and variables":   {`{"template":"$context.stage $stageVariables.v","context":{"stage":"dev"},"stageVariables":{"v":"1"}}`, "dev 1"},
		"further references":      {`{"template":"#foreach($x in $list)$x;#end","vars":{"list":[1,"a",true]}}`, "1;a;true;"},
		"maps keep their order":   {`{"template":"$m","vars":{"m":{"z":1,"a":2}}}`, "{z=1, a=2}"},
		"query string and header": {`{"template":"$input.params('q')$input.params('h')","querystring":{"q":"1"},"header":{"h":"2"}}`, "12"},
		"null stands for nothing": {`{"template":"[$input.params('q')]","querystring":null}`, "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := command(t, t.Context(), row.document, "render")
			require.NoError(t, err)
			assert.Equal(t, row.want, got)
		})
	}
}

// TestRenderEndsOnCtrlC while it reads what does not end, such as a terminal.
func TestRenderEndsOnCtrlC(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"render"}, {"render", "--batch"}} {
		in, writer, err := os.Pipe()
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		root := newRoot(infra.Shipped)
		var out strings.Builder
		root.SetIn(in)
		root.SetOut(&out)
		root.SetArgs(args)
		ended := make(chan error, 1)
		go func() { ended <- root.ExecuteContext(ctx) }()
		cancel()
		select {
		case err := <-ended:
			require.ErrorIs(t, err, context.Canceled, args)
		case <-time.After(time.Minute):
			assert.Fail(t, "render goes on reading", args)
		}
		require.NoError(t, writer.Close())
	}
}

func TestRenderReadsTheTemplateFromAFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "hello.vtl")
	require.NoError(t, os.WriteFile(file, []byte("Hello $input.params('name')\n#if("), 0o600))
	_, err := command(t, t.Context(), `{}`, "render", "--file", file)
	require.ErrorContains(t, err, file+":2", "errors name file and line")
	require.NoError(t, os.WriteFile(file, []byte("Hello $input.params('name')"), 0o600))
	got, err := command(t, t.Context(), `{"path":{"name":"bob"}}`, "render", "--file", file)
	require.NoError(t, err)
	assert.Equal(t, "Hello bob", got)
	_, err = command(t, t.Context(), `{"template":"x"}`, "render", "--file", file)
	require.ErrorContains(t, err, "exclude each other")
}

func TestRenderRefusesWhatItDoesNotUnderstand(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ document, want string }{
		"no JSON":              {`{`, "not a document to render"},
		"an unknown member":    {`{"template":"x","headers":{}}`, `unknown field "headers"`},
		"no template":          {`{}`, "there is no template"},
		"two documents":        {`{"template":"x"} {"template":"y"}`, "--batch"},
		"parameters as a list": {`{"template":"x","path":[],"vars":1}`, "path is []: it must be a JSON object\nvars is 1: it must be a JSON object"},
		"a template's mistake": {`{"template":"a\n#set($x = )"}`, "template:2:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := command(t, t.Context(), row.document, "render")
			require.ErrorContains(t, err, row.want)
		})
	}
}

func TestRenderAnswersABatchLineByLine(t *testing.T) {
	t.Parallel()
	input := `{"template":"<$input.params('n')>","path":{"n":"1"}}` + "\n\n" + `{"template":"#if("}` + "\n" + `nonsense` + "\n" + `{"template":"last"}`
	got, err := command(t, t.Context(), input, "render", "--batch")
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	require.Len(t, lines, 4)
	assert.Equal(t, `{"output":"<1>"}`, lines[0])
	for _, line := range lines[1:3] {
		var answer map[string]string
		require.NoError(t, json.Unmarshal([]byte(line), &answer))
		assert.NotEmpty(t, answer["error"])
	}
	assert.Equal(t, `{"output":"last"}`, lines[3])
}

// TestRenderOfTheArticlesTemplates pins what docs/article.md shows.
func TestRenderOfTheArticlesTemplates(t *testing.T) {
	t.Parallel()
	const get = `"S": "$input.params('name')"`
	const answer = `"name": "$input.path('$')", "favorite_movie": "$input.path('$.Item.favorite_movie.S')"`
	const put = `"S": "$input.path('$.favorite_movie')"`
	for name, row := range map[string]struct{ template, path, body, want string }{
		"a name":                   {get, "bob", "", `"S": "bob"`},
		"a name with quotes in it": {get, "o%27brien%20%22x%22", "", `"S": "o%27brien%20%22x%22"`},
		"an item":                  {answer, "", `{"Item":{"name":{"S":"bob"},"favorite_movie":{"S":"Interstellar"}}}`, `"name": "{Item={name={S=bob}, favorite_movie={S=Interstellar}}}", "favorite_movie": "Interstellar"`},
		"no item":                  {answer, "", `{}`, `"name": "{}", "favorite_movie": ""`},
		"a movie with a quote":     {put, "", `{"favorite_movie":"The \"Burbs"}`, `"S": "The "Burbs"`},
		"a movie that breaks out":  {put, "", `{"favorite_movie":"x\"}},\"TableName\":\"other"}`, `"S": "x"}},"TableName":"other"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document, err := json.Marshal(map[string]any{"template": row.template, "path": map[string]string{"name": row.path}, "body": row.body})
			require.NoError(t, err)
			got, err := command(t, t.Context(), string(document), "render")
			require.NoError(t, err)
			assert.Equal(t, row.want, got)
		})
	}
}

func TestRenderOnATerminalDoesNotWait(t *testing.T) {
	t.Parallel()
	text, err := documentOf(true, "", nil)
	require.ErrorContains(t, err, "standard input is a terminal")
	assert.Empty(t, text)
	text, err = documentOf(true, "templates/movie/get.request.vtl", nil)
	require.NoError(t, err)
	assert.JSONEq(t, "{}", string(text))
}
