package controlplane

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/backend"
)

const (
	trust     = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
	table     = "arn:aws:dynamodb:us-east-1:000000000000:table/movies"
	getMovies = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"` + table + `"}]}`
)

func newRole(t testing.TB, c *Client, name, trust string) Role {
	t.Helper()
	r, err := Roles.Create(c, Role{Name: name, Path: "/", AssumeRolePolicy: trust})
	require.NoError(t, err)
	return r
}

func TestAssumeRole(t *testing.T) {
	t.Parallel()
	a := open(t, t.TempDir())
	c := a.In("us-east-1")
	r := newRole(t, c, "get", trust)
	_, err := RolePolicies.Create(c, RolePolicy{Role: "get", Name: "inline", Policy: getMovies})
	require.NoError(t, err)

	s, err := a.AssumeRole(t.Context(), r.ARN)
	require.NoError(t, err)
	assert.Equal(t, backend.Decision{Allowed: true, Kind: "identity-based policy", Policy: "inline", Statement: s.Authorize("dynamodb:GetItem", table, nil).Statement}, s.Authorize("dynamodb:GetItem", table, nil))
	assert.Contains(t, s.Authorize("dynamodb:GetItem", table, nil).Statement, "dynamodb:GetItem")
	assert.Equal(t, backend.Decision{Kind: "identity-based policy"}, s.Authorize("dynamodb:PutItem", table, nil), "implicit deny")

	p, err := Policies.Create(c, Policy{Name: "deny", Path: "/", Policy: strings.Replace(getMovies, "Allow", "Deny", 1)})
	require.NoError(t, err)
	_, err = RolePolicyAttachments.Create(c, RolePolicyAttachment{Role: "get", PolicyARN: p.ARN})
	require.NoError(t, err)
	s, err = a.AssumeRole(t.Context(), r.ARN)
	require.NoError(t, err)
	d := s.Authorize("dynamodb:GetItem", table, nil)
	assert.True(t, !d.Allowed && d.Explicit, "a policy counts as soon as it is attached")
	assert.Equal(t, p.ARN, d.Policy)
}

func TestAssumeRoleRefuses(t *testing.T) {
	t.Parallel()
	a := open(t, t.TempDir())
	c := a.In("us-east-1")
	other := newRole(t, c, "lambda", strings.Replace(trust, "apigateway", "lambda", 1))
	conditional := newRole(t, c, "conditional", strings.Replace(trust, `"Action"`, `"Condition":{"StringEquals":{"aws:SourceAccount":"000000000000"}},"Action"`, 1))
	denied := newRole(t, c, "denied", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:AssumeRole"},{"Effect":"Deny","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:*"}]}`)
	for situation, c := range map[string]struct{ arn, says string }{
		"no such role":                              {"arn:aws:iam::000000000000:role/none", "there is no such role"},
		"an ARN that only ends like a role":         {"arn:aws:iam::123456789012:role/lambda", "there is no such role"},
		"nothing":                                   {"", "there is no such role"},
		"a role that trusts another service":        {other.ARN, "its trust policy does not allow it"},
		"a condition that API Gateway cannot meet":  {conditional.ARN, "its trust policy does not allow it"},
		"a trust policy that denies what it allows": {denied.ARN, "its trust policy does not allow it"},
	} {
		_, err := a.AssumeRole(t.Context(), c.arn)
		require.ErrorContains(t, err, c.says, situation)
		_, again := a.AssumeRole(t.Context(), c.arn)
		assert.Equal(t, err, again, situation)
	}
}

func TestBoundary(t *testing.T) {
	t.Parallel()
	a := open(t, t.TempDir())
	c := a.In("us-east-1")
	boundary, err := Policies.Create(c, Policy{Name: "boundary", Path: "/", Policy: getMovies})
	require.NoError(t, err)
	r, err := Roles.Create(c, Role{Name: "r", Path: "/", AssumeRolePolicy: trust, PermissionsBoundary: boundary.ARN, ManagedPolicyARNs: &[]string{"arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"}})
	require.NoError(t, err)
	s, err := a.AssumeRole(t.Context(), r.ARN)
	require.NoError(t, err)
	assert.True(t, s.Authorize("dynamodb:GetItem", table, nil).Allowed)
	assert.False(t, s.Authorize("dynamodb:PutItem", table, nil).Allowed)
	assert.ErrorContains(t, Policies.Delete(c, boundary), "DeleteConflict")
}

