package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/dataplane/trace"
)

// What `invoke --save` saves, `render --case` shows.
func TestASavedCaseIsRenderedByItsName(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(root, "templates"), 0o750))
	template := filepath.Join(root, "templates", "get.vtl")
	require.NoError(t, os.WriteFile(template, []byte("#set($context.responseOverride.status = 404)\n{\"table\": \"{{Table}}\", \"to\": \"$input.params('to')\"}\n"), 0o600))
	text, err := json.Marshal(trace.Trace{Renderings: []trace.Rendering{{
		Template: "templates/get.vtl", Text: "#set($context.responseOverride.status = 404)\n{\"table\": \"shop-local-tasks\", \"to\": \"$input.params('to')\"}",
		Input: trace.Input{Path: map[string]any{"to": "bob"}},
	}}})
	require.NoError(t, err)
	out := outputs{"tableNames": {value: map[string]any{"tasks": "shop-local-tasks"}}}
	var printed, about strings.Builder
	require.NoError(t, saveCase(options{root: root, out: &printed, err: &about}, out, "for bob", text, false))
	assert.Equal(t, "saved the case \"for bob\" in templates/get.cases.json\n", about.String())
	require.ErrorContains(t, saveCase(options{root: root, out: &printed, err: &about}, out, "for bob", text, true), `no case was saved: `)

	printed.Reset()
	about.Reset()
	require.NoError(t, renderCase(filepath.Join(root, "templates"), "", "for bob", &printed, &about))
	assert.Equal(t, "{\"table\": \"tasks\", \"to\": \"bob\"}\n", printed.String())
	assert.Contains(t, about.String(), "status: 404\nas ")
	require.ErrorContains(t, renderCase(filepath.Join(root, "templates"), "", "for eve", &printed, &about), `there is no case "for eve"`)

	require.NoError(t, os.WriteFile(template, []byte("{}"), 0o600))
	require.ErrorContains(t, renderCase(filepath.Join(root, "templates"), template, "for bob", &printed, &about), "must be")
}

func TestRenderTakesACaseOrABatch(t *testing.T) {
	t.Parallel()
	_, err := command(t, t.Context(), "", "render", "--case", "x", "--batch")
	require.ErrorContains(t, err, "leave one out")
	out, err := command(t, t.Context(), "", "render", "--case", "a stored order", "--file", filepath.Join("..", "..", "examples", "orders", "templates", "order", "get.request.vtl"))
	require.NoError(t, err)
	assert.Contains(t, out, `"TableName": "orders"`)
}
