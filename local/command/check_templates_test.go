package command

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
)

func TestTemplatesAreParsedBeforeTheyAreDeployed(t *testing.T) {
	t.Parallel()
	require.NoError(t, checkTemplates(infra.Movies.Templates))
	err := checkTemplates(fstest.MapFS{
		"a.vtl":   {Data: []byte("{\n#if($x)\n}")},
		"b/c.vtl": {Data: []byte("fine")},
		"d.vtl":   {Data: []byte("#set($x)")},
		"e.json":  {Data: []byte("#if(")},
	})
	require.Error(t, err)
	assert.Contains(t, err.Error(), "templates/a.vtl:")
	assert.Contains(t, err.Error(), "templates/d.vtl:1:")
	assert.NotContains(t, err.Error(), "e.json")
}
