package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/policy/team"
)

// setting is one choice of a switch: what it adds to a stack's configuration.
type setting map[string]string

// switches are what production stacks may choose, by name, each with settings that differ in what is
// deployed. Keys that belong together are one switch. With "!" before a key it only says that the key needs
// no choice of its own.
var switches = map[string][]setting{
	"access of reads":    {{"reads": "open"}, {"reads": "api-key"}, {"reads": "iam"}, {"reads": "cognito"}, {"reads": "custom"}},
	"access of writes":   {{"writes": "api-key"}, {"writes": "iam"}, {"writes": "cognito"}, {"writes": "custom"}},
	"records of users":   {{"users": "none"}, {"users": "cognito"}},
	"users":              {{}, {"cognitoMfa": "ON", "cognitoSelfRegistration": "true", "cognitoCallbackUrls": `["https://films.example/"]`, "cognitoLogoutUrls": `["https://films.example/bye"]`}},
	"identity providers": {{}, {"identityProviders": `{"Google":{"clientId":"g","clientSecret":"s"},"Corp":{"metadataUrl":"https://sso.corp.example/m"}}`}},
	"the authorizer":     {{}, {"authorizerHeader": "x-other", "authorizerCidrs": `["203.0.113.0/24"]`}},
	"addresses":          {{}, {"allowedCidrs": `["203.0.113.0/24"]`}, {"allowedCidrs": `["203.0.113.0/24"]`, "allowedWriteCidrs": `["203.0.113.0/28"]`}},
	"IP versions":        {{}, {"ipAddressType": "dualstack"}},
	"names":              {{}, {"stageName": "v1"}},
	"tables":             {{}, {"tableName": "films"}, {"existingTables": `{"favorite_movies":"films"}`}, {"existingTables": `{"favorite_movies":"films","movie_lists":"films-movie_lists"}`}},
	"usage plans":        {{}, {"usagePlanRateLimit": "5", "usagePlanBurstLimit": "10", "usagePlanQuotaLimit": "1000", "usagePlanQuotaPeriod": "WEEK"}},
	"throttling":         {{}, {"throttleRateLimit": "10", "throttleBurstLimit": "20"}},
	"the cache":          {{"cacheSize": ""}, {"cacheSize": "0.5"}, {"cacheSize": "237", "cacheTtl": "3600"}},
	"the timeout":        {{}, {"integrationTimeout": "29000"}},
	"capacity":           {{}, {"onDemandThroughput": `{"maxReadRequestUnits":100,"maxWriteRequestUnits":50}`}, {"billingMode": "PROVISIONED"}, {"billingMode": "PROVISIONED", "readCapacity": "2", "writeCapacity": "2", "maxReadCapacity": "9", "maxWriteCapacity": "9", "targetUtilization": "50"}},
	"recovery":           {{}, {"pointInTimeRecovery": "true", "recoveryPeriodInDays": "35"}},
	"encryption":         {{"tableKmsKeyArn": ""}, {"tableKmsKeyArn": tableKeyARN}, {"tableKmsKeyArn": "create"}},
	"policies of tables": {{}, {"tablePolicy": "true"}, {"tablePolicy": "true", "tablePolicyPrincipals": `["` + breakGlass + `"]`}},
	"the life of items":  {{}, {"itemLifeDays": "30"}},
	"logs":               {{}, {"executionLogLevel": "INFO", "logRetentionDays": "30"}, {"executionLogLevel": "OFF"}},
	"the account's role": {{}, {"cloudwatchRole": "create"}},
	"metrics and traces": {{}, {"metrics": "false", "tracing": "false"}},
	"alarms":             {{"alarms": "false"}, {"alarms": "true"}, {"alarms": "true", "alarmEmails": `["team@films.example"]`, "alarmErrorPercent": "5", "alarmLatency": "500"}, {"alarms": "true", "alarmTopicArn": "arn:aws:sns:us-east-1:" + account + ":alarms"}},
	"the dashboard":      {{"dashboard": "false"}, {"dashboard": "true"}},
	"CORS":               {{}, {"cors": `{"origins":["https://films.example"],"credentials":true}`}, {"cors": `{"origins":["https://films.example","http://localhost:5173"],"maxAge":60}`}},
	"the description":    {{}, {"openApi": "true"}},
	"the firewall":       {{}, {"firewall": "true"}, {"firewall": "true", "firewallRateLimit": "100"}},
	"the address":        {{}, {"domainName": "api.films.example", "hostedZoneId": "Z0123456789ABCDEFGHIJ"}, {"domainName": "api.films.example", "hostedZoneId": "Z0123456789ABCDEFGHIJ", "basePath": "films"}},
	"regions": {
		{}, {"regions": `["us-east-1","eu-west-1"]`, "apiKeyValue": "one-key-for-all-regions"},
		{"regions": `["eu-west-1","us-east-1"]`, "primaryStack": "prod-eu", "cognitoUserPoolArn": euUserPool, "apiKeyValue": "one-key-for-all-regions"},
		{"regions": `["eu-west-1","us-east-1"]`, "primaryStack": "prod-eu", "cognitoUserPoolArn": euUserPool, "apiKeyValue": "one-key-for-all-regions", "writeRegion": "eu-west-1"},
	},
	"backups":         {{}, {"backups": "true", "backupSchedule": "cron(0 3 ? * 1 *)", "backupRetentionDays": "365"}},
	"streams":         {{"stream": "none"}, {"stream": "eventBus"}, {"stream": "queue", "streamTables": `["favorite_movies"]`, "streamFilter": `{"eventName":["INSERT",{"prefix":"MOD"}]}`}},
	"the audit trail": {{"auditTrail": "false"}, {"auditTrail": "true"}, {"auditTrail": "true", "auditRetentionDays": "30"}},
	"tags":            {{}, {"tags": `{"Team":"films"}`}},
	"needs no choice": {{"!authorizerSecrets": "custom has one in every stack", "!authorizerArchive": "a folder", "!deletionProtection": "on in production", "!protectTables": "on in production", "!access": "two switches"}},
}

