package infra

import (
	"lambdaless/infra/stream"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/dynamodb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// DynamoTable is a table as this program runs its tables.
type DynamoTable struct {
	pulumi.ResourceState

	// Name is the physical name, known once the table exists.
	Name pulumi.StringOutput
	ARN  pulumi.StringOutput

	table     *dynamodb.Table
	streamARN pulumi.StringOutput
}

type tableArgs struct {
	Table    Table
	Physical string // the table's physical name
	Account  Account
	Config   TableConfig
	Streamed bool     // whether the table has a stream of its changes
	Exists   bool     // whether the table is made elsewhere
	Key      *kms.Key // the stack's own, nil for another
	Tags     pulumi.StringMap
	Parent   pulumi.Resource
	After    []pulumi.Resource // the roles, which may use the table's key before the table does
}

func newTable(ctx *pulumi.Context, name string, a tableArgs) (*DynamoTable, error) {
	t, c := a.Table, a.Config
	component := &DynamoTable{}
	if err := ctx.RegisterComponentResource("lambdaless:infra:Table", name, component, pulumi.Parent(a.Parent)); err != nil {
		return nil, err
	}
	args := &dynamodb.TableArgs{
		Name:                      pulumi.String(a.Physical),
		BillingMode:               pulumi.String(c.BillingMode),
		HashKey:                   pulumi.String(t.PartitionKey.Name),
		PointInTimeRecovery:       recovery(c),
		ServerSideEncryption:      encryption(ctx, a),
		DeletionProtectionEnabled: pulumi.Bool(c.DeletionProtection),
		Tags:                      a.Tags,
	}
	if t.SortKey.Name != "" {
		args.RangeKey = pulumi.String(t.SortKey.Name)
	}
	// Scaling changes these on AWS, but ignoring changes would also ignore ours when billingMode
	// changes: an update after a refresh sets them back, from where they scale again.
	provisioned := c.provisioned()
	if provisioned {
		args.ReadCapacity, args.WriteCapacity = pulumi.Int(c.Capacity.Read.Least), pulumi.Int(c.Capacity.Write.Least)
	} else if c.Ceiling != (Ceiling{}) {
		args.OnDemandThroughput = dynamodb.TableOnDemandThroughputArgs{
			MaxReadRequestUnits: ceiling(c.Ceiling.ReadUnits), MaxWriteRequestUnits: ceiling(c.Ceiling.WriteUnits),
		}
	}
	if t.Expires != "" {
		args.Ttl = dynamodb.TableTtlArgs{AttributeName: pulumi.String(t.Expires), Enabled: pulumi.Bool(true)}
	}
	if a.Streamed {
		args.StreamEnabled, args.StreamViewType = pulumi.Bool(true), pulumi.String(stream.ViewType)
	}
	var indexes dynamodb.TableGlobalSecondaryIndexArray
	for _, index := range t.Indexes {
		i := dynamodb.TableGlobalSecondaryIndexArgs{
			Name: pulumi.String(index.Name), HashKey: pulumi.String(index.PartitionKey.Name),
			ProjectionType: pulumi.String("ALL"),
		}
		if index.SortKey.Name != "" {
			i.RangeKey = pulumi.String(index.SortKey.Name)
		}
		if provisioned {
			i.ReadCapacity, i.WriteCapacity = pulumi.Int(c.Capacity.Read.Least), pulumi.Int(c.Capacity.Write.Least)
		}
		if !provisioned && c.Ceiling != (Ceiling{}) {
			i.OnDemandThroughput = dynamodb.TableGlobalSecondaryIndexOnDemandThroughputArgs{
				MaxReadRequestUnits: ceiling(c.Ceiling.ReadUnits), MaxWriteRequestUnits: ceiling(c.Ceiling.WriteUnits),
			}
		}
		indexes = append(indexes, i)
	}
	if indexes != nil {
		args.GlobalSecondaryIndexes = indexes
	}
	var attributes dynamodb.TableAttributeArray
	for _, key := range t.keys() {
		attributes = append(attributes, dynamodb.TableAttributeArgs{
			Name: pulumi.String(key.Name), Type: pulumi.String(string(key.Type)),
		})
	}
	args.Attributes = attributes
	if a.Exists {
		table, err := readTable(ctx, name, a, args, component)
		if err != nil {
			return nil, err
		}
		return component, component.found(ctx, table)
	}
	// The physical name is ours, and AWS refuses a second table of that name: a replacement deletes
	// first. Protect and deletion protection are what stands between that and the data.
	table, err := dynamodb.NewTable(ctx, name, args, pulumi.Parent(component),
		pulumi.DeleteBeforeReplace(true), pulumi.Protect(c.Protect), pulumi.DependsOn(a.After))
	if err != nil {
		return nil, err
	}
	if err := scale(ctx, name, a, table, component); err != nil {
		return nil, err
	}
	return component, component.finish(ctx, table)
}

func (t *DynamoTable) finish(ctx *pulumi.Context, table *dynamodb.Table) error {
	t.table, t.Name, t.ARN, t.streamARN = table, table.Name, table.Arn, table.StreamArn
	return ctx.RegisterResourceOutputs(t, pulumi.Map{"name": table.Name, "arn": table.Arn})
}

// ceiling is absent when it is 0.
func ceiling(units int) pulumi.IntPtrInput {
	if units == 0 {
		return nil
	}
	return pulumi.Int(units)
}

func recovery(c TableConfig) dynamodb.TablePointInTimeRecoveryArgs {
	args := dynamodb.TablePointInTimeRecoveryArgs{Enabled: pulumi.Bool(c.PointInTimeRecovery)}
	if c.PointInTimeRecovery {
		args.RecoveryPeriodInDays = pulumi.Int(c.RecoveryDays)
	}
	return args
}

// keys are the attributes that a table has to declare, each once, in the order of their first use.
func (t Table) keys() []Key {
	all := []Key{t.PartitionKey, t.SortKey}
	for _, index := range t.Indexes {
		all = append(all, index.PartitionKey, index.SortKey)
	}
	var keys []Key
	seen := map[string]bool{}
	for _, key := range all {
		if key.Name != "" && !seen[key.Name] {
			seen[key.Name] = true
			keys = append(keys, key)
		}
	}
	return keys
}
