package infra

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/dynamodb"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/settings"
	"lambdaless/infra/stream"
)

// DynamoTable is a table as this program runs its tables.
type DynamoTable struct {
	pulumi.ResourceState

	// Name is the physical name, known once the table exists.
	Name pulumi.StringOutput
	ARN  pulumi.StringOutput

	table     pulumi.Resource // the table, or the replica of one in another region
	streamARN pulumi.StringOutput
}

type tableArgs struct {
	Table    Table
	Physical string // the table's physical name
	Account  Account
	Config   settings.TableConfig
	Streamed bool     // whether the table's changes are sent
	Exists   bool     // whether the table is made elsewhere
	Global   bool     // whether other regions have replicas of the table, or may get them
	Primary  *Account // where the table is that this one is a replica of, nil for a table of the stack's own
	Key      *kms.Key // the stack's own, nil for another
	Tags     pulumi.StringMap
	Parent   pulumi.Resource
	After    []pulumi.Resource // the roles, which may use the table's key before the table does
}

func newTable(ctx *pulumi.Context, name string, a tableArgs) (*DynamoTable, error) {
	component := &DynamoTable{}
	declared := a.declared(tableKey(ctx, a))
	if err := ctx.RegisterComponentResourceV2("lambdaless:infra:Table", name, a.replicates(declared), component, pulumi.Parent(a.Parent)); err != nil {
		return nil, err
	}
	if a.Exists {
		table, err := readTable(ctx, name, a, declared, component)
		if err != nil {
			return nil, err
		}
		return component, component.found(ctx, table)
	}
	// The physical name is ours, and AWS refuses a second table of that name: a replacement deletes
	// first. Protect and deletion protection are what stands between that and the data.
	options := []pulumi.ResourceOption{pulumi.Parent(component), pulumi.DeleteBeforeReplace(true), pulumi.Protect(a.Config.Protect), pulumi.DependsOn(a.After)}
	register := component.create
	if a.Primary != nil {
		register = component.replica
	}
	if err := register(ctx, name, a, declared, options...); err != nil {
		return nil, err
	}
	if err := scale(ctx, name, a, component.table, component); err != nil {
		return nil, err
	}
	return component, ctx.RegisterResourceOutputs(component, pulumi.Map{"name": component.Name, "arn": component.ARN})
}

// create registers a table of the stack's own.
func (t *DynamoTable) create(ctx *pulumi.Context, name string, a tableArgs, declared *dynamodb.TableArgs, options ...pulumi.ResourceOption) error {
	if a.Global {
		// The replicas are resources of the stacks in their regions.
		options = append(options, pulumi.IgnoreChanges([]string{"replicas"}))
	}
	table, err := dynamodb.NewTable(ctx, name, declared, options...)
	if err != nil {
		return err
	}
	t.table, t.Name, t.ARN, t.streamARN = table, table.Name, table.Arn, table.StreamArn
	return nil
}

// declared is the table as the API and the configuration say, encrypted with a key.
func (a tableArgs) declared(key pulumi.StringPtrInput) *dynamodb.TableArgs {
	t, c := a.Table, a.Config
	args := &dynamodb.TableArgs{
		Name:                      pulumi.String(a.Physical),
		BillingMode:               pulumi.String(c.BillingMode),
		HashKey:                   pulumi.String(t.PartitionKey.Name),
		PointInTimeRecovery:       recovery(c),
		ServerSideEncryption:      dynamodb.TableServerSideEncryptionArgs{Enabled: pulumi.Bool(true), KmsKeyArn: key},
		DeletionProtectionEnabled: pulumi.Bool(c.DeletionProtection),
		Tags:                      a.Tags,
	}
	if t.SortKey.Name != "" {
		args.RangeKey = pulumi.String(t.SortKey.Name)
	}
	// Scaling changes these on AWS, but ignoring changes would also ignore ours when billingMode
	// changes: an update after a refresh sets them back, from where they scale again.
	if c.Provisioned() {
		args.ReadCapacity, args.WriteCapacity = pulumi.Int(c.Capacity.Read.Least), pulumi.Int(c.Capacity.Write.Least)
	} else if c.Ceiling != (settings.Ceiling{}) {
		args.OnDemandThroughput = dynamodb.TableOnDemandThroughputArgs{
			MaxReadRequestUnits: ceiling(c.Ceiling.ReadUnits), MaxWriteRequestUnits: ceiling(c.Ceiling.WriteUnits),
		}
	}
	if t.Expires != "" {
		args.Ttl = dynamodb.TableTtlArgs{AttributeName: pulumi.String(t.Expires), Enabled: pulumi.Bool(true)}
	}
	if a.Streamed || a.Global { // replication reads the stream
		args.StreamEnabled, args.StreamViewType = pulumi.Bool(true), pulumi.String(stream.ViewType)
	}
	if indexes := a.indexes(); indexes != nil {
		args.GlobalSecondaryIndexes = indexes
	}
	var attributes dynamodb.TableAttributeArray
	for _, key := range t.keys() {
		attributes = append(attributes, dynamodb.TableAttributeArgs{
			Name: pulumi.String(key.Name), Type: pulumi.String(string(key.Type)),
		})
	}
	args.Attributes = attributes
	return args
}

func (a tableArgs) indexes() dynamodb.TableGlobalSecondaryIndexArray {
	c := a.Config
	var indexes dynamodb.TableGlobalSecondaryIndexArray
	for _, index := range a.Table.Indexes {
		i := dynamodb.TableGlobalSecondaryIndexArgs{
			Name: pulumi.String(index.Name), HashKey: pulumi.String(index.PartitionKey.Name),
			ProjectionType: pulumi.String("ALL"),
		}
		if index.SortKey.Name != "" {
			i.RangeKey = pulumi.String(index.SortKey.Name)
		}
		if c.Provisioned() {
			i.ReadCapacity, i.WriteCapacity = pulumi.Int(c.Capacity.Read.Least), pulumi.Int(c.Capacity.Write.Least)
		}
		if !c.Provisioned() && c.Ceiling != (settings.Ceiling{}) {
			i.OnDemandThroughput = dynamodb.TableGlobalSecondaryIndexOnDemandThroughputArgs{
				MaxReadRequestUnits: ceiling(c.Ceiling.ReadUnits), MaxWriteRequestUnits: ceiling(c.Ceiling.WriteUnits),
			}
		}
		indexes = append(indexes, i)
	}
	return indexes
}

// ceiling is absent when it is 0.
func ceiling(units int) pulumi.IntPtrInput {
	if units == 0 {
		return nil
	}
	return pulumi.Int(units)
}

func recovery(c settings.TableConfig) dynamodb.TablePointInTimeRecoveryArgs {
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
