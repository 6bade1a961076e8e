package infra_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"
)

func TestStacks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		stack                       string
		protected                   bool
		writes                      string
		keyed                       bool
		retention, rate, burst      float64
		executionLevel, secretNames string
	}{
		{stack: "local", writes: "NONE", retention: 30, rate: 10000, burst: 5000, executionLevel: "ERROR"},
		{stack: "dev", writes: "NONE", keyed: true, retention: 7, rate: 100, burst: 200, executionLevel: "INFO", secretNames: "apiKey"},
		{stack: "prod", protected: true, writes: "COGNITO_USER_POOLS", retention: 365, rate: 1000, burst: 2000, executionLevel: "ERROR"},
	}
	for _, test := range tests {
		t.Run(test.stack, func(t *testing.T) {
			t.Parallel()
			r := deployed(t, test.stack)
			table := r.One(t, "table:Table", "movies-favorite_movies")
			assert.Equal(t, "lambdaless-"+test.stack+"-favorite_movies", table.Text("name"))
			assert.Equal(t, test.protected, table.Protect)
			assert.Equal(t, test.protected, table.Inputs["deletionProtectionEnabled"].BoolValue())
			assert.Equal(t, "PAY_PER_REQUEST", table.Text("billingMode"))
			assert.True(t, table.Inputs["pointInTimeRecovery"].ObjectValue()["enabled"].BoolValue())
			assert.True(t, table.Inputs["serverSideEncryption"].ObjectValue()["enabled"].BoolValue())
			for verb, authorization := range map[string]string{"get": "NONE", "put": test.writes, "delete": test.writes} {
				method := r.One(t, "method:Method", "movies-"+verb+"/{}")
				assert.Equal(t, authorization, method.Text("authorization"), verb)
				assert.Equal(t, test.keyed && verb != "get", method.Inputs["apiKeyRequired"].BoolValue(), verb)
			}
			settings := r.One(t, "methodSettings:MethodSettings", "movies-stage-settings").Inputs["settings"].ObjectValue().Mappable()
			for name, want := range map[string]any{
				"dataTraceEnabled": false, "loggingLevel": test.executionLevel, "metricsEnabled": true,
				"throttlingRateLimit": test.rate, "throttlingBurstLimit": test.burst,
			} {
				assert.Equal(t, want, settings[name], name)
			}
			assert.Equal(t, test.protected, r.OfType("stage:Stage")[0].Inputs["cacheClusterEnabled"].HasValue())
			groups := r.OfType("logGroup:LogGroup")
			assert.Len(t, groups, 2+len(r.OfType("webAcl:WebAcl")), "a firewall has a log too")
			for _, group := range groups {
				assert.InDelta(t, test.retention, group.Inputs["retentionInDays"].NumberValue(), 0)
			}
			assert.Equal(t, test.secretNames, strings.Join(r.SecretOutputs, " "))
			for _, res := range r.Resources {
				if tags, ok := res.Inputs["tags"]; ok {
					assert.Equal(t, map[string]any{"ManagedBy": "pulumi", "Project": "lambdaless", "Stack": test.stack}, tags.ObjectValue().Mappable(), res.URN)
				}
			}
		})
	}
}

func TestEverythingTaggableIsTagged(t *testing.T) {
	t.Parallel()
	r := infratest.Run(t, fixture.Deploy, infratest.Stack{Config: map[string]string{"lambdaless:tags": `{"team":"movies"}`}})
	for _, kind := range []string{"table:Table", "iam/role:Role", "restApi:RestApi", "stage:Stage", "logGroup:LogGroup", "apiKey:ApiKey", "usagePlan:UsagePlan"} {
		found := r.OfType(kind)
		assert.NotEmpty(t, found, kind)
		for _, res := range found {
			assert.Equal(t, map[string]any{"ManagedBy": "pulumi", "Project": "lambdaless", "Stack": "test", "team": "movies"},
				res.Inputs["tags"].ObjectValue().Mappable(), res.URN)
		}
	}
}

