package dataplane

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
)

func keyed(source string) *keyedAPI {
	m := mock("GET", "ok $context.identity.apiKeyId $context.identity.apiKey")
	m.APIKeyRequired = true
	api := oneMethod("/x", m)
	api.APIKeySource = source
	return &keyedAPI{api}
}

type keyedAPI struct{ *apigateway.API }

// harness adds keys: good is in a plan of the stage, off is disabled, stray is in no plan, far in another's.
func (a *keyedAPI) harness(t *testing.T, plan apigateway.UsagePlan) *harness {
	r := newHarness(t, a.API)
	for _, k := range []apigateway.APIKey{{ID: "good", Value: "good-key-value", Enabled: true}, {ID: "off", Value: "off-key-value"}, {ID: "stray", Value: "stray-key-value", Enabled: true}, {ID: "second", Value: "second-key-value", Enabled: true}} {
		r.cloud.keys[k.Value] = k
	}
	plan.ID, plan.Name, plan.KeyIDs = "plan", "basic", []string{"good", "off", "second"}
	r.cloud.plans["api1234567/dev"] = []apigateway.UsagePlan{{ID: "other", KeyIDs: []string{"nobody"}}, plan}
	return r
}

func TestAPIKeys(t *testing.T) {
	t.Parallel()
	r := keyed("").harness(t, apigateway.UsagePlan{})
	for _, test := range []struct{ name, key, want string }{
		{"a key of a plan of the stage", "good-key-value", "ok good good-key-value"},
		{"GW-042 none", "", ""},
		{"GW-042 unknown", "nope", ""},
		{"GW-042 disabled", "off-key-value", ""},
		{"GW-042 in no plan of the stage", "stray-key-value", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var headers []string
			if test.key != "" {
				headers = []string{"x-api-key: " + test.key}
			}
			got := r.send("GET /dev/x", headers...)
			if test.want != "" {
				assert.Equal(t, test.want, got.body)
				return
			}
			assert.Equal(t, 403, got.StatusCode)
			assert.Equal(t, `{"message":"Forbidden"}`, got.body)
			assert.Equal(t, "ForbiddenException", got.Header.Get("x-amzn-ErrorType"))
		})
	}
}

func TestAPIKeyFromTheAuthorizer(t *testing.T) {
	t.Parallel()
	a := keyed("AUTHORIZER")
	a.Resources[0].Methods[0].Authorization = "CUSTOM"
	r := a.harness(t, apigateway.UsagePlan{})
	r.gateway.Authorizers["CUSTOM"] = deciding{UsageIdentifierKey: "good-key-value"}
	assert.Equal(t, "ok good good-key-value", r.send("GET /dev/x").body, "GW-043")
	r.gateway.Authorizers["CUSTOM"] = deciding{}
	assert.Equal(t, 403, r.send("GET /dev/x", "x-api-key: good-key-value").StatusCode, "GW-043 the header does not count")
}

func TestUsagePlanThrottle(t *testing.T) {
	t.Parallel()
	r := keyed("").harness(t, apigateway.UsagePlan{ThrottleSettings: &apigateway.PlanThrottle{RateLimit: 2, BurstLimit: 3}, QuotaSettings: &apigateway.Quota{Limit: 5, Period: "DAY"}})
	send := func(key string) int { return r.send("GET /dev/x", "x-api-key: "+key).StatusCode }
	for range 3 {
		assert.Equal(t, 200, send("good-key-value"))
	}
	got := r.send("GET /dev/x", "x-api-key: good-key-value")
	assert.Equal(t, 429, got.StatusCode)
	assert.Equal(t, `{"message":"Too Many Requests"}`, got.body)
	assert.Equal(t, "TooManyRequestsException", got.Header.Get("x-amzn-ErrorType"))
	assert.Equal(t, 200, send("second-key-value"), "each key has a bucket of its own")
	r.clock.Advance(500 * time.Millisecond)
	assert.Equal(t, 200, send("good-key-value"), "one token after half a second")
	assert.Equal(t, 429, send("good-key-value"))
	r.clock.Advance(time.Hour)
	assert.Equal(t, 200, send("good-key-value"), "GW-044: 5 of 5, the refused ones were not counted")
	got = r.send("GET /dev/x", "x-api-key: good-key-value")
	assert.Equal(t, `{"message":"Limit Exceeded"}`, got.body)
	assert.Equal(t, 429, got.StatusCode)
	assert.Equal(t, "LimitExceededException", got.Header.Get("x-amzn-ErrorType"))
}

func TestQuotaPeriods(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		period        string
		almost, after time.Duration
	}{
		// the harness's clock stands at Sunday, 22 November 2026, 10:20:30
		{"DAY", 13 * time.Hour, 14 * time.Hour},
		{"WEEK", 6*24*time.Hour + 13*time.Hour, 6*24*time.Hour + 14*time.Hour},
		{"MONTH", 8*24*time.Hour + 13*time.Hour, 8*24*time.Hour + 14*time.Hour},
	} {
		t.Run("GW-048 "+test.period, func(t *testing.T) {
			t.Parallel()
			r := keyed("").harness(t, apigateway.UsagePlan{QuotaSettings: &apigateway.Quota{Limit: 3, Offset: 1, Period: test.period}})
			send := func() int { return r.send("GET /dev/x", "x-api-key: good-key-value").StatusCode }
			assert.Equal(t, []int{200, 200, 429}, []int{send(), send(), send()}, "the offset counts in the first period")
			r.clock.Advance(test.almost)
			assert.Equal(t, 429, send())
			r.clock.Advance(test.after - test.almost)
			assert.Equal(t, []int{200, 200, 200, 429}, []int{send(), send(), send(), send()})
		})
	}
}

