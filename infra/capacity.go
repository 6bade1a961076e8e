package infra

import (
	"lambdaless/infra/settings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/appautoscaling"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// scale gives a table and its indexes what scales them
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html).
func scale(ctx *pulumi.Context, name string, a tableArgs, table, parent pulumi.Resource) error {
	if !a.Config.Provisioned() {
		return nil
	}
	type scaled struct{ name, id, dimension string }
	all := []scaled{{name, "table/" + a.Physical, "dynamodb:table:"}}
	for _, index := range a.Table.Indexes {
		all = append(all, scaled{name + "-" + index.Name, "table/" + a.Physical + "/index/" + index.Name, "dynamodb:index:"})
	}
	for _, s := range all {
		for _, direction := range []struct {
			name, suffix string
			units        settings.Units
		}{
			{"Read", "-reads", a.Config.Capacity.Read},
			{"Write", "-writes", a.Config.Capacity.Write},
		} {
			if !direction.units.Scales() {
				continue
			}
			// The id is text and not an output of the table, so that it is known at preview.
			target, err := appautoscaling.NewTarget(ctx, s.name+direction.suffix, &appautoscaling.TargetArgs{
				ServiceNamespace:  pulumi.String("dynamodb"),
				ResourceId:        pulumi.String(s.id),
				ScalableDimension: pulumi.String(s.dimension + direction.name + "CapacityUnits"),
				MinCapacity:       pulumi.Int(direction.units.Least),
				MaxCapacity:       pulumi.Int(direction.units.Most),
				Tags:              a.Tags,
			}, pulumi.Parent(parent), pulumi.DependsOn([]pulumi.Resource{table}))
			if err != nil {
				return err
			}
			metric := "DynamoDB" + direction.name + "CapacityUtilization"
			if _, err := appautoscaling.NewPolicy(ctx, s.name+direction.suffix+"-policy", &appautoscaling.PolicyArgs{
				Name:              pulumi.String(metric + ":" + s.id),
				PolicyType:        pulumi.String("TargetTrackingScaling"),
				ServiceNamespace:  target.ServiceNamespace,
				ResourceId:        target.ResourceId,
				ScalableDimension: target.ScalableDimension,
				TargetTrackingScalingPolicyConfiguration: appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs{
					PredefinedMetricSpecification: appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs{
						PredefinedMetricType: pulumi.String(metric),
					},
					TargetValue: pulumi.Float64(a.Config.Capacity.Utilization),
				},
			}, pulumi.Parent(parent)); err != nil {
				return err
			}
		}
	}
	return nil
}
