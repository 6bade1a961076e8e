package mapping

import (
	"maps"
	"slices"

	"lambdaless/internal/vtl"
	"lambdaless/internal/vtl/java"
)

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

// templateContext is $context for the templates of this request, made once: what the request's template
// puts into the overrides is there for the response's (GW-052). It has the members that the method's
// templates mention.
func (r *Request) templateContext() *vtl.Map {
	if r.members != nil {
		return r.members
	}
	c := &r.Context
	m := java.NewMapSize(r.Use.size())
	for _, name := range contextMembers {
		if !r.Use.has(name) {
			continue
		}
		switch name {
		case "requestOverride":
			m.Put(name, vtl.NewMap("path", vtl.NewMap(), "header", vtl.NewMap(), "querystring", vtl.NewMap()))
		case "responseOverride":
			m.Put(name, vtl.NewMap("header", vtl.NewMap()))
		case "identity":
			m.Put(name, c.templateIdentity())
		case "requestTimeEpoch":
			m.Put(name, c.Start.UnixMilli()) // a number (GW-051)
		default:
			put(m, name, c.requestVariable(name))
		}
	}
	if c.XRayTraceID != "" && r.Use.has("xrayTraceId") {
		m.Put("xrayTraceId", c.XRayTraceID)
	}
	if c.Canary != nil && r.Use.has("isCanaryRequest") {
		m.Put("isCanaryRequest", *c.Canary)
	}
	if c.Authorizer != nil && r.Use.has("authorizer") {
		m.Put("authorizer", c.templateAuthorizer())
	}
	r.members = m
	return m
}

func (c *Context) templateIdentity() *vtl.Map {
	identity := vtl.NewMap()
	for _, name := range identityMembers {
		put(identity, name, c.identity(name))
	}
	if c.APIKeyID != "" {
		identity.Put("apiKey", c.APIKey)
		identity.Put("apiKeyId", c.APIKeyID)
	}
	return identity
}

func (c *Context) templateAuthorizer() *vtl.Map {
	authorizer := vtl.NewMap()
	put(authorizer, "principalId", c.Authorizer.PrincipalID)
	for _, name := range slices.Sorted(maps.Keys(c.Authorizer.Context)) {
		authorizer.Put(name, c.Authorizer.Context[name])
	}
	if c.Authorizer.Claims != nil {
		claims := vtl.NewMap()
		for _, name := range slices.Sorted(maps.Keys(c.Authorizer.Claims)) {
			claims.Put(name, c.Authorizer.Claims[name])
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
