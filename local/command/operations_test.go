package command

import (
	"context"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	awsdynamodb "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/dynamodb"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/engine"
)

// TestARestoredTableTakesThePlace does what docs/operations.md says, with a table that stands for one that AWS restored.
func TestARestoredTableTakesThePlace(t *testing.T) {
	t.Parallel()
	const table, restored = "lambdaless-local-favorite_movies", "lambdaless-local-favorite_movies-2"
	settings := map[string]string{"access": `{"writes":"open"}`, "tablePolicy": "true"}
	l := deployed(t, fixture.Movies, settings)

	l.program = func(ctx *pulumi.Context) error {
		if _, err := awsdynamodb.NewTable(ctx, "restored", &awsdynamodb.TableArgs{
			Name: pulumi.String(restored), BillingMode: pulumi.String("PAY_PER_REQUEST"), HashKey: pulumi.String("name"),
			Attributes: awsdynamodb.TableAttributeArray{awsdynamodb.TableAttributeArgs{Name: pulumi.String("name"), Type: pulumi.String("S")}},
		}, pulumi.RetainOnDelete(true)); err != nil {
			return err
		}
		return infra.DeployAPI(ctx, fixture.Movies)
	}
	l.up()
	l.deploys(fixture.Movies)
	l.up()
	db := dynamodb.New(dynamodb.Options{
		BaseEndpoint: aws.String(l.cloud.DynamoDBEndpoint), Region: "us-east-1", Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
	})
	_, err := db.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: aws.String(restored), Item: map[string]types.AttributeValue{
		"name": &types.AttributeValueMemberS{Value: "bob"}, "favorite_movie": &types.AttributeValueMemberS{Value: "Restored"},
	}})
	require.NoError(t, err)

	state, err := l.stack.Export(t.Context())
	require.NoError(t, err)
	state.Deployment = []byte(strings.ReplaceAll(string(state.Deployment), table+`"`, restored+`"`))
	require.NoError(t, l.stack.Import(t.Context(), state))
	l.configure(map[string]string{"tableName": restored})
	changed := l.upRefreshed()
	assert.Equal(t, `200 {"name":"bob","favorite_movie":"Restored"}`, l.send("GET", "/local/bob", "", ""))
	assert.Equal(t, stored, l.send("PUT", "/local/bob", interstellar, ""))
	for _, step := range changed {
		assert.False(t, strings.Contains(step, "dynamodb/table:Table") && !strings.HasPrefix(step, "update "), step)
	}
	assert.Empty(t, l.up(), "nothing has changed")
	old, err := db.GetItem(t.Context(), &dynamodb.GetItemInput{TableName: aws.String(table), Key: map[string]types.AttributeValue{"name": &types.AttributeValueMemberS{Value: "bob"}}})
	require.NoError(t, err)
	assert.NotEmpty(t, old.Item, "the old table stays")
	require.NoError(t, l.stack.Destroy(t.Context()))
}

// upRefreshed is `pulumi up --refresh`.
func (l *harness) upRefreshed() steps {
	l.Helper()
	return l.run(func(ctx context.Context, r engine.Run) error {
		r.Refresh = true
		_, err := l.stack.Deploy(ctx, r)
		return err
	})
}

// TestAnAPIKeyIsRotated does what docs/operations.md says.
func TestAnAPIKeyIsRotated(t *testing.T) {
	t.Parallel()
	l := deployed(t, fixture.Movies, map[string]string{"access": `{"reads":"open","writes":"api-key"}`})
	before := l.output("apiKey")
	urn := ""
	state, err := l.stack.Export(t.Context())
	require.NoError(t, err)
	for _, part := range strings.Split(string(state.Deployment), `"`) {
		if strings.HasPrefix(part, "urn:pulumi:") && strings.Contains(part, "apigateway/apiKey:ApiKey::") {
			urn = part
		}
	}
	require.NotEmpty(t, urn)
	_, err = l.stack.Up(t.Context(), optup.Replace([]string{urn}))
	require.NoError(t, err)
	after := l.output("apiKey")
	assert.NotEqual(t, before, after)
	assert.Equal(t, stored, l.send("PUT", "/local/bob", interstellar, after))
	assert.Contains(t, l.send("PUT", "/local/bob", interstellar, before), "403")
	l.settled()
}
