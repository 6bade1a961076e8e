package command

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/controlplane"
	"lambdaless/local/engine"
	"lambdaless/local/provider/tables"
)

// TestUpdateOfWhatAnEarlierVersionDeployed: the account and the state are what commit d735bf2 left of its own
// deployment on its local AWS, without the state's source positions. One update takes it over.
func TestUpdateOfWhatAnEarlierVersionDeployed(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "aws")
	copyTo(t, "account.json", filepath.Join(dir, controlplane.FileName))
	copyTo(t, "state.json", filepath.Join(dir, "engine", "state", ".pulumi", "stacks", projectName(t), "local.json"))
	l := newHarnessIn(t, dir)
	t.Cleanup(func() { require.NoError(t, l.close()) })
	l.deploys(fixture.Movies)
	l.formerTable(projectName(t) + "-local-favorite_movies")
	id := l.output("apiId")
	assert.Equal(t, bobsMovie, l.send("GET", "/local/bob", "", ""), "the earlier deployment is served")

	done := l.upUnderTraffic([]string{bobsMovie}, []string{stored})
	for _, step := range done {
		for _, kept := range []string{"table:Table", "restApi:RestApi", "stage:Stage", "resource:Resource", "logGroup:LogGroup"} {
			assert.False(t, strings.Contains(step, kept) && !strings.HasPrefix(step, "update "), "%s", step)
		}
	}
	assert.Equal(t, id, l.output("apiId"))
	assert.Equal(t, bobsMovie, l.send("GET", "/local/bob", "", ""))
	l.settled()
}

func copyTo(t *testing.T, name, path string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "deployed-by-d735bf2", name))
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	project := projectName(t)
	text = bytes.ReplaceAll(text, []byte("lambdaless"), []byte(project))
	text = bytes.ReplaceAll(text, []byte(project+":infra:"), []byte("lambdaless:infra:")) // the components' types
	require.NoError(t, os.WriteFile(path, text, 0o600))
}

// projectName is the name of the project, which a copy of the repository may have changed.
func projectName(t testing.TB) string {
	t.Helper()
	root, err := engine.Root(".")
	require.NoError(t, err)
	name, err := engine.ProjectName(root)
	require.NoError(t, err)
	return name
}

// formerTable makes the table that the earlier deployment had in its database, with an item.
func (l *harness) formerTable(name string) {
	l.Helper()
	db, err := (&tables.Clients{Endpoint: l.cloud.DynamoDBEndpoint}).Client("us-east-1")
	require.NoError(l, err)
	_, err = db.CreateTable(l.Context(), &dynamodb.CreateTableInput{
		TableName: aws.String(name), BillingMode: types.BillingModePayPerRequest,
		AttributeDefinitions: []types.AttributeDefinition{{AttributeName: aws.String("name"), AttributeType: types.ScalarAttributeTypeS}},
		KeySchema:            []types.KeySchemaElement{{AttributeName: aws.String("name"), KeyType: types.KeyTypeHash}},
	})
	require.NoError(l, err)
	_, err = db.PutItem(l.Context(), &dynamodb.PutItemInput{TableName: aws.String(name), Item: map[string]types.AttributeValue{
		"name": &types.AttributeValueMemberS{Value: "bob"}, "favorite_movie": &types.AttributeValueMemberS{Value: "Interstellar"},
	}})
	require.NoError(l, err)
}
