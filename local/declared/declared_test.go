package declared

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"lambdaless/infra/item"
	"lambdaless/infra/item/itemtest"
	"lambdaless/local/database"
	"lambdaless/local/localtest"
)

// enough failures end a run.
const enough = 20

// TestDeclaredEndpointsLoseAndInjectNothing tries random declarations against the local database. DECLARED
// says how many: 10,000 by "make declared".
func TestDeclaredEndpointsLoseAndInjectNothing(t *testing.T) {
	t.Parallel()
	from, count := number(t, "DECLARED_FROM", 0), number(t, "DECLARED", 100)
	db := start(t)
	for _, table := range append(itemtest.Tables(), itemtest.Ledger) {
		create(t, db, table)
	}
	began := time.Now()
	var next, done, lost, injected, unexpected atomic.Int64
	counts := func() string {
		return fmt.Sprintf("%d declarations, %d requests; %d lost, %d injected, %d unexpected, %.0f s",
			done.Load(), requests.Load(), lost.Load(), injected.Load(), unexpected.Load(), time.Since(began).Seconds())
	}
	next.Store(int64(from) - 1)
	var workers sync.WaitGroup
	reported := time.Now()
	for range 4 {
		workers.Go(func() {
			for lost.Load()+injected.Load()+unexpected.Load() < enough {
				seed := int(next.Add(1))
				if seed >= from+count {
					return
				}
				if err := try(t.Context(), db, seed); err != nil {
					t.Error(err)
					switch {
					case errors.Is(err, errInjected):
						injected.Add(1)
					case errors.Is(err, errLost):
						lost.Add(1)
					default:
						unexpected.Add(1)
					}
				}
				done.Add(1)
			}
		})
	}
	finished := make(chan struct{})
	go func() { workers.Wait(); close(finished) }()
	for {
		select {
		case <-finished:
			t.Log(counts())
			return
		case <-time.After(time.Second):
			if time.Since(reported) > 20*time.Second {
				reported = time.Now()
				t.Logf("of %d: %s", count, counts())
			}
		}
	}
}

func number(t *testing.T, variable string, standard int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return standard
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, variable)
	return n
}

// start starts the local database with its data in memory, where the system has a place for that.
func start(t *testing.T) database.API {
	t.Helper()
	dir := t.TempDir()
	if memory, err := os.MkdirTemp("/dev/shm", "declared"); err == nil {
		dir = memory
		t.Cleanup(func() { _ = os.RemoveAll(memory) })
	}
	process, err := localtest.StartDatabase(t.Context(), dir)
	require.NoError(t, err)
	t.Cleanup(func() { _ = process.Close() })
	client := database.NewClient(process.Endpoint())
	t.Cleanup(func() { client.Close() })
	return &database.DynamoDB{Database: client, Account: "000000000000"}
}

func create(t *testing.T, db database.API, table item.Table) {
	t.Helper()
	types := map[string]string{}
	schema := func(keys []item.KeyAttribute) []map[string]string {
		var all []map[string]string
		for i, k := range keys {
			types[k.Name] = k.Type
			all = append(all, map[string]string{"AttributeName": k.Name, "KeyType": []string{"HASH", "RANGE"}[i]})
		}
		return all
	}
	request := map[string]any{"TableName": table.Name, "BillingMode": "PAY_PER_REQUEST", "KeySchema": schema(table.Keys)}
	var indexes []map[string]any
	for name, keys := range table.Indexes {
		indexes = append(indexes, map[string]any{"IndexName": name, "KeySchema": schema(keys), "Projection": map[string]string{"ProjectionType": "ALL"}})
	}
	if indexes != nil {
		request["GlobalSecondaryIndexes"] = indexes
	}
	var attributes []map[string]string
	for name, kind := range types {
		attributes = append(attributes, map[string]string{"AttributeName": name, "AttributeType": kind})
	}
	request["AttributeDefinitions"] = attributes
	text, err := json.Marshal(request)
	require.NoError(t, err)
	answer, err := db.Call(t.Context(), "us-east-1", "CreateTable", text)
	require.NoError(t, err)
	require.Equal(t, 200, answer.StatusCode, string(answer.Body))
	require.Eventually(t, func() bool {
		answer, err := db.Call(t.Context(), "us-east-1", "DescribeTable", []byte(`{"TableName":"`+table.Name+`"}`))
		var described struct{ Table struct{ TableStatus string } }
		return err == nil && json.Unmarshal(answer.Body, &described) == nil && described.Table.TableStatus == "ACTIVE"
	}, time.Minute, 20*time.Millisecond)
}
