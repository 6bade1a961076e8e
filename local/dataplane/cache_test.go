package dataplane

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/database"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/trace"
)

// cachingHarness is a harness whose stage caches GET for ten seconds, and whose back end answers each call with another number.
func cachingHarness(t *testing.T, api *apigateway.API) *harness {
	t.Helper()
	r := newHarness(t, api)
	calls := 0
	r.db.script = func(context.Context, string, string) (database.Answer, error) {
		calls++
		return dynamoAnswer(200, fmt.Sprint(calls)), nil
	}
	r.stage(func(s *apigateway.Stage) { s.CacheClusterEnabled, s.CacheClusterSize = true, "0.5" })
	r.settings("*/*", func(s *apigateway.MethodSetting) { s.CachingEnabled, s.CacheTTLInSeconds = true, 10 })
	return r
}

// settings changes the stage's settings for a method path.
func (r *harness) settings(path string, change func(*apigateway.MethodSetting)) {
	r.stage(func(s *apigateway.Stage) {
		all := map[string]apigateway.MethodSetting{}
		for path, setting := range s.MethodSettings {
			all[path] = setting
		}
		setting, ok := all[path]
		if !ok {
			setting = apigateway.DefaultMethodSetting()
		}
		change(&setting)
		all[path], s.MethodSettings = setting, all
	})
}

func keyedBy(m apigateway.Method, parameters ...string) apigateway.Method {
	i := *m.Integration
	i.CacheKeyParameters, m.Integration = parameters, &i
	return m
}

func (r *harness) body(line string, more ...string) string {
	r.t.Helper()
	return r.send(line, more...).body
}

func TestAnswersAreCached(t *testing.T) {
	t.Parallel()
	r := cachingHarness(t, oneMethod("/{name}", keyedBy(dynamo("GET", getItem), "method.request.path.name")))
	first := r.send("GET /dev/bob")
	assert.Equal(t, "1", first.body)
	r.clock.Advance(9 * time.Second)
	again := r.send("GET /dev/bob")
	assert.Equal(t, "1", again.body)
	assert.Equal(t, first.Header.Values("Content-Type"), again.Header.Values("Content-Type"))
	assert.Equal(t, "request-id", again.Header.Get("x-amzn-RequestId"), "every answer has the id of its own request")
	assert.Equal(t, "2", r.body("GET /dev/eve"))
	r.clock.Advance(time.Second)
	assert.Equal(t, "3", r.body("GET /dev/bob"), "the time to live is over")
	assert.Len(t, r.db.calls, 3)
}

func TestWhichMethodsAreCached(t *testing.T) {
	t.Parallel()
	r := cachingHarness(t, &apigateway.API{Resources: []apigateway.Resource{resource("/x", dynamo("GET", getItem), dynamo("POST", getItem)), resource("/any", dynamo("ANY", getItem))}})
	twice := func(line string) bool {
		first := r.body(line)
		return r.body(line) == first
	}
	assert.True(t, twice("GET /dev/x"))
	assert.False(t, twice("POST /dev/x"), "the settings for all methods cache GET only")
	assert.True(t, twice("GET /dev/any"))
	assert.False(t, twice("PUT /dev/any"))
	r.settings("~1x/POST", func(s *apigateway.MethodSetting) { s.CachingEnabled = true })
	assert.True(t, twice("POST /dev/x"))
	r.settings("~1x/GET", func(s *apigateway.MethodSetting) { s.CachingEnabled = false })
	assert.False(t, twice("GET /dev/x"))
	r.settings("~1x/GET", func(s *apigateway.MethodSetting) { s.CachingEnabled, s.CacheTTLInSeconds = true, 0 })
	assert.False(t, twice("GET /dev/x"), "a time to live of 0")
	r.stage(func(s *apigateway.Stage) { s.CacheClusterEnabled = false })
	assert.False(t, twice("GET /dev/any"), "the stage has no cache")
}

