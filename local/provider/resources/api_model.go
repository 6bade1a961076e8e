package resources

import (
	"regexp"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

var notAlphanumeric = regexp.MustCompile(`[^a-zA-Z0-9]`)

func apiModel() *Type {
	return &Type{
		Token: "aws:apigateway/model:Model", Label: "API Gateway Model", Subject: "name", ImportShape: "REST-API-ID/NAME",
		Facts: schema.Facts{
			"contentType": {schema.Replaces},
			"name":        {schema.Replaces, schema.Autonamed(128, func(name string) string { return notAlphanumeric.ReplaceAllString(name, "") })},
			"restApi":     {schema.Replaces},
			"schema":      {schema.JSON},
		},
		Calls: of(calls[apigateway.Model]{in: controlplane.Models, path: "restApi/name"}),
	}
}