func TestTheAccountsLimitIsNotApplied(t *testing.T) {
	t.Parallel()
	r := newHarness(t, oneMethod("/x", mock("GET", "x")))
	request := requestOf(t, r, "GET /dev/x")
	for range 5_001 {
		require.Equal(t, 200, r.gateway.Invoke(context.Background(), request, nil).StatusCode, "GW-046")
	}
}

func TestQuotasLiveInMemory(t *testing.T) {
	t.Parallel()
	r := keyed("").harness(t, apigateway.UsagePlan{QuotaSettings: &apigateway.Quota{Limit: 1, Period: "MONTH"}})
	request := requestOf(t, r, "GET /dev/x", "X-Api-Key: good-key-value")
	assert.Equal(t, 200, r.gateway.Invoke(context.Background(), request, nil).StatusCode)
	assert.Equal(t, 429, r.gateway.Invoke(context.Background(), request, nil).StatusCode)
	assert.Equal(t, 200, New(r.gateway.Config).Invoke(context.Background(), request, nil).StatusCode, "GW-047")
}

func TestStageThrottling(t *testing.T) {
	t.Parallel()
	limit := func(rate float64, burst int) apigateway.MethodSetting {
		return apigateway.MethodSetting{ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst}
	}
	for _, test := range []struct {
		name     string
		settings map[string]apigateway.MethodSetting
		want     [3]int // GET /a/{b} twice, then PUT
	}{
		{"no settings", nil, [3]int{200, 200, 200}},
		{"all methods, each with its own bucket", map[string]apigateway.MethodSetting{"*/*": limit(1, 1)}, [3]int{200, 429, 200}},
		{"the method's own", map[string]apigateway.MethodSetting{"*/*": limit(-1, -1), "~1a~1{b}/GET": limit(1, 1)}, [3]int{200, 429, 200}},
		{"the method's own without a leading slash", map[string]apigateway.MethodSetting{"a~1{b}/GET": limit(1, 1)}, [3]int{200, 429, 200}},
		{"the method's own wins", map[string]apigateway.MethodSetting{"*/*": limit(0, 0), "~1a~1{b}/GET": limit(-1, -1)}, [3]int{200, 200, 429}},
		{"nothing gets through", map[string]apigateway.MethodSetting{"*/*": limit(0, 0)}, [3]int{429, 429, 429}},
	} {
		t.Run("GW-045 "+test.name, func(t *testing.T) {
			t.Parallel()
			r := newHarness(t, &apigateway.API{Resources: []apigateway.Resource{resource("/a/{b}", mock("GET", "x"), mock("PUT", "x"))}})
			r.stage(func(s *apigateway.Stage) { s.MethodSettings = test.settings })
			got := [3]int{r.send("GET /dev/a/1").StatusCode, r.send("GET /dev/a/2").StatusCode, r.send("PUT /dev/a/1").StatusCode}
			assert.Equal(t, test.want, got)
		})
	}
}

func TestRaisedLimitsHoldAtOnce(t *testing.T) {
	t.Parallel()
	r := newHarness(t, oneMethod("/x", mock("GET", "x")))
	limit := func(rate float64, burst int) {
		r.stage(func(s *apigateway.Stage) {
			s.MethodSettings = map[string]apigateway.MethodSetting{"*/*": {ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst}}
		})
	}
	send := func() int { return r.send("GET /dev/x").StatusCode }
	limit(1, 1)
	assert.Equal(t, []int{200, 429}, []int{send(), send()})
	limit(1, 3)
	assert.Equal(t, []int{200, 200, 200, 429}, []int{send(), send(), send(), send()}, "three in a burst, none of them used")
	limit(1, 1)
	assert.Equal(t, 429, send(), "lowered limits let nothing more through")
}

func TestAuthorizers(t *testing.T) {
	t.Parallel()
	m := mock("GET", "$context.authorizer.principalId $context.authorizer.claims.sub $context.authorizer.plan $context.identity.userArn")
	m.Authorization, m.AuthorizerID = "CUSTOM", "a1"
	api := oneMethod("/x", m)
	api.Authorizers = []apigateway.Authorizer{{ID: "a1", Name: "ours", Type: "TOKEN"}}
	r := newHarness(t, api)

	got := r.send("GET /dev/x")
	assert.Equal(t, 500, got.StatusCode, "GW-040")
	assert.Equal(t, `{"message":null}`, got.body)
	assert.Equal(t, "AuthorizerConfigurationException", got.Header.Get("x-amzn-ErrorType"))
	assert.Contains(t, r.log.String(), "asks for authorization CUSTOM, which this runtime cannot run")

	r.gateway.Authorizers["CUSTOM"] = deciding{
		PrincipalID: "bob", Claims: map[string]string{"sub": "s-1"}, Context: map[string]string{"plan": "free"},
		Identity: map[string]string{"userArn": "arn:x"},
	}
	assert.Equal(t, "bob s-1 free arn:x", r.send("GET /dev/x").body)

	api.Authorizers = nil
	r = newHarness(t, api)
	r.gateway.Authorizers["CUSTOM"] = deciding{}
	assert.Equal(t, 500, r.send("GET /dev/x").StatusCode, "an authorizer that the deployment does not have")
}

