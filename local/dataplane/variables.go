package dataplane

import (
	"net"
	"strconv"
	"strings"
	"time"
)

// reference is the value of a reference outside Velocity: context.x, stageVariables.x or
// method.request.{header,path,querystring}.x.
func (x *exchange) reference(name string) (string, bool) {
	if rest, ok := strings.CutPrefix(name, "context."); ok {
		return x.variable(rest)
	}
	if rest, ok := strings.CutPrefix(name, "stageVariables."); ok {
		value, ok := x.stage.Variables[rest]
		return value, ok
	}
	place, parameter, _ := strings.Cut(strings.TrimPrefix(name, "method.request."), ".")
	return x.parameter(place, parameter)
}

// variable is the value of a $context variable by its path after the dollar and context. ok is false
// for what the request does not have. The names are those of
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html and
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html.
func (x *exchange) variable(name string) (string, bool) {
	group, member, nested := strings.Cut(name, ".")
	if nested {
		switch group {
		case "identity":
			return present(x.identity(member))
		case "authorizer":
			return present(x.authorizer(member))
		case "error":
			return present(x.errorVariable(member))
		case "integration":
			return present(x.integrationVariable(member))
		case "responseOverride", "requestOverride":
			return present(x.overrideVariable(group, member))
		}
		return "", false
	}
	if value, ok := present(x.requestVariable(name)); ok {
		return value, true
	}
	return present(x.responseVariable(name))
}

func present(value string) (string, bool) { return value, value != "" }

// requestVariable are the variables that are known once the request is routed.
func (x *exchange) requestVariable(name string) string {
	switch name {
	case "accountId":
		if x.api != nil {
			return x.api.AccountID
		}
	case "apiId":
		return x.stage.RestAPIID
	case "deploymentId":
		return x.stage.DeploymentID
	case "domainName":
		return x.domainName()
	case "domainPrefix":
		prefix, _, _ := strings.Cut(x.domainName(), ".")
		return prefix
	case "extendedRequestId":
		return x.extendedID
	case "httpMethod":
		return x.method
	case "path":
		return x.contextPath()
	case "protocol":
		return x.request.Protocol
	case "isCanaryRequest":
		if x.stage.CanarySettings != nil {
			return strconv.FormatBool(x.canary)
		}
	case "requestId":
		return x.requestID
	case "requestTime":
		return x.start.UTC().Format("02/Jan/2006:15:04:05 -0700")
	case "requestTimeEpoch":
		return strconv.FormatInt(x.start.UnixMilli(), 10)
	case "resourceId":
		if x.matched != nil {
			return x.matched.resource.ID
		}
	case "resourcePath":
		if x.matched != nil {
			return x.matched.resource.Path
		}
	case "stage":
		return x.stage.StageName
	case "xrayTraceId":
		if x.stage.XRayTracingEnabled {
			return x.xray.root
		}
	}
	return ""
}

// responseVariable are the variables that only an access log can have.
func (x *exchange) responseVariable(name string) string {
	switch name {
	case "awsEndpointRequestId":
		return x.integrationVariable("requestId")
	case "endpointType":
		return "REGIONAL"
	case "integrationLatency":
		return x.integrationVariable("latency")
	case "integrationStatus":
		return x.integrationVariable("status")
	}
	if x.response == nil {
		return ""
	}
	switch name {
	case "status":
		return strconv.Itoa(x.response.StatusCode)
	case "responseLength":
		return strconv.Itoa(len(x.response.Body))
	case "responseLatency":
		return milliseconds(x.g.Clock().Sub(x.start))
	}
	return ""
}

// domainName is the Host header without its port.
func (x *exchange) domainName() string {
	if host, _, err := net.SplitHostPort(x.request.Host); err == nil {
		return host
	}
	return x.request.Host
}

// contextPath is $context.path: with the stage, percent-encoded.
func (x *exchange) contextPath() string {
	if x.stage.StageName == "" {
		return x.request.Path
	}
	return "/" + x.stage.StageName + x.path
}

func (x *exchange) identity(name string) string {
	switch name {
	case "apiKey":
		if x.key != nil {
			return x.key.Value
		}
	case "apiKeyId":
		if x.key != nil {
			return x.key.ID
		}
	case "sourceIp":
		return x.request.SourceIP
	case "userAgent":
		return x.request.Header.Get("User-Agent")
	}
	if x.auth != nil {
		return x.auth.Identity[name]
	}
	return ""
}

// authorizer has no value for claims as a whole, which is null on API Gateway.
func (x *exchange) authorizer(name string) string {
	if x.auth == nil {
		return ""
	}
	if claim, ok := strings.CutPrefix(name, "claims."); ok {
		return x.auth.Claims[claim]
	}
	if name == "principalId" {
		return x.auth.PrincipalID
	}
	return x.auth.Context[name]
}

func (x *exchange) errorVariable(name string) string {
	if x.failure == nil {
		return ""
	}
	switch name {
	case "message":
		if message := x.failure.message(); message != nil {
			return *message
		}
	case "messageString":
		return x.failure.messageString()
	case "responseType":
		return string(x.failure.Type)
	case "validationErrorString":
		return x.failure.ValidationError
	}
	return ""
}

func (x *exchange) integrationVariable(name string) string {
	if !x.backend.called {
		return ""
	}
	switch name {
	case "error":
		return x.backend.error
	case "latency":
		return milliseconds(x.backend.latency)
	case "status", "integrationStatus":
		if x.backend.status != 0 {
			return strconv.Itoa(x.backend.status)
		}
	case "requestId":
		if x.answer != nil {
			return x.answer.Header.Get("X-Amzn-Requestid")
		}
	}
	return ""
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
