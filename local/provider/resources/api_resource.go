package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func apiResource() *Type {
	return &Type{
		Token: "aws:apigateway/resource:Resource", Label: "API Gateway Resource", Subject: "pathPart", ImportShape: "REST-API-ID/RESOURCE-ID",
		Facts: schema.Facts{
			"path":    {schema.RenewedBy("parentId", "pathPart")},
			"restApi": {schema.Replaces},
		},
		Calls: of(calls[apigateway.Resource]{in: controlplane.Resources, path: "restApi/id"}),
	}
}