// GW-152: what is not in the key is shared, even if the template reads it.
func TestKeys(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		key          []string
		one, another []string // a request line and its headers
		shared       bool
	}{
		"nothing":                        {nil, []string{"GET /dev/bob"}, []string{"GET /dev/eve"}, true},
		"the path":                       {[]string{"method.request.path.name"}, []string{"GET /dev/bob"}, []string{"GET /dev/eve"}, false},
		"another query string":           {[]string{"method.request.querystring.a"}, []string{"GET /dev/bob?a=1&b=1"}, []string{"GET /dev/bob?a=1&b=2"}, true},
		"a query string":                 {[]string{"method.request.querystring.a"}, []string{"GET /dev/bob?a=1"}, []string{"GET /dev/bob?a=2"}, false},
		"the last value counts":          {[]string{"method.request.querystring.a"}, []string{"GET /dev/bob?a=1&a=2"}, []string{"GET /dev/bob?a=2"}, true},
		"a header":                       {[]string{"method.request.header.a"}, []string{"GET /dev/bob", "a: 1"}, []string{"GET /dev/bob", "a: 2"}, false},
		"a header in another spelling":   {[]string{"method.request.header.A"}, []string{"GET /dev/bob", "a: 1"}, []string{"GET /dev/bob", "a: 2"}, true},
		"both spellings":                 {[]string{"method.request.header.A", "method.request.header.a"}, []string{"GET /dev/bob", "a: 1"}, []string{"GET /dev/bob", "A: 1"}, false},
		"a parameter of the integration": {[]string{"integration.request.header.q"}, []string{"GET /dev/bob?q=1"}, []string{"GET /dev/bob?q=2"}, false},
		"values that run together":       {[]string{"method.request.querystring.a", "method.request.querystring.b"}, []string{"GET /dev/bob?a=1&b=%222%22"}, []string{"GET /dev/bob?a=1%22&b=2%22"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			get := keyedBy(dynamo("GET", getItem), test.key...)
			get.Integration.RequestParameters = map[string]string{"integration.request.header.q": "method.request.querystring.q"}
			r := cachingHarness(t, oneMethod("/{name}", get))
			one, another := r.body(test.one[0], test.one[1:]...), r.body(test.another[0], test.another[1:]...)
			assert.Equal(t, test.shared, one == another)
			assert.Equal(t, one, r.body(test.one[0], test.one[1:]...))
		})
	}
}

func TestNamespaces(t *testing.T) {
	t.Parallel()
	named := with(dynamo("GET", getItem), func(m *apigateway.Method) { m.Integration.CacheNamespace = "all" })
	r := cachingHarness(t, &apigateway.API{Resources: []apigateway.Resource{resource("/a", named), resource("/bb", named), resource("/ccc", dynamo("GET", getItem))}})
	assert.Equal(t, r.body("GET /dev/a"), r.body("GET /dev/bb"), "one namespace")
	assert.NotEqual(t, r.body("GET /dev/a"), r.body("GET /dev/ccc"))
}

// GW-151: an answer of the back end is cached whatever its status is; what API Gateway answers by itself is not.
func TestFailuresAreCachedToo(t *testing.T) {
	t.Parallel()
	get := dynamo("GET", `#if($input.params().querystring.get("broken") == "1")$input.path('$.a')#{end}`+getItem)
	get.Integration.IntegrationResponses = []apigateway.IntegrationResponse{
		{StatusCode: "200"}, {StatusCode: "500", SelectionPattern: `5\d{2}`, ResponseParameters: map[string]string{"method.response.header.x": "'y'"}},
	}
	get.Responses[2].ResponseParameters = map[string]bool{"method.response.header.x": true}
	r := cachingHarness(t, oneMethod("/x", get))
	r.db.script = func(context.Context, string, string) (database.Answer, error) {
		return database.Answer{}, context.DeadlineExceeded
	}
	assert.GreaterOrEqual(t, r.send("GET /dev/x").StatusCode, 500)
	calls := len(r.db.calls)
	r.send("GET /dev/x")
	assert.Greater(t, len(r.db.calls), calls, "a timeout is not an answer of the back end")
	r.db.script = func(context.Context, string, string) (database.Answer, error) { return dynamoAnswer(503, `{}`), nil }
	assert.Equal(t, 500, r.send("GET /dev/x").StatusCode)
	r.db.script = func(context.Context, string, string) (database.Answer, error) { return dynamoAnswer(200, `{}`), nil }
	kept := r.send("GET /dev/x")
	assert.Equal(t, 500, kept.StatusCode)
	assert.Equal(t, "y", kept.Header.Get("x"))
	r.clock.Advance(10 * time.Second)
	assert.Equal(t, 200, r.send("GET /dev/x").StatusCode)
}

