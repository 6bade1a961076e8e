package dataplane

import (
	"slices"

	"lambdaless/local/dataplane/trace"
)

// checkAPIKey asks for a key that is enabled and belongs to a usage plan of the stage (GW-042), and
// counts the request against the plan (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html).
func (x *exchange) checkAPIKey(auth *Authorization) (APIKey, *Failure) {
	if !x.matched.APIKeyRequired {
		x.trace.Verdict("no API key is required")
		return APIKey{}, nil
	}
	value, source := x.request.Header.Get("X-Api-Key"), "header x-api-key"
	if x.api.APIKeySource == "AUTHORIZER" { // GW-043
		value, source = "", "the authorizer's usageIdentifierKey"
		if auth != nil {
			value = auth.UsageIdentifierKey
		}
	}
	if value == "" {
		return APIKey{}, fail(InvalidAPIKey).detail("no API key in %s", source)
	}
	key, ok := x.g.Cloud.APIKey(value)
	if !ok || !key.Enabled {
		return APIKey{}, fail(InvalidAPIKey).detail("the API key %s does not exist or is disabled", trace.Mask(value))
	}
	for _, plan := range x.g.Cloud.UsagePlans(x.stage.RestAPIID, x.stage.StageName) {
		if !slices.Contains(plan.KeyIDs, key.ID) {
			continue
		}
		x.trace.In("API key", trace.Mask(value))
		x.trace.Out("usage plan", plan.Name)
		x.trace.Verdict("the key belongs to usage plan %s", plan.ID)
		return key, x.g.usePlan(plan, key)
	}
	return APIKey{}, fail(InvalidAPIKey).detail("the API key %s is in no usage plan of stage %s", trace.Mask(value), x.stage.StageName)
}

// usePlan counts the request against the key's throttle and quota in the plan. A request that is throttled
// does not use up the quota (GW-044).
func (g *Gateway) usePlan(plan UsagePlan, key APIKey) *Failure {
	now := g.Clock()
	if limit := plan.ThrottleSettings; limit != nil && limit.RateLimit > 0 {
		bucket := bucketKey{plan.ID, key.ID, ""}
		if !g.buckets.take(bucket, limit.RateLimit, limit.BurstLimit, now) {
			return fail(Throttled).detail("usage plan %s allows key %s %g requests per second, %d in a burst", plan.ID, key.ID, limit.RateLimit, limit.BurstLimit)
		}
	}
	if quota := plan.QuotaSettings; quota != nil && quota.Limit > 0 && !g.quotas.take(plan.ID, *quota, key.ID, now) {
		return fail(QuotaExceeded).detail("usage plan %s allows key %s %d requests per %s", plan.ID, key.ID, quota.Limit, quota.Period)
	}
	return nil
}
