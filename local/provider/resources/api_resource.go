package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

func apiResource() *Type {
	return &Type{
		Token: "aws:apigateway/resource:Resource", Label: "API Gateway Resource", Subject: "pathPart", ImportShape: "REST-API-ID/RESOURCE-ID",
		facts: facts{
			"path":    {renewedBy("parentId", "pathPart")},
			"restApi": {replaces},
		},
		Calls: of(calls[apigateway.Resource]{in: controlplane.Resources, path: "restApi/id"}),
	}
}
