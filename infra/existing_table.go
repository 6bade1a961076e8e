package infra

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/dynamodb"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/settings"
	"lambdaless/infra/stream"
)

// ownTables are the tables that this stack makes.
func ownTables(c settings.Config, api API) []Table {
	return slices.DeleteFunc(slices.Clone(api.Tables), func(t Table) bool { return c.Exists(t.Name) })
}

// checkExisting reports configured tables that the API does not have, and names that are given twice.
func checkExisting(api API, c settings.Config) error {
	var known []string
	for _, t := range api.Tables {
		known = append(known, t.Name)
	}
	var problems []error
	for _, table := range slices.Sorted(maps.Keys(c.ExistingTables)) {
		if !slices.Contains(known, table) {
			problems = append(problems, fmt.Errorf("existingTables has %q, which is not a table of the API that this stack deploys; it has %s", table, strings.Join(known, ", ")))
		}
	}
	if c.TableName != "" && c.Exists(known[0]) {
		problems = append(problems, fmt.Errorf("tableName names the table %s that the stack makes, and existingTables says that %s is made elsewhere; remove one of the two", known[0], known[0]))
	}
	return errors.Join(problems...)
}

// readTable finds a table that is made elsewhere: the stack reads it, and neither changes nor deletes it. The request
// carries what the stack expects, and the answer what AWS has.
func readTable(ctx *pulumi.Context, name string, a tableArgs, expected *dynamodb.TableArgs, parent pulumi.Resource) (*dynamodb.Table, error) {
	if err := checkFound(ctx, a); err != nil {
		return nil, err
	}
	return dynamodb.GetTable(ctx, name, pulumi.ID(a.Physical), &dynamodb.TableState{
		Name: expected.Name, BillingMode: expected.BillingMode, HashKey: expected.HashKey, RangeKey: expected.RangeKey,
		Attributes: expected.Attributes, GlobalSecondaryIndexes: expected.GlobalSecondaryIndexes, Ttl: expected.Ttl,
		PointInTimeRecovery: expected.PointInTimeRecovery, ServerSideEncryption: expected.ServerSideEncryption,
		DeletionProtectionEnabled: expected.DeletionProtectionEnabled,
		StreamEnabled:             expected.StreamEnabled, StreamViewType: expected.StreamViewType,
	}, pulumi.Parent(parent))
}

// found finishes a table that is made elsewhere. The engine shows a policy pack no resource that is only read: the
// component's outputs say what the table is.
func (t *DynamoTable) found(ctx *pulumi.Context, table *dynamodb.Table) error {
	t.table, t.Name, t.ARN, t.streamARN = table, table.Name, table.Arn, table.StreamArn
	return ctx.RegisterResourceOutputs(t, pulumi.Map{
		"existing": pulumi.Bool(true), "name": table.Name, "arn": table.Arn, "hashKey": table.HashKey, "rangeKey": table.RangeKey,
		"globalSecondaryIndexes": table.GlobalSecondaryIndexes, "localSecondaryIndexes": table.LocalSecondaryIndexes,
		"billingMode": table.BillingMode, "pointInTimeRecovery": table.PointInTimeRecovery, "serverSideEncryption": table.ServerSideEncryption,
		"deletionProtectionEnabled": table.DeletionProtectionEnabled, "replicas": table.Replicas, "streamArn": table.StreamArn,
	})
}

// checkFound compares a table that is made elsewhere with its declaration. A missing table is reported when it is
// read.
func checkFound(ctx *pulumi.Context, a tableArgs) error {
	found, err := dynamodb.LookupTable(ctx, &dynamodb.LookupTableArgs{Name: a.Physical})
	if err != nil {
		if notFound(err) {
			return nil
		}
		return fmt.Errorf("looking up the table %s, which existingTables names for %s: %w", a.Physical, a.Table.Name, providerMessage(err))
	}
	var problems []error
	for _, difference := range a.differences(found) {
		problems = append(problems, fmt.Errorf("the table %s, which existingTables names for %s, %s", a.Physical, a.Table.Name, difference))
	}
	return errors.Join(problems...)
}

// differences are the properties of a table that was found which the endpoints cannot work with.
func (a tableArgs) differences(found *dynamodb.LookupTableResult) []string {
	var all []string
	differ := func(what, declared, is string) {
		if declared != is {
			all = append(all, fmt.Sprintf("has %s %s, but the API declares %s", what, is, declared))
		}
	}
	types := map[string]string{}
	for _, attribute := range found.Attributes {
		types[attribute.Name] = attribute.Type
	}
	keys := func(partition, sort string) string {
		text := "(" + partition + " " + types[partition]
		if sort != "" {
			text += ", " + sort + " " + types[sort]
		}
		return text + ")"
	}
	differ("the key", keyText(a.Table.PartitionKey, a.Table.SortKey), keys(found.HashKey, found.RangeKey))
	for _, index := range a.Table.Indexes {
		i := slices.IndexFunc(found.GlobalSecondaryIndexes, func(g dynamodb.GetTableGlobalSecondaryIndex) bool { return g.Name == index.Name })
		if i < 0 {
			all = append(all, "has no index "+index.Name+", which the API declares")
			continue
		}
		g := found.GlobalSecondaryIndexes[i]
		differ("an index "+index.Name+" with the key", keyText(index.PartitionKey, index.SortKey), keys(g.HashKey, g.RangeKey))
		differ("an index "+index.Name+" that projects", "ALL", g.ProjectionType)
	}
	if a.Table.Expires != "" && (!found.Ttl.Enabled || found.Ttl.AttributeName != a.Table.Expires) {
		all = append(all, "does not delete items by the attribute "+a.Table.Expires+", which the API declares: the owner of the table has to switch its TTL on")
	}
	if a.Streamed && (!found.StreamEnabled || found.StreamViewType != stream.ViewType) {
		all = append(all, "has no stream of the view "+stream.ViewType+", but its changes are to be sent: the owner of the table has to switch it on, or streamTables leave it out")
	}
	return all
}

func keyText(partition, sort Key) string {
	text := "(" + partition.Name + " " + string(partition.Type)
	if sort.Name != "" {
		text += ", " + sort.Name + " " + string(sort.Type)
	}
	return text + ")"
}
