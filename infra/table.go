package infra

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/dynamodb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// DynamoTable is a table as this program runs its tables.
type DynamoTable struct {
	pulumi.ResourceState

	// Name is the physical name, known once the table exists.
	Name pulumi.StringOutput
	ARN  pulumi.StringOutput

	table *dynamodb.Table
}

func newTable(ctx *pulumi.Context, name string, t Table, physical string, c TableConfig, tags pulumi.StringMap, parent pulumi.Resource, after []pulumi.Resource) (*DynamoTable, error) {
	component := &DynamoTable{}
	if err := ctx.RegisterComponentResource("lambdaless:infra:Table", name, component, pulumi.Parent(parent)); err != nil {
		return nil, err
	}
	args := &dynamodb.TableArgs{
		Name:        pulumi.String(physical),
		BillingMode: pulumi.String(c.BillingMode),
		HashKey:     pulumi.String(t.PartitionKey.Name),
		PointInTimeRecovery: dynamodb.TablePointInTimeRecoveryArgs{
			Enabled: pulumi.Bool(c.PointInTimeRecovery),
		},
		ServerSideEncryption:      encryption(c),
		DeletionProtectionEnabled: pulumi.Bool(c.DeletionProtection),
		Tags:                      tags,
	}
	if t.SortKey.Name != "" {
		args.RangeKey = pulumi.String(t.SortKey.Name)
	}
	provisioned := c.BillingMode == "PROVISIONED"
	if provisioned {
		args.ReadCapacity, args.WriteCapacity = pulumi.Int(c.ReadCapacity), pulumi.Int(c.WriteCapacity)
	}
	var indexes dynamodb.TableGlobalSecondaryIndexArray
	for _, index := range t.Indexes {
		a := dynamodb.TableGlobalSecondaryIndexArgs{
			Name: pulumi.String(index.Name), HashKey: pulumi.String(index.PartitionKey.Name),
			ProjectionType: pulumi.String("ALL"),
		}
		if index.SortKey.Name != "" {
			a.RangeKey = pulumi.String(index.SortKey.Name)
		}
		if provisioned {
			a.ReadCapacity, a.WriteCapacity = pulumi.Int(c.ReadCapacity), pulumi.Int(c.WriteCapacity)
		}
		indexes = append(indexes, a)
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
	// The physical name is ours, and AWS refuses a second table of that name: a replacement deletes
	// first. Protect and deletion protection are what stands between that and the data.
	table, err := dynamodb.NewTable(ctx, name, args, pulumi.Parent(component),
		pulumi.DeleteBeforeReplace(true), pulumi.Protect(c.Protect), pulumi.DependsOn(after))
	if err != nil {
		return nil, err
	}
	component.table, component.Name, component.ARN = table, table.Name, table.Arn
	return component, ctx.RegisterResourceOutputs(component, pulumi.Map{"name": table.Name, "arn": table.Arn})
}

// encryption names a KMS key in every case: with enabled and no key it is the AWS managed
// aws/dynamodb, whose use CloudTrail shows; without it DynamoDB uses a key that nobody can see.
func encryption(c TableConfig) dynamodb.TableServerSideEncryptionArgs {
	args := dynamodb.TableServerSideEncryptionArgs{Enabled: pulumi.Bool(true)}
	if c.KMSKeyARN != "" {
		args.KmsKeyArn = pulumi.String(c.KMSKeyARN)
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
