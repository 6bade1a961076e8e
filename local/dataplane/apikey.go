package dataplane

import "slices"

// checkAPIKey asks for a key that is enabled and belongs to a usage plan of the stage (GW-042), and
// counts the request against the plan (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html).
func (x *exchange) checkAPIKey() *Failure {
	if !x.matched.APIKeyRequired {
		x.trace.verdict("no API key is required")
		return nil
	}
	value, source := x.request.Header.Get("X-Api-Key"), "header x-api-key"
	if x.api.APIKeySource == "AUTHORIZER" { // GW-043
		value, source = "", "the authorizer's usageIdentifierKey"
		if x.auth != nil {
			value = x.auth.UsageIdentifierKey
		}
	}
	if value == "" {
		return fail(InvalidAPIKey).detail("no API key in %s", source)
	}
	key, ok := x.g.Cloud.APIKey(value)
	if !ok || !key.Enabled {
		return fail(InvalidAPIKey).detail("the API key %s does not exist or is disabled", mask(value))
	}
	for _, plan := range x.g.Cloud.UsagePlans(x.stage.RestAPIID, x.stage.StageName) {
		if !slices.Contains(plan.KeyIDs, key.ID) {
			continue
		}
		x.key = &key
		if x.trace != nil {
			x.trace.in("API key", mask(value))
			x.trace.out("usage plan", plan.Name)
			x.trace.verdict("the key belongs to usage plan " + plan.ID)
		}
		return x.usePlan(plan, key)
	}
	return fail(InvalidAPIKey).detail("the API key %s is in no usage plan of stage %s", mask(value), x.stage.StageName)
}

// usePlan takes the request off the key's throttle and quota in the plan. A request that is throttled
// does not use up the quota (GW-044).
func (x *exchange) usePlan(plan UsagePlan, key APIKey) *Failure {
	now := x.g.Clock()
	if limit := plan.ThrottleSettings; limit != nil && limit.RateLimit > 0 {
		bucket := bucketKey{plan.ID, key.ID, ""}
		if !x.g.buckets.take(bucket, limit.RateLimit, limit.BurstLimit, now) {
			return fail(Throttled).detail("usage plan %s allows key %s %g requests a second, %d in a burst", plan.ID, key.ID, limit.RateLimit, limit.BurstLimit)
		}
	}
	if quota := plan.QuotaSettings; quota != nil && quota.Limit > 0 && !x.g.quotas.take(plan.ID, *quota, key.ID, now) {
		return fail(QuotaExceeded).detail("usage plan %s allows key %s %d requests a %s", plan.ID, key.ID, quota.Limit, quota.Period)
	}
	return nil
}

// mask shows only a secret's end, as API Gateway's logs do.
func mask(secret string) string {
	if len(secret) <= 6 {
		return "******"
	}
	return "******" + secret[len(secret)-6:]
}
