package infra

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
	"lambdaless/infra/naming"
	"lambdaless/infra/route"
	"lambdaless/infra/settings"
)

var account = Account{ID: "123456789012", Region: "eu-west-1", Partition: "aws"}

func TestEveryResourceHasItsParentFirst(t *testing.T) {
	t.Parallel()
	var parents, positions []string
	var endpoints []resolvedEndpoint
	for _, path := range []string{"/a/{b}/c", "/a", "/", "/d", "/a/{b}"} {
		endpoints = append(endpoints, resolvedEndpoint{route: route.Of("GET", path)})
	}
	for _, r := range resources(endpoints) {
		positions, parents = append(positions, r.Position), append(parents, r.Parent)
	}
	assert.Equal(t, []string{"/a", "/a/{}", "/a/{}/c", "/d"}, positions)
	assert.Equal(t, []string{"", "/a", "/a/{}", ""}, parents)
}

func planned(t *testing.T, api API, c settings.Config) *plan {
	t.Helper()
	if c.Access == (settings.Access{}) {
		c.Access = settings.Access{Reads: "open", Writes: "api-key"}
	}
	endpoints, err := resolve(api)
	require.NoError(t, err)
	p, err := newPlan(api, endpoints, c, account, naming.New("lambdaless", "dev", account.Region))
	require.NoError(t, err)
	return p
}

func TestAnIndexIsAllThatItsRoleMayRead(t *testing.T) {
	t.Parallel()
	m := planned(t, shop(), settings.Config{}).Methods[1]
	assert.Equal(t, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:Query","Resource":"arn:aws:dynamodb:eu-west-1:123456789012:table/lambdaless-dev-orders/index/by-customer"}]}`, m.Role.Policies[0].Document)
	assert.Contains(t, m.RequestTemplates["application/json"], "lambdaless-dev-orders by-customer")
}

func TestATableUnderOnesOwnKeyAddsExactlyTheRightToDecryptByWayOfDynamoDB(t *testing.T) {
	t.Parallel()
	key := "arn:aws:kms:eu-west-1:123456789012:key/1234"
	policies := planned(t, shop(), settings.Config{Table: settings.TableConfig{KMSKeyARN: key}}).Methods[0].Role.Policies
	require.Len(t, policies, 2)
	assert.Equal(t, planned(t, shop(), settings.Config{}).Methods[0].Role.Policies, policies[:1], "the right to the table is a document of its own")
	var document struct{ Statement []map[string]any }
	require.NoError(t, json.Unmarshal([]byte(policies[1].Document), &document))
	require.Len(t, document.Statement, 1)
	assert.Equal(t, map[string]any{
		"Effect": "Allow", "Action": "kms:Decrypt", "Resource": key,
		"Condition": map[string]any{"StringEquals": map[string]any{"kms:ViaService": "dynamodb.eu-west-1.amazonaws.com"}},
	}, document.Statement[0])
}

func TestOnlyTheFirstTableIsRenamed(t *testing.T) {
	t.Parallel()
	assert.Equal(t, map[string]string{"orders": "mine", "customers": "lambdaless-dev-customers"}, planned(t, shop(), settings.Config{TableName: "mine"}).Tables)
}

func TestOtherPartitions(t *testing.T) {
	t.Parallel()
	china := Account{ID: "123456789012", Region: "cn-north-1", Partition: "aws-cn"}
	assert.Equal(t, "arn:aws-cn:apigateway:cn-north-1:dynamodb:action/GetItem", china.actionURI(GetItem))
	assert.Equal(t, "arn:aws-cn:dynamodb:cn-north-1:123456789012:table/t", china.tableARN("t"))
	assert.Equal(t, "arn:aws-cn:iam::aws:policy/p", china.managedPolicyARN("p"))
}

// deployTwo deploys the same API twice in one program.
func deployTwo(second func(naming.Names) naming.Names) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		config, err := settings.Load(ctx)
		if err != nil {
			return err
		}
		names := naming.New(ctx.Project(), ctx.Stack(), account.Region)
		if _, err := NewRestAPI(ctx, "first", RestAPIArgs{API: shop(), Config: config, Account: account, Names: names}); err != nil {
			return err
		}
		_, err = NewRestAPI(ctx, "second", RestAPIArgs{API: shop(), Config: config, Account: account, Names: second(names)})
		return err
	}
}

func TestTwoAPIsInOneProgramShareNothing(t *testing.T) {
	t.Parallel()
	r := infratest.Run(t, deployTwo(func(n naming.Names) naming.Names { return n.Within("second") }), infratest.Stack{})
	urns, physical := map[string]bool{}, map[string]bool{}
	for _, res := range r.Resources {
		assert.False(t, urns[res.URN], res.URN)
		urns[res.URN] = true
		for _, kind := range []string{"table:Table", "iam/role:Role", "logGroup:LogGroup", "restApi:RestApi", "usagePlan:UsagePlan"} {
			if name := res.Text("name"); strings.HasSuffix(res.Type, kind) {
				assert.False(t, physical[kind+name], "%s %s", kind, name)
				physical[kind+name] = true
			}
		}
	}
	assert.Len(t, r.OfType("table:Table"), 4)
	assert.Len(t, r.OfType("iam/role:Role"), 8)
}

func TestTwoAPIsThatWouldCollideAreRefusedBeforeAnythingIsRegistered(t *testing.T) {
	t.Parallel()
	r, err := infratest.TryRun(deployTwo(func(n naming.Names) naming.Names { return n }), infratest.Stack{})
	require.ErrorContains(t, err, `role "lambdaless-test-eu-west-1-get-orders-@" already belongs to API shop, GET /orders/{id}; give one of the two APIs a scope`)
	require.ErrorContains(t, err, `table "lambdaless-test-orders"`)
	for _, res := range r.Resources {
		assert.True(t, strings.HasPrefix(res.Name, "first"), res.URN)
	}
}

func TestProvisionedTablesAndTheirIndexes(t *testing.T) {
	t.Parallel()
	r := infratest.Run(t, func(ctx *pulumi.Context) error { return DeployAPI(ctx, shop()) }, infratest.Stack{Config: map[string]string{
		"lambdaless:billingMode": "PROVISIONED", "lambdaless:readCapacity": "3", "lambdaless:writeCapacity": "2",
	}})
	table := r.One(t, "table:Table", "shop-orders").Inputs.Mappable()
	assert.Equal(t, "at", table["rangeKey"])
	assert.InDelta(t, 3, table["readCapacity"], 0)
	assert.Equal(t, []any{map[string]any{"name": "id", "type": "S"}, map[string]any{"name": "at", "type": "N"}, map[string]any{"name": "customer", "type": "S"}}, table["attributes"])
	assert.Equal(t, []any{map[string]any{
		"name": "by-customer", "hashKey": "customer", "rangeKey": "at", "projectionType": "ALL", "readCapacity": 3.0, "writeCapacity": 2.0,
	}}, table["globalSecondaryIndexes"])
	root := r.One(t, "method:Method", "shop-get/")
	assert.Equal(t, "shop-root", root.Text("resourceId"))
}
