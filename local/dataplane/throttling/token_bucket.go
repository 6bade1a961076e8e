package throttling

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
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
