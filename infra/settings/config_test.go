package settings

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
)

// configured reads a configuration; keys are without their namespace.
func configured(t *testing.T, values map[string]string) (Config, *reader) {
	t.Helper()
	full := map[string]string{}
	for key, value := range values {
		full["lambdaless:"+key] = value
	}
	var c Config
	var r *reader
	infratest.Run(t, func(ctx *pulumi.Context) error {
		c, r = readConfig(newReader(ctx))
		return nil
	}, infratest.Stack{Name: "dev", Config: full})
	return c, r
}

func TestDeclaredKeysAreTheKeysThatAreRead(t *testing.T) {
	t.Parallel()
	project, err := workspace.LoadProject("../../Pulumi.yaml")
	require.NoError(t, err)
	var declared []string
	defaults := map[string]string{}
	for key, about := range project.Config {
		if strings.Contains(key, ":") {
			continue // of another namespace, such as pulumi:tags, which `pulumi new` writes
		}
		declared = append(declared, key)
		assert.NotEmpty(t, about.Description, key)
		require.NotNil(t, about.Default, "%s: Pulumi asks for a value of every typed key without a default", key)
	}
	for key, value := range infratest.Defaults(t) {
		defaults[strings.TrimPrefix(key, "lambdaless:")] = value
	}
	bare, read := configured(t, nil)
	assert.ElementsMatch(t, declared, read.keys)
	assert.ElementsMatch(t, declared, configKeys)
	declaredDefaults, _ := configured(t, defaults)
	assert.Equal(t, bare, declaredDefaults, "the defaults in Pulumi.yaml are those in the code")
	require.NoError(t, read.err())
}

func TestStackFilesHoldOnlyWhatDiffersFromTheDefaults(t *testing.T) {
	t.Parallel()
	defaults := infratest.Defaults(t)
	for _, stack := range []string{"local", "dev", "prod"} {
		for key, value := range infratest.Overrides(t, stack) {
			if strings.HasPrefix(key, "lambdaless:") {
				require.Contains(t, defaults, key, "Pulumi.%s.yaml sets a key that Pulumi.yaml does not declare", stack)
				assert.NotEqual(t, defaults[key], value, "Pulumi.%s.yaml repeats the default of %s", stack, key)
			}
		}
	}
}

func TestDefaultsAreTheSafeOnes(t *testing.T) {
	t.Parallel()
	c, _ := configured(t, nil)
	assert.Equal(t, Access{Reads: "open", Writes: "api-key", Users: "none"}, c.Access)
	assert.Equal(t, "dev", c.StageName, "the stack's name")
	assert.True(t, c.Table.PointInTimeRecovery)
	assert.True(t, c.Tracing)
	assert.True(t, c.Metrics)
	assert.Positive(t, c.Throttle.RateLimit)
	assert.Positive(t, c.Logs.RetentionDays)
}

func TestValuesThatAreTaken(t *testing.T) {
	t.Parallel()
	c, r := configured(t, map[string]string{
		"access": `{"writes":"open"}`, "stageName": "v1", "tableName": "my.table", "billingMode": "PROVISIONED",
		"readCapacity": "7", "tableKmsKeyArn": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
		"tags": `{"team":"movies"}`, "cloudwatchRole": "existing", "usagePlanQuotaPeriod": "MONTH",
	})
	require.NoError(t, r.err())
	assert.Equal(t, Access{Reads: "open", Writes: "open", Users: "none"}, c.Access)
	assert.Equal(t, "v1", c.StageName)
	assert.Equal(t, "my.table", c.TableName)
	assert.Equal(t, 7, c.Table.Capacity.Read.Least)
	assert.Equal(t, map[string]string{"team": "movies"}, c.Tags)
	assert.False(t, c.Logs.CreateRole)
	assert.Equal(t, "MONTH", c.UsagePlan.QuotaPeriod)
}

func TestValuesThatAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ key, value, path, rule, fix string }{
		{key: "logRetentionDays", value: "31", rule: "one of 1 3 5", fix: "pulumi config set lambdaless:logRetentionDays 30 --stack dev"},
		{key: "logRetentionDays", value: "often", rule: "one of 1 3 5", fix: "pulumi config set lambdaless:logRetentionDays 30 --stack dev"},
		{key: "throttleRateLimit", value: "0", rule: "from 1 to 1000000", fix: "pulumi config set lambdaless:throttleRateLimit 1 --stack dev"},
		{key: "cacheSize", value: "1", rule: "it must be one of 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237 (GB), or not set for no cache", fix: "pulumi config set lambdaless:cacheSize 1.6 --stack dev"},
		{key: "cacheTtl", value: "3601", rule: "from 0 to 3600", fix: "pulumi config set lambdaless:cacheTtl 3600 --stack dev"},
		{key: "integrationTimeout", value: "30000", rule: "from 50 to 29000", fix: "pulumi config set lambdaless:integrationTimeout 29000 --stack dev"},
		{key: "throttleBurstLimit", value: "1.5", rule: "whole number", fix: "pulumi config set lambdaless:throttleBurstLimit 1 --stack dev"},
		{key: "metrics", value: "perhaps", rule: "true or false", fix: "pulumi config set lambdaless:metrics true --stack dev"},
		{key: "billingMode", value: "on-demand", rule: "PAY_PER_REQUEST, PROVISIONED", fix: "pulumi config set lambdaless:billingMode PAY_PER_REQUEST --stack dev"},
		{key: "billingMode", value: "provisioned", rule: "PAY_PER_REQUEST, PROVISIONED", fix: "pulumi config set lambdaless:billingMode PROVISIONED --stack dev"},
		{key: "metrics", value: "flase", rule: "true or false", fix: "pulumi config set lambdaless:metrics false --stack dev"},
		{key: "stream", value: "eventbus", rule: "none, eventBus, queue", fix: "pulumi config set lambdaless:stream eventBus --stack dev"},
		{key: "access", value: `{"users":"cognit"}`, path: "access.users", rule: "cognito, none", fix: "pulumi config set --path lambdaless:access.users cognito --stack dev"},
		{key: "stageName", value: "a/b", rule: "letters, digits", fix: "pulumi config set lambdaless:stageName v1 --stack dev"},
		{key: "tableName", value: "ab", rule: "3 to 255", fix: "pulumi config set lambdaless:tableName favorite_movies --stack dev"},
		{key: "tableKmsKeyArn", value: "alias/mine", rule: "ARN of a key", fix: "pulumi config set lambdaless:tableKmsKeyArn arn:aws:kms:"},
		{key: "executionLogLevel", value: "DEBUG", rule: "OFF, ERROR, INFO", fix: "pulumi config set lambdaless:executionLogLevel OFF --stack dev"},
		{key: "access", value: `{"writes":"anybody"}`, path: "access.writes", rule: "api-key, cognito, custom, iam, open", fix: "pulumi config set --path lambdaless:access.writes api-key --stack dev"},
		{key: "access", value: `{"write":"open"}`, path: "access.write", rule: "only reads, writes and users", fix: "pulumi config rm --path 'lambdaless:access.write' --stack dev"},
		{key: "access", value: `open`, rule: "an object", fix: "pulumi config set --path lambdaless:access.writes api-key --stack dev"},
		{key: "access", value: `3`, rule: "an object", fix: "pulumi config set --path lambdaless:access.writes api-key --stack dev"},
		{key: "ipAddressType", value: "ipv6", rule: "ipv4, dualstack", fix: "pulumi config set lambdaless:ipAddressType ipv4 --stack dev"},
		{key: "recoveryPeriodInDays", value: "36", rule: "from 1 to 35", fix: "pulumi config set lambdaless:recoveryPeriodInDays 35 --stack dev"},
		{key: "onDemandThroughput", value: `{"maxReadRequestUnits":0}`, path: "onDemandThroughput.maxReadRequestUnits", rule: "from 1, or -1", fix: "pulumi config set --path lambdaless:onDemandThroughput.maxReadRequestUnits 1000 --stack dev"},
		{key: "onDemandThroughput", value: `{"max":1}`, path: "onDemandThroughput.max", rule: "only maxReadRequestUnits", fix: "pulumi config rm --path 'lambdaless:onDemandThroughput.max' --stack dev"},
		{key: "onDemandThroughput", value: `[]`, rule: "an object", fix: "pulumi config set --path"},
		{key: "tags", value: `{"aws:x":"y"}`, path: `tags["aws:x"]`, rule: "AWS's own", fix: `pulumi config rm --path 'lambdaless:tags["aws:x"]' --stack dev`},
		{key: "tags", value: `{"stack":"y"}`, path: `tags["stack"]`, rule: "set by the program", fix: "pulumi config rm --path"},
		{key: "tags", value: `{"team":"a","Team":"b"}`, path: `tags["team"]`, rule: "differs only in case", fix: "pulumi config rm --path"},
		{key: "tags", value: `{"team":"a&b"}`, path: `tags["team"]`, rule: "letters, digits, spaces", fix: "pulumi config rm --path"},
		{key: "tags", value: `{"te,am":"ab"}`, path: `tags["te,am"]`, rule: "letters, digits, spaces", fix: "pulumi config rm --path"},
		{key: "tags", value: `{"a":1}`, rule: "whose values are text", fix: "pulumi config set --path lambdaless:tags.team movies --stack dev"},
	}
	for _, test := range tests {
		t.Run(test.key+"="+test.value, func(t *testing.T) {
			t.Parallel()
			_, r := configured(t, map[string]string{test.key: test.value})
			require.Len(t, r.problems, 1)
			p := r.problems[0]
			path := test.path
			if path == "" {
				path = test.key
			}
			assert.Equal(t, "lambdaless:"+path, p.Key)
			assert.NotEmpty(t, p.Value)
			assert.Contains(t, p.Rule, test.rule)
			assert.Contains(t, p.Fix, test.fix)
			for _, part := range []string{p.Key, p.Value, p.Rule, p.Fix} {
				assert.Contains(t, strings.ReplaceAll(r.err().Error(), `\"`, `"`), part)
			}
		})
	}
}

