package dataplane

import (
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"lambdaless/local/dataplane/trace"
)

// bucketKey names a token bucket: a usage plan and key, or an API's stage and method.
type bucketKey struct{ owner, member, method string }

// buckets are token buckets
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html).
type buckets struct{ m sync.Map }

// take takes one token. A bucket starts full; it holds burst tokens and gains some per second. Limits may
// change between two calls. Without a burst nothing gets through, as on API Gateway.
func (b *buckets) take(key bucketKey, perSecond float64, burst int, now time.Time) bool {
	value, ok := b.m.Load(key)
	if !ok {
		value, _ = b.m.LoadOrStore(key, rate.NewLimiter(rate.Limit(perSecond), burst))
	}
	limiter := value.(*rate.Limiter)
	if limiter.Limit() != rate.Limit(perSecond) {
		limiter.SetLimitAt(now, rate.Limit(perSecond))
	}
	if limiter.Burst() != burst {
		limiter.SetBurstAt(now, burst)
	}
	return limiter.AllowN(now, 1)
}

// throttle applies the stage's limits for the method. Each method has a bucket of its own, also under a setting
// for all of them (GW-045). The account's limit is not applied (GW-046).
func (g *Gateway) throttle(stage *Stage, m *method, t *trace.Trace) *Failure {
	settings, name, ok := methodSettings(stage, m)
	if !ok || settings.ThrottlingRateLimit < 0 || settings.ThrottlingBurstLimit < 0 {
		t.Verdict("the stage does not throttle the method")
		return nil
	}
	t.In("method settings", name)
	t.In("rate limit", settings.ThrottlingRateLimit)
	t.In("burst limit", settings.ThrottlingBurstLimit)
	t.Verdict("within the limits")
	key := bucketKey{stage.RestAPIID, stage.StageName, m.HTTPMethod + m.resource.Path}
	if g.buckets.take(key, settings.ThrottlingRateLimit, settings.ThrottlingBurstLimit, g.Clock()) {
		return nil
	}
	return fail(Throttled).detail("stage %s (%s) allows %g requests per second, %d in a burst",
		stage.StageName, name, settings.ThrottlingRateLimit, settings.ThrottlingBurstLimit)
}

// methodSettings finds the settings for a method: its own, else those for all methods. The path of a
// setting is the resource's with each slash as ~1; the leading one may be missing.
func methodSettings(stage *Stage, m *method) (MethodSetting, string, bool) {
	if len(stage.MethodSettings) == 0 {
		return MethodSetting{}, "", false
	}
	path := strings.ReplaceAll(m.resource.Path, "/", "~1")
	for _, name := range []string{
		path + "/" + m.HTTPMethod,
		strings.TrimPrefix(path, "~1") + "/" + m.HTTPMethod,
		strings.TrimPrefix(m.resource.Path, "/") + "/" + m.HTTPMethod,
		"*/*",
	} {
		if settings, ok := stage.MethodSettings[name]; ok {
			return settings, name, true
		}
	}
	return MethodSetting{}, "", false
}
