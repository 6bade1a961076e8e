package dataplane

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/local/apigateway"
)

// What runs nowhere on a laptop is answered with an error that says so, not with something else.
func TestIntegrationsThatDoNotRunHere(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		integration apigateway.Integration
		says        string
	}{
		"a server":        {apigateway.Integration{Type: "HTTP_PROXY", URI: "https://example.com/"}, `integrations of type \"HTTP_PROXY\" do not run locally: AWS (DynamoDB) and MOCK do`},
		"another service": {apigateway.Integration{Type: "AWS", URI: "arn:aws:apigateway:us-east-1:sqs:action/SendMessage"}, `service \"sqs\" does not run locally, dynamodb does`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := mock("GET", "x")
			m.Integration.Type, m.Integration.URI, m.Integration.IntegrationHTTPMethod = test.integration.Type, test.integration.URI, "POST"
			r := newHarness(t, oneMethod("/x", m))
			got := r.send("GET /dev/x")
			assert.Equal(t, 500, got.StatusCode)
			assert.Contains(t, r.log.String(), test.says)
		})
	}
}
