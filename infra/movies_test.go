package infra_test

import (
	"testing"

	"lambdaless/infra"
	"lambdaless/infra/infratest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTheShippedAPIDeploys holds for any API in movies.go.
func TestTheShippedAPIDeploys(t *testing.T) {
	t.Parallel()
	require.NoError(t, infra.Movies.Validate())
	for _, stack := range []string{"local", "dev", "prod"} {
		r := infratest.Run(t, infra.Deploy, infratest.Stack{Name: stack, Config: infratest.StackConfig(t, stack)})
		assert.Len(t, r.OfType("integration:Integration"), len(infra.Movies.Endpoints), stack)
		assert.Len(t, r.OfType("table:Table"), len(infra.Movies.Tables), stack)
	}
}
