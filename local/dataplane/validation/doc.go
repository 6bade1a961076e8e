// Package validation checks requests against what a method declares: required parameters, and a model per
// content type (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html).
package validation
