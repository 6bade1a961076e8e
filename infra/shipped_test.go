package infra_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest"
)

// TestTheShippedAPIDeploys holds for any API that Shipped is.
func TestTheShippedAPIDeploys(t *testing.T) {
	t.Parallel()
	require.NoError(t, infra.Shipped.Validate())
	for _, stack := range []string{"local", "dev", "prod"} {
		config := infratest.StackConfig(t, stack)
		r := infratest.Run(t, infra.Deploy, infratest.Stack{Name: stack, Config: config})
		endpoints := slices.Clone(infra.Shipped.Endpoints)
		if !infratest.HasLogin(config) {
			endpoints = slices.DeleteFunc(endpoints, func(e infra.Endpoint) bool { return e.Access == infra.Users })
		}
		assert.Len(t, r.OfType("integration:Integration"), len(endpoints), stack)
	}
}
