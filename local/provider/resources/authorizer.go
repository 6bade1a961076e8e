package resources

import (
	"context"
	"errors"

	"lambdaless/local/apigateway"
	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

const cognito = "COGNITO_USER_POOLS"

func authorizer() *Type {
	return &Type{
		Token: "aws:apigateway/authorizer:Authorizer", Label: "API Gateway Authorizer", Subject: "name", ImportShape: "REST-API-ID/AUTHORIZER-ID",
		Facts: schema.Facts{
			"authorizerCredentials":        {schema.Check(isARN)},
			"authorizerResultTtlInSeconds": {schema.Default(300.0), schema.Check(Between(0, 3600))},
			"identitySource":               {schema.Default("method.request.header.Authorization")},
			"name":                         {schema.Autonamed(255, nil)},
			"providerArns":                 {schema.Unordered, schema.Elem(schema.Check(isARN))},
			"restApi":                      {schema.Replaces},
			"type":                         {schema.Default("TOKEN"), schema.Among("TOKEN", "REQUEST", cognito)},
		},
		// Cognito and Lambda authorizers cannot become each other.
		ReplacesWhen: func(old, updated map[string]any) []string {
			if old["type"] != updated["type"] && (old["type"] == cognito || updated["type"] == cognito) {
				return []string{"type"}
			}
			return nil
		},
		Calls: of(calls[apigateway.Authorizer]{
			in: controlplane.Authorizers, path: "restApi/id",
			create: func(_ context.Context, c Cloud, in apigateway.Authorizer) (apigateway.Authorizer, error) {
				if in.Type == cognito && len(in.ProviderARNs) == 0 {
					return in, errors.New("provider_arns must be set non-empty when authorizer type is " + in.Type)
				}
				if in.Type != cognito && in.AuthorizerURI == "" {
					return in, errors.New("authorizer_uri must be set non-empty when authorizer type is " + in.Type)
				}
				return controlplane.Authorizers.Create(c.Client, in)
			},
			remove: func(_ context.Context, c Cloud, a apigateway.Authorizer) error {
				err := controlplane.Authorizers.Delete(c.Client, a)
				var refused *controlplane.Error
				if errors.As(err, &refused) && refused.Code == "ConflictException" {
					return nil // as the provider does: it goes with its API
				}
				return err
			},
		}),
	}
}
