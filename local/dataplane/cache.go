package dataplane

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/caching"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/mapping"
	"lambdaless/local/dataplane/trace"
	"lambdaless/local/dataplane/wire"
)

// cacheKeyParameter is one of an integration's cacheKeyParameters, ready to be evaluated.
type cacheKeyParameter struct {
	name string
	from mapping.Expression
}

// compileCacheKey compiles an integration's cacheKeyParameters. A parameter of the integration's request is what is
// mapped to it; one that is mapped from nothing is empty.
func compileCacheKey(from *apigateway.Integration) ([]cacheKeyParameter, error) {
	var key []cacheKeyParameter
	for _, name := range slices.Sorted(slices.Values(from.CacheKeyParameters)) {
		source := name
		if strings.HasPrefix(name, "integration.request.") {
			if source = from.RequestParameters[name]; source == "" {
				source = "''"
			}
		}
		expression, err := mapping.ParseExpression(source)
		if err != nil {
			return nil, fmt.Errorf("cache key parameter %q: %w", name, err)
		}
		key = append(key, cacheKeyParameter{name, expression})
	}
	return key, nil
}

// keeping is how a request's answer is found in the stage's cache and kept there.
type keeping struct {
	owner caching.Owner
	key   string
	ttl   time.Duration
	// warning is for a client that may not empty the cache and wanted to.
	warning string
}

// lookUp answers from the stage's cache, before anything is mapped. Authorizers, keys, limits and validators have had
// their say by then, as for every request (GW-150).
func (x *exchange) lookUp() *failure.Failure {
	settings, why := x.cacheSettings()
	if why != "" {
		x.trace.Verdict("not cached: %s", why)
		return nil
	}
	kept := &keeping{
		owner: caching.Owner{API: x.stage.RestAPIID, Stage: x.stage.StageName, Canary: x.canary && !x.stage.CanarySettings.UseStageCache},
		ttl:   time.Duration(settings.CacheTTLInSeconds) * time.Second,
	}
	var err error
	if kept.key, err = x.cacheKey(); err != nil {
		return mappingFailure(err)
	}
	x.trace.In("time to live", kept.ttl)
	x.keeping = kept
	if asksForFresh(x.request.Header) {
		switch allowed := x.mayInvalidate(settings); {
		case allowed:
			x.trace.Verdict("invalidated: the client asks for a fresh answer")
			return nil
		case settings.UnauthorizedCacheControlHeaderStrategy == "FAIL_WITH_403":
			return failure.Of(failure.AccessDenied).Because("Cache-Control: max-age=0 needs the permission execute-api:InvalidateCache")
		case settings.UnauthorizedCacheControlHeaderStrategy == "SUCCEED_WITH_RESPONSE_HEADER":
			kept.warning = `199 - "Cache-Control was ignored: it needs the permission execute-api:InvalidateCache"` // GW-154
		}
		x.trace.Out("ignored", "Cache-Control: the client may not invalidate the cache")
	}
	answer, left, hit := x.g.caches.Get(kept.owner, x.stage.CacheClusterSize, kept.key, x.g.Clock())
	if !hit {
		x.trace.Verdict("miss")
		return nil
	}
	x.response = &Response{StatusCode: answer.StatusCode, Header: slices.Clone(answer.Header), Body: answer.Body}
	x.trace.Out("status", answer.StatusCode)
	x.trace.Out("headers", answer.Header)
	x.trace.Out("body", answer.Body)
	x.trace.Verdict("hit: kept for another %s", trace.Short(left))
	return nil
}

// keep keeps the mapped answer, whatever its status (GW-151).
func (x *exchange) keep() {
	if x.keeping == nil || x.response == nil {
		return
	}
	answer := caching.Answer{StatusCode: x.response.StatusCode, Header: slices.Clone(x.response.Header), Body: x.response.Body}
	if x.g.caches.Put(x.keeping.owner, x.stage.CacheClusterSize, x.keeping.key, answer, x.g.Clock().Add(x.keeping.ttl)) {
		x.trace.Out("cached for", x.keeping.ttl)
	} else {
		x.trace.Out("cached", "no: it is larger than 1 MB")
	}
}

// cacheSettings are the method's. why says why its answers are not cached, and is empty where they are. The settings
// for all methods cache only GET
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html).
func (x *exchange) cacheSettings() (settings apigateway.MethodSetting, why string) {
	if !x.stage.CacheClusterEnabled {
		x.g.caches.Drop(x.stage.RestAPIID, x.stage.StageName)
		return settings, "the stage has no cache"
	}
	verb := x.context().HTTPMethod
	settings, path, ok := x.stage.SettingsOf(verb, x.matched.resource.Path)
	x.trace.In("method settings", path)
	switch {
	case !ok || !settings.CachingEnabled:
		return settings, "the method's settings do not cache it"
	case path == "*/*" && verb != "GET":
		return settings, "the settings for all methods cache GET only"
	case settings.CacheTTLInSeconds <= 0:
		return settings, "the time to live is 0"
	}
	return settings, ""
}

// cacheKey identifies an answer: the namespace, by default the resource's id, and the values of the integration's
// cacheKeyParameters; nothing else (GW-152).
func (x *exchange) cacheKey() (string, error) {
	integration := x.matched.integration
	if integration == nil {
		return "", nil // the next step reports it
	}
	namespace := integration.CacheNamespace
	if namespace == "" {
		namespace = x.matched.resource.ID
	}
	key := strconv.AppendQuote(nil, namespace)
	for _, p := range integration.cacheKey {
		value, err := p.from.Value(x.mapping, nil)
		if err != nil {
			return "", err
		}
		key = strconv.AppendQuote(strconv.AppendQuote(key, p.name), value)
		x.trace.In(p.name, trace.MaskHeaders(wire.Headers{{Name: p.name[strings.LastIndex(p.name, ".")+1:], Value: value}})[0].Value)
	}
	return string(key), nil
}

// asksForFresh reports whether a client wants its answer from the back end: Cache-Control: max-age=0.
func asksForFresh(headers wire.Headers) bool {
	for _, value := range headers.Values("Cache-Control") {
		for directive := range strings.SplitSeq(value, ",") {
			if strings.EqualFold(strings.ReplaceAll(directive, " ", ""), "max-age=0") {
				return true
			}
		}
	}
	return false
}

// mayInvalidate reports whether the client may replace an answer: anyone where the settings ask for no
// authorization, otherwise who has signed the request and has the permission (GW-153).
func (x *exchange) mayInvalidate(settings apigateway.MethodSetting) bool {
	if !settings.RequireAuthorizationForCacheControl {
		return true
	}
	caller := x.context().Authorizer
	if x.matched.Authorization != awsIAM || caller == nil {
		return false
	}
	return checkResourcePolicy(x.api, "execute-api:InvalidateCache", caller.Identity["userArn"], x.methodARN(), x.request.SourceIP, nil) == nil
}
