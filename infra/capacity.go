package infra

import (
	"fmt"
	"strconv"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/appautoscaling"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Capacity is what tables and indexes that are PROVISIONED may use, each of them. They scale between
// the least and the most; where the two are equal, capacity is fixed.
type Capacity struct {
	Read, Write Units
	// Utilization is how much of the capacity scaling aims to have in use, in percent.
	Utilization int
}

// Units are bounds of capacity units, both inclusive.
type Units struct {
	Least, Most int
}

func (u Units) scales() bool { return u.Most > u.Least }

// units reads the bounds of capacity.
func (r *reader) units(least, most string) Units {
	units := Units{Least: r.integer(least, 5, between(1, 40_000)), Most: r.integer(most, 0, between(1, 40_000))}
	if units.Most == 0 {
		units.Most = max(units.Least, 100)
	}
	if units.Most < units.Least {
		r.refuse(most, strconv.Itoa(units.Most), fmt.Sprintf("it must be at least %s, which is %d", least, units.Least), strconv.Itoa(units.Least))
	}
	return units
}

func (c TableConfig) provisioned() bool { return c.BillingMode == "PROVISIONED" }

// scale gives a table and its indexes what scales them
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html).
func scale(ctx *pulumi.Context, name string, a tableArgs, table, parent pulumi.Resource) error {
	if !a.Config.provisioned() {
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
			units        Units
		}{
			{"Read", "-reads", a.Config.Capacity.Read},
			{"Write", "-writes", a.Config.Capacity.Write},
		} {
			if !direction.units.scales() {
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
