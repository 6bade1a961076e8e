package infra_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
)

// TestEndpointsAsJSONLoseNothing takes APIs with what only a Call says: the parts of a transaction, and how
// long items live.
func TestEndpointsAsJSONLoseNothing(t *testing.T) {
	t.Parallel()
	for name, api := range map[string]infra.API{"transaction": payments(t), "expiry": expiring(t), "shipped": infra.Shipped} {
		expanded, err := api.Expanded()
		require.NoError(t, err, name)
		text, err := json.Marshal(expanded.Endpoints)
		require.NoError(t, err, name)
		var read []infra.Endpoint
		require.NoError(t, json.Unmarshal(text, &read), name)
		assert.Equal(t, expanded.Endpoints, read, name)
	}
	_, err := json.Marshal(fixture.Movies.Endpoints[0])
	assert.ErrorContains(t, err, "GET /{name} has a Call: use API.Expanded first")
}
