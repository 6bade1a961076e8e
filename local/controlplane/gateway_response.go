package controlplane

import (
	"slices"

	"lambdaless/local/apigateway"
)

// GatewayResponseTypes are the types that API Gateway has, in the order of its reference.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
var GatewayResponseTypes = []string{
	"ACCESS_DENIED", "API_CONFIGURATION_ERROR", "AUTHORIZER_CONFIGURATION_ERROR", "AUTHORIZER_FAILURE",
	"BAD_REQUEST_BODY", "BAD_REQUEST_PARAMETERS", "DEFAULT_4XX", "DEFAULT_5XX", "EXPIRED_TOKEN",
	"INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT", "INVALID_API_KEY", "INVALID_SIGNATURE",
	"MISSING_AUTHENTICATION_TOKEN", "QUOTA_EXCEEDED", "REQUEST_TOO_LARGE", "RESOURCE_NOT_FOUND",
	"THROTTLED", "UNAUTHORIZED", "UNSUPPORTED_MEDIA_TYPE", "WAF_FILTERED",
}

// PutGatewayResponse is apigateway:PutGatewayResponse: creates or replaces.
func (c *Client) PutGatewayResponse(in apigateway.GatewayResponse) (apigateway.GatewayResponse, error) {
	in.Region = c.region
	in.ID = "aggr-" + in.RestAPIID + "-" + in.ResponseType
	return in, c.account.update(func(t *tx) error {
		if _, err := c.restAPI(t, in.RestAPIID); err != nil {
			return err
		}
		if !slices.Contains(GatewayResponseTypes, in.ResponseType) {
			return badRequest("Invalid response type specified: %s", in.ResponseType)
		}
		if err := checkContentTypes(in.ResponseTemplates); err != nil {
			return err
		}
		if err := gatewayResponseSide.checkMappings(in.ResponseParameters, nil, nil); err != nil {
			return err
		}
		store(t, in)
		return nil
	})
}

// GatewayResponse is apigateway:GetGatewayResponse for a customised type.
func (c *Client) GatewayResponse(restAPI, responseType string) (r apigateway.GatewayResponse, err error) {
	err = c.account.read(func(t *tx) (err error) {
		r, err = c.gatewayResponse(t, restAPI, responseType)
		return err
	})
	return r, err
}

// DeleteGatewayResponse is apigateway:DeleteGatewayResponse: back to the default.
func (c *Client) DeleteGatewayResponse(restAPI, responseType string) error {
	return c.account.update(func(t *tx) error {
		r, err := c.gatewayResponse(t, restAPI, responseType)
		if err != nil {
			return err
		}
		remove(t, r)
		return nil
	})
}

func (c *Client) gatewayResponse(t *tx, restAPI, responseType string) (apigateway.GatewayResponse, error) {
	if _, err := c.restAPI(t, restAPI); err != nil {
		return apigateway.GatewayResponse{}, err
	}
	r, ok := load[apigateway.GatewayResponse](t, c.apiKey(restAPI, responseType))
	if !ok {
		return r, notFound("Gateway response type not defined on api")
	}
	return r, nil
}