// Every AWS-managed policy that the account knows is a policy that IAM accepts.
func TestManagedPolicies(t *testing.T) {
	t.Parallel()
	a := open(t, t.TempDir())
	c := a.In("us-east-1")
	for name := range awsManaged {
		r := newRole(t, c, "r-"+strings.ReplaceAll(name, "/", "-"), trust)
		_, err := RolePolicyAttachments.Create(c, RolePolicyAttachment{Role: r.Name, PolicyARN: "arn:aws:iam::aws:policy/" + name})
		require.NoError(t, err)
		_, err = a.AssumeRole(t.Context(), r.ARN)
		require.NoError(t, err, name)
	}
	_, err := RolePolicyAttachments.Create(c, RolePolicyAttachment{Role: "r-AdministratorAccess", PolicyARN: "arn:aws:iam::aws:policy/AmazonS3FullAccess"})
	require.ErrorContains(t, err, "NoSuchEntity: Policy arn:aws:iam::aws:policy/AmazonS3FullAccess does not exist or is not attachable. (The local AWS knows these AWS-managed policies: AdministratorAccess, ")
}

func TestKeysAndPlans(t *testing.T) {
	t.Parallel()
	a := open(t, t.TempDir())
	c := a.In("us-east-1")
	api, stage := mockAPI(t, c, "v1")
	k, err := APIKeys.Create(c, apigateway.APIKey{Name: "writer", Enabled: true})
	require.NoError(t, err)
	assert.Len(t, k.Value, 40)
	plan, err := UsagePlans.Create(c, apigateway.UsagePlan{
		Name: "plan", APIStages: []apigateway.PlanStage{{APIID: api.ID, Stage: stage.StageName}},
		QuotaSettings: &apigateway.Quota{Limit: 10, Offset: 2, Period: "WEEK"}, ThrottleSettings: &apigateway.PlanThrottle{BurstLimit: 3, RateLimit: 1.5},
	})
	require.NoError(t, err)
	_, err = UsagePlanKeys.Create(c, apigateway.UsagePlanKey{KeyID: k.ID, KeyType: "API_KEY", UsagePlanID: plan.ID})
	require.NoError(t, err)

	found, ok := a.APIKey(k.Value)
	require.True(t, ok)
	assert.Equal(t, k, found)
	plan.KeyIDs = []string{k.ID}
	assert.Equal(t, []apigateway.UsagePlan{plan}, a.UsagePlans(api.ID, "v1"))
	require.NoError(t, APIKeys.Delete(c, k))
	_, ok = a.APIKey(k.Value)
	assert.False(t, ok)
	assert.Empty(t, a.UsagePlans(api.ID, "v1")[0].KeyIDs)
}

// mockAPI is the smallest API that can be deployed, on a stage.
func mockAPI(t testing.TB, c *Client, stage string) (apigateway.RestAPI, apigateway.Stage) {
	t.Helper()
	api, err := RestAPIs.Create(c, apigateway.RestAPI{Name: "api"})
	require.NoError(t, err)
	_, err = Methods.Create(c, apigateway.Method{RestAPIID: api.ID, ResourceID: api.RootResourceID, HTTPMethod: "GET", Authorization: "NONE"})
	require.NoError(t, err)
	_, err = Integrations.Create(c, apigateway.Integration{RestAPIID: api.ID, ResourceID: api.RootResourceID, HTTPMethod: "GET", Type: "MOCK"})
	require.NoError(t, err)
	d, err := Deployments.Create(c, apigateway.Deployment{RestAPIID: api.ID})
	require.NoError(t, err)
	s, err := Stages.Create(c, apigateway.Stage{RestAPIID: api.ID, DeploymentID: d.ID, StageName: stage, Variables: map[string]string{"a": "b"}})
	require.NoError(t, err)
	return api, s
}

func TestStageSettingsAreLive(t *testing.T) {
	t.Parallel()
	a := open(t, t.TempDir())
	c := a.In("us-east-1")
	api, s := mockAPI(t, c, "v1")
	_, err := Resources.Create(c, apigateway.Resource{RestAPIID: api.ID, ParentID: api.RootResourceID, PathPart: "movies"})
	require.NoError(t, err)
	want := apigateway.DefaultMethodSetting()
	want.ThrottlingRateLimit, want.ThrottlingBurstLimit = 50, 100
	for _, path := range []string{"*/*", "/GET"} {
		_, err = MethodSettings.Create(c, apigateway.MethodSettings{RestAPIID: api.ID, StageName: "v1", MethodPath: path, Settings: want})
		require.NoError(t, err)
	}
	live, ok := a.Stage("", "v1")
	require.True(t, ok)
	s.MethodSettings = map[string]apigateway.MethodSetting{"*/*": want, "~1/GET": want}
	assert.Equal(t, s, live)

	first, ok := a.Deployment(api.ID, s.DeploymentID)
	require.True(t, ok)
	again, _ := a.Deployment(api.ID, s.DeploymentID)
	assert.Same(t, first, again, "what the data plane compiled stays good")
	assert.Len(t, first.Resources, 1, "the resource came after the deployment")
	_, ok = a.Deployment(api.ID, "none")
	assert.False(t, ok)
	assert.Len(t, a.Stages(), 1)

	require.NoError(t, Stages.Delete(c, s))
	_, ok = a.Stage("", "v1")
	assert.False(t, ok)
}

