// Package failure says why API Gateway itself answers a request: the gateway response types, their default
// answers, and the Failure with which a step ends the pipeline.
package failure

import (
	"fmt"
	"maps"
	"slices"
)

// Type is the type of a gateway response: why API Gateway itself answers
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html).
type Type string

// The gateway response types.
const (
	AccessDenied                 Type = "ACCESS_DENIED"
	APIConfigurationError        Type = "API_CONFIGURATION_ERROR"
	AuthorizerConfigurationError Type = "AUTHORIZER_CONFIGURATION_ERROR"
	AuthorizerFailure            Type = "AUTHORIZER_FAILURE"
	BadRequestParameters         Type = "BAD_REQUEST_PARAMETERS"
	BadRequestBody               Type = "BAD_REQUEST_BODY"
	Default4XX                   Type = "DEFAULT_4XX"
	Default5XX                   Type = "DEFAULT_5XX"
	ExpiredToken                 Type = "EXPIRED_TOKEN"
	IntegrationFailure           Type = "INTEGRATION_FAILURE"
	IntegrationTimeout           Type = "INTEGRATION_TIMEOUT"
	InvalidAPIKey                Type = "INVALID_API_KEY"
	InvalidSignature             Type = "INVALID_SIGNATURE"
	MissingAuthenticationToken   Type = "MISSING_AUTHENTICATION_TOKEN"
	QuotaExceeded                Type = "QUOTA_EXCEEDED"
	RequestTooLarge              Type = "REQUEST_TOO_LARGE"
	ResourceNotFound             Type = "RESOURCE_NOT_FOUND"
	Throttled                    Type = "THROTTLED"
	Unauthorized                 Type = "UNAUTHORIZED"
	UnsupportedMediaType         Type = "UNSUPPORTED_MEDIA_TYPE"
	WAFFiltered                  Type = "WAF_FILTERED"
)

// defaultAnswer is what an API that customises nothing answers for a type.
type defaultAnswer struct {
	status    int
	message   string
	errorType string
	// late types come from the execution phase, whose bodies have a space after the colon; those that come
	// before it have none (GW-104).
	late bool
}

var defaults = map[Type]defaultAnswer{
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
	Type            Type
	Status          int    // 0: the type's own
	Message         string // "": the type's own
	ErrorType       string // x-amzn-ErrorType; "": the type's own
	ValidationError string // $context.error.validationErrorString
	// Detail is for whoever operates the API, in the log and the trace, never for the client: what
	// failed, where, and what to do.
	Detail string
}

// Of is a failure with the defaults of its type.
func Of(kind Type) *Failure { return &Failure{Type: kind} }

// Because sets Detail.
func (f *Failure) Because(format string, values ...any) *Failure {
	f.Detail = fmt.Sprintf(format, values...)
	return f
}

// Misconfigured is the answer to a deployment that cannot work: 500 for the client, the reason for
// the log.
func Misconfigured(format string, values ...any) *Failure {
	return Of(APIConfigurationError).Because(format, values...)
}

// StatusCode is the HTTP status of the answer, unless the API customises it.
func (f *Failure) StatusCode() int {
	if f.Status != 0 {
		return f.Status
	}
	return defaults[f.Type].status
}

// Text is the answer's message; nil for the types whose default body is {"message":null}.
func (f *Failure) Text() *string {
	if f.Message != "" {
		return &f.Message
	}
	if m := defaults[f.Type].message; m != "" {
		return &m
	}
	return nil
}

// ErrorName is the value of x-amzn-ErrorType.
func (f *Failure) ErrorName() string {
	if f.ErrorType != "" {
		return f.ErrorType
	}
	return defaults[f.Type].errorType
}

// Late says whether the type comes from the execution phase.
func (f *Failure) Late() bool { return defaults[f.Type].late }

// Types are all gateway response types, by name.
func Types() []Type { return slices.Sorted(maps.Keys(defaults)) }
