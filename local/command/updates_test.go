package command

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/kms"
	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/controlplane"
	"lambdaless/local/engine"
)

// deployed is a harness with an API deployed and a movie stored.
func deployed(t *testing.T, api infra.API, config map[string]string) *harness {
	t.Helper()
	l := newHarness(t)
	l.configure(config)
	l.deploys(api)
	l.up()
	key := ""
	if strings.Contains(config["access"], "api-key") {
		key = l.output("apiKey")
	}
	require.Equal(t, stored, l.send("PUT", "/local/bob", interstellar, key))
	require.Equal(t, bobsMovie, l.send("GET", "/local/bob", "", key))
	return l
}

// deploys makes api what the next update deploys.
func (l *harness) deploys(api infra.API) {
	l.program = func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, api) }
}

// secret are the keys with secrets among their values.
var secret = map[string]bool{"apiKeyValue": true, "authorizerSecrets": true, "identityProviders": true}

// configure sets configuration keys of the program; an empty value removes the key.
func (l *harness) configure(config map[string]string) {
	l.Helper()
	for key, value := range config {
		if value == "" {
			require.NoError(l, l.stack.RemoveConfig(l.Context(), projectName(l)+":"+key))
			continue
		}
		require.NoError(l, l.stack.SetConfigWithOptions(l.Context(), projectName(l)+":"+key, auto.ConfigValue{Value: value, Secret: secret[key]}, &auto.ConfigOptions{}))
	}
}

// output is an output of the stack that is text.
func (l *harness) output(name string) string {
	l.Helper()
	outputs, err := l.stack.Outputs(l.Context())
	require.NoError(l, err)
	text, ok := outputs[name].Value.(string)
	require.True(l, ok, "%s is %v", name, outputs[name].Value)
	return text
}

// compact is JSON without the layout of the template that wrote it.
func compact(text []byte) string {
	var out bytes.Buffer
	if json.Compact(&out, text) != nil {
		return string(text)
	}
	return out.String()
}

// settled holds that the update was complete: nothing to do, nothing drifted, and destroy leaves nothing.
func (l *harness) settled() {
	l.Helper()
	assert.Empty(l, l.up(), "nothing has changed")
	assert.Empty(l, l.run(func(ctx context.Context, r engine.Run) error {
		r.Refresh = true
		_, err := l.stack.Preview(ctx, r)
		return err
	}), "nothing has drifted")
	require.NoError(l, l.stack.Destroy(l.Context()))
	assert.Empty(l, l.records(), "destroy leaves nothing in the account, log groups included")
}

const (
	bobsMovie = `200 {"name":"bob","favorite_movie":"Interstellar"}`
	stored    = `200 {}`
	forbidden = `403 {"message":"Forbidden"}`
)

// edited is the program's API with endpoints of its own and more templates.
func edited(t *testing.T, edit func(*infra.API, fstest.MapFS)) infra.API {
	t.Helper()
	api, files := fixture.Editable()
	edit(&api, files)
	return api
}

// addColliding adds "GET /name" beside "GET /{name}".
func addColliding(api *infra.API, files fstest.MapFS) {
	files["static.vtl"] = &fstest.MapFile{Data: []byte(`{"TableName":"{{Table}}","Key":{"name":{"S":"bob"}}}`)}
	files["static.response.vtl"] = &fstest.MapFile{Data: files[api.Endpoints[0].Responses[0].Template].Data}
	api.Endpoints = append(api.Endpoints, infra.Endpoint{
		Method: "GET", Path: "/name", Action: infra.GetItem, Request: "static.vtl",
		Responses: []infra.Response{{Status: 200, Template: "static.response.vtl", Overrides: []int{404}}},
	})
}

// renameParameter makes "/{name}" into "/{title}".
func renameParameter(api *infra.API, files fstest.MapFS) {
	for i := range api.Endpoints {
		e := &api.Endpoints[i]
		if e.Path == "/{name}" {
			e.Path = "/{title}"
			text := string(files[e.Request].Data)
			files[e.Request] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, `params("name")`, `params("title")`))}
		}
	}
}

// removeDelete removes "DELETE /{name}".
func removeDelete(api *infra.API, _ fstest.MapFS) {
	api.Endpoints = slices.DeleteFunc(api.Endpoints, func(e infra.Endpoint) bool { return e.Method == "DELETE" })
}

// changeAction makes "GET /{name}" a Query.
func changeAction(api *infra.API, files fstest.MapFS) {
	e := &api.Endpoints[0]
	e.Action = infra.Query
	text := strings.ReplaceAll(string(files[e.Request].Data), `"Key": {
    "name": `, `"KeyConditionExpression": "#n = :n", "ExpressionAttributeNames": {"#n": "name"}, "ExpressionAttributeValues": {
    ":n": `)
	files[e.Request] = &fstest.MapFile{Data: []byte(text)}
	files[e.Responses[0].Template] = &fstest.MapFile{Data: []byte(`{"name":"bob","favorite_movie":$input.json('$.Items[0].favorite_movie.S')}`)}
	e.Responses[0].Overrides = nil
}

