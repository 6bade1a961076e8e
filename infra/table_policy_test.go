package infra_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"
)

func TestWithoutTheSwitchATableHasNoPolicy(t *testing.T) {
	t.Parallel()
	assert.Empty(t, infratest.Run(t, fixture.Deploy, infratest.Stack{}).OfType("ResourcePolicy"))
}

func TestATablePolicyThatIsTooLongIsAMistakeAtPreview(t *testing.T) {
	t.Parallel()
	_, err := infratest.TryRun(func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, manyRoutes(250)) },
		infratest.Stack{Config: map[string]string{"lambdaless:tablePolicy": "true"}})
	require.Error(t, err)
	require.Less(t, len(err.Error()), 1000, "one problem")
	assert.Contains(t, err.Error(), "table favorite_movies: its policy has")
	assert.Contains(t, err.Error(), "20480")
}

// manyRoutes is an API with as many further methods that read.
func manyRoutes(n int) infra.API {
	api := fixture.Movies
	get := infra.Endpoint{
		Method: "GET", Action: infra.GetItem, Request: "movie/get.request.vtl",
		Responses: []infra.Response{{Status: 200, Template: "movie/get.response.vtl", Overrides: []int{404}}},
	}
	api.Quotas.Resources = 1000
	for i := range n {
		get.Path = fmt.Sprintf("/%03d-%s/{name}", i, strings.Repeat("x", 60))
		api.Endpoints = append(api.Endpoints, get)
	}
	return api
}
