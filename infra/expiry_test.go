package infra_test

import (
	"testing"
	"testing/fstest"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/infra/item"
)

// expiring is an API whose items live for 30 days.
func expiring(t *testing.T) infra.API {
	t.Helper()
	api := fixture.Movies
	files := fstest.MapFS{}
	_, editable := fixture.Editable()
	for _, name := range []string{"movie/movie.schema.json", "error/4xx.response.vtl", "error/5xx.response.vtl"} {
		files[name] = editable[name]
	}
	api.Templates = files
	api.Tables = []infra.Table{{Name: "favorite_movies", PartitionKey: infra.Key{Name: "name", Type: infra.String}, Expires: "expires"}}
	movie := item.Type{Schema: "movie/movie.schema.json", Life: 30}
	api.Endpoints = []infra.Endpoint{
		{Method: "GET", Path: "/{name}", Call: item.Get{Of: movie}},
		{Method: "PUT", Path: "/{name}", Call: item.Put{Of: movie}},
	}
	texts, err := infra.GeneratedTemplates(api)
	require.NoError(t, err)
	for name, text := range texts {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return api
}

func TestItemsExpire(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ days, seconds string }{
		"after the declared life":   {"", "2592000"},
		"after the config's":        {"2", "172800"},
		"after the declared by a 0": {"0", "2592000"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := expiring(t)
			config := infratest.StackConfig(t, "dev")
			if test.days != "" {
				config["lambdaless:itemLifeDays"] = test.days
			}
			r := infratest.Run(t, func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, api) }, infratest.Stack{Name: "dev", Config: config})
			ttl := r.OfType("dynamodb/table:Table")[0].Inputs["ttl"].ObjectValue()
			assert.Equal(t, "expires", ttl["attributeName"].StringValue())
			assert.True(t, ttl["enabled"].BoolValue())
			put := r.One(t, "integration:Integration", "movies-put/{}-integration").Inputs["requestTemplates"].ObjectValue()["application/json"].StringValue()
			assert.Contains(t, put, "#set($expires = $now + "+test.seconds+")")
		})
	}
}

func TestMistakesAboutExpiry(t *testing.T) {
	t.Parallel()
	api := expiring(t)
	api.Tables[0].Expires = "name"
	err := api.Validate()
	require.ErrorContains(t, err, `Expires is "name", which is in the key`)
	api.Tables[0].Expires = ""
	require.ErrorContains(t, api.Validate(), "Life needs the attribute by which DynamoDB deletes: give table favorite_movies Expires")
}