func TestUpdateAddsARouteThatDiffersOnlyInBraces(t *testing.T) {
	t.Parallel()
	l := deployed(t, fixture.Movies, nil)
	assert.Equal(t, 404, l.ask("GET", "/name", "").status, "a name like any other")
	l.deploys(edited(t, addColliding))
	l.upUnderTraffic([]string{bobsMovie}, []string{stored})
	assert.Contains(t, l.ask("GET", "/name", "").body, "Interstellar", "the route of its own answers")
	assert.Contains(t, l.ask("GET", "/bob", "").body, "Interstellar")
	l.settled()
}

func TestUpdateRenamesAPathParameter(t *testing.T) {
	t.Parallel()
	l := deployed(t, fixture.Movies, nil)
	l.deploys(edited(t, renameParameter))
	done := l.upUnderTraffic([]string{bobsMovie}, []string{stored})
	assert.Contains(t, done, "update aws:apigateway/resource:Resource movies/{}", "in place")
	assert.Contains(t, l.ask("GET", "/bob", "").body, "Interstellar")
	l.settled()
}

func TestUpdateRemovesARoute(t *testing.T) {
	t.Parallel()
	l := deployed(t, fixture.Movies, nil)
	assert.Equal(t, 204, l.ask("DELETE", "/carol", "").status)
	l.deploys(edited(t, removeDelete))
	l.upUnderTraffic([]string{bobsMovie}, []string{stored})
	assert.Equal(t, 403, l.ask("DELETE", "/bob", "").status, "the removed route is gone after one update")
	assert.Contains(t, l.ask("GET", "/bob", "").body, "Interstellar")
	l.settled()
}

func TestUpdateChangesAnAction(t *testing.T) {
	t.Parallel()
	l := deployed(t, fixture.Movies, nil)
	l.deploys(edited(t, changeAction))
	l.upUnderTraffic([]string{bobsMovie}, []string{stored})
	assert.Contains(t, l.ask("GET", "/bob", "").body, "Interstellar")
	l.settled()
}

func TestUpdateChangesTheStagesName(t *testing.T) {
	t.Parallel()
	l := deployed(t, fixture.Movies, map[string]string{"access": `{"reads":"api-key","writes":"api-key"}`})
	key := l.output("apiKey")
	l.configure(map[string]string{"stageName": "v2"})
	stop := l.traffic("GET", "/local/bob", "", key)
	l.up()
	for answer, times := range stop() {
		assert.Contains(t, []string{bobsMovie, forbidden}, answer, "%d times: the old URL answers until its stage is gone", times)
	}
	assert.Equal(t, key, l.output("apiKey"), "the key's value survives")
	assert.Equal(t, bobsMovie, l.send("GET", "/v2/bob", "", key))
	assert.Equal(t, stored, l.send("PUT", "/v2/alice", interstellar, key))
	assert.Equal(t, forbidden, l.send("GET", "/v2/bob", "", "another"))
	assert.Equal(t, forbidden, l.send("GET", "/local/bob", "", key), "the old stage is gone")
	l.settled()
}

// withKeys deploys an API beside two KMS keys, which it exports as keyA and keyB.
func (l *harness) withKeys(api infra.API) {
	l.program = func(ctx *pulumi.Context) error {
		for _, name := range []string{"keyA", "keyB"} {
			key, err := kms.NewKey(ctx, name, &kms.KeyArgs{DeletionWindowInDays: pulumi.Int(7)})
			if err != nil {
				return err
			}
			ctx.Export(name, key.Arn)
		}
		return infra.DeployAPI(ctx, api)
	}
}

// keyOfTable is the KMS key that the account says the table is encrypted with.
func (l *harness) keyOfTable() string {
	l.Helper()
	tables, err := l.cloud.Account.Tables()
	require.NoError(l, err)
	require.Len(l, tables, 1)
	return tables[0].ServerSideEncryption.KMSKeyARN
}