const euUserPool = "arn:aws:cognito-idp:eu-west-1:" + account + ":userpool/eu-west-1_AbCdEfGhI"

// TestEverySwitchIsTried holds that a new key of the configuration gets a switch.
func TestEverySwitchIsTried(t *testing.T) {
	t.Parallel()
	tried := map[string]bool{}
	for _, settings := range switches {
		for _, s := range settings {
			for key := range s {
				tried[strings.TrimPrefix(key, "!")] = true
			}
		}
	}
	for key := range infratest.Defaults(t) {
		_, name, _ := strings.Cut(key, ":")
		assert.True(t, tried[name], "the key %s has no switch in switches", name)
	}
}

// TestAllPairsOfSwitchesAreClean previews production stacks in which every setting of a switch meets every
// setting of every other one, under the policy pack.
func TestAllPairsOfSwitchesAreClean(t *testing.T) {
	t.Parallel()
	archive := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(archive, "bootstrap"), nil, 0o700))
	stacks := pairwise()
	t.Logf("%d stacks have all pairs of the settings of %d switches", len(stacks), len(switches))
	for i, chosen := range stacks {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			config := infratest.StackConfig(t, "prod")
			access := map[string]string{}
			for key, value := range chosen {
				switch {
				case key == "reads" || key == "writes" || key == "users":
					access[key] = value
				case !strings.HasPrefix(key, "!"):
					config[project+":"+key] = value
				}
			}
			if chosen["regions"] != "" && chosen["writeRegion"] == "" && access["users"] == "cognito" {
				config[project+":writeRegion"] = "us-east-1" // a user's favorite has a version, which is refused without it
			}
			text, err := json.Marshal(access)
			require.NoError(t, err)
			config[project+":access"] = string(text)
			config[project+":authorizerArchive"] = archive
			if access["reads"] == "custom" || access["writes"] == "custom" {
				config[project+":authorizerSecrets"] = `["` + strings.Repeat("s", 32) + `"]`
			}
			settings, _ := team.Settings()
			settings.SharedTables = []string{"films", "*-favorite_movies", "*-movie_lists"}
			settings.TablePrincipals = []string{breakGlass}
			findings, matrix := judgedBy(recordConfigured(t, "prod", fixture.DeployRecords, true, config), settings)
			assert.Empty(t, failing(findings), "%v", chosen)
			assert.True(t, matrix.Proven(), "%v: %v", chosen, verdicts(matrix))
		})
	}
}

// pairwise chooses settings so that all pairs of them meet: for each stack the best of some random ones,
// until no pair is left.
func pairwise() []setting {
	names := slices.Sorted(maps.Keys(switches))
	type pair struct{ a, i, b, j int }
	left, all := map[pair]bool{}, []pair(nil)
	for a := range names {
		for b := a + 1; b < len(names); b++ {
			for i := range switches[names[a]] {
				for j := range switches[names[b]] {
					left[pair{a, i, b, j}], all = true, append(all, pair{a, i, b, j})
				}
			}
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	var stacks []setting
	for len(left) > 0 {
		all = slices.DeleteFunc(all, func(p pair) bool { return !left[p] })
		var best []int
		most := 0
		for range 200 {
			row := make([]int, len(names))
			for a, name := range names {
				row[a] = random.IntN(len(switches[name]))
			}
			row[all[0].a], row[all[0].b] = all[0].i, all[0].j // so that each stack has at least one of them
			if n := count(row, func(a, i, b, j int) bool { return left[pair{a, i, b, j}] }); n > most {
				best, most = row, n
			}
		}
		count(best, func(a, i, b, j int) bool { delete(left, pair{a, i, b, j}); return true })
		stack := setting{}
		for a, name := range names {
			maps.Copy(stack, switches[name][best[a]])
		}
		stacks = append(stacks, stack)
	}
	return stacks
}

// count counts the pairs of a row that hold.
func count(row []int, holds func(a, i, b, j int) bool) (n int) {
	for a := range row {
		for b := a + 1; b < len(row); b++ {
			if holds(a, row[a], b, row[b]) {
				n++
			}
		}
	}
	return n
}
