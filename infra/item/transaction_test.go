package item

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	accountSchema = `{"$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "required": ["balance"],
		"properties": {"id": {"type": "string"}, "balance": {"type": "number"}, "owner": {"type": "string"}}}`
	transferSchema = `{"$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "required": ["amount"],
		"properties": {"id": {"type": "string"}, "from": {"type": "string"}, "to": {"type": "string"},
		"amount": {"type": "number", "minimum": 0}, "note": {"type": "string"}, "unused": {"type": "string"}}}`
)

// transfer moves an amount between two accounts and records it.
func transfer() Transaction {
	account := Type{Table: "accounts", Schema: "account/account.schema.json"}
	record := Type{Table: "transfers", Schema: "transfer/transfer.schema.json"}
	return Transaction{
		Body: "transfer/transfer.schema.json", Name: "transfer", Token: "{header.Idempotency-Key}",
		Parts: []Operation{
			Update{Of: account, Key: Key{"id": "{body.from}"}, Add: map[string]Value{"balance": "-{body.amount}"},
				If: []Condition{Exists(404, "There is no account to pay from"), AtLeast("balance", "{body.amount}", 409, "There is not enough in the account")}},
			Update{Of: account, Key: Key{"id": "{body.to}"}, Add: map[string]Value{"balance": "{body.amount}"}, If: []Condition{Exists(404, "There is no account to pay to")}},
			Create{Of: record, Key: Key{"id": "{header.Idempotency-Key=none}"}, Set: map[string]Value{"unused": "-"}},
			Check{Of: account, Key: Key{"id": "bank"}, If: []Condition{Equals("owner", "open", 423, "The bank is closed")}},
		},
	}
}

func generateTransfer(o Transaction) (Generated, error) {
	return Generate(Endpoint{
		Route: "POST /transfers", Operation: o,
		Tables: []Table{{Name: "accounts", Keys: []KeyAttribute{{"id", "S"}}}, {Name: "transfers", Keys: []KeyAttribute{{"id", "S"}}}},
		ReadFile: func(file string) (string, error) {
			return map[string]string{"account/account.schema.json": accountSchema, "transfer/transfer.schema.json": transferSchema}[file], nil
		},
	})
}

func TestATransactionNeedsTheActionsOfItsParts(t *testing.T) {
	t.Parallel()
	g, err := generateTransfer(transfer())
	require.NoError(t, err)
	assert.Equal(t, "TransactWriteItems", g.Action)
	assert.Equal(t, []Permission{{"UpdateItem", "accounts"}, {"PutItem", "transfers"}, {"ConditionCheckItem", "accounts"}}, g.Operations)
	assert.Equal(t, []int{400, 404, 409, 422, 423, 429}, g.Responses[1].Overrides)
	assert.Contains(t, g.Model.Text, "\"required\": [\n    \"from\",\n    \"to\",\n    \"amount\"\n  ]")
	assert.NotContains(t, g.Model.Text, "unused", "a Set gives it its value")
}

func TestMistakesInTransactions(t *testing.T) {
	t.Parallel()
	account := Type{Table: "accounts", Schema: "account/account.schema.json"}
	parts := func(list ...Operation) Transaction {
		return Transaction{Body: "transfer/transfer.schema.json", Parts: list}
	}
	for name, test := range map[string]struct {
		transaction Transaction
		want        string
	}{
		"no part":                {parts(), "1 to 100 parts, not 0"},
		"101 parts":              {parts(make([]Operation, 101)...), "1 to 100 parts, not 101"},
		"a part that reads":      {parts(Get{Of: account}), "part 1 (item.Get): a part is a Put, a Create, an Update, a Delete or a Check"},
		"a check of nothing":     {parts(Check{Of: account, Key: Key{"id": "x"}}), "a Check needs a condition"},
		"no such table":          {parts(Delete{Of: Type{Table: "none", Schema: account.Schema}}), `there is no table "none"`},
		"no property":            {parts(Delete{Of: account, Key: Key{"id": "{body.none}"}}), `{body.none} is used, but transfer/transfer.schema.json has no property "none"`},
		"not all that is needed": {parts(Put{Of: account, Key: Key{"id": "x"}}), "it stores no balance, which account/account.schema.json requires: Set it"},
		"another type":           {parts(Put{Of: account, Key: Key{"id": "x"}, Set: map[string]Value{"balance": "{body.note}"}}), "balance has the type N, but {body.note} has S"},
		"a negative text":        {parts(Update{Of: account, Key: Key{"id": "x"}, Add: map[string]Value{"balance": "-{body.note}"}}), "is a text of several parts"},
		"nothing to be created": {Transaction{Body: "transfer/transfer.schema.json", Answer: Created(),
			Parts: []Operation{Delete{Of: account, Key: Key{"id": "x"}}}}, "Created answers with the key of a Create or a Put"},
		"a token and an id": {Transaction{Body: "transfer/transfer.schema.json", Token: "{header.X}",
			Parts: []Operation{Delete{Of: account, Key: Key{"id": "{requestId}"}}}}, "{requestId} is another each time"},
		"a token and a version": {Transaction{Body: "transfer/transfer.schema.json", Token: "{header.X}",
			Parts: []Operation{Update{Of: Type{Table: "accounts", Schema: account.Schema, Version: "v"}, Key: Key{"id": "x"}, Add: map[string]Value{"balance": "1"}}}}, "the Life or Version of a Type is another each time"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := generateTransfer(test.transaction)
			assert.ErrorContains(t, err, test.want)
		})
	}
	_, err := Generate(Endpoint{Route: "POST /x", Operation: Check{Of: order}, Tables: []Table{orders}, ReadFile: func(string) (string, error) { return orderSchema, nil }})
	assert.ErrorContains(t, err, "a Check is a part of a Transaction")
}