func TestUpdateChangesAndEmptiesTheKMSKey(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	l.withKeys(fixture.Movies)
	l.up()
	require.Equal(t, 200, l.ask("PUT", "/bob", interstellar).status)
	managed, keyA, keyB := l.keyOfTable(), l.output("keyA"), l.output("keyB")
	for _, step := range []struct{ name, configured, actual string }{
		{"from AWS's key to a customer's", keyA, keyA},
		{"from one key to another", keyB, keyB},
		{"back to AWS's key", "", managed},
		{"from AWS's key to one of the stack", "create", ""},
		{"from the stack's to a customer's", keyA, keyA},
		{"from a customer's to the stack's", "create", ""},
		{"from the stack's to AWS's", "", managed},
	} {
		l.configure(map[string]string{"tableKmsKeyArn": step.configured})
		l.upUnderTraffic([]string{bobsMovie}, []string{stored})
		if step.actual == "" {
			step.actual = l.aliased("alias/" + projectName(t) + "-local-" + fixture.Movies.Name)
		}
		assert.Equal(t, step.actual, l.keyOfTable(), step.name)
		assert.Contains(t, l.ask("GET", "/bob", "").body, "Interstellar", step.name)
	}
	assert.Len(t, l.records()["kms.Key"], 2, "the stack's key has gone")
	l.settled()
}

// aliased is the ARN of the key that an alias points to.
func (l *harness) aliased(name string) string {
	l.Helper()
	alias, err := controlplane.Aliases.Get(l.cloud.Account.In("us-east-1"), controlplane.Alias{ID: name})
	require.NoError(l, err)
	return alias.TargetKeyARN
}

// TestEngineEnforcesTheKeyOfATable: a method's role that the key's policy does not name cannot reach the items.
func TestEngineEnforcesTheKeyOfATable(t *testing.T) {
	t.Parallel()
	l := deployed(t, fixture.Movies, map[string]string{"tableKmsKeyArn": "create"})
	l.program = func(ctx *pulumi.Context) error {
		if err := ctx.RegisterResourceTransform(func(_ context.Context, args *pulumi.ResourceTransformArgs) *pulumi.ResourceTransformResult {
			if policy, ok := args.Props["policy"].(pulumi.String); ok && args.Type == "aws:kms/key:Key" {
				assert.Contains(t, policy, `"Action":"kms:Decrypt"`)
				args.Props["policy"] = pulumi.String(strings.Replace(string(policy), `"Action":"kms:Decrypt"`, `"Action":"kms:Verify"`, 1))
			}
			return &pulumi.ResourceTransformResult{Props: args.Props, Opts: args.Opts}
		}); err != nil {
			return err
		}
		return fixture.Deploy(ctx)
	}
	l.up()
	for _, method := range []string{"GET", "PUT"} {
		assert.Equal(t, 502, l.ask(method, "/bob", interstellar).status, method)
	}
}

// TestUpdateOfEverythingAtOnce: a route comes, one goes, a parameter is renamed, an action changes, the
// stage gets another name and the table another key, in one update.
func TestUpdateOfEverythingAtOnce(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	l.withKeys(fixture.Movies)
	l.up()
	l.configure(map[string]string{"tableKmsKeyArn": l.output("keyA")})
	l.up()
	require.Equal(t, 200, l.ask("PUT", "/bob", interstellar).status)

	l.configure(map[string]string{"tableKmsKeyArn": l.output("keyB"), "stageName": "v2"})
	l.withKeys(edited(t, func(api *infra.API, files fstest.MapFS) {
		addColliding(api, files)
		removeDelete(api, files)
		changeAction(api, files)
		renameParameter(api, files)
	}))
	l.upUnderTraffic([]string{bobsMovie, forbidden}, []string{stored, forbidden})
	assert.Equal(t, bobsMovie, l.send("GET", "/v2/bob", "", ""))
	assert.Equal(t, bobsMovie, l.send("GET", "/v2/name", "", ""))
	assert.Equal(t, stored, l.send("PUT", "/v2/carol", interstellar, ""))
	assert.Contains(t, l.send("DELETE", "/v2/bob", "", ""), "403 ")
	assert.Equal(t, l.output("keyB"), l.keyOfTable())
	l.settled()
}

// TestUpdateToProvisionedCapacityAndBack: what scales a table comes and goes with billingMode, under requests.
func TestUpdateToProvisionedCapacityAndBack(t *testing.T) {
	t.Parallel()
	l := deployed(t, fixture.Movies, nil)
	l.configure(map[string]string{"billingMode": "PROVISIONED", "maxReadCapacity": "50"})
	done := l.upUnderTraffic([]string{bobsMovie}, []string{stored})
	assert.Contains(t, done, "create aws:appautoscaling/target:Target movies-favorite_movies-reads")
	assert.Contains(t, done, "create aws:appautoscaling/policy:Policy movies-favorite_movies-writes-policy")
	assert.Empty(t, l.up(), "nothing has changed")

	l.configure(map[string]string{"billingMode": "", "maxReadCapacity": ""})
	done = l.upUnderTraffic([]string{bobsMovie}, []string{stored})
	assert.Contains(t, done, "delete aws:appautoscaling/target:Target movies-favorite_movies-reads")
	assert.Equal(t, bobsMovie, l.send("GET", "/local/bob", "", ""), "the table stayed")
	l.settled()
}