func TestOutputs(t *testing.T) {
	t.Parallel()
	role := func(verb string) string {
		return "arn:aws:iam::123456789012:role/lambdaless-dev-us-east-1-" + verb + "-@"
	}
	text, err := json.Marshal(deployed(t, "dev").Outputs)
	require.NoError(t, err)
	var outputs map[string]any
	require.NoError(t, json.Unmarshal(text, &outputs))
	assert.Contains(t, outputs["openApi"], `"openapi":"3.1.1"`)
	delete(outputs, "openApi")
	assert.Equal(t, map[string]any{
		"apiUrl":     "https://movies-stage.example/dev",
		"apiId":      "movies-id",
		"stage":      "dev",
		"region":     "us-east-1",
		"tableName":  "lambdaless-dev-favorite_movies",
		"tableNames": map[string]any{"favorite_movies": "lambdaless-dev-favorite_movies"},
		"roleArns":   map[string]any{"GET /{name}": role("get"), "PUT /{name}": role("put"), "DELETE /{name}": role("delete")},
		"apiKey":     "the-value-of-movies-key",
	}, outputs)
	assert.NotContains(t, deployed(t, "local").Outputs, "apiKey")
}

// What a policy judges must be text at the first preview, when no id or ARN is known yet.
func TestAPreviewKnowsWhatAPolicyJudges(t *testing.T) {
	t.Parallel()
	r := infratest.Run(t, fixture.Deploy, infratest.Stack{Name: "dev", Preview: true, Config: infratest.StackConfig(t, "dev")})
	unknownByNature := map[resource.PropertyKey]bool{
		"restApi": true, "resourceId": true, "parentId": true, "requestValidatorId": true, "credentials": true, "deployment": true,
		"cloudwatchRoleArn": true, "role": true, "accessLogSettings": true, "keyId": true, "usagePlanId": true, "apiStages": true,
	}
	for _, res := range r.Resources {
		for key, value := range res.Inputs {
			executionLog := strings.HasSuffix(res.Name, "execution-log") && key == "name"
			if !unknownByNature[key] && !executionLog {
				assert.False(t, value.ContainsUnknowns(), "%s: %s is unknown at preview", res.URN, key)
			}
		}
	}
	assert.True(t, r.One(t, "integration:Integration", "movies-get/{}-integration").Inputs["credentials"].IsComputed(),
		"the role's ARN is the role's output, so that the integration depends on the role")
	assert.Contains(t, r.One(t, "rolePolicy:RolePolicy", "movies-get/{}-role-policy").Text("policy"), `"dynamodb:GetItem"`)
}

func TestAStackMayOwnTheLoggingRole(t *testing.T) {
	t.Parallel()
	r := infratest.Run(t, fixture.Deploy, infratest.Stack{Config: map[string]string{"lambdaless:cloudwatchRole": "create"}})
	assert.Len(t, r.OfType("iam/role:Role"), 4)
	account := r.One(t, "account:Account", "logging")
	assert.False(t, account.RetainOnDelete)
	assert.Contains(t, r.One(t, "stage:Stage", "movies-stage").Dependencies, account.URN)
}

// The account's own program sets the role once, and destroying its stack takes nothing away.
func TestTheAccountsLoggingRoleOutlivesItsStack(t *testing.T) {
	t.Parallel()
	r := infratest.Run(t, infra.DeployAccount, infratest.Stack{Project: "lambdaless-account", Name: "main"})
	role := r.One(t, "role:Role", "logging-role")
	assert.Equal(t, "lambdaless-account-main-eu-west-1-logs", role.Text("name"))
	assert.Equal(t, trust, role.Text("assumeRolePolicy"))
	assert.Equal(t, "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
		r.One(t, "rolePolicyAttachment:RolePolicyAttachment", "logging-policy").Text("policyArn"))
	for _, res := range r.Resources {
		assert.Equal(t, res.Custom, res.RetainOnDelete, res.URN)
	}
	assert.Equal(t, "arn:aws:iam::123456789012:role/lambdaless-account-main-eu-west-1-logs", r.Outputs["roleArn"])
}

func TestTheProgramSaysWhyItFails(t *testing.T) {
	t.Parallel()
	_, err := infratest.TryRun(fixture.Deploy, infratest.Stack{Deny: true})
	require.ErrorContains(t, err, "looking up the region (is aws:region right? try: pulumi config set aws:region us-east-1 --stack test): aws:index/getRegion:getRegion is refused")
	_, err = infratest.TryRun(fixture.Deploy, infratest.Stack{Config: map[string]string{"aws:region": "us-east"}})
	require.ErrorContains(t, err, `aws:region is "us-east", but that is not the name of a region`)
	recording, err := infratest.TryRun(fixture.Deploy, infratest.Stack{Config: map[string]string{"lambdaless:metrics": "perhaps", "lambdaless:logRetentionDays": "31"}})
	require.ErrorContains(t, err, "pulumi config set lambdaless:logRetentionDays 30 --stack test")
	require.ErrorContains(t, err, `lambdaless:metrics is "perhaps"`)
	assert.Empty(t, recording.Resources, "nothing is registered")
}
