package controlplane

import (
	"slices"
	"strings"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane/store"
)

// GatewayResponses are the types that an API customises: apigateway:PutGatewayResponse, which creates or
// replaces, GetGatewayResponse, and DeleteGatewayResponse, which goes back to the default.
var GatewayResponses = Collection[apigateway.GatewayResponse]{
	find: func(c *Client, t *store.Tx, r apigateway.GatewayResponse) (apigateway.GatewayResponse, error) {
		_, err := c.restAPI(t, r.RestAPIID)
		return store.Find[apigateway.GatewayResponse](t, err, c.apiKey(r.RestAPIID, r.ResponseType), notFound("Gateway response type not defined on api"))
	},
	create: func(c *Client, t *store.Tx, in *apigateway.GatewayResponse) error {
		in.Region = c.region
		in.ID = "aggr-" + in.RestAPIID + "-" + in.ResponseType
		if _, err := c.restAPI(t, in.RestAPIID); err != nil {
			return err
		}
		if !slices.Contains(responseTypes, in.ResponseType) {
			return refuse("ValidationException", "1 validation error detected: Value '%s' at 'responseType' failed to satisfy constraint: Member must satisfy enum value set: [%s]",
				in.ResponseType, strings.Join(responseTypes, ", "))
		}
		if err := checkContentTypes(in.ResponseTemplates); err != nil {
			return err
		}
		return gatewayResponseSide.checkMappings(in.ResponseParameters, nil, nil)
	},
}

// responseTypes are the types in the order in which AWS lists them.
var responseTypes = []string{
	"REQUEST_TOO_LARGE", "RESOURCE_NOT_FOUND", "AUTHORIZER_CONFIGURATION_ERROR", "MISSING_AUTHENTICATION_TOKEN", "BAD_REQUEST_BODY",
	"INVALID_SIGNATURE", "INVALID_API_KEY", "BAD_REQUEST_PARAMETERS", "AUTHORIZER_FAILURE", "UNAUTHORIZED", "INTEGRATION_TIMEOUT",
	"ACCESS_DENIED", "DEFAULT_4XX", "DEFAULT_5XX", "WAF_FILTERED", "QUOTA_EXCEEDED", "THROTTLED", "API_CONFIGURATION_ERROR",
	"UNSUPPORTED_MEDIA_TYPE", "INTEGRATION_FAILURE", "EXPIRED_TOKEN",
}
