package templatecases

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const greeting = `#if($input.params("to") == "")
#set($context.responseOverride.status = 404)
#set($context.responseOverride.header.X-Kind = "missing")
{}
#else
{"table": "{{Table}}", "to": "$input.params("to")", "n": $input.json('$.n')}
#end
`

// folder writes a template and its cases.
func folder(t *testing.T, cases string) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "x.vtl"), []byte(greeting), 0o600))
	path := filepath.Join(dir, "x.cases.json")
	require.NoError(t, os.WriteFile(path, []byte(cases), 0o600))
	return path
}

func TestMistakesInCasesSayWhere(t *testing.T) {
	t.Parallel()
	for situation, row := range map[string]struct{ text, says string }{
		"not JSON":               {"{\n\"cases\": [}", "x.cases.json:2: not JSON"},
		"cut off":                {"{\n\"cases\": [", "x.cases.json:2: not JSON"},
		"unknown member":         {"{\n\n\"case\": []}", `x.cases.json:3: unknown field "case"; the fields are values and cases`},
		"no cases":               {`{"cases": []}`, "x.cases.json:1: there are no cases"},
		"unknown field":          {"{\"cases\": [\n{\"name\": \"a\",\n\"outptu\": 1}]}", `x.cases.json:3: unknown field "outptu"; the fields are name, input,`},
		"wrong type":             {"{\"cases\": [\n{\"name\": 5}]}", "x.cases.json:2: name is a JSON number: it must be a string"},
		"no name":                {`{"cases": [{"text": ""}]}`, `has no "name"`},
		"nothing expected":       {`{"cases": [{"name": "a"}]}`, "exactly one of json, text and error, and has 0"},
		"two things expected":    {`{"cases": [{"name": "a", "text": "", "json": 1}]}`, "has 2 of them"},
		"an error with status":   {`{"cases": [{"name": "a", "error": "x", "status": 404}]}`, "which has no status"},
		"unknown input":          {`{"cases": [{"name": "a", "text": "", "input": {"paht": {}}}]}`, `unknown field "paht"`},
		"input with a template":  {`{"cases": [{"name": "a", "text": "", "input": {"template": ""}}]}`, "the template is the file beside"},
		"the same name again":    {"{\"cases\": [\n{\"name\": \"a\", \"text\": \"\"},\n{\"name\": \"a\", \"text\": \"\"}]}", `x.cases.json:3: the name "a" is taken by the case in line 2`},
		"text after the object":  {`{"cases": [{"name": "a", "text": ""}]} {}`, "more behind"},
		"mistakes in many cases": {"{\"cases\": [\n{\"name\": \"a\"},\n{\"nam\": 1}]}", "x.cases.json:3: unknown field"},
	} {
		t.Run(situation, func(t *testing.T) {
			t.Parallel()
			_, err := read(folder(t, row.text))
			assert.ErrorContains(t, err, row.says)
		})
	}
}

func TestACaseIsCompared(t *testing.T) {
	t.Parallel()
	for situation, row := range map[string]struct{ one, says string }{
		"as JSON":            {`"input": {"querystring": {"to": "a"}, "body": {"n": 1.0}}, "json": {"n": 1.0, "to": "a", "table": "T"}`, ""},
		"other digits":       {`"input": {"querystring": {"to": "a"}, "body": {"n": 1}}, "json": {"n": 2, "to": "a", "table": "T"}`, "the JSON is"},
		"not JSON":           {`"input": {"querystring": {"to": "\""}, "body": {"n": 1}}, "json": {}`, "not JSON"},
		"as text":            {`"input": {"querystring": {"to": "a"}, "body": {"n": 1}}, "text": "{\"table\": \"T\", \"to\": \"a\", \"n\": 1}\n"`, ""},
		"other text":         {`"input": {"querystring": {"to": "a"}, "body": {"n": 1}}, "text": ""`, "the text is"},
		"overrides":          {`"json": {}, "status": 404, "headers": {"X-Kind": "missing"}`, ""},
		"an unwanted status": {`"json": {}, "headers": {"X-Kind": "missing"}`, "the status override is\n    404"},
		"an absent header":   {`"json": {}, "status": 404, "headers": {"X-Kind": "other"}`, "the header overrides"},
		"an error":           {`"input": {"querystring": {"to": "a"}, "body": "{"}, "error": "Could not process payload"`, ""},
		"another error":      {`"input": {"querystring": {"to": "a"}, "body": "{"}, "error": "nothing like it"`, "the error is"},
		"an absent error":    {`"error": "JSON"`, "an error with JSON"},
		"an unwanted error":  {`"input": {"querystring": {"to": "a"}, "body": "{"}, "json": {}`, "must be\n    an output"},
	} {
		t.Run(situation, func(t *testing.T) {
			t.Parallel()
			f, err := read(folder(t, `{"values": {"Table": "T"}, "cases": [{"name": "a", `+row.one+`}]}`))
			require.NoError(t, err)
			r, err := f.Run(f.Cases[0])
			require.NoError(t, err)
			err = f.Check(f.Cases[0], r)
			if row.says == "" {
				assert.NoError(t, err)
			} else {
				assert.ErrorContains(t, err, row.says)
			}
		})
	}
}

func TestAPlaceholderNeedsAValue(t *testing.T) {
	t.Parallel()
	f, err := read(folder(t, `{"cases": [{"name": "a", "text": ""}]}`))
	require.NoError(t, err)
	_, err = f.Run(f.Cases[0])
	assert.ErrorContains(t, err, `the placeholders Table, which "values" does not give a value`)
}

func TestAddedCasesAreReadBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	template := filepath.Join(dir, "x.vtl")
	require.NoError(t, os.WriteFile(template, []byte(greeting), 0o600))
	empty := ""
	add := func(template string, values map[string]string, c Case) error {
		text, err := added(template, values, c)
		if err != nil {
			return err
		}
		return write(pathOf(template), text)
	}
	for _, name := range []string{"first ]}", `second "cases"`, "third"} {
		require.NoError(t, add(template, map[string]string{"Table": "T"}, Case{Name: name, Text: &empty}))
	}
	require.ErrorContains(t, add(template, nil, Case{Name: "third", Text: &empty}), `there is a case "third" already`)
	f, err := read(pathOf(template))
	require.NoError(t, err)
	assert.Equal(t, "T", f.Values["Table"])
	require.Len(t, f.Cases, 3)
	assert.Equal(t, `second "cases"`, f.Cases[1].Name)

	found, c, err := Named(dir, "", "third")
	require.NoError(t, err)
	assert.Equal(t, "third", c.Name)
	assert.Equal(t, template, found.Template)
	_, _, err = Named(dir, "", "fourth")
	require.ErrorContains(t, err, "third")
	other := strings.Replace(template, "x.vtl", "y.vtl", 1)
	require.NoError(t, os.WriteFile(other, nil, 0o600))
	require.NoError(t, add(other, nil, Case{Name: "third", Text: &empty}))
	_, _, err = Named(dir, "", "third")
	require.ErrorContains(t, err, "choose one by its template")
	_, _, err = Named(dir, other, "third")
	require.NoError(t, err)
}
