// Package apigateway holds the resources of API Gateway's control plane: one type per resource,
// shared by the control plane, which keeps them, the data plane, which serves requests by them, and
// the provider, whose property names are their JSON names. Field names are those of API Gateway's
// API reference; a deployment is a copy of the values.
// https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html
package apigateway

// API is everything of a REST API that a deployment freezes. It is immutable once a deployment holds
// it, and survives JSON unchanged.
type API struct {
	RestAPI
	AccountID         string             `json:"accountId"`
	Resources         []Resource         `json:"resources"` // in the order of their paths
	Models            []Model            `json:"models,omitempty"`
	RequestValidators []RequestValidator `json:"requestValidators,omitempty"`
	Authorizers       []Authorizer       `json:"authorizers,omitempty"`
	GatewayResponses  []GatewayResponse  `json:"gatewayResponses,omitempty"`
}
