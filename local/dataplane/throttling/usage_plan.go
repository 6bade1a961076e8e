package throttling

import (
	"time"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/failure"
)

// Plan counts the request against the key's throttle and quota in the plan. A request that is throttled
// does not use up the quota (GW-044).
func (l *Limits) Plan(plan *apigateway.UsagePlan, keyID string, now time.Time) *failure.Failure {
	if limit := plan.ThrottleSettings; limit != nil && limit.RateLimit > 0 {
		bucket := bucketKey{plan.ID, keyID, ""}
		if !l.buckets.take(bucket, limit.RateLimit, limit.BurstLimit, now) {
			return failure.Of(failure.Throttled).Because("usage plan %s allows key %s %g requests per second, %d in a burst", plan.ID, keyID, limit.RateLimit, limit.BurstLimit)
		}
	}
	if quota := plan.QuotaSettings; quota != nil && quota.Limit > 0 && !l.quotas.take(plan.ID, *quota, keyID, now) {
		return failure.Of(failure.QuotaExceeded).Because("usage plan %s allows key %s %d requests per %s", plan.ID, keyID, quota.Limit, quota.Period)
	}
	return nil
}
