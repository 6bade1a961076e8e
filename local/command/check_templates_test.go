package command

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
)

func TestTemplatesAreParsedBeforeTheyAreDeployed(t *testing.T) {
	t.Parallel()
	require.NoError(t, checkTemplates(fixture.Movies.Templates))
	err := checkTemplates(fstest.MapFS{
		"a.vtl":   {Data: []byte("{\n#if($x)\n}")},
		"b/c.vtl": {Data: []byte("fine")},
		"d.vtl":   {Data: []byte("#set($x)")},
		"e.json":  {Data: []byte("#if(")},
		"f.vtl":   {Data: []byte("{\"TableName\": \"{{Table}}\", \"Limit\": {{Table}}")},
		"g.vtl":   {Data: []byte("$util.escapeJavascript($x)")},
	})
	require.Error(t, err)
	assert.Contains(t, err.Error(), "templates/a.vtl:")
	assert.Contains(t, err.Error(), "templates/d.vtl:1:")
	assert.Contains(t, err.Error(), `templates/f.vtl:1:46: the text ends before its JSON does: "{" is not closed`)
	assert.Contains(t, err.Error(), "templates/g.vtl:1:7: $util has no function escapeJavascript: it is called escapeJavaScript")
	assert.NotContains(t, err.Error(), "e.json")
}
