package provider

import (
	"context"

	"lambdaless/local/controlplane"
)

func logGroup() *resourceType {
	const allowed = "a-z, A-Z, 0-9, '_', '-', '/', '.' and '#'"
	return &resourceType{
		token: "aws:cloudwatch/logGroup:LogGroup", label: "CloudWatch Logs Log Group", subject: "name", importShape: "NAME",
		properties: append([]property{
			text("arn").out(),
			text("kmsKeyId").with(isARN),
			text("logGroupClass").orComputed().replacing().among("STANDARD", "INFREQUENT_ACCESS", "DELIVERY"),
			text("name").orComputed().replacing().without("namePrefix").autonamed(512, nil).with(spelled(`[A-Za-z0-9_/.#-]+`, allowed, 1, 512)),
			text("namePrefix").orComputed().replacing().without("name").with(spelled(`[A-Za-z0-9_/.#-]*`, allowed, 0, 512-randomSuffix)),
			integer("retentionInDays").or(0.0).with(amongNumbers(0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)),
			boolean("skipDestroy").or(false),
		}, tags()...),
		calls: of(calls[controlplane.LogGroup]{
			create: func(_ context.Context, c cloud, in controlplane.LogGroup) (controlplane.LogGroup, error) {
				in.Name = completed(c, in.Name, in.NamePrefix)
				return c.CreateLogGroup(in)
			},
			read: func(_ context.Context, c cloud, g controlplane.LogGroup) (controlplane.LogGroup, error) {
				return c.LogGroup(g.ID)
			},
			update: func(_ context.Context, c cloud, in controlplane.LogGroup) (controlplane.LogGroup, error) {
				return c.UpdateLogGroup(in)
			},
			remove: func(_ context.Context, c cloud, g controlplane.LogGroup) error {
				if g.SkipDestroy {
					return nil
				}
				return c.DeleteLogGroup(g.ID)
			},
			id:    func(g controlplane.LogGroup) string { return g.ID },
			parse: func(id string) (controlplane.LogGroup, error) { return controlplane.LogGroup{ID: id, Name: id}, nil },
		}),
	}
}
