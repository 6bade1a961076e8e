package tables

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"lambdaless/local/controlplane"
)

// Update brings keys, capacity and indexes of a table in the database from old to want, one
// dynamodb:UpdateTable at a time as DynamoDB wants it.
func (t *Clients) Update(ctx context.Context, db *dynamodb.Client, old, want controlplane.Table) error {
	if err := updateCapacity(ctx, db, old, want); err != nil {
		return err
	}
	removed, added := indexChanges(old, want)
	if len(removed) == 0 && len(added) == 0 {
		return nil
	}
	for _, u := range indexUpdates(want, removed, added) {
		_, err := db.UpdateTable(ctx, &dynamodb.UpdateTableInput{
			TableName: aws.String(want.Name), AttributeDefinitions: attributeDefinitions(want), GlobalSecondaryIndexUpdates: []types.GlobalSecondaryIndexUpdate{u},
		})
		if err != nil {
			if t.onThisMachine() {
				break // whether it happened is looked at below
			}
			return Plain(err)
		}
		if _, err := WaitActive(ctx, db, want.Name); err != nil {
			return err
		}
	}
	d, err := WaitActive(ctx, db, want.Name)
	if err != nil {
		return err
	}
	if reflect.DeepEqual(indexNames(Described(want, d)), indexNames(want)) {
		return nil
	}
	if !t.onThisMachine() {
		return fmt.Errorf("the database did not change the indexes of the table %s", want.Name)
	}
	return rebuild(ctx, db, old, want)
}

func updateCapacity(ctx context.Context, db *dynamodb.Client, old, want controlplane.Table) error {
	in := &dynamodb.UpdateTableInput{TableName: aws.String(want.Name)}
	switch {
	case old.BillingMode != want.BillingMode:
		in.BillingMode = types.BillingMode(want.BillingMode)
		if want.BillingMode == Provisioned {
			in.ProvisionedThroughput = throughput(want.ReadCapacity, want.WriteCapacity)
		}
	case want.BillingMode == Provisioned && (old.ReadCapacity != want.ReadCapacity || old.WriteCapacity != want.WriteCapacity):
		in.ProvisionedThroughput = throughput(want.ReadCapacity, want.WriteCapacity)
	}
	if want.BillingMode == Provisioned {
		for _, g := range want.GlobalSecondaryIndexes {
			before, ok := indexNamed(old, g.Name)
			if ok && sameIndex(before, g) && (old.BillingMode != want.BillingMode || before.ReadCapacity != g.ReadCapacity || before.WriteCapacity != g.WriteCapacity) {
				in.GlobalSecondaryIndexUpdates = append(in.GlobalSecondaryIndexUpdates, types.GlobalSecondaryIndexUpdate{
					Update: &types.UpdateGlobalSecondaryIndexAction{IndexName: aws.String(g.Name), ProvisionedThroughput: throughput(g.ReadCapacity, g.WriteCapacity)},
				})
			}
		}
	}
	if in.BillingMode == "" && in.ProvisionedThroughput == nil && in.GlobalSecondaryIndexUpdates == nil {
		return nil
	}
	if _, err := db.UpdateTable(ctx, in); err != nil {
		return Plain(err)
	}
	_, err := WaitActive(ctx, db, want.Name)
	return err
}

func indexNamed(t controlplane.Table, name string) (controlplane.GlobalSecondaryIndex, bool) {
	for _, g := range t.GlobalSecondaryIndexes {
		if g.Name == name {
			return g, true
		}
	}
	return controlplane.GlobalSecondaryIndex{}, false
}

// sameIndex compares what DynamoDB cannot change of an index.
func sameIndex(a, b controlplane.GlobalSecondaryIndex) bool {
	x, y := slices.Clone(a.NonKeyAttributes), slices.Clone(b.NonKeyAttributes)
	slices.Sort(x)
	slices.Sort(y)
	return a.HashKey == b.HashKey && a.RangeKey == b.RangeKey && a.ProjectionType == b.ProjectionType && slices.Equal(x, y)
}

