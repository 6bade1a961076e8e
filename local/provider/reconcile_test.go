package provider

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/controlplane"
)

// journaled is a harness whose provider notes what it creates.
func journaled(t *testing.T) *harness {
	l := newHarness(t)
	l.provider.journal.file = filepath.Join(l.dir, "created.jsonl")
	return l
}

// recorded is a state that holds these resources.
func recorded(resources ...*deployed) Recorded {
	r := Recorded{}
	for _, x := range resources {
		token := entry{URN: x.urn}.token()
		r[token] = append(r[token], x.id)
	}
	return r
}

// cutBefore removes the journal's last line with this step for a URN, as a kill before it was written does.
func (l *harness) cutBefore(urn string, s step) {
	l.Helper()
	all, err := l.provider.journal.entries()
	require.NoError(l, err)
	var text strings.Builder
	for _, e := range all {
		if e.URN == urn && e.Step == s {
			continue
		}
		line, err := json.Marshal(e)
		require.NoError(l, err)
		text.Write(append(line, '\n'))
	}
	require.NoError(l, os.WriteFile(l.provider.journal.file, []byte(text.String()), 0o600))
}

func TestReconcileTakesBackWhatNoStateHolds(t *testing.T) {
	t.Parallel()
	l := journaled(t)
	role := l.create(roleType, "r", props{"name": "r", "assumeRolePolicy": trust})
	policy := l.create(rolePolicyType, "p", props{"name": "p", "role": "r", "policy": getMovies})
	other := l.create(logGroupType, "g", props{"name": "g"})
	require.NoError(t, l.provider.Reconcile(t.Context(), "test", recorded(other)))
	assert.False(t, policy.refresh())
	assert.False(t, role.refresh(), "the newest first, or IAM would refuse to delete a role with a policy")
	assert.True(t, other.refresh())
	l.create(roleType, "r", props{"name": "r", "assumeRolePolicy": trust})
}

func TestReconcileKeepsTheOldOfAReplacement(t *testing.T) {
	t.Parallel()
	l := journaled(t)
	group := l.create(logGroupType, "g", props{"name": "old"})
	replacement := l.create(logGroupType, "g", props{"name": "new"})
	require.NoError(t, l.provider.Reconcile(t.Context(), "test", recorded(group)))
	assert.True(t, group.refresh())
	assert.False(t, replacement.refresh())
}

func TestReconcileFindsWhatWasMadeButNotNoted(t *testing.T) {
	t.Parallel()
	l := journaled(t)
	api := l.create(restAPIType, "api", props{"name": "a"})
	known := l.create(resourceTypeName, "known", props{"restApi": api.id, "parentId": api.outputs()["rootResourceId"], "pathPart": "known"})
	lost := l.create(resourceTypeName, "lost", props{"restApi": api.id, "parentId": api.outputs()["rootResourceId"], "pathPart": "lost"})
	role := l.create(roleType, "r", props{"name": "r", "assumeRolePolicy": trust})
	l.cutBefore(lost.urn, created)
	l.cutBefore(role.urn, created)
	require.NoError(t, l.provider.Reconcile(t.Context(), "test", recorded(api, known)))
	assert.True(t, api.refresh())
	assert.True(t, known.refresh())
	assert.False(t, lost.refresh())
	assert.False(t, role.refresh())
}

// TestReconcileKeepsWhatIsInUse: a method of the state was changed to use a validator that no state holds, and
// a stage to serve a deployment. The next creation adopts the validator, whose name AWS gives away once. Of a
// deployment another is made, and the old one goes when the stage has left it.
func TestReconcileKeepsWhatIsInUse(t *testing.T) {
	t.Parallel()
	l := journaled(t)
	w := l.fixture()
	stage := w.stage(nil)
	state := recorded(w.role, w.api, w.node, w.method, w.response, w.integration, w.integrationResponse, w.deployment, stage)
	inputs := props{"restApi": w.api.id, "name": "all", "validateRequestBody": true}
	validator := l.create(validatorType, "v", inputs)
	w.method.update(w.on(props{"authorization": "NONE", "requestValidatorId": validator.id, "requestParameters": props{"method.request.path.name": true}}))
	second := l.create(deploymentType, "two", props{"restApi": w.api.id, "triggers": props{"hash": "two"}})
	stage.update(props{"restApi": w.api.id, "deployment": second.id, "stageName": "v1"})

	for range 2 { // killed before the deployment that follows
		require.NoError(t, l.provider.Reconcile(t.Context(), "test", state))
		assert.True(t, validator.refresh())
		assert.True(t, second.refresh())
	}
	again := l.create(validatorType, "v", with(inputs, props{"validateRequestBody": false}))
	assert.Equal(t, validator.id, again.id)
	assert.Equal(t, false, again.outputs()["validateRequestBody"])
	third := l.create(deploymentType, "two", props{"restApi": w.api.id, "triggers": props{"hash": "two"}})
	assert.NotEqual(t, second.id, third.id)
	stage.update(props{"restApi": w.api.id, "deployment": third.id, "stageName": "v1"})

	for kind, ids := range recorded(again, third) {
		state[kind] = append(state[kind], ids...)
	}
	require.NoError(t, l.provider.Sweep(t.Context(), "test", state))
	assert.False(t, second.refresh())
	assert.True(t, third.refresh())
	assert.True(t, again.refresh())
}

