package infra

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
)

func TestNoStreamsByDefault(t *testing.T) {
	t.Parallel()
	r := deployShop(t, nil)
	assert.Empty(t, r.OfType("pipe:Pipe"))
	assert.Empty(t, r.OfType("queue:Queue"))
	for _, table := range r.OfType("dynamodb/table:Table") {
		assert.NotContains(t, table.Inputs, resource.PropertyKey("streamEnabled"))
	}
	assert.NotContains(t, r.Outputs, "streamTargetArn")
}

func TestEachTableHasAPipeToTheEventBus(t *testing.T) {
	t.Parallel()
	config := map[string]string{"lambdaless:stream": "eventBus"}
	r := infratest.Run(t, func(ctx *pulumi.Context) error { return DeployAPI(ctx, shop()) }, infratest.Stack{Config: config, Preview: true})
	tables := shop().Tables
	require.Len(t, r.OfType("pipe:Pipe"), len(tables))
	bus := r.One(t, "eventBus:EventBus", "shop-stream-bus")
	assert.Equal(t, "lambdaless-test-shop-changes", bus.Text("name"))
	deadLetters := r.One(t, "queue:Queue", "shop-stream-dead-letters")
	assert.True(t, deadLetters.Inputs["sqsManagedSseEnabled"].BoolValue())
	for _, table := range tables {
		stream := r.One(t, "dynamodb/table:Table", "shop-"+table.Name)
		assert.True(t, stream.Inputs["streamEnabled"].BoolValue())
		assert.Equal(t, "NEW_AND_OLD_IMAGES", stream.Text("streamViewType"))
		pipe := r.One(t, "pipe:Pipe", "shop-stream-"+table.Name+"-pipe")
		assert.Equal(t, []string{stream.URN}, pipe.PropertyDependencies["source"])
		assert.Equal(t, []string{bus.URN}, pipe.PropertyDependencies["target"])
		assert.True(t, pipe.DeleteBeforeReplace)
		assert.NotContains(t, pipe.Inputs, resource.PropertyKey("logConfiguration"))
		source := pipe.Inputs["sourceParameters"].ObjectValue()
		assert.NotContains(t, source, resource.PropertyKey("filterCriteria"))
		assert.Contains(t, source["dynamodbStreamParameters"].ObjectValue(), resource.PropertyKey("deadLetterConfig"))
		// Both documents are known at a first preview, whole; no right has the resource * (GW-160).
		role := r.One(t, "iam/role:Role", "shop-stream-"+table.Name+"-role")
		assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"pipes.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{
			"aws:SourceAccount":"123456789012","aws:SourceArn":"arn:aws:pipes:eu-west-1:123456789012:pipe/`+pipe.Text("name")+`"}}}]}`, role.Text("assumeRolePolicy"))
		assert.JSONEq(t, `{"Version":"2012-10-17","Statement":[
			{"Effect":"Allow","Action":["dynamodb:DescribeStream","dynamodb:GetRecords","dynamodb:GetShardIterator"],"Resource":"arn:aws:dynamodb:eu-west-1:123456789012:table/`+stream.Text("name")+`/stream/*"},
			{"Effect":"Allow","Action":"events:PutEvents","Resource":"arn:aws:events:eu-west-1:123456789012:event-bus/lambdaless-test-shop-changes"},
			{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:123456789012:`+deadLetters.Text("name")+`"}]}`,
			r.One(t, "iam/rolePolicy:RolePolicy", "shop-stream-"+table.Name+"-role-policy").Text("policy"))
	}
}

