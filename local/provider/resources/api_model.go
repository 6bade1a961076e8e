package resources

import (
	"regexp"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

var notAlphanumeric = regexp.MustCompile(`[^a-zA-Z0-9]`)

func apiModel() *Type {
	return &Type{
		Token: "aws:apigateway/model:Model", Label: "API Gateway Model", Subject: "name", ImportShape: "REST-API-ID/NAME",
		facts: facts{
			"contentType": {replaces},
			"name":        {replaces, autonamed(128, func(name string) string { return notAlphanumeric.ReplaceAllString(name, "") })},
			"restApi":     {replaces},
			"schema":      {document},
		},
		Calls: of(calls[apigateway.Model]{in: controlplane.Models, path: "restApi/name"}),
	}
}
