package dataplane

import (
	"slices"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/trace"
)

// checkAPIKey requires a key that is enabled and belongs to a usage plan of the stage (GW-042), and counts the
// request against the plan
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html).
func (x *exchange) checkAPIKey(auth *Authorization) (apigateway.APIKey, *failure.Failure) {
	if !x.matched.APIKeyRequired {
		x.trace.Verdict("no API key is required")
		return apigateway.APIKey{}, nil
	}
	value, source := x.request.Header.Get("X-Api-Key"), "header x-api-key"
	if x.api.APIKeySource == "AUTHORIZER" { // GW-043
		value, source = "", "the authorizer's usageIdentifierKey"
		if auth != nil {
			value = auth.UsageIdentifierKey
		}
	}
	if value == "" {
		return apigateway.APIKey{}, failure.Of(failure.InvalidAPIKey).Because("no API key in %s", source)
	}
	key, ok := x.g.Cloud.APIKey(value)
	if !ok || !key.Enabled {
		return apigateway.APIKey{}, failure.Of(failure.InvalidAPIKey).Because("the API key %s does not exist or is disabled", trace.Mask(value))
	}
	for _, plan := range x.g.Cloud.UsagePlans(x.stage.RestAPIID, x.stage.StageName) {
		if !slices.Contains(plan.KeyIDs, key.ID) {
			continue
		}
		x.trace.In("API key", trace.Mask(value))
		x.trace.Out("usage plan", plan.Name)
		x.trace.Verdict("the key belongs to usage plan %s", plan.ID)
		return key, x.g.limits.Plan(&plan, key.ID, x.g.Clock())
	}
	return apigateway.APIKey{}, failure.Of(failure.InvalidAPIKey).Because("the API key %s is in no usage plan of stage %s", trace.Mask(value), x.stage.StageName)
}
