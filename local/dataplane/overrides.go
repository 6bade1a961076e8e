package dataplane

import (
	"strings"

	"lambdaless/internal/vtl"
	"lambdaless/internal/vtl/java"
)

// templateContext is $context for the templates of this request, made once: what the request's
// template puts into the overrides is there for the response's (GW-052).
func (x *exchange) templateContext() *vtl.Map {
	if x.contextMap == nil {
		x.contextMap = x.freshContext()
	}
	return x.contextMap
}

// freshContext makes $context with the members that the method's templates mention.
func (x *exchange) freshContext() *vtl.Map {
	used := x.methodOrNone().contextUse
	context := java.NewMapSize(used.size())
	for _, name := range contextMembers {
		if !used.has(name) {
			continue
		}
		switch name {
		case "requestOverride":
			context.Put(name, vtl.NewMap("path", vtl.NewMap(), "header", vtl.NewMap(), "querystring", vtl.NewMap()))
		case "responseOverride":
			context.Put(name, vtl.NewMap("header", vtl.NewMap()))
		case "identity":
			context.Put(name, x.templateIdentity())
		case "requestTimeEpoch":
			context.Put(name, x.start.UnixMilli()) // a number (GW-051)
		default:
			put(context, name, x.requestVariable(name))
		}
	}
	if x.stage.XRayTracingEnabled && used.has("xrayTraceId") {
		context.Put("xrayTraceId", x.xray.root)
	}
	if x.stage.CanarySettings != nil && used.has("isCanaryRequest") {
		context.Put("isCanaryRequest", x.canary)
	}
	if x.auth != nil && used.has("authorizer") {
		context.Put("authorizer", x.templateAuthorizer())
	}
	return context
}

// contextMembers are $context's members in the order in which API Gateway prints them; authorizer and
// others appear only when they apply.
var contextMembers = []string{
	"resourceId", "resourcePath", "httpMethod", "extendedRequestId", "requestTime", "path", "accountId",
	"protocol", "requestOverride", "stage", "domainPrefix", "requestTimeEpoch", "requestId", "identity",
	"domainName", "deploymentId", "responseOverride", "apiId",
}

var identityMembers = []string{
	"cognitoIdentityPoolId", "accountId", "cognitoIdentityId", "caller", "sourceIp", "principalOrgId",
	"accessKey", "cognitoAuthenticationType", "cognitoAuthenticationProvider", "userArn", "userAgent", "user",
}

func (x *exchange) templateIdentity() *vtl.Map {
	identity := vtl.NewMap()
	for _, name := range identityMembers {
		put(identity, name, x.identity(name))
	}
	if x.key != nil {
		identity.Put("apiKey", x.key.Value)
		identity.Put("apiKeyId", x.key.ID)
	}
	return identity
}

func (x *exchange) templateAuthorizer() *vtl.Map {
	authorizer := vtl.NewMap()
	put(authorizer, "principalId", x.auth.PrincipalID)
	for _, name := range sortedKeys(x.auth.Context) {
		authorizer.Put(name, x.auth.Context[name])
	}
	if x.auth.Claims != nil {
		claims := vtl.NewMap()
		for _, name := range sortedKeys(x.auth.Claims) {
			claims.Put(name, x.auth.Claims[name])
		}
		authorizer.Put("claims", claims)
	}
	return authorizer
}

// put stores a variable; one that is unset is null, which templates print as nothing.
func put(m *vtl.Map, name, value string) {
	if value == "" {
		m.Put(name, nil)
		return
	}
	m.Put(name, value)
}

// overrideRequest applies $context.requestOverride to the integration request.
func (x *exchange) overrideRequest() *Failure {
	for _, place := range []string{"header", "querystring", "path"} {
		for _, entry := range x.overriding("requestOverride", place) {
			x.call.set(place, entry.Name, entry.Value)
		}
	}
	return nil
}

// overrideResponse applies $context.responseOverride to the status and headers. A status that is not
// a whole number from 100 to 599 is ignored (GW-054).
func (x *exchange) overrideResponse(status int, headers *Headers) (int, *Failure) {
	for _, entry := range x.overriding("responseOverride", "header") {
		headers.Set(entry.Name, entry.Value)
	}
	if x.contextMap == nil {
		return status, nil
	}
	if override, ok := x.contextMap.Get("responseOverride").(*vtl.Map); ok {
		if code, ok := wholeNumber(override.Get("status")); ok && code >= 100 && code <= 599 {
			return int(code), nil
		}
	}
	return status, nil
}

// overriding lists what templates put into an override. What is null overrides nothing.
func (x *exchange) overriding(group, place string) Headers {
	if x.contextMap == nil {
		return nil
	}
	outer, _ := x.contextMap.Get(group).(*vtl.Map)
	inner, _ := outer.Get(place).(*vtl.Map)
	var entries Headers
	for _, entry := range inner.Entries() {
		if entry.Value != nil {
			entries = append(entries, HeaderField{java.String(entry.Key), java.String(entry.Value)})
		}
	}
	return entries
}

func wholeNumber(value any) (int64, bool) {
	switch value := value.(type) {
	case int32:
		return int64(value), true
	case int64:
		return value, true
	}
	return 0, false
}

// overrideVariable is $context.responseOverride.status and its like in an access log.
func (x *exchange) overrideVariable(group, member string) string {
	if x.contextMap == nil {
		return ""
	}
	value := x.contextMap.Get(group)
	for name := range strings.SplitSeq(member, ".") {
		inner, ok := value.(*vtl.Map)
		if !ok {
			return ""
		}
		value = inner.Get(name)
	}
	if value == nil {
		return ""
	}
	return java.String(value)
}
