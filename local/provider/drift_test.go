package provider

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/controlplane"
)

// edit changes the account file as a person would.
func (l *harness) edit(old, updated string) {
	l.Helper()
	path := filepath.Join(l.dir, controlplane.FileName)
	data, err := os.ReadFile(path)
	require.NoError(l, err)
	require.Contains(l, string(data), old)
	require.NoError(l, os.WriteFile(path, bytes.ReplaceAll(data, []byte(old), []byte(updated)), 0o600))
}

func TestDriftShows(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	in := w.on(props{"statusCode": "200", "responseTemplates": props{"application/json": "one"}})
	w.edit(`"application/json": "one"`, `"application/json": "edited by hand"`)
	require.True(t, w.integrationResponse.refresh())
	assert.Equal(t, props{"application/json": "edited by hand"}, w.integrationResponse.outputs()["responseTemplates"])
	assert.Equal(t, props{"application/json": "edited by hand"}, w.unpack(w.integrationResponse.inputs)["responseTemplates"], "the engine compares inputs")

	assert.Equal(t, map[string]pulumirpc.PropertyDiff_Kind{`responseTemplates["application/json"]`: modify}, kindsOf(w.integrationResponse.diff(in)))
	w.integrationResponse.update(in)
	require.True(t, w.integrationResponse.refresh())
	assert.Equal(t, props{"application/json": "one"}, w.integrationResponse.outputs()["responseTemplates"])
}

func TestWhatIsGoneIsGone(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	require.NoError(t, os.Remove(filepath.Join(w.dir, controlplane.FileName)))
	for _, r := range []*deployed{w.role, w.api, w.node, w.method, w.response, w.integration, w.integrationResponse, w.deployment} {
		assert.False(t, r.refresh(), r.urn)
		r.delete()
	}
}

func TestBrokenAccountFile(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	w.edit(`"httpMethod": "GET"`, `"httpMethod": 5`)
	_, err := w.client.Read(t.Context(), &pulumirpc.ReadRequest{Id: w.method.id, Urn: w.method.urn, Properties: w.method.state, Inputs: w.method.inputs})
	require.Error(t, err)
	assert.Contains(t, message(err), "account.json: the record apigateway.Method ")
	assert.Contains(t, message(err), "undo the edit, or remove the folder and deploy again")
}

// Tearing a method's integration down takes its responses along, as on AWS; the engine has to replace
// them, which it does when their method is taken from the integration.
func TestReplacedIntegrationLosesItsResponses(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	w.integration.delete()
	assert.False(t, w.integrationResponse.refresh())

	d, err := w.client.Diff(t.Context(), &pulumirpc.DiffRequest{
		Urn: w.integrationResponse.urn, Id: w.integrationResponse.id, Olds: w.integrationResponse.state,
		News: w.checked(integRespType, "get200", w.integrationResponse.inputs, w.on(props{"statusCode": "200", "httpMethod": computedLater})),
	})
	require.NoError(t, err)
	assert.Equal(t, []string{"httpMethod"}, d.GetReplaces())
}

// A deployment is what was there when it was made.
func TestDeploymentIsASnapshot(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	s := w.stage(nil)
	live := func() string {
		t.Helper()
		at, ok := w.account.Stage("", "v1")
		require.True(t, ok)
		api, ok := w.account.Deployment(at.RestAPIID, at.DeploymentID)
		require.True(t, ok)
		require.Len(t, api.Resources, 2)
		require.Len(t, api.Resources[1].Methods, 1)
		return api.Resources[1].Methods[0].Integration.IntegrationResponses[0].ResponseTemplates["application/json"]
	}
	assert.Equal(t, "one", live())
	w.integrationResponse.update(w.on(props{"statusCode": "200", "responseTemplates": props{"application/json": "two"}}))
	assert.Equal(t, "one", live(), "not live before it is deployed")

	second := w.create(deploymentType, "two", props{"restApi": w.api.id, "triggers": props{"hash": "two"}})
	assert.Equal(t, "one", live(), "not live before the stage moves")
	s.update(props{"restApi": w.api.id, "deployment": second.id, "stageName": "v1", "variables": props{"a": "b"}})
	assert.Equal(t, "two", live())
	at, _ := w.account.Stage("", "v1")
	assert.Equal(t, map[string]string{"a": "b"}, at.Variables, "stage settings are live")
	w.deployment.delete()
}

func TestDeploymentWithAStageOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	d := w.create(deploymentType, "d", props{"restApi": w.api.id, "stageName": "old", "variables": props{"a": "b"}, "stageDescription": "x"})
	assert.Equal(t, "arn:aws:execute-api:us-east-1:000000000000:"+w.api.id+"/old", d.outputs()["executionArn"])
	at, ok := w.account.Stage("", "old")
	require.True(t, ok)
	assert.Equal(t, d.id, at.DeploymentID)
	d.delete()
	_, ok = w.account.Stage("", "old")
	assert.False(t, ok, "its stage goes with it")
}

// Two APIs may have a stage of one name; only the first has the short URL.
func TestInvokeURLs(t *testing.T) {
	t.Parallel()
	w := newHarness(t).fixture()
	s := w.stage(nil)
	assert.Equal(t, "http://127.0.0.1:8080/v1", s.outputs()["invokeUrl"])

	other := w.create(restAPIType, "other", props{"name": "other"})
	root := other.outputs()["rootResourceId"]
	w.create(methodType, "m", props{"restApi": other.id, "resourceId": root, "httpMethod": "GET", "authorization": "NONE"})
	w.create(integrationType, "i", props{"restApi": other.id, "resourceId": root, "httpMethod": "GET", "type": "MOCK"})
	d := w.create(deploymentType, "d", props{"restApi": other.id})
	in := props{"restApi": other.id, "deployment": d.id, "stageName": "v1"}
	second := w.create(stageType, "second", in)
	assert.Equal(t, "http://127.0.0.1:8080/"+other.id+"/v1", second.outputs()["invokeUrl"])
	at, ok := w.account.Stage(other.id, "v1")
	require.True(t, ok)
	assert.Equal(t, "http://127.0.0.1:8080/"+other.id+"/v1", at.InvokeURL)
	at, _ = w.account.Stage("", "v1")
	assert.Equal(t, w.api.id, at.RestAPIID)

	w.account.SetInvokeBaseURL("http://127.0.0.1:9000")
	assert.Equal(t, map[string]pulumirpc.PropertyDiff_Kind{"invokeUrl": modify}, kindsOf(second.diff(in)), "another port shows")
	assert.Equal(t, []string{"invokeUrl"}, unknownPaths(second.previewUpdate(in), ""))
	second.update(in)
	assert.Equal(t, "http://127.0.0.1:9000/"+other.id+"/v1", second.outputs()["invokeUrl"])
	assert.Empty(t, second.diff(in).GetDetailedDiff())
}
