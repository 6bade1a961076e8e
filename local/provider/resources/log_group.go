package resources

import (
	"context"

	"lambdaless/local/controlplane"
	"lambdaless/local/provider/schema"
)

func logGroup() *Type {
	const allowed = "a-z, A-Z, 0-9, '_', '-', '/', '.' and '#'"
	return &Type{
		Token: "aws:cloudwatch/logGroup:LogGroup", Label: "CloudWatch Logs Log Group", Subject: "name", ImportShape: "NAME",
		Facts: schema.Facts{
			"kmsKeyId":        {schema.Check(isARN)},
			"logGroupClass":   {schema.Replaces, schema.Among("STANDARD", "INFREQUENT_ACCESS", "DELIVERY")},
			"name":            {schema.Replaces, schema.Excludes("namePrefix"), schema.Autonamed(512, nil), schema.Check(spelled(`[A-Za-z0-9_/.#-]+`, allowed, 1, 512)), schema.Computed},
			"namePrefix":      {schema.Replaces, schema.Excludes("name"), schema.Check(spelled(`[A-Za-z0-9_/.#-]*`, allowed, 0, 512-randomSuffix))},
			"retentionInDays": {schema.Default(0.0), schema.Check(amongNumbers(0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653))},
			"skipDestroy":     {schema.Default(false)},
		},
		Calls: of(calls[controlplane.LogGroup]{
			in: controlplane.LogGroups, path: "name",
			remove: func(_ context.Context, c Cloud, g controlplane.LogGroup) error {
				if g.SkipDestroy {
					return nil
				}
				return controlplane.LogGroups.Delete(c.Client, g)
			},
		}),
	}
}