func TestAQueueKeepsTheOrderOfChosenChanges(t *testing.T) {
	t.Parallel()
	chosen := shop().Tables[0].Name
	const key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd"
	r := deployShop(t, map[string]string{
		"lambdaless:stream": "queue", "lambdaless:streamTables": `["` + chosen + `"]`, "lambdaless:tableKmsKeyArn": key,
		"lambdaless:streamFilter": `{"eventName":["INSERT"],"dynamodb":{"SizeBytes":[{"numeric":["<",1000]}]}}`,
	})
	queue := r.One(t, "queue:Queue", "shop-stream-queue")
	assert.True(t, queue.Inputs["fifoQueue"].BoolValue())
	assert.True(t, strings.HasSuffix(queue.Text("name"), ".fifo"))
	pipe := r.One(t, "pipe:Pipe", "shop-stream-"+chosen+"-pipe")
	filters := pipe.Inputs["sourceParameters"].ObjectValue()["filterCriteria"].ObjectValue()["filters"].ArrayValue()
	require.Len(t, filters, 1)
	assert.Equal(t, `{"dynamodb":{"SizeBytes":[{"numeric":["<",1000]}]},"eventName":["INSERT"]}`, filters[0].ObjectValue()["pattern"].StringValue())
	parameters := pipe.Inputs["targetParameters"].ObjectValue()["sqsQueueParameters"].ObjectValue()
	assert.Equal(t, chosen, parameters["messageGroupId"].StringValue())
	assert.Len(t, r.OfType("pipe:Pipe"), 1)
	for _, table := range r.OfType("dynamodb/table:Table") {
		_, streamed := table.Inputs["streamEnabled"]
		assert.Equal(t, table.Name == "shop-"+chosen, streamed, table.Name)
	}
	policy := r.One(t, "iam/rolePolicy:RolePolicy", "shop-stream-"+chosen+"-role-policy").Text("policy")
	assert.Contains(t, policy, `"Action":"sqs:SendMessage","Effect":"Allow","Resource":"arn:aws:sqs:eu-west-1:123456789012:`+queue.Text("name")+`"`)
	assert.Contains(t, policy, `"Action":"kms:Decrypt","Condition":{"StringEquals":{"kms:ViaService":"dynamodb.eu-west-1.amazonaws.com"}}`)
	for _, output := range []string{"streamTargetArn", "streamQueueUrl", "streamDeadLetterUrl"} {
		assert.Contains(t, r.Outputs, output)
	}
}

func TestTheStacksOwnKeyNamesThePipesRoles(t *testing.T) {
	t.Parallel()
	r := deployShop(t, map[string]string{"lambdaless:stream": "eventBus", "lambdaless:tableKmsKeyArn": "create"})
	policy := r.One(t, "kms/key:Key", "shop-tables-key").Text("policy")
	pipes := r.OfType("pipe:Pipe")
	assert.NotEmpty(t, pipes)
	for _, pipe := range pipes {
		assert.Contains(t, policy, `"`+pipe.Text("roleArn")+`"`)
	}
	for _, p := range r.OfType("iam/rolePolicy:RolePolicy") {
		assert.NotContains(t, p.Text("policy"), "kms:")
	}
}

func TestStreamsThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config map[string]string
		want   string
	}{
		"another target":         {map[string]string{"stream": "topic"}, "must be one of none, eventBus, queue"},
		"a table of no API":      {map[string]string{"stream": "queue", "streamTables": `["films"]`}, `streamTables has "films", which is not a table of the API that this stack deploys; it has `},
		"tables without streams": {map[string]string{"streamTables": `["films"]`}, "say which changes are sent, and none are"},
		"a filter alone":         {map[string]string{"streamFilter": `{"eventName":["INSERT"]}`}, "say which changes are sent, and none are"},
		"a filter of text":       {map[string]string{"stream": "queue", "streamFilter": `"INSERT"`}, "must be an event pattern, which is an object"},
		"a filter that is wrong": {map[string]string{"stream": "queue", "streamFilter": `{"eventName":"INSERT","a":[{"wildcard":"*"}]}`}, `a[0]: "wildcard" is not an operator of a pipe's filter`},
		"a filter with no list":  {map[string]string{"stream": "queue", "streamFilter": `{"eventName":"INSERT"}`}, `write ["INSERT"]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := map[string]string{}
			for key, value := range test.config {
				config["lambdaless:"+key] = value
			}
			_, err := infratest.TryRun(func(ctx *pulumi.Context) error { return DeployAPI(ctx, shop()) }, infratest.Stack{Config: config})
			require.ErrorContains(t, err, test.want)
		})
	}
}