// TestReconcileAdoptsOnlyWhatCanBecomeWhatIsAskedFor: a table with items and other keys is not touched, and
// refuses its name as on AWS.
func TestReconcileAdoptsOnlyWhatCanBecomeWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	l := journaled(t)
	inputs := props{"name": l.uniquely("keys"), "billingMode": "PAY_PER_REQUEST", "hashKey": "id", "attributes": []any{props{"name": "id", "type": "S"}}}
	full := l.create(tableType, "t", inputs)
	_, err := l.database().PutItem(t.Context(), &dynamodb.PutItemInput{TableName: aws.String(full.id), Item: map[string]types.AttributeValue{"id": &types.AttributeValueMemberS{Value: "x"}}})
	require.NoError(t, err)
	require.NoError(t, l.provider.Reconcile(t.Context(), "test", nil))
	other := with(inputs, props{"hashKey": "name", "attributes": []any{props{"name": "name", "type": "S"}}})
	assert.Contains(t, l.refused(tableType, "t", other), "Table already exists")
	assert.Equal(t, full.id, l.create(tableType, "t", inputs).id)
	full.delete()
}

func TestReconcileIsOfOneStack(t *testing.T) {
	t.Parallel()
	l := journaled(t)
	group := l.create(logGroupType, "g", props{"name": "g"})
	require.NoError(t, l.provider.Reconcile(t.Context(), "another", nil))
	assert.True(t, group.refresh())
	require.NoError(t, l.provider.Reconcile(t.Context(), "test", recorded(group)))
	require.NoError(t, l.provider.Reconcile(t.Context(), "test", nil))
	assert.True(t, group.refresh(), "what agreed once is forgotten")
}

func TestReconcileForgetsWhatWasDeleted(t *testing.T) {
	t.Parallel()
	l := journaled(t)
	group := l.create(logGroupType, "g", props{"name": "g"})
	group.delete()
	_, err := controlplane.LogGroups.Create(l.account.In("us-east-1"), controlplane.LogGroup{Name: "g"})
	require.NoError(t, err)
	require.NoError(t, l.provider.Reconcile(t.Context(), "test", nil))
	assert.True(t, group.refresh(), "another made it since")
}

func TestReconcileReadsAJournalThatWasCutOff(t *testing.T) {
	t.Parallel()
	l := journaled(t)
	group := l.create(logGroupType, "g", props{"name": "g"})
	text, err := os.ReadFile(l.provider.journal.file)
	require.NoError(t, err)
	cut := string(text) + strings.TrimSpace(string(text))[:40]
	require.NoError(t, os.WriteFile(l.provider.journal.file, []byte(cut), 0o600))
	require.NoError(t, l.provider.Reconcile(t.Context(), "test", nil))
	assert.False(t, group.refresh())
}

// TestReconcileKeepsTablesWithItems: the next creation of the same resource takes the table over.
func TestReconcileKeepsTablesWithItems(t *testing.T) {
	t.Parallel()
	l := journaled(t)
	inputs := func(name string) props {
		return props{"name": name, "billingMode": "PAY_PER_REQUEST", "hashKey": "id", "attributes": []any{props{"name": "id", "type": "S"}}}
	}
	empty, full := l.create(tableType, "empty", inputs("reconcile-empty")), l.create(tableType, "full", inputs("reconcile-full"))
	db, err := l.provider.cloud("us-east-1").Tables.Client("us-east-1")
	require.NoError(t, err)
	_, err = db.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: aws.String("reconcile-full"), Item: map[string]types.AttributeValue{"id": &types.AttributeValueMemberS{Value: "x"}}})
	require.NoError(t, err)
	require.NoError(t, l.provider.Reconcile(t.Context(), "test", nil))
	assert.False(t, empty.refresh())
	assert.True(t, full.refresh())
	again := l.create(tableType, "full", inputs("reconcile-full"))
	has, err := hasItems(t.Context(), l.provider.cloud("us-east-1"), again.id)
	require.NoError(t, err)
	assert.True(t, has)
	again.delete()
}

// TestReconcileAfterTheDatabaseEndedDuringACreation: what the database made and could not give back goes later.
func TestReconcileAfterTheDatabaseEndedDuringACreation(t *testing.T) {
	t.Parallel()
	endpoint, err := url.Parse(databaseEndpoint(t))
	require.NoError(t, err)
	var ended, once atomic.Bool
	proxy := httputil.NewSingleHostReverseProxy(endpoint)
	ending := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ended.Load() {
			panic(http.ErrAbortHandler) // the connection ends
		}
		ended.Store(strings.HasSuffix(r.Header.Get("X-Amz-Target"), ".CreateTable") && once.CompareAndSwap(false, true))
		proxy.ServeHTTP(w, r)
	}))
	defer ending.Close()
	l := openHarness(t, t.TempDir(), ending.URL)
	l.configure("us-east-1")
	l.provider.journal.file = filepath.Join(l.dir, "created.jsonl")
	inputs := props{"name": "ended", "billingMode": "PAY_PER_REQUEST", "hashKey": "id", "attributes": []any{props{"name": "id", "type": "S"}}}
	_, err = l.tryCreate(tableType, "ended", inputs)
	require.Error(t, err)
	ended.Store(false)
	require.NoError(t, l.provider.Reconcile(t.Context(), "test", nil))
	l.create(tableType, "ended", inputs).delete()
}
