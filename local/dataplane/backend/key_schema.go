package backend

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"lambdaless/internal/dynamodb"
	"lambdaless/local/database"
	"lambdaless/local/dataplane/encoding"
)

// keySchemas remembers the partition keys of tables and indexes: a request does not say which attribute
// of its key is the partition key.
type keySchemas struct {
	mu     sync.Mutex
	tables map[[2]string]keySchema // by region and table
}

type keySchema struct {
	until time.Time
	keys  map[string]string // index, "" for the table: its partition key
}

// keySchemaLife bounds how long a table that was replaced is misread.
const keySchemaLife = 30 * time.Second

func (d *DynamoDB) partitionKey(ctx context.Context, region, table, index string) string {
	name := dynamodb.TableName(table)
	id := [2]string{region, name}
	now := d.Clock()
	k := &d.keys
	k.mu.Lock()
	schema, ok := k.tables[id]
	k.mu.Unlock()
	if !ok || now.After(schema.until) {
		schema = keySchema{now.Add(keySchemaLife), describeKeys(ctx, d.Database, region, name)}
		if schema.keys != nil {
			k.mu.Lock()
			if k.tables == nil || len(k.tables) > 1000 {
				k.tables = map[[2]string]keySchema{}
			}
			k.tables[id] = schema
			k.mu.Unlock()
		}
	}
	return schema.keys[index]
}

// describeKeys asks the database for the partition keys of a table and its indexes; nil when it does not
// answer.
func describeKeys(ctx context.Context, db database.API, region, table string) map[string]string {
	answer, err := db.Call(ctx, region, "DescribeTable", []byte(`{"TableName":`+encoding.Quote(table)+`}`))
	if err != nil || answer.StatusCode != 200 {
		return nil
	}
	type element struct{ AttributeName, KeyType string }
	type indexes []struct {
		IndexName string
		KeySchema []element
	}
	var description struct {
		Table struct {
			KeySchema                                     []element
			GlobalSecondaryIndexes, LocalSecondaryIndexes indexes
		}
	}
	if json.Unmarshal(answer.Body, &description) != nil {
		return nil
	}
	keys := map[string]string{}
	note := func(index string, schema []element) {
		for _, e := range schema {
			if e.KeyType == "HASH" {
				keys[index] = e.AttributeName
			}
		}
	}
	note("", description.Table.KeySchema)
	for _, index := range slices.Concat(description.Table.GlobalSecondaryIndexes, description.Table.LocalSecondaryIndexes) {
		note(index.IndexName, index.KeySchema)
	}
	return keys
}
