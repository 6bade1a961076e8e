package provider

import (
	"context"
	"regexp"

	"lambdaless/local/controlplane"
)

var notAlphanumeric = regexp.MustCompile(`[^a-zA-Z0-9]`)

func apiModel() *resourceType {
	const shape = "REST-API-ID/NAME"
	return &resourceType{
		token: "aws:apigateway/model:Model", label: "API Gateway Model", subject: "name", importShape: shape,
		properties: []property{
			text("contentType").need().replacing(),
			text("description"),
			text("name").replacing().autonamed(128, func(name string) string { return notAlphanumeric.ReplaceAllString(name, "") }),
			restAPIRef(),
			document("schema"),
		},
		calls: of(calls[controlplane.Model]{
			create: func(_ context.Context, c cloud, in controlplane.Model) (controlplane.Model, error) {
				return c.CreateModel(in)
			},
			read: func(_ context.Context, c cloud, m controlplane.Model) (controlplane.Model, error) {
				return c.Model(m.RestAPIID, m.Name)
			},
			update: func(_ context.Context, c cloud, in controlplane.Model) (controlplane.Model, error) {
				return c.UpdateModel(in)
			},
			remove: func(_ context.Context, c cloud, m controlplane.Model) error {
				return c.DeleteModel(m.RestAPIID, m.Name)
			},
			id: func(m controlplane.Model) string { return m.ID },
			parse: func(id string) (controlplane.Model, error) {
				p, err := parts(id, 2, shape)
				if err != nil {
					return controlplane.Model{}, err
				}
				return controlplane.Model{RestAPIID: p[0], Name: p[1]}, nil
			},
		}),
	}
}
