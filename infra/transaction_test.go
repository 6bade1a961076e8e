package infra_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest"
	"lambdaless/infra/item"
)

// payments is an API whose only method stores a payment and counts it.
func payments(t *testing.T) infra.API {
	t.Helper()
	const schema = `{"$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "properties": {"id": {"type": "string"}, "n": {"type": "integer"}}}`
	payment, total := item.Type{Table: "payments", Schema: "payment/payment.schema.json"}, item.Type{Table: "totals", Schema: "total/total.schema.json"}
	files := fstest.MapFS{payment.Schema: {Data: []byte(schema)}, total.Schema: {Data: []byte(schema)}}
	key := infra.Key{Name: "id", Type: infra.String}
	api := infra.API{
		Name: "pay", Templates: files,
		Tables: []infra.Table{{Name: "payments", PartitionKey: key}, {Name: "totals", PartitionKey: key}, {Name: "others", PartitionKey: key}},
		Endpoints: []infra.Endpoint{{Method: "POST", Path: "/{id}", Call: item.Transaction{Body: payment.Schema, Parts: []item.Operation{
			item.Create{Of: payment},
			item.Update{Of: total, Add: map[string]item.Value{"n": "{body.n}"}},
			item.Check{Of: payment, Key: item.Key{"id": "open"}, If: []item.Condition{item.Exists(423, "Closed")}},
		}}}},
	}
	texts, err := infra.GeneratedTemplates(api)
	require.NoError(t, err)
	for name, text := range texts {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return api
}

func TestATransactionsRoleHasTheActionsOfItsParts(t *testing.T) {
	t.Parallel()
	api := payments(t)
	config := infratest.StackConfig(t, "dev")
	config["lambdaless:tablePolicy"] = "true"
	r := infratest.Run(t, func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, api) }, infratest.Stack{Name: "dev", Config: config})
	const arn = "arn:aws:dynamodb:us-east-1:123456789012:table/lambdaless-dev-"
	assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Action":["dynamodb:PutItem","dynamodb:ConditionCheckItem"],"Resource":"`+arn+`payments"},
		{"Effect":"Allow","Action":"dynamodb:UpdateItem","Resource":"`+arn+`totals"}]}`, r.OfType("iam/rolePolicy:RolePolicy")[0].Text("policy"))
	request := r.One(t, "integration:Integration", "pay-post/{}-integration").Inputs["requestTemplates"].ObjectValue()["application/json"].StringValue()
	assert.Contains(t, request, `"TableName": "lambdaless-dev-payments"`)
	assert.Contains(t, request, `"TableName": "lambdaless-dev-totals"`)
	admitted := map[string]bool{}
	for _, p := range r.OfType("resourcePolicy:ResourcePolicy") {
		admitted[p.Name] = strings.Contains(p.Text("policy"), "role/lambdaless-dev-us-east-1-post-@")
	}
	assert.Equal(t, map[string]bool{"pay-payments-policy": true, "pay-totals-policy": true, "pay-others-policy": false}, admitted)
}
