package dataplane

import "fmt"

// ResponseType is a gateway response type: why API Gateway itself answers
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html).
type ResponseType string

// The gateway response types.
const (
	AccessDenied                 ResponseType = "ACCESS_DENIED"
	APIConfigurationError        ResponseType = "API_CONFIGURATION_ERROR"
	AuthorizerConfigurationError ResponseType = "AUTHORIZER_CONFIGURATION_ERROR"
	AuthorizerFailure            ResponseType = "AUTHORIZER_FAILURE"
	BadRequestParameters         ResponseType = "BAD_REQUEST_PARAMETERS"
	BadRequestBody               ResponseType = "BAD_REQUEST_BODY"
	Default4XX                   ResponseType = "DEFAULT_4XX"
	Default5XX                   ResponseType = "DEFAULT_5XX"
	ExpiredToken                 ResponseType = "EXPIRED_TOKEN"
	IntegrationFailure           ResponseType = "INTEGRATION_FAILURE"
	IntegrationTimeout           ResponseType = "INTEGRATION_TIMEOUT"
	InvalidAPIKey                ResponseType = "INVALID_API_KEY"
	InvalidSignature             ResponseType = "INVALID_SIGNATURE"
	MissingAuthenticationToken   ResponseType = "MISSING_AUTHENTICATION_TOKEN"
	QuotaExceeded                ResponseType = "QUOTA_EXCEEDED"
	RequestTooLarge              ResponseType = "REQUEST_TOO_LARGE"
	ResourceNotFound             ResponseType = "RESOURCE_NOT_FOUND"
	Throttled                    ResponseType = "THROTTLED"
	Unauthorized                 ResponseType = "UNAUTHORIZED"
	UnsupportedMediaType         ResponseType = "UNSUPPORTED_MEDIA_TYPE"
	WAFFiltered                  ResponseType = "WAF_FILTERED"
)

// responseDefault is what an API that customises nothing answers for a type.
type responseDefault struct {
	status    int
	message   string
	errorType string
	// late types come from the execution phase, whose bodies have a space after the colon; the
	// front door's have none (GW-104).
	late bool
}

var responseDefaults = map[ResponseType]responseDefault{
	AccessDenied:                 {403, "User is not authorized to access this resource", "AccessDeniedException", false},
	APIConfigurationError:        {500, "Internal server error", "InternalServerErrorException", true},
	AuthorizerConfigurationError: {500, "", "AuthorizerConfigurationException", false},
	AuthorizerFailure:            {500, "", "AuthorizerFailureException", false},
	BadRequestParameters:         {400, "Missing required request parameters", "BadRequestException", true},
	BadRequestBody:               {400, "Invalid request body", "BadRequestException", true},
	Default4XX:                   {400, "Bad Request", "BadRequestException", true},
	Default5XX:                   {500, "Internal server error", "InternalServerErrorException", true},
	ExpiredToken:                 {403, "The security token included in the request is expired", "ExpiredTokenException", false},
	IntegrationFailure:           {504, "Network error communicating with endpoint", "InternalServerErrorException", true},
	IntegrationTimeout:           {504, "Endpoint request timed out", "InternalServerErrorException", true},
	InvalidAPIKey:                {403, "Forbidden", "ForbiddenException", false},
	InvalidSignature:             {403, "The request signature we calculated does not match the signature you provided.", "InvalidSignatureException", false},
	MissingAuthenticationToken:   {403, "Missing Authentication Token", "MissingAuthenticationTokenException", false},
	QuotaExceeded:                {429, "Limit Exceeded", "LimitExceededException", false},
	RequestTooLarge:              {413, "Request Too Long", "RequestTooLargeException", false},
	ResourceNotFound:             {404, "Not Found", "NotFoundException", false},
	Throttled:                    {429, "Too Many Requests", "TooManyRequestsException", false},
	Unauthorized:                 {401, "Unauthorized", "UnauthorizedException", false},
	UnsupportedMediaType:         {415, "Unsupported Media Type", "BadRequestException", true},
	WAFFiltered:                  {403, "Forbidden", "ForbiddenException", false},
}

// Failure ends a request with a gateway response. Only Type is required.
type Failure struct {
	Type            ResponseType
	Status          int    // 0: the type's own
	Message         string // "": the type's own
	ErrorType       string // x-amzn-ErrorType; "": the type's own
	ValidationError string // $context.error.validationErrorString
	// Detail is for whoever operates the API, in the log and the trace, never for the client: what
	// failed, where, and what to do.
	Detail string
}

func fail(kind ResponseType) *Failure { return &Failure{Type: kind} }

func (f *Failure) detail(format string, values ...any) *Failure {
	f.Detail = fmt.Sprintf(format, values...)
	return f
}

// misconfigured is the answer to a deployment that cannot work: 500 for the client, the reason for
// the log.
func misconfigured(format string, values ...any) *Failure {
	return fail(APIConfigurationError).detail(format, values...)
}

func (f *Failure) status() int {
	if f.Status != 0 {
		return f.Status
	}
	return responseDefaults[f.Type].status
}

// message is nil for the types whose default body is {"message":null}.
func (f *Failure) message() *string {
	if f.Message != "" {
		return &f.Message
	}
	if m := responseDefaults[f.Type].message; m != "" {
		return &m
	}
	return nil
}

func (f *Failure) errorType() string {
	if f.ErrorType != "" {
		return f.ErrorType
	}
	return responseDefaults[f.Type].errorType
}