// GW-150: what protects a method protects its cached answers.
func TestCachedAnswersAreProtected(t *testing.T) {
	t.Parallel()
	get := dynamo("GET", getItem)
	get.Authorization = "CUSTOM"
	get.APIKeyRequired = true
	r := cachingHarness(t, oneMethod("/x", get))
	r.cloud.keys["good"] = apigateway.APIKey{ID: "k", Value: "good", Enabled: true}
	r.cloud.plans["api1234567/dev"] = []apigateway.UsagePlan{{ID: "p", KeyIDs: []string{"k"}}}
	r.gateway.Authorizers["CUSTOM"] = deciding{PrincipalID: "alice"}
	assert.Equal(t, 200, r.send("GET /dev/x", "x-api-key: good").StatusCode)
	assert.Equal(t, 403, r.send("GET /dev/x").StatusCode, "the key")
	r.gateway.Authorizers["CUSTOM"] = refusing(failure.Unauthorized)
	assert.Equal(t, 401, r.send("GET /dev/x", "x-api-key: good").StatusCode, "the authorizer")
	r.gateway.Authorizers["CUSTOM"] = deciding{PrincipalID: "alice"}
	r.settings("*/*", func(s *apigateway.MethodSetting) { s.ThrottlingRateLimit, s.ThrottlingBurstLimit = 1, 1 })
	assert.Equal(t, 200, r.send("GET /dev/x", "x-api-key: good").StatusCode)
	assert.Equal(t, 429, r.send("GET /dev/x", "x-api-key: good").StatusCode, "the limit")
	assert.Len(t, r.db.calls, 1)
}

// GW-153, GW-154
func TestInvalidation(t *testing.T) {
	t.Parallel()
	const root = "arn:aws:iam::000000000000:root"
	fresh := "cache-control: no-cache, max-age = 0"
	for name, test := range map[string]struct {
		authorization string
		policy        string
		change        func(*apigateway.MethodSetting)
		header        string
		status        int
		invalidated   bool
		warned        bool
	}{
		"anyone where no permission is asked for": {"NONE", "", func(s *apigateway.MethodSetting) { s.RequireAuthorizationForCacheControl = false }, fresh, 200, true, false},
		"another directive":                       {"NONE", "", func(s *apigateway.MethodSetting) { s.RequireAuthorizationForCacheControl = false }, "Cache-Control: max-age=10", 200, false, false},
		"not anyone":                              {"NONE", "", func(*apigateway.MethodSetting) {}, fresh, 200, false, true},
		"not anyone, without a warning": {"NONE", "", func(s *apigateway.MethodSetting) {
			s.UnauthorizedCacheControlHeaderStrategy = "SUCCEED_WITHOUT_RESPONSE_HEADER"
		}, fresh, 200, false, false},
		"not anyone, refused":  {"NONE", "", func(s *apigateway.MethodSetting) { s.UnauthorizedCacheControlHeaderStrategy = "FAIL_WITH_403" }, fresh, 403, false, false},
		"not a user of a pool": {"COGNITO_USER_POOLS", "", func(*apigateway.MethodSetting) {}, fresh, 200, false, true},
		"who signed":           {"AWS_IAM", "", func(*apigateway.MethodSetting) {}, fresh, 200, true, false},
		"not who is denied it": {
			"AWS_IAM", `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"execute-api:InvalidateCache","Resource":"*"}]}`,
			func(*apigateway.MethodSetting) {}, fresh, 200, false, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			get := dynamo("GET", getItem)
			get.Authorization = test.authorization
			api := oneMethod("/x", get)
			api.Policy = test.policy
			r := cachingHarness(t, api)
			for _, kind := range []string{"AWS_IAM", "COGNITO_USER_POOLS"} {
				r.gateway.Authorizers[kind] = deciding{PrincipalID: "a", Identity: map[string]string{"userArn": root}}
			}
			r.settings("*/*", test.change)
			require.Equal(t, "1", r.body("GET /dev/x"))
			got := r.send("GET /dev/x", test.header)
			assert.Equal(t, test.status, got.StatusCode)
			assert.Equal(t, test.warned, strings.HasPrefix(got.Header.Get("Warning"), "199 "))
			want := "1"
			if test.invalidated {
				want = "2"
			}
			if test.status == 200 {
				assert.Equal(t, want, got.body)
			}
			after := r.send("GET /dev/x")
			assert.Equal(t, want, after.body, "the fresh answer replaces the one that was kept")
			assert.Empty(t, after.Header.Get("Warning"), "a warning is not kept")
		})
	}
}

