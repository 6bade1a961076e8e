package dataplane

import "lambdaless/local/apigateway"

// The resources that the data plane serves by are those of the control plane.
type (
	API                 = apigateway.API
	Resource            = apigateway.Resource
	Method              = apigateway.Method
	MethodResponse      = apigateway.MethodResponse
	Integration         = apigateway.Integration
	IntegrationResponse = apigateway.IntegrationResponse
	Model               = apigateway.Model
	RequestValidator    = apigateway.RequestValidator
	Authorizer          = apigateway.Authorizer
	GatewayResponse     = apigateway.GatewayResponse
	Stage               = apigateway.Stage
	MethodSetting       = apigateway.MethodSetting
	APIKey              = apigateway.APIKey
	UsagePlan           = apigateway.UsagePlan
	BasePathMapping     = apigateway.BasePathMapping
)
