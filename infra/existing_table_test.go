package infra

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
)

// crm is a table that serves the shop's endpoints on customers, as a look-up finds it.
func crm() map[string]any {
	return map[string]any{
		"name": "crm-customers", "hashKey": "id", "attributes": []any{map[string]any{"name": "id", "type": "S"}},
		"streamEnabled": true, "streamViewType": "NEW_AND_OLD_IMAGES", "streamArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/crm-customers/stream/1",
	}
}

func TestAnExistingTableIsUsedAndNotMade(t *testing.T) {
	t.Parallel()
	r := infratest.Run(t, func(ctx *pulumi.Context) error { return DeployAPI(ctx, shop()) }, infratest.Stack{
		Tables: map[string]map[string]any{"crm-customers": crm()},
		Config: map[string]string{
			"lambdaless:existingTables": `{"customers":"crm-customers"}`, "lambdaless:stream": "eventBus", "lambdaless:backups": "true",
			"lambdaless:tablePolicy": "true", "lambdaless:tableKmsKeyArn": "create", "lambdaless:billingMode": "PROVISIONED", "lambdaless:auditTrail": "true",
		},
	})
	table := r.One(t, "dynamodb/table:Table", "shop-customers")
	assert.True(t, table.Read)
	assert.False(t, r.One(t, "dynamodb/table:Table", "shop-orders").Read)
	for _, kind := range []string{"dynamodb/resourcePolicy:ResourcePolicy", "appautoscaling/target:Target", "backup/selection:Selection"} {
		all := r.OfType(kind)
		require.NotEmpty(t, all, kind)
		for _, resource := range all {
			assert.NotRegexp(t, "(crm|test)-customers", fmt.Sprint(resource.Inputs.Mappable()), "%s of a table that another program makes", kind)
		}
	}
	arn := "arn:aws:dynamodb:eu-west-1:123456789012:table/crm-customers"
	named := 0
	for _, policy := range r.OfType("iam/rolePolicy:RolePolicy") {
		if assert.NotContains(t, policy.Text("policy"), "lambdaless-test-customers"); strings.Contains(policy.Text("policy"), arn) {
			named++
		}
	}
	assert.Greater(t, named, 1, "the methods' roles and the pipe's have rights to the table that exists")
	pipe := r.One(t, "pipes/pipe:Pipe", "shop-stream-customers-pipe")
	assert.Equal(t, []string{table.URN}, pipe.PropertyDependencies["source"])
}

func TestExistingTablesThatDoNotServe(t *testing.T) {
	t.Parallel()
	with := func(property string, value any) map[string]any {
		table := crm()
		table[property] = value
		return table
	}
	for name, c := range map[string]struct {
		table  map[string]any
		config map[string]string
		want   string
	}{
		"another key":           {table: with("hashKey", "email"), want: `the table crm-customers, which existingTables names for customers, has the key (email ), but the API declares (id S)`},
		"a key of another type": {table: with("attributes", []any{map[string]any{"name": "id", "type": "N"}}), want: "has the key (id N), but the API declares (id S)"},
		"a sort key":            {table: with("rangeKey", "id"), want: "has the key (id S, id S)"},
		"no stream":             {table: with("streamEnabled", false), config: map[string]string{"lambdaless:stream": "queue"}, want: "has no stream of the view NEW_AND_OLD_IMAGES"},
		"another view":          {table: with("streamViewType", "KEYS_ONLY"), config: map[string]string{"lambdaless:stream": "queue"}, want: "has no stream of the view NEW_AND_OLD_IMAGES"},
		"no table of the API":   {config: map[string]string{"lambdaless:existingTables": `{"clients":"crm-customers"}`}, want: `existingTables has "clients", which is not a table of the API that this stack deploys; it has orders, customers`},
		"two names":             {config: map[string]string{"lambdaless:existingTables": `{"orders":"orders-1"}`, "lambdaless:tableName": "orders-2"}, want: "tableName names the table orders that the stack makes, and existingTables says that orders is made elsewhere"},
		"no object":             {config: map[string]string{"lambdaless:existingTables": `"crm"`}, want: "it must be an object"},
		"no name of a table":    {config: map[string]string{"lambdaless:existingTables": `{"customers":"a b"}`}, want: "a table's name has 3 to 255 letters"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := map[string]string{"lambdaless:existingTables": `{"customers":"crm-customers"}`}
			for key, value := range c.config {
				config[key] = value
			}
			tables := map[string]map[string]any{}
			if c.table != nil {
				tables["crm-customers"] = c.table
			}
			_, err := infratest.TryRun(func(ctx *pulumi.Context) error { return DeployAPI(ctx, shop()) }, infratest.Stack{Config: config, Tables: tables})
			require.ErrorContains(t, err, c.want)
		})
	}
}