// GW-155: answers outlive a deployment, and go with their cache.
func TestWhatEmptiesACache(t *testing.T) {
	t.Parallel()
	r := cachingHarness(t, oneMethod("/x", dynamo("GET", getItem)))
	assert.Equal(t, "1", r.body("GET /dev/x"))
	r.cloud.mu.Lock()
	r.cloud.deployments["api1234567/d2"] = r.cloud.deployments["api1234567/d1"]
	r.cloud.mu.Unlock()
	r.stage(func(s *apigateway.Stage) { s.DeploymentID = "d2" })
	assert.Equal(t, "1", r.body("GET /dev/x"))
	r.settings("*/*", func(s *apigateway.MethodSetting) { s.CacheTTLInSeconds = 3000 })
	r.clock.Advance(10 * time.Second)
	assert.Equal(t, "2", r.body("GET /dev/x"), "what was kept is kept as long as it was to be")
	r.stage(func(s *apigateway.Stage) { s.CacheClusterSize = "1.6" })
	assert.Equal(t, "3", r.body("GET /dev/x"), "another size")
	r.stage(func(s *apigateway.Stage) { s.CacheClusterEnabled = false })
	assert.Equal(t, "4", r.body("GET /dev/x"))
	r.stage(func(s *apigateway.Stage) { s.CacheClusterEnabled = true })
	assert.Equal(t, "5", r.body("GET /dev/x"), "a new cache is empty")
}

func TestCanariesHaveCachesOfTheirOwn(t *testing.T) {
	t.Parallel()
	for _, shared := range []bool{false, true} {
		r := cachingHarness(t, oneMethod("/x", dynamo("GET", getItem)))
		share := 100.0
		r.gateway.Random = func() float64 { return 0.5 }
		r.stage(func(s *apigateway.Stage) {
			s.CanarySettings = &apigateway.CanarySettings{PercentTraffic: share, UseStageCache: shared}
		})
		canary := r.body("GET /dev/x")
		r.stage(func(s *apigateway.Stage) { s.CanarySettings = nil })
		assert.Equal(t, shared, canary == r.body("GET /dev/x"))
	}
}

func TestCachesInTraces(t *testing.T) {
	t.Parallel()
	r := cachingHarness(t, oneMethod("/{name}", keyedBy(dynamo("GET", getItem), "method.request.path.name", "method.request.header.Authorization")))
	for _, name := range []string{"miss", "hit"} {
		seen := &trace.Trace{}
		r.gateway.Invoke(context.Background(), requestOf(t, r, "GET /dev/bob", "Authorization: a-secret-token"), seen)
		var out bytes.Buffer
		require.NoError(t, seen.Print(&out, false))
		golden(t, name+".trace.txt", out.Bytes())
		assert.NotContains(t, out.String(), "a-secret-token")
	}
}

func TestCacheHitsInAccessLogs(t *testing.T) {
	t.Parallel()
	r := cachingHarness(t, oneMethod("/x", dynamo("GET", getItem)))
	r.stage(func(s *apigateway.Stage) {
		s.AccessLogSettings = &apigateway.AccessLogSettings{DestinationARN: "log", Format: "$context.status $context.integration.status $context.requestId"}
	})
	r.send("GET /dev/x")
	r.send("GET /dev/x")
	assert.Equal(t, []string{"log 200 200 request-id", "log 200 - request-id"}, r.cloud.lines, "the back end was not called")
}

func BenchmarkCacheHit(b *testing.B) {
	for _, on := range []bool{false, true} {
		b.Run(fmt.Sprintf("cache=%t", on), func(b *testing.B) {
			r := newHarness(b, oneMethod("/{name}", keyedBy(dynamo("GET", getItem), "method.request.path.name")))
			r.stage(func(s *apigateway.Stage) { s.CacheClusterEnabled, s.CacheClusterSize = on, "0.5" })
			r.settings("*/*", func(s *apigateway.MethodSetting) { s.CachingEnabled = true })
			request := newRequest("GET", "/dev/bob", nil)
			for b.Loop() {
				r.gateway.Invoke(context.Background(), request, nil)
			}
		})
	}
}
