package infra

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/naming"
	"lambdaless/infra/settings"
)

func TestWhatIsNotCached(t *testing.T) {
	t.Parallel()
	api := shop()
	files := api.Templates.(fstest.MapFS)
	files["get.vtl"] = &fstest.MapFile{Data: []byte(`{{Table}} $input.params('id') $context.requestId`)}
	api.Endpoints[3].Uncached = true
	config := settings.Config{StageName: "test", Access: settings.Access{Reads: "open", Writes: "open", Users: settings.NoAccess}}
	config.Cache.Size, config.Cache.TTL = "0.5", 60
	cached := func() (routes, notes []string) {
		endpoints, err := resolve(api)
		require.NoError(t, err)
		p, err := newPlan(api, endpoints, config, Account{Region: "us-east-1"}, naming.New("lambdaless", "test", "us-east-1"))
		require.NoError(t, err)
		for _, m := range p.cached() {
			routes = append(routes, m.Verb+" "+m.Path)
		}
		return routes, p.Notes
	}
	routes, notes := cached()
	assert.Equal(t, []string{"GET /customers/{id}/orders"}, routes)
	assert.Equal(t, []string{"GET /orders/{id} is not cached: its template uses $context.requestId, which differs from one request or caller to another; set Uncached if that is meant"}, notes)

	config.Cache.TTL = 0
	routes, notes = cached()
	assert.Empty(t, routes)
	assert.Equal(t, []string{"cacheTtl is 0: the cache keeps nothing and costs money by the hour"}, notes)
}
