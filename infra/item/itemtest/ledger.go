package itemtest

import (
	"math/rand/v2"

	"lambdaless/infra/item"
)

// Ledger is a table of counters, by which transactions are tried: they store an item and count it.
var Ledger = item.Table{Name: "ledger", Keys: []item.KeyAttribute{{Name: "id", Type: "S"}}}

const (
	ledgerFile   = "random/ledger.schema.json"
	ledgerSchema = `{
  "$schema": "http://json-schema.org/draft-04/schema#", "type": "object",
  "properties": {
    "id": {"type": "string"}, "count": {"type": "integer"}, "room": {"type": "number"}, "state": {"type": "string"},
    "last": {"type": "string"}, "notes": {"type": "array", "items": {"type": "string"}, "x-dynamodb": "set"}
  }
}`
)

var ledger = item.Type{Table: Ledger.Name, Schema: ledgerFile}

// transaction creates an item, counts it in the ledger's entry {query.entry} while that has room, and checks
// that the entry {query.gate} is open. Its parts are in any order; sometimes the entry {query.old} goes.
func (d Declaration) transaction(r *rand.Rand) item.Transaction {
	parts := []item.Operation{
		item.Create{Of: d.Type, Taken: "taken"},
		item.Update{
			Of: ledger, Key: item.Key{"id": "{query.entry}"}, Set: map[string]item.Value{"last": "{query.last}"},
			Add: map[string]item.Value{"count": "1", "notes": "{query.last}"},
			If:  []item.Condition{item.Exists(404, "no entry"), item.AtLeast("room", "{query.room}", 410, `no "room"`)},
		},
		item.Check{Of: ledger, Key: item.Key{"id": "GATE#{query.gate}"}, If: []item.Condition{item.Equals("state", "open", 423, "closed")}},
	}
	if r.IntN(2) == 0 {
		parts = append(parts, item.Delete{Of: ledger, Key: item.Key{"id": "{query.old=none}"}})
	}
	r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	return item.Transaction{Body: d.Type.Schema, Name: "transact", Parts: parts, Answer: item.Constant(201, "{}")}
}
