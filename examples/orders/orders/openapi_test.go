package orders

import (
	"os"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest"
	"lambdaless/local/engine"
)

// TestOpenAPIDocumentsAreCurrent: the committed documents are what the endpoints and the stacks' settings say.
func TestOpenAPIDocumentsAreCurrent(t *testing.T) {
	t.Parallel()
	for _, stack := range []string{"dev", "prod"} {
		settings, err := engine.Configuration("..", stack)
		require.NoError(t, err)
		infratest.Run(t, func(ctx *pulumi.Context) error {
			text, err := infra.OpenAPI(ctx, API)
			require.NoError(t, err)
			committed, err := os.ReadFile("../openapi." + stack + ".json")
			require.NoError(t, err)
			assert.True(t, text == string(committed), "openapi.%s.json is not what the endpoints say: run make openapi, which refuses changes that break clients", stack)
			return nil
		}, infratest.Stack{Project: "orders", Name: stack, Config: settings.Values})
	}
}
