package dataplane

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/local/apigateway"
)

func TestLeadingSlashes(t *testing.T) {
	t.Parallel()
	r := newHarness(t, oneMethod("/x", mock("GET", "$context.path")))
	for _, path := range []string{"/dev/x", "//dev/x", "///dev/x"} {
		response := r.gateway.Invoke(t.Context(), newRequest("GET", path, nil), nil)
		assert.Equal(t, 200, response.StatusCode, "GW-003 "+path)
		assert.Equal(t, "/dev/x", string(response.Body), "GW-003 "+path)
	}
	assert.Equal(t, 403, r.gateway.Invoke(t.Context(), newRequest("GET", "//", nil), nil).StatusCode)
}

func TestCanary(t *testing.T) {
	t.Parallel()
	template := "$context.isCanaryRequest $stageVariables.color $stageVariables.size#if($context.isCanaryRequest) c#end"
	r := newHarness(t, oneMethod("/x", mock("GET", "old "+template)))
	next := *r.cloud.deployments["api1234567/d1"]
	next.Resources = []apigateway.Resource{resource("/x", mock("GET", "new "+template))}
	r.cloud.deployments["api1234567/d2"] = snapshot(t, &next)
	random := 0.0
	r.gateway.Random = func() float64 { return random }
	r.stage(func(s *apigateway.Stage) { s.Variables = map[string]string{"color": "red", "size": "1"} })
	assert.Equal(t, "old  red 1 c", r.send("GET /dev/x").body, "GW-004 without a canary there is no such variable, and #if takes what does not exist for true")

	r.stage(func(s *apigateway.Stage) {
		s.CanarySettings = &apigateway.CanarySettings{DeploymentID: "d2", PercentTraffic: 12.5, StageVariableOverrides: map[string]string{"color": "blue"}}
		s.AccessLogSettings = &apigateway.AccessLogSettings{DestinationARN: "g", Format: "$context.isCanaryRequest $context.deploymentId"}
	})
	for _, test := range []struct {
		random float64
		want   string
	}{{0, "new true blue 1 c"}, {0.1249, "new true blue 1 c"}, {0.125, "old false red 1"}, {0.99, "old false red 1"}} {
		random = test.random
		assert.Equal(t, test.want, r.send("GET /dev/x").body, "GW-004 at %v", test.random)
	}
	r.stage(func(s *apigateway.Stage) { s.CanarySettings.PercentTraffic = 0 })
	random = 0
	assert.Equal(t, "old false red 1", r.send("GET /dev/x").body)
	r.stage(func(s *apigateway.Stage) { s.CanarySettings.PercentTraffic = 100 })
	random = 0.9999
	assert.Equal(t, "new true blue 1 c", r.send("GET /dev/x").body)
	assert.Equal(t, []string{"g true d2", "g true d2", "g false d1", "g false d1", "g false d1", "g true d2"}, r.cloud.lines)
}

func TestCanaryShare(t *testing.T) {
	t.Parallel()
	r := newHarness(t, oneMethod("/x", mock("GET", "$context.isCanaryRequest")))
	r.stage(func(s *apigateway.Stage) {
		s.CanarySettings = &apigateway.CanarySettings{DeploymentID: "d1", PercentTraffic: 30}
	})
	canaries := 0
	const requests = 2000
	for range requests {
		if string(r.gateway.Invoke(t.Context(), newRequest("GET", "/dev/x", nil), nil).Body) == "true" {
			canaries++
		}
	}
	// Six standard deviations: a right implementation fails once in 500 million runs.
	assert.InDelta(t, 0.3*requests, canaries, 125)
}
