package templatecases

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/dataplane/trace"
)

// project is a folder with two templates, and the renderings of one request.
func project(t *testing.T) (string, []trace.Rendering) {
	t.Helper()
	root := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(root, "templates"), 0o750))
	require.NoError(t, os.WriteFile(filepath.Join(root, "templates", "in.vtl"), []byte("{\"t\": \"{{Table}}\", \"to\": \"$input.params(\"to\")\", \"n\": $input.json('$.n'), \"w\": \"$input.params().header.get(\"X-Who\")\"}\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(root, "templates", "out.vtl"), []byte("#set($context.responseOverride.status = 404)\n#set($context.responseOverride.header.ETag = \"v\")\nnone: $context.requestId\n"), 0o600))
	in := trace.Input{
		Body: `{"n": 1.50}`, Querystring: map[string]any{"to": "bob"}, Header: map[string]any{"Accept": "*/*", "X-Who": "me", "x-api-key": "******"},
		Context: map[string]any{"requestId": "id", "stage": "local"},
	}
	out := in
	out.Body = "not JSON"
	out.Header, out.Context = map[string]any{"Accept": "*/*"}, map[string]any{"requestId": "id", "stage": "local"}
	return root, []trace.Rendering{
		{Template: "templates/in.vtl", Text: "{\"t\": \"shop-local-tasks\", \"to\": \"$input.params(\"to\")\", \"n\": $input.json('$.n'), \"w\": \"$input.params().header.get(\"X-Who\")\"}", Input: in},
		{Template: "templates/out.vtl", Text: "#set($context.responseOverride.status = 404)\n#set($context.responseOverride.header.ETag = \"v\")\nnone: $context.requestId", Input: out},
	}
}

func TestARequestIsSavedAsACaseOfEachTemplate(t *testing.T) {
	t.Parallel()
	root, renderings := project(t)
	files, err := Save(root, "bob", renderings, map[string]string{"shop-local-tasks": "tasks"})
	require.NoError(t, err)
	require.Len(t, files, 2)

	f, err := read(files[0])
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"Table": "tasks"}, f.Values, "the name that holds for every stack")
	require.Len(t, f.Cases, 1)
	assert.JSONEq(t, `{"body": {"n": 1.50}, "querystring": {"to": "bob"}, "header": {"X-Who": "me"}}`, string(f.Cases[0].Input), "what the template does not read is left out")
	assert.JSONEq(t, `{"t": "tasks", "to": "bob", "n": 1.5, "w": "me"}`, string(f.Cases[0].JSON))
	f2, err := read(files[1])
	require.NoError(t, err)
	c := f2.Cases[0]
	assert.Equal(t, 404, c.Status)
	assert.Equal(t, map[string]string{"ETag": "v"}, c.Headers)
	assert.JSONEq(t, `{"body": "not JSON", "querystring": {"to": "bob"}, "context": {"requestId": "id"}}`, string(c.Input))
	for _, f := range []*File{f, f2} {
		r, err := f.Run(f.Cases[0])
		require.NoError(t, err)
		require.NoError(t, f.Check(f.Cases[0], r))
	}
}

func TestNoCaseIsSavedHalf(t *testing.T) {
	t.Parallel()
	root, renderings := project(t)
	for situation, test := range map[string]struct {
		change func() []trace.Rendering
		want   string
	}{
		"a changed template": {func() []trace.Rendering {
			changed := append([]trace.Rendering{}, renderings...)
			changed[1].Text += " "
			return changed
		}, "templates/out.vtl has changed since it was deployed"},
		"no file": {func() []trace.Rendering {
			return append([]trace.Rendering{{Template: "integration GET / application/json"}}, renderings...)
		}, "was not rendered from a file of the project"},
		"no template": {func() []trace.Rendering { return nil }, "the request rendered no template"},
	} {
		_, err := Save(root, "x", test.change(), nil)
		require.ErrorContains(t, err, test.want, situation)
	}
	left, err := filepath.Glob(filepath.Join(root, "templates", "*"+suffix))
	require.NoError(t, err)
	require.Empty(t, left)

	_, err = Save(root, "first", renderings[1:], nil)
	require.NoError(t, err)
	before, err := os.ReadFile(filepath.Join(root, "templates", "out.cases.json"))
	require.NoError(t, err)
	_, err = Save(root, "first", renderings, nil)
	require.ErrorContains(t, err, `there is a case "first" already`)
	after, err := os.ReadFile(filepath.Join(root, "templates", "out.cases.json"))
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after))
	assert.NoFileExists(t, filepath.Join(root, "templates", "in.cases.json"))
}
