package infra_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"lambdaless/infra"
	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"
)

func deployRecords(t *testing.T, config map[string]string) *infratest.Recording {
	t.Helper()
	return infratest.Run(t, func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, fixture.Records) }, infratest.Stack{Config: config})
}

// cacheKeys are the keys of all integrations that have one, by the method's name.
func cacheKeys(r *infratest.Recording) map[string][]any {
	keys := map[string][]any{}
	for _, i := range r.OfType("integration:Integration") {
		if key, ok := i.Inputs["cacheKeyParameters"]; ok {
			keys[i.Name] = key.Mappable().([]any)
		}
	}
	return keys
}

// settingsOf are a stage's settings by the path of the method.
func settingsOf(r *infratest.Recording) map[string]map[string]any {
	all := map[string]map[string]any{}
	for _, s := range r.OfType("methodSettings:MethodSettings") {
		all[s.Text("methodPath")] = s.Inputs["settings"].Mappable().(map[string]any)
	}
	return all
}

func TestNothingIsCachedByDefault(t *testing.T) {
	t.Parallel()
	r := deployRecords(t, nil)
	stage := r.OfType("stage:Stage")[0]
	assert.NotContains(t, stage.Inputs.Mappable(), "cacheClusterEnabled")
	assert.Empty(t, cacheKeys(r))
	settings := settingsOf(r)
	assert.Equal(t, []string{"*/*"}, slices.Collect(maps.Keys(settings)))
	assert.NotContains(t, settings["*/*"], "cachingEnabled")
}

func TestCachedMethodsAreKeyedByWhatTheyRead(t *testing.T) {
	t.Parallel()
	r := deployRecords(t, map[string]string{
		"lambdaless:cacheSize": "1.6", "lambdaless:cacheTtl": "7", "lambdaless:access": `{"users":"cognito"}`, "lambdaless:openApi": "true",
		"lambdaless:throttleRateLimit": "11", "lambdaless:executionLogLevel": "INFO",
	})
	stage := r.OfType("stage:Stage")[0].Inputs.Mappable()
	assert.Equal(t, true, stage["cacheClusterEnabled"])
	assert.Equal(t, "1.6", stage["cacheClusterSize"])
	assert.Equal(t, map[string][]any{
		"movies-get/-integration":          {"method.request.querystring.cursor", "method.request.querystring.limit"},
		"movies-get/{}-integration":        {"method.request.path.name"},
		"movies-get/{}/movies-integration": {"method.request.path.name"},
	}, cacheKeys(r), "a user's own, a description and writes are not cached")
	settings := settingsOf(r)
	assert.ElementsMatch(t, []string{"*/*", "~1/GET", "~1{name}/GET", "~1{name}~1movies/GET"}, slices.Collect(maps.Keys(settings)))
	for path, s := range settings {
		assert.Equal(t, path != "*/*", s["cachingEnabled"], path)
		for name, want := range map[string]any{
			"cacheTtlInSeconds": 7.0, "cacheDataEncrypted": true, "requireAuthorizationForCacheControl": true,
			"unauthorizedCacheControlHeaderStrategy": "SUCCEED_WITH_RESPONSE_HEADER",
			"throttlingRateLimit":                    11.0, "throttlingBurstLimit": 200.0, "loggingLevel": "INFO", "dataTraceEnabled": false, "metricsEnabled": true,
		} {
			assert.Equal(t, want, s[name], "%s of %s: a method's own settings replace those of all", name, path)
		}
	}
}

func TestOriginsAreKeptApart(t *testing.T) {
	t.Parallel()
	for origins, want := range map[string][]any{
		`["https://a.example"]`: {"method.request.path.name"},
		`["*"]`:                 {"method.request.path.name"},
		`["https://a.example","https://b.example"]`: {"method.request.header.Origin", "method.request.header.origin", "method.request.path.name"},
	} {
		r := deployRecords(t, map[string]string{"lambdaless:cacheSize": "0.5", "lambdaless:cors": `{"origins":` + origins + `}`})
		assert.Equal(t, want, cacheKeys(r)["movies-get/{}-integration"], origins)
		declared := r.One(t, "method:Method", "movies-get/{}").Inputs["requestParameters"].Mappable().(map[string]any)
		for _, parameter := range want {
			assert.Contains(t, declared, parameter, "a key's parameters have to be declared")
		}
		preflight := r.One(t, "integrationResponse:IntegrationResponse", "movies-options/{}-204-response").Inputs["responseParameters"].Mappable().(map[string]any)
		assert.NotContains(t, preflight["method.response.header.Access-Control-Allow-Headers"], "Origin", "which a page cannot set")
	}
}

// TestAChangedKeyIsDeployed: keys are frozen by a deployment, how long answers are kept is not.
func TestAChangedKeyIsDeployed(t *testing.T) {
	t.Parallel()
	triggers := func(config map[string]string) string {
		return fmt.Sprint(deployRecords(t, config).OfType("deployment:Deployment")[0].Inputs["triggers"].Mappable())
	}
	off := triggers(nil)
	on := triggers(map[string]string{"lambdaless:cacheSize": "0.5"})
	assert.NotEqual(t, off, on)
	assert.Equal(t, on, triggers(map[string]string{"lambdaless:cacheSize": "6.1", "lambdaless:cacheTtl": "3600"}))
}
