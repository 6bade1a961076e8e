package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
)

func apiKey() *Type {
	return &Type{
		Token: "aws:apigateway/apiKey:ApiKey", Label: "API Gateway API Key", Subject: "name", ImportShape: "API-KEY-ID",
		facts: facts{
			"description": {defaultsTo("Managed by Pulumi")},
			"enabled":     {defaultsTo(true)},
			"name":        {autonamed(255, nil)},
			"value":       {replaces, check(length(20, 128))},
		},
		Calls: of(calls[apigateway.APIKey]{in: controlplane.APIKeys}),
	}
}