func TestMovingAResourceMovesWhatIsBelow(t *testing.T) {
	t.Parallel()
	c := open(t, t.TempDir()).In("us-east-1")
	api, _ := mockAPI(t, c, "v1")
	movies, err := Resources.Create(c, apigateway.Resource{RestAPIID: api.ID, ParentID: api.RootResourceID, PathPart: "movies"})
	require.NoError(t, err)
	name, err := Resources.Create(c, apigateway.Resource{RestAPIID: api.ID, ParentID: movies.ID, PathPart: "{name}"})
	require.NoError(t, err)
	assert.Equal(t, "/movies/{name}", name.Path)
	movies.PathPart = "films"
	_, err = Resources.Update(c, movies)
	require.NoError(t, err)
	name, err = Resources.Get(c, name)
	require.NoError(t, err)
	assert.Equal(t, "/films/{name}", name.Path)
	movies.ParentID = name.ID
	_, err = Resources.Update(c, movies)
	require.ErrorContains(t, err, "Resources cannot be cyclical.")
	require.NoError(t, Resources.Delete(c, movies))
	_, err = Resources.Get(c, name)
	require.True(t, IsNotFound(err))
}

func TestLogEvents(t *testing.T) {
	t.Parallel()
	a := open(t, t.TempDir())
	c := a.In("us-east-1")
	g, err := LogGroups.Create(c, LogGroup{Name: "/aws/apigateway/movies"})
	require.NoError(t, err)
	at := time.Date(2026, 11, 22, 15, 4, 5, 600_000_000, time.UTC)
	a.PutLogEvent(g.ARN, at, `{"status":"200"}`)
	a.PutLogEvent(g.ARN+":*", at, `127.0.0.1 "GET"`)
	a.PutLogEvent("arn:aws:logs:us-east-1:000000000000:log-group:none", at, "lost")
	data, err := os.ReadFile(a.LogFile("/aws/apigateway/movies"))
	require.NoError(t, err)
	assert.Equal(t, `{"timestamp":"2026-11-22T15:04:05.600Z","message":{"status":"200"}}`+"\n"+
		`{"timestamp":"2026-11-22T15:04:05.600Z","message":"127.0.0.1 \"GET\""}`+"\n", string(data))
	assert.Equal(t, "+aws+apigateway+movies.jsonl", a.LogFile("/aws/apigateway/movies")[strings.LastIndex(a.LogFile("/aws/apigateway/movies"), "/")+1:])
	require.NoError(t, LogGroups.Delete(c, LogGroup{ID: "/aws/apigateway/movies"}))
	_, err = os.Stat(a.LogFile("/aws/apigateway/movies"))
	require.ErrorIs(t, err, os.ErrNotExist)
	a.PutLogEvent(g.ARN, at, "lost as well")
	_, err = os.Stat(a.LogFile("/aws/apigateway/movies"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

// Someone who edits the file of a running account sees the data plane follow.
func TestServingFollowsTheFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a, other := open(t, dir), open(t, dir)
	_, ok := a.Stage("", "v1")
	require.False(t, ok)
	mockAPI(t, other.In("us-east-1"), "v1")
	require.Eventually(t, func() bool {
		_, ok := a.Stage("", "v1")
		return ok
	}, time.Minute, 10*time.Millisecond)
}

// The snapshot that a deployment holds survives the file unchanged.
func TestSnapshotSurvivesTheFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := open(t, dir)
	api, s := mockAPI(t, a.In("us-east-1"), "v1")
	before, ok := a.Deployment(api.ID, s.DeploymentID)
	require.True(t, ok)
	after, ok := open(t, dir).Deployment(api.ID, s.DeploymentID)
	require.True(t, ok)
	assert.Equal(t, before, after)
	data, err := json.Marshal(after)
	require.NoError(t, err)
	assert.Contains(t, string(data), `"path":"/"`)
}

func BenchmarkServing(b *testing.B) {
	a := open(b, b.TempDir())
	c := a.In("us-east-1")
	api, s := mockAPI(b, c, "v1")
	r := newRole(b, c, "get", trust)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, ok := a.Stage("", "v1"); !ok {
				b.Fatal("no stage")
			}
			a.Deployment(api.ID, s.DeploymentID)
			if _, err := a.AssumeRole(b.Context(), r.ARN); err != nil {
				b.Fatal(err)
			}
		}
	})
}
