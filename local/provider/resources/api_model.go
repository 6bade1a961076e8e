package resources

import (
	"context"
	"regexp"

	"lambdaless/local/apigateway"
)

var notAlphanumeric = regexp.MustCompile(`[^a-zA-Z0-9]`)

func apiModel() *Type {
	const shape = "REST-API-ID/NAME"
	return &Type{
		Token: "aws:apigateway/model:Model", Label: "API Gateway Model", Subject: "name", ImportShape: shape,
		facts: facts{
			"contentType": {replaces},
			"name":        {replaces, autonamed(128, func(name string) string { return notAlphanumeric.ReplaceAllString(name, "") })},
			"restApi":     {replaces},
			"schema":      {document},
		},
		Calls: of(calls[apigateway.Model]{
			create: func(_ context.Context, c Cloud, in apigateway.Model) (apigateway.Model, error) {
				return c.CreateModel(in)
			},
			read: func(_ context.Context, c Cloud, m apigateway.Model) (apigateway.Model, error) {
				return c.Model(m.RestAPIID, m.Name)
			},
			update: func(_ context.Context, c Cloud, in apigateway.Model) (apigateway.Model, error) {
				return c.UpdateModel(in)
			},
			remove: func(_ context.Context, c Cloud, m apigateway.Model) error {
				return c.DeleteModel(m.RestAPIID, m.Name)
			},
			id: func(m apigateway.Model) string { return m.ID },
			parse: func(id string) (apigateway.Model, error) {
				p, err := parts(id, 2, shape)
				if err != nil {
					return apigateway.Model{}, err
				}
				return apigateway.Model{RestAPIID: p[0], Name: p[1]}, nil
			},
		}),
	}
}
