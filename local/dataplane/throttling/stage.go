package throttling

import (
	"time"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/trace"
)

// Stage applies the stage's limits for a method: verb and path of its resource. Each method has a bucket of its own, also under a setting
// for all of them (GW-045). The account's limit is not applied (GW-046).
func (l *Limits) Stage(stage *apigateway.Stage, verb, resourcePath string, now time.Time, t *trace.Trace) *failure.Failure {
	settings, name, ok := stage.SettingsOf(verb, resourcePath)
	if !ok || settings.ThrottlingRateLimit < 0 || settings.ThrottlingBurstLimit < 0 {
		t.Verdict("the stage does not throttle the method")
		return nil
	}
	t.In("method settings", name)
	t.In("rate limit", settings.ThrottlingRateLimit)
	t.In("burst limit", settings.ThrottlingBurstLimit)
	t.Verdict("within the limits")
	key := bucketKey{stage.RestAPIID, stage.StageName, verb + resourcePath}
	if l.buckets.take(key, settings.ThrottlingRateLimit, settings.ThrottlingBurstLimit, now) {
		return nil
	}
	return failure.Of(failure.Throttled).Because("stage %s (%s) allows %g requests per second, %d in a burst",
		stage.StageName, name, settings.ThrottlingRateLimit, settings.ThrottlingBurstLimit)
}
