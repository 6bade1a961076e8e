package dataplane

import (
	"strings"
	"sync"
	"time"
)

// bucketKey names a token bucket: a usage plan and key, or an API's stage and method.
type bucketKey struct{ owner, member, method string }

// buckets are token buckets
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html).
type buckets struct{ m sync.Map }

type bucket struct {
	mu     sync.Mutex
	tokens float64
	last   time.Time
}

// take takes one token. A bucket starts full; it holds burst tokens and gains rate a second. Limits
// may change between two calls. Without a burst nothing gets through, as on API Gateway.
func (b *buckets) take(key bucketKey, rate float64, burst int, now time.Time) bool {
	value, ok := b.m.Load(key)
	if !ok {
		value, _ = b.m.LoadOrStore(key, &bucket{tokens: float64(burst), last: now})
	}
	one := value.(*bucket)
	one.mu.Lock()
	defer one.mu.Unlock()
	if elapsed := now.Sub(one.last).Seconds(); elapsed > 0 {
		one.tokens += elapsed * rate
		one.last = now
	}
	one.tokens = min(one.tokens, float64(burst))
	if one.tokens < 1 {
		return false
	}
	one.tokens--
	return true
}

// throttle applies the stage's limits for the method. Each method has a bucket of its own, also
// under a setting for all of them (GW-045). The account's limit is not applied (GW-046).
func (x *exchange) throttle() *Failure {
	settings, name, ok := methodSettings(&x.stage, x.matched)
	if !ok || settings.ThrottlingRateLimit < 0 || settings.ThrottlingBurstLimit < 0 {
		x.trace.verdict("the stage does not throttle the method")
		return nil
	}
	if x.trace != nil {
		x.trace.in("method settings", name)
		x.trace.in("rate limit", settings.ThrottlingRateLimit)
		x.trace.in("burst limit", settings.ThrottlingBurstLimit)
		x.trace.verdict("within the limits")
	}
	key := bucketKey{x.stage.RestAPIID, x.stage.StageName, x.matched.HTTPMethod + x.matched.resource.Path}
	if x.g.buckets.take(key, settings.ThrottlingRateLimit, settings.ThrottlingBurstLimit, x.g.Clock()) {
		return nil
	}
	return fail(Throttled).detail("stage %s (%s) allows %g requests a second, %d in a burst",
		x.stage.StageName, name, settings.ThrottlingRateLimit, settings.ThrottlingBurstLimit)
}

// methodSettings finds the settings for a method: its own, else those for all methods. The path of a
// setting is the resource's with each slash as ~1; the leading one may be missing.
func methodSettings(stage *Stage, m *compiledMethod) (MethodSetting, string, bool) {
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
