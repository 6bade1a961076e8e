package main

import (
	"fmt"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/infra/item"
)

// TestPatchesPass holds that DynamoDB accepts what a patch renders, whichever of its properties are sent, set or
// removed: with few of them every expression is known to the letter.
func TestPatchesPass(t *testing.T) {
	t.Parallel()
	kinds := []string{`{"type":"string"}`, `{"type":"integer"}`, `{"type":"boolean"}`, `{"type":"array","items":{"type":"string"}}`, `{"type":"object","properties":{"x":{"type":"string"}},"additionalProperties":false}`}
	for n := 1; n <= 3; n++ {
		for i := range kinds {
			t.Run(fmt.Sprintf("%d of %s", n, kinds[i]), func(t *testing.T) {
				t.Parallel()
				properties := ""
				for p := range n {
					properties += fmt.Sprintf(`,"p%d":%s`, p, kinds[(i+p)%len(kinds)])
				}
				files := fstest.MapFS{"note/note.schema.json": {Data: []byte(`{"$schema":"http://json-schema.org/draft-04/schema#","type":"object","required":["id"],` +
					`"additionalProperties":false,"properties":{"id":{"type":"string"}` + properties + `}}`)}}
				for _, name := range []string{"error/4xx.response.vtl", "error/5xx.response.vtl"} {
					text, err := fs.ReadFile(fixture.Movies.Templates, name)
					require.NoError(t, err)
					files[name] = &fstest.MapFile{Data: text}
				}
				api := infra.API{
					Name: "notes", Tables: []infra.Table{{Name: "notes", PartitionKey: infra.Key{Name: "id", Type: infra.String}}}, Templates: files, Errors: infra.BackendErrors,
					Endpoints: []infra.Endpoint{{Method: "PATCH", Path: "/{id}", Call: item.Patch{Of: item.Type{Schema: "note/note.schema.json"}}}},
				}
				texts, err := infra.GeneratedTemplates(api)
				require.NoError(t, err)
				for name, text := range texts {
					files[name] = &fstest.MapFile{Data: []byte(text)}
				}
				findings, _ := judged(record(t, "prod", func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, api) }))
				assert.Empty(t, failing(findings))
			})
		}
	}
}
