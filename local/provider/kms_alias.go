package provider

import (
	"context"
	"strings"

	"lambdaless/local/controlplane"
)

func kmsAlias() *resourceType {
	const allowed = "a name that begins with 'alias/', of a-z, A-Z, 0-9, '_', '-' and '/'"
	return &resourceType{
		token: "aws:kms/alias:Alias", label: "KMS Alias", subject: "name", importShape: "alias/NAME",
		properties: []property{
			text("arn").out(),
			text("name").orComputed().replacing().without("namePrefix").
				autonamed(249, func(name string) string { return "alias/" + name }).with(spelled(`alias/[a-zA-Z0-9/_-]+`, allowed, 7, 256)),
			text("namePrefix").orComputed().replacing().without("name").with(spelled(`alias/[a-zA-Z0-9/_-]*`, allowed, 6, 256-randomSuffix)),
			text("targetKeyArn").out().renewedBy("targetKeyId"),
			// A key may be named by id or by ARN.
			text("targetKeyId").need().alike(func(old, updated any) bool { return keyID(old) == keyID(updated) }),
		},
		calls: of(calls[controlplane.Alias]{
			create: func(_ context.Context, c cloud, in controlplane.Alias) (controlplane.Alias, error) {
				in.Name = completed(c, in.Name, in.NamePrefix)
				return c.CreateAlias(in)
			},
			read: func(_ context.Context, c cloud, a controlplane.Alias) (controlplane.Alias, error) {
				return c.Alias(a.ID)
			},
			update: func(_ context.Context, c cloud, in controlplane.Alias) (controlplane.Alias, error) {
				return c.UpdateAlias(in)
			},
			remove: func(_ context.Context, c cloud, a controlplane.Alias) error { return c.DeleteAlias(a.ID) },
			id:     func(a controlplane.Alias) string { return a.ID },
			parse:  func(id string) (controlplane.Alias, error) { return controlplane.Alias{ID: id, Name: id}, nil },
		}),
	}
}

func keyID(v any) string {
	text, _ := v.(string)
	return text[strings.LastIndex(text, "/")+1:]
}
