package resources

import (
	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func apiKey() *Type {
	return &Type{
		Token: "aws:apigateway/apiKey:ApiKey", Label: "API Gateway API Key", Subject: "name", ImportShape: "API-KEY-ID",
		Facts: schema.Facts{
			"description": {schema.Default("Managed by Pulumi")},
			"enabled":     {schema.Default(true)},
			"name":        {schema.Autonamed(255, nil)},
			"value":       {schema.Replaces, schema.Check(length(20, 128))},
		},
		Calls: of(calls[apigateway.APIKey]{in: controlplane.APIKeys}),
	}
}
