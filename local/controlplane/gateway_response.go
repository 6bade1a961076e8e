package controlplane

import (
	"slices"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/failure"
)

// GatewayResponses are the types that an API customises: apigateway:PutGatewayResponse, which creates or
// replaces, GetGatewayResponse, and DeleteGatewayResponse, which goes back to the default.
var GatewayResponses = Collection[apigateway.GatewayResponse]{
	find: func(c *Client, t *tx, r apigateway.GatewayResponse) (apigateway.GatewayResponse, error) {
		return c.gatewayResponse(t, r.RestAPIID, r.ResponseType)
	},
	create: func(c *Client, t *tx, in *apigateway.GatewayResponse) error {
		in.Region = c.region
		in.ID = "aggr-" + in.RestAPIID + "-" + in.ResponseType
		if _, err := c.restAPI(t, in.RestAPIID); err != nil {
			return err
		}
		if !slices.Contains(failure.Types(), failure.Type(in.ResponseType)) {
			return badRequest("Invalid response type specified: %s", in.ResponseType)
		}
		if err := checkContentTypes(in.ResponseTemplates); err != nil {
			return err
		}
		return gatewayResponseSide.checkMappings(in.ResponseParameters, nil, nil)
	},
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
