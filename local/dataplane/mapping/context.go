package mapping

import (
	"strconv"
	"strings"
	"time"

	"lambdaless/local/dataplane/encoding"
)

// Context is $context: what API Gateway knows of a request. It grows while the request runs. The names are
// those of
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html and
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html.
type Context struct {
	AccountID, APIID, DeploymentID, Stage string
	DomainName                            string // the Host header without its port
	RequestID, ExtendedRequestID          string
	HTTPMethod, Path, Protocol            string // the path with the stage, percent-encoded
	ResourceID, ResourcePath              string
	XRayTraceID                           string // empty unless the stage traces
	Canary                                *bool  // nil unless the stage has a canary
	Start                                 time.Time
	SourceIP, UserAgent                   string
	APIKey, APIKeyID                      string
	Authorizer                            *Authorization // nil without an authorizer
	Error                                 *Error         // nil until API Gateway itself answers
	Integration                           *Integration   // nil until the back end is called
	Response                              *Response      // nil until the answer is known
}

// Authorization is who calls, as an authorizer found out.
type Authorization struct {
	PrincipalID        string
	Context            map[string]string // $context.authorizer.<key>
	Claims             map[string]string // $context.authorizer.claims.<key>
	Identity           map[string]string // $context.identity.<key>: caller, user, userArn, ...
	UsageIdentifierKey string            // the API key, when the API takes it from the authorizer
}

// Error is why API Gateway itself answers.
type Error struct {
	Message         *string // nil for the types whose default body is {"message":null}
	ResponseType    string
	ValidationError string
}

// MessageString is $context.error.messageString: the message with quotes, or null.
func (e *Error) MessageString() string {
	if e.Message == nil {
		return "null"
	}
	return encoding.Quote(*e.Message)
}

// Integration is what came of calling the back end.
type Integration struct {
	Status    int // 0 when it did not answer
	Latency   time.Duration
	Error     string
	RequestID string
}

// Response is what the access log says of the answer.
type Response struct {
	StatusCode, Length int
	Latency            time.Duration
}

// variable is the value of a variable; false for what the request does not have.
func (c *Context) variable(name string) (string, bool) {
	group, member, nested := strings.Cut(name, ".")
	if nested {
		switch group {
		case "identity":
			return present(c.identity(member))
		case "authorizer":
			return present(c.authorizer(member))
		case "error":
			return present(c.error(member))
		case "integration":
			return present(c.integration(member))
		}
		return "", false
	}
	if value := c.requestVariable(name); value != "" {
		return value, true
	}
	return present(c.responseVariable(name))
}

func present(value string) (string, bool) { return value, value != "" }

// requestVariable are the variables that are known once the request is routed.
func (c *Context) requestVariable(name string) string {
	switch name {
	case "accountId":
		return c.AccountID
	case "apiId":
		return c.APIID
	case "deploymentId":
		return c.DeploymentID
	case "domainName":
		return c.DomainName
	case "domainPrefix":
		prefix, _, _ := strings.Cut(c.DomainName, ".")
		return prefix
	case "extendedRequestId":
		return c.ExtendedRequestID
	case "httpMethod":
		return c.HTTPMethod
	case "isCanaryRequest":
		if c.Canary != nil {
			return strconv.FormatBool(*c.Canary)
		}
	case "path":
		return c.Path
	case "protocol":
		return c.Protocol
	case "requestId":
		return c.RequestID
	case "requestTime":
		return c.Start.UTC().Format("02/Jan/2006:15:04:05 -0700")
	case "requestTimeEpoch":
		return strconv.FormatInt(c.Start.UnixMilli(), 10)
	case "resourceId":
		return c.ResourceID
	case "resourcePath":
		return c.ResourcePath
	case "stage":
		return c.Stage
	case "xrayTraceId":
		return c.XRayTraceID
	}
	return ""
}

// responseVariable are the variables that only an access log can have.
func (c *Context) responseVariable(name string) string {
	switch name {
	case "awsEndpointRequestId":
		return c.integration("requestId")
	case "endpointType":
		return "REGIONAL"
	case "integrationLatency":
		return c.integration("latency")
	case "integrationStatus":
		return c.integration("status")
	}
	if c.Response == nil {
		return ""
	}
	switch name {
	case "status":
		return strconv.Itoa(c.Response.StatusCode)
	case "responseLength":
		return strconv.Itoa(c.Response.Length)
	case "responseLatency":
		return milliseconds(c.Response.Latency)
	}
	return ""
}

func (c *Context) identity(name string) string {
	switch name {
	case "apiKey":
		return c.APIKey
	case "apiKeyId":
		return c.APIKeyID
	case "sourceIp":
		return c.SourceIP
	case "userAgent":
		return c.UserAgent
	}
	if c.Authorizer != nil {
		return c.Authorizer.Identity[name]
	}
	return ""
}

// authorizer has no value for claims as a whole, which is null on API Gateway.
func (c *Context) authorizer(name string) string {
	if c.Authorizer == nil {
		return ""
	}
	if claim, ok := strings.CutPrefix(name, "claims."); ok {
		return c.Authorizer.Claims[claim]
	}
	if name == "principalId" {
		return c.Authorizer.PrincipalID
	}
	return c.Authorizer.Context[name]
}

func (c *Context) error(name string) string {
	if c.Error == nil {
		return ""
	}
	switch name {
	case "message":
		if c.Error.Message != nil {
			return *c.Error.Message
		}
	case "messageString":
		return c.Error.MessageString()
	case "responseType":
		return c.Error.ResponseType
	case "validationErrorString":
		return c.Error.ValidationError
	}
	return ""
}

func (c *Context) integration(name string) string {
	if c.Integration == nil {
		return ""
	}
	switch name {
	case "error":
		return c.Integration.Error
	case "latency":
		return milliseconds(c.Integration.Latency)
	case "status", "integrationStatus":
		if c.Integration.Status != 0 {
			return strconv.Itoa(c.Integration.Status)
		}
	case "requestId":
		return c.Integration.RequestID
	}
	return ""
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