func TestTagsThatIAMTakes(t *testing.T) {
	t.Parallel()
	fits := map[string]string{strings.Repeat("ü", 128): strings.Repeat("映", 256)}
	for i := range maxTags - len(ownTags) - 1 {
		fits[fmt.Sprintf("a_b.c:d/e=f+g-h@%d ", i)] = ""
	}
	text, err := json.Marshal(fits)
	require.NoError(t, err)
	_, r := configured(t, map[string]string{"tags": string(text)})
	require.NoError(t, r.err())
	fits["one"] = "more"
	text, err = json.Marshal(fits)
	require.NoError(t, err)
	_, r = configured(t, map[string]string{"tags": string(text)})
	require.ErrorContains(t, r.err(), `lambdaless:tags is "48 tags", but a resource has at most 50 tags, and ManagedBy, Project, Stack are set by the program, which leaves 47`)
}

func TestKeysThatTheProgramDoesNotReadAreRefused(t *testing.T) {
	t.Parallel()
	err := &Error{Stack: "prod", Problems: unreadKeys("mine", "prod", []string{
		"aws:region", "mine:metrics", "mine:protectTable", "mine:Metrics", "lambdaless:protectTables", "cloudflare:apiToken", "mine:quota", "mine:vpcSubnets",
	})}
	require.EqualError(t, err, `the configuration of stack prod has to change:
  lambdaless:protectTables is set, but it belongs to another project, and this one is mine, whose key is mine:protectTables
    pulumi config rm lambdaless:protectTables --stack prod
  mine:Metrics is set, but the program does not read it; the nearest key is mine:metrics
    pulumi config rm mine:Metrics --stack prod
  mine:protectTable is set, but the program does not read it; the nearest key is mine:protectTables
    pulumi config rm mine:protectTable --stack prod
  mine:quota is set, but the program does not read it; the nearest key is mine:usagePlanQuotaLimit
    pulumi config rm mine:quota --stack prod
  mine:vpcSubnets is set, but the program does not read it; Pulumi.yaml has all keys
    pulumi config rm mine:vpcSubnets --stack prod`)
	assert.Empty(t, unreadKeys("lambdaless", "dev", slices.Collect(maps.Keys(infratest.StackConfig(t, "dev")))))
}

func TestAllProblemsAreReportedTogether(t *testing.T) {
	t.Parallel()
	_, r := configured(t, map[string]string{"metrics": "x", "tracing": "y", "logRetentionDays": "z", "access": `{"reads":"a","writes":"b"}`})
	var keys []string
	for _, p := range r.problems {
		keys = append(keys, p.Key)
	}
	slices.Sort(keys)
	assert.Equal(t, []string{
		"lambdaless:access.reads", "lambdaless:access.writes", "lambdaless:logRetentionDays", "lambdaless:metrics", "lambdaless:tracing",
	}, keys)
}

func TestTheMostCapacityIsNotBelowTheLeast(t *testing.T) {
	t.Parallel()
	_, r := configured(t, map[string]string{"readCapacity": "50", "maxReadCapacity": "20"})
	require.ErrorContains(t, r.err(), `lambdaless:maxReadCapacity is "20", but it must be at least readCapacity, which is 50`)
	_, r = configured(t, map[string]string{"targetUtilization": "95"})
	require.ErrorContains(t, r.err(), "from 20 to 90")
}

func TestAddressesThatAreNone(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"203.0.113.7", "203.0.113.7/24", "10.0.0.0/33", "everywhere"} {
		assert.False(t, cidrRule.holds(value), value)
	}
	for _, value := range []string{"203.0.113.7/32", "10.0.0.0/8", "2001:db8::/32", "0.0.0.0/0"} {
		assert.True(t, cidrRule.holds(value), value)
	}
}

// What is missing and what is not shown is not quoted as if it were a value.
func TestStatesAreNotValues(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		given map[string]string
		want  string
	}{
		"a zone that is missing":     {map[string]string{"domainName": "api.example.com"}, "lambdaless:hostedZoneId is not set, but domainName needs"},
		"a secret that is too short": {map[string]string{"authorizerSecrets": `["abc"]`, "access": `{"writes":"custom"}`}, "lambdaless:authorizerSecrets[0] is a secret, but"},
		"secrets that are missing":   {map[string]string{"access": `{"writes":"custom"}`}, "lambdaless:authorizerSecrets is not set, but access custom needs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, r := configured(t, test.given)
			require.ErrorContains(t, r.err(), test.want)
			assert.NotContains(t, r.err().Error(), "abc")
		})
	}
}