// indexChanges are the indexes to remove and to add. One that changes in more than capacity is both.
func indexChanges(old, want controlplane.Table) (removed []string, added []controlplane.GlobalSecondaryIndex) {
	for _, g := range old.GlobalSecondaryIndexes {
		if after, ok := indexNamed(want, g.Name); !ok || !sameIndex(g, after) {
			removed = append(removed, g.Name)
		}
	}
	for _, g := range want.GlobalSecondaryIndexes {
		if before, ok := indexNamed(old, g.Name); !ok || !sameIndex(before, g) {
			added = append(added, g)
		}
	}
	return removed, added
}

func indexUpdates(want controlplane.Table, removed []string, added []controlplane.GlobalSecondaryIndex) []types.GlobalSecondaryIndexUpdate {
	var out []types.GlobalSecondaryIndexUpdate
	for _, name := range removed {
		out = append(out, types.GlobalSecondaryIndexUpdate{Delete: &types.DeleteGlobalSecondaryIndexAction{IndexName: aws.String(name)}})
	}
	for _, g := range added {
		create := &types.CreateGlobalSecondaryIndexAction{
			IndexName: aws.String(g.Name), KeySchema: keySchema(g.HashKey, g.RangeKey), Projection: projection(g.ProjectionType, g.NonKeyAttributes),
		}
		if want.BillingMode == Provisioned {
			create.ProvisionedThroughput = throughput(g.ReadCapacity, g.WriteCapacity)
		}
		out = append(out, types.GlobalSecondaryIndexUpdate{Create: create})
	}
	return out
}

// indexNames describes the indexes without capacity, in order.
func indexNames(t controlplane.Table) []string {
	out := []string{}
	for _, g := range t.GlobalSecondaryIndexes {
		attributes := slices.Clone(g.NonKeyAttributes)
		slices.Sort(attributes)
		out = append(out, fmt.Sprint(g.Name, g.HashKey, g.RangeKey, g.ProjectionType, attributes))
	}
	slices.Sort(out)
	return out
}

// rebuild creates the table again with its items, for a database that cannot change a table's indexes (dynalite
// accepts the call and does nothing, CP-051). Whatever fails, the items are put back.
func rebuild(ctx context.Context, db *dynamodb.Client, old, want controlplane.Table) error {
	items, err := allItems(ctx, db, want.Name)
	if err != nil {
		return err
	}
	if err := Delete(ctx, db, want.Name); err != nil {
		return err
	}
	if _, err = Create(ctx, db, want); err == nil {
		if err = putAll(ctx, db, want.Name, items); err == nil {
			return nil
		}
		err = errors.Join(err, Delete(ctx, db, want.Name))
	}
	_, back := Create(ctx, db, old)
	return errors.Join(err, back, putAll(ctx, db, old.Name, items))
}

func allItems(ctx context.Context, db *dynamodb.Client, table string) ([]map[string]types.AttributeValue, error) {
	var items []map[string]types.AttributeValue
	pages := dynamodb.NewScanPaginator(db, &dynamodb.ScanInput{TableName: aws.String(table), ConsistentRead: aws.Bool(true)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, Plain(err)
		}
		items = append(items, page.Items...)
	}
	return items, nil
}

func putAll(ctx context.Context, db *dynamodb.Client, table string, items []map[string]types.AttributeValue) error {
	for batch := range slices.Chunk(items, 25) {
		writes := make([]types.WriteRequest, len(batch))
		for i, item := range batch {
			writes[i] = types.WriteRequest{PutRequest: &types.PutRequest{Item: item}}
		}
		for left := map[string][]types.WriteRequest{table: writes}; len(left) > 0; {
			out, err := db.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{RequestItems: left})
			if err != nil {
				return Plain(err)
			}
			left = out.UnprocessedItems
		}
	}
	return nil
}