func TestTheAuthorizerComesBeforeTheAPIKey(t *testing.T) {
	t.Parallel()
	a := keyed("")
	a.Resources[0].Methods[0].Authorization = "UNAUTHORIZED"
	assert.Equal(t, 401, a.harness(t, apigateway.UsagePlan{}).send("GET /dev/x").StatusCode, "GW-001")
}

func TestResourcePolicy(t *testing.T) {
	t.Parallel()
	const arn = "arn:aws:execute-api:us-east-1:000000000000:api1234567/dev/GET/x"
	statement := func(effect, resource, condition string) string {
		return `{"Effect":"` + effect + `","Principal":"*","Action":"execute-api:Invoke","Resource":"` + resource + `"` + condition + `}`
	}
	from := func(address string) string { return `,"Condition":{"IpAddress":{"aws:SourceIp":"` + address + `"}}` }
	anyone := statement("Allow", "execute-api:/*", "")
	for _, test := range []struct {
		name, statements string
		message          string // "" when the request is let in; "500" when the policy cannot be read
	}{
		{"anyone", anyone, ""},
		{"by the whole ARN", statement("Allow", arn, ""), ""},
		{"by the stage", statement("Allow", "execute-api:/dev/GET/*", ""), ""},
		{"by an ARN of any API", statement("Allow", "arn:aws:execute-api:*:*:*/dev/GET/*", ""), ""},
		{"another method", statement("Allow", "execute-api:/dev/PUT/*", ""), "User: anonymous is not authorized to perform: execute-api:Invoke on resource: " + arn},
		{"from here", statement("Allow", "execute-api:/*", from("127.0.0.0/8")), ""},
		{"from elsewhere", statement("Allow", "execute-api:/*", from("10.0.0.0/8")), "User: anonymous is not authorized to perform: execute-api:Invoke on resource: " + arn},
		{"an explicit deny", anyone + "," + statement("Deny", "execute-api:/*", from("127.0.0.1")), "User: anonymous is not authorized to perform: execute-api:Invoke on resource: " + arn + " with an explicit deny"},
		{"another principal", `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:role/r"},"Action":"execute-api:Invoke","Resource":"*"}`, "User: anonymous is not authorized to perform: execute-api:Invoke on resource: " + arn},
		{"one that cannot be read", `{"Effect":"Perhaps"}`, "500"},
	} {
		t.Run("GW-041, GW-134, GW-135 "+test.name, func(t *testing.T) {
			t.Parallel()
			api := oneMethod("/x", mock("GET", "ok"))
			api.Policy = `{"Version":"2012-10-17","Statement":[` + test.statements + `]}`
			r := newHarness(t, api)
			got := r.send("GET /dev/x")
			switch test.message {
			case "":
				assert.Equal(t, "ok", got.body)
			case "500":
				assert.Equal(t, 500, got.StatusCode)
				assert.Contains(t, r.log.String(), "resource policy")
			default:
				assert.Equal(t, 403, got.StatusCode)
				assert.Equal(t, test.message, got.message())
				assert.Contains(t, got.body, `{"Message":`)
				assert.Equal(t, "AccessDeniedException", got.Header.Get("x-amzn-ErrorType"))
			}
		})
	}
}

// GW-202: Route 53's checkers come from addresses of their own. A Deny by address leaves out the one method that NotResource
// names; the others, and what only looks like it, stay denied.
func TestADenyThatLeavesOutTheHealthCheck(t *testing.T) {
	t.Parallel()
	api := &apigateway.API{Resources: []apigateway.Resource{
		resource("/health", mock("GET", "well"), mock("PUT", "x")), resource("/{name}", mock("GET", "x")), resource("/{name}/health", mock("GET", "x")),
	}}
	api.Policy = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"},
		{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"execute-api:Invoke","NotResource":"arn:aws:execute-api:us-east-1:000000000000:*/dev/GET/health",
		"Condition":{"NotIpAddress":{"aws:SourceIp":"203.0.113.0/24"}}}]}`
	r := newHarness(t, api)
	for request, want := range map[string]int{
		"GET /dev/health": 200, "PUT /dev/health": 403, "GET /dev/bob": 403, "GET /dev/bob/health": 403, "GET /dev/Health": 403, "GET /dev/health%2F": 403,
	} {
		got := r.send(request)
		assert.Equal(t, want, got.StatusCode, request)
		if want == 403 {
			assert.Contains(t, got.body, "with an explicit deny", request)
		}
	}
}
