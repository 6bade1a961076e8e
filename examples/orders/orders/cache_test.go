package orders

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"lambdaless/infra"
	"lambdaless/infra/infratest"
)

// TestCachedAnswersAreKeptApart: pages, and who has which version already.
func TestCachedAnswersAreKeptApart(t *testing.T) {
	t.Parallel()
	r := infratest.Run(t, func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, API) }, infratest.Stack{
		Config: map[string]string{"lambdaless:cacheSize": "0.5"},
	})
	for name, want := range map[string][]any{
		"orders-get/orders":                 {"method.request.querystring.cursor", "method.request.querystring.limit", "method.request.querystring.status"},
		"orders-get/customers/{}/orders":    {"method.request.path.customer", "method.request.querystring.cursor", "method.request.querystring.limit"},
		"orders-get/customers/{}/orders/{}": {"method.request.header.If-None-Match", "method.request.header.if-none-match", "method.request.path.customer", "method.request.path.id"},
		"orders-get/customers/{}/count":     {"method.request.path.customer", "method.request.querystring.cursor"},
	} {
		assert.Equal(t, want, r.One(t, "integration:Integration", name+"-integration").Inputs["cacheKeyParameters"].Mappable(), name)
	}
}
