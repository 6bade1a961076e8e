package throttling

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// bucketKey names a token bucket: a usage plan and key, or an API's stage and method.
type bucketKey struct{ owner, member, method string }

// limits are a bucket's. New limits have a bucket of their own, so that raising them lets requests through at once.
type limits struct {
	bucketKey
	perSecond float64
	burst     int
}

// buckets are token buckets
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html).
type buckets struct{ m sync.Map }

// take takes one token. A bucket starts full; it holds burst tokens and gains some per second. Without a burst
// nothing gets through, as on API Gateway.
func (b *buckets) take(key bucketKey, perSecond float64, burst int, now time.Time) bool {
	of := limits{key, perSecond, burst}
	limiter, ok := b.m.Load(of)
	if !ok {
		limiter, _ = b.m.LoadOrStore(of, rate.NewLimiter(rate.Limit(perSecond), burst))
	}
	return limiter.(*rate.Limiter).AllowN(now, 1)
}
