package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/internal/capability"
	"lambdaless/policy/checks"
	"lambdaless/policy/rule"
	"lambdaless/policy/team"
	"lambdaless/policy/wire"
)

const settingsPolicy = "lp-pack-000-settings"

func first(t *testing.T, stack *wire.Recording, kind string) *wire.Resource {
	t.Helper()
	for _, n := range stack.Resources {
		if n.Type == kind {
			return n
		}
	}
	t.Fatalf("the stack has no %s", kind)
	return nil
}

func complaints(found []plugin.AnalyzeDiagnostic, policy string) []string {
	var all []string
	for _, d := range found {
		if d.PolicyName == policy {
			all = append(all, d.Message)
		}
	}
	return all
}

func TestSettingsArriveAndUnknownOnesAreErrors(t *testing.T) {
	t.Parallel()
	dev := record(t, "dev", fixture.Deploy)
	for name, c := range map[string]struct {
		properties map[string]any
		own        string // policy:settings of the stack
		policy     string
		says       string
	}{
		"nothing":                         {nil, "", "", ""},
		"a setting":                       {map[string]any{"productionStacks": []any{"dev"}}, "", "lp-table-003-protected", "can be deleted"},
		"a setting of the stack's own":    {nil, `{"productionStacks":["dev"]}`, "lp-table-003-protected", "can be deleted"},
		"the command line wins":           {map[string]any{"productionStacks": []any{}}, `{"productionStacks":["dev"]}`, "", ""},
		"an unknown setting":              {map[string]any{"productionStack": []any{"dev"}}, "", "lp-pack-001-settings-are-valid", `"productionStack", which does not exist`},
		"an unknown setting of the stack": {nil, `{"x":1}`, "lp-pack-001-settings-are-valid", `"x", which does not exist`},
		"settings that are no object":     {nil, `[`, "lp-pack-001-settings-are-valid", "is not an object"},
		"another account":                 {map[string]any{"accountId": "999999999999"}, "", "lp-pack-001-settings-are-valid", "not in the account"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stack := dev.Clone()
			if c.own != "" {
				stack.Config = map[string]string{"policy:settings": c.own}
			}
			config := map[string]wire.PolicyConfig{settingsPolicy: {Properties: c.properties}}
			for policy, level := range unlocked {
				config[policy] = level
			}
			found, err := start(t, packEnvironment(t)).Run(t.Context(), stack, config)
			require.NoError(t, err)
			if c.policy == "" {
				assert.Empty(t, found)
				return
			}
			require.NotEmpty(t, complaints(found, c.policy), "%v", found)
			assert.Contains(t, complaints(found, c.policy)[0], c.says)
		})
	}
}

func TestLevelsCanBeConfigured(t *testing.T) {
	t.Parallel()
	stack := record(t, "dev", fixture.Deploy)
	table := first(t, stack, "aws:dynamodb/table:Table")
	table.Inputs["billingMode"] = resource.NewProperty("PROVISIONED")
	s := start(t, packEnvironment(t))
	for level, want := range map[apitype.EnforcementLevel]int{apitype.Mandatory: 2, apitype.Advisory: 2, apitype.Disabled: 0} {
		config := map[string]wire.PolicyConfig{"lp-table-004-scales": {Level: level}, "lp-lock-001-capabilities-locked": {Level: apitype.Disabled}}
		found, err := s.Run(t.Context(), stack, config)
		require.NoError(t, err)
		assert.Len(t, found, want)
		for _, d := range found {
			assert.Equal(t, level, d.EnforcementLevel)
			assert.Equal(t, table.URN, string(d.URN), "the finding is shown at its resource")
		}
	}
}

// The report must say what the engine says: its levels decide whether the preview fails.
func TestTheReportHasTheEnginesLevels(t *testing.T) {
	t.Parallel()
	stack := record(t, "dev", fixture.Deploy)
	first(t, stack, "aws:dynamodb/table:Table").Inputs["pointInTimeRecovery"] = resource.NewPropertyValue(map[string]any{"enabled": false})
	for name, c := range map[string]struct {
		config  string
		failed  bool
		verdict capability.Verdict
		rules   int
		problem string
	}{
		"mandatory":              {`{"lp-lock-001-capabilities-locked":"disabled"}`, true, capability.Violated, len(checks.All()) - 1, ""},
		"advisory":               {`{"lp-lock-001-capabilities-locked":"disabled","lp-table-002-recoverable":"advisory"}`, false, capability.Violated, len(checks.All()) - 1, ""},
		"disabled":               {`{"lp-lock-001-capabilities-locked":"disabled","lp-table-002-recoverable":{"enforcementLevel":"disabled"}}`, false, capability.Proven, len(checks.All()) - 2, ""},
		"all are advisory":       {`{"all":"advisory","lp-lock-001-capabilities-locked":"disabled"}`, false, capability.Violated, len(checks.All()) - 1, ""},
		"no such policy":         {`{"lp-lock-001-capabilities-locked":"disabled","lp-table-4-scales":"advisory"}`, true, capability.Violated, len(checks.All()) - 1, `has the policy "lp-table-4-scales", which does not exist`},
		"not what the engine is": {`{"lp-table-001-encrypted":"disabled"}`, true, capability.Violated, len(checks.All()) - 1, "says that the rule is disabled, but it is not"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, file := filepath.Join(t.TempDir(), "report.json"), filepath.Join(t.TempDir(), "config.json")
			require.NoError(t, os.WriteFile(file, []byte(c.config), 0o600))
			found, err := start(t, packEnvironment(t, "POLICY_REPORT="+report, "POLICY_CONFIG="+file)).Run(t.Context(), stack, unlocked)
			require.NoError(t, err)
			r, err := capability.ReadReport(report)
			require.NoError(t, err)
			assert.Equal(t, c.failed, r.Failed())
			assert.Len(t, r.Rules, c.rules)
			assert.Equal(t, c.verdict, r.Matrix.Rows[0].Verdict)
			var messages strings.Builder
			for _, d := range found {
				messages.WriteString(d.Message)
			}
			assert.Contains(t, messages.String(), c.problem)
		})
	}
}

// A stack's own file is part of the pull request that it judges.
func TestAProductionStackCannotRelaxItself(t *testing.T) {
	t.Parallel()
	report := filepath.Join(t.TempDir(), "report.json")
	s := start(t, packEnvironment(t, "POLICY_REPORT="+report))
	for setting, refused := range map[string]bool{
		`{"localStacks":["prod"]}`: true, `{"productionStacks":["live"]}`: true, `{"lockedStacks":[]}`: true, `{"requiredTags":[]}`: true,
		`{"minLogRetentionDays":1}`: true, `{"sharedTables":["lambdaless-prod-favorite_movies"]}`: true,
		`{"minLogRetentionDays":30}`: false, `{"requiredTags":["Project","Stack","ManagedBy"]}`: false, `{"accountId":"` + account + `"}`: false,
	} {
		stack := record(t, "prod", fixture.Deploy)
		for _, n := range stack.Resources {
			if n.Type == "aws:apigateway/method:Method" {
				n.Inputs["apiKeyRequired"] = resource.NewProperty(false)
			}
		}
		stack.Config = map[string]string{"policy:settings": setting}
		found, err := s.Run(t.Context(), stack, unlocked)
		require.NoError(t, err)
		assert.NotEmpty(t, complaints(found, "lp-meth-001-writes-are-guarded"), setting)
		r, err := capability.ReadReport(report)
		require.NoError(t, err)
		influences := slices.DeleteFunc(r.Influences, func(text string) bool { return strings.HasPrefix(text, team.File) })
		if refused {
			assert.Contains(t, strings.Join(complaints(found, "lp-pack-001-settings-are-valid"), ""), "relaxes the rules of a production stack", setting)
			assert.Empty(t, influences, setting)
		} else {
			assert.Empty(t, complaints(found, "lp-pack-001-settings-are-valid"), setting)
			require.Len(t, influences, 1, setting)
			assert.Contains(t, influences[0], "policy:settings of stack prod", setting)
		}
	}
}

// With the policy that records inputs switched off, nothing may pass as proven.
func TestWithoutTheCollectorNothingIsProven(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "report.json")
	s := start(t, packEnvironment(t, "POLICY_REPORT="+path))
	found, err := s.Run(t.Context(), record(t, "prod", fixture.Deploy), map[string]wire.PolicyConfig{settingsPolicy: {Level: apitype.Disabled}})
	require.NoError(t, err)
	assert.NotEmpty(t, complaints(found, "lp-pack-002-everything-is-seen"))
	report, err := capability.ReadReport(path)
	require.NoError(t, err)
	for _, r := range report.Matrix.Rows {
		assert.NotEqual(t, capability.Proven, r.Verdict, r.Route())
	}
}

func TestWaiversAndTheLockAreReadFromTheRoot(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(root, "policy"), 0o750))
	report := filepath.Join(t.TempDir(), "report.json")
	stack := record(t, "dev", fixture.Deploy)
	first(t, stack, "aws:dynamodb/table:Table").Inputs["pointInTimeRecovery"] = resource.NewPropertyValue(map[string]any{"enabled": false})
	judge := func(env ...string) ([]plugin.AnalyzeDiagnostic, capability.Report) {
		s := start(t, packEnvironment(t, append(env, "POLICY_ROOT="+root, "POLICY_REPORT="+report)...))
		found, err := s.Run(t.Context(), stack, nil)
		require.NoError(t, err)
		r, err := capability.ReadReport(report)
		require.NoError(t, err)
		return found, r
	}
	found, r := judge()
	assert.Empty(t, complaints(found, "lp-lock-001-capabilities-locked"), "a project without any lock is not held to one")
	assert.True(t, r.Unlocked)
	found, r = judge("POLICY_LOCK=required")
	require.NotEmpty(t, complaints(found, "lp-lock-001-capabilities-locked"))
	assert.Contains(t, complaints(found, "lp-lock-001-capabilities-locked")[0], "make lock STACK=dev")
	assert.True(t, r.Failed())
	found, r = judge("POLICY_LOCK=required", "POLICY_LOCK_COMMAND=go run ./local lock --cwd ../shop --stack dev")
	assert.Contains(t, complaints(found, "lp-lock-001-capabilities-locked")[0], "run go run ./local lock --cwd ../shop --stack dev and commit")
	assert.Equal(t, "go run ./local lock --cwd ../shop --stack dev", r.LockCommand)

	var waivers []rule.Waiver
	for _, f := range r.Findings {
		if f.Rule == "LP-TABLE-002" {
			waivers = append(waivers, rule.Waiver{
				Rule: f.Rule, Resource: f.Resource, Reason: "a test", Owner: "tests", Expiry: "2999-12-31", Fingerprint: f.Fingerprint,
			})
		}
	}
	require.Len(t, waivers, 1)
	text, err := json.Marshal(waivers)
	require.NoError(t, err)
	file := filepath.Join(root, "policy", "waivers.json")
	require.NoError(t, os.WriteFile(file, text, 0o600))
	found, r = judge("POLICY_LOCK=rewrite")
	assert.Empty(t, found)
	assert.False(t, r.Failed())
	assert.Equal(t, capability.Waived, r.Matrix.Rows[0].Verdict)

	l, err := capability.NewLock(r.Matrix)
	require.NoError(t, err)
	require.NoError(t, l.WriteFile(capability.LockPath(root, "other")))
	found, _ = judge()
	assert.NotEmpty(t, complaints(found, "lp-lock-001-capabilities-locked"), "one lock of the project, and each stack needs one")
	foreign := l
	foreign.Project = "another"
	require.NoError(t, foreign.WriteFile(capability.LockPath(root, "other")))
	require.NoError(t, foreign.WriteFile(capability.LockPath(root, "dev")))
	found, _ = judge()
	assert.Empty(t, found, "locks of another project, whose copy this one is")
	found, _ = judge("POLICY_LOCK=required")
	assert.Contains(t, complaints(found, "lp-lock-001-capabilities-locked")[0], "of project another")
	require.NoError(t, l.WriteFile(capability.LockPath(root, "dev")))
	found, _ = judge()
	assert.Empty(t, found)

	require.NoError(t, os.WriteFile(file, []byte(`[{"rule":"LP-TABLE-002","until":"2030"}]`), 0o600))
	found, _ = judge()
	require.NotEmpty(t, complaints(found, "lp-pack-001-settings-are-valid"))
	assert.Contains(t, complaints(found, "lp-pack-001-settings-are-valid")[0], `unknown field "until"`)
}

// What a pack records is what it was told: judged again, it gives the same.
func TestARecordingIsFaithful(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "recording.json")
	stack := record(t, "prod", fixture.Deploy)
	first(t, stack, "aws:apigateway/apiKey:ApiKey").Inputs["value"] = resource.MakeSecret(resource.NewProperty("a very secret key"))
	_, err := start(t, packEnvironment(t, "POLICY_RECORD="+path)).Run(t.Context(), stack, unlocked)
	require.NoError(t, err)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.NotContains(t, string(text), "a very secret key")
	back, err := wire.Read(path)
	require.NoError(t, err)
	require.Len(t, back.Resources, len(stack.Resources))
	byURN := map[string]*wire.Resource{}
	for _, n := range back.Resources {
		byURN[n.URN] = n
	}
	for _, n := range stack.Resources {
		got := byURN[n.URN]
		require.NotNil(t, got, n.URN)
		assert.Equal(t, nonNil(n.PropertyDependencies), nonNil(got.PropertyDependencies), n.URN)
		if n.Type != "aws:apigateway/apiKey:ApiKey" {
			assert.True(t, resource.PropertyMap(n.Inputs).DeepEquals(resource.PropertyMap(got.Inputs)), "%s: %v is not %v", n.URN, n.Inputs, got.Inputs)
		}
	}
	found, err := start(t, packEnvironment(t)).Run(t.Context(), back, unlocked)
	require.NoError(t, err)
	assert.Empty(t, found)
}

func nonNil(m map[string][]string) map[string][]string {
	if m == nil {
		return map[string][]string{}
	}
	return m
}

// One process judges one stack after the other; nothing of the first may stay.
func TestEachStackStartsAfresh(t *testing.T) {
	t.Parallel()
	s := start(t, packEnvironment(t))
	broken := record(t, "prod", fixture.Deploy)
	first(t, broken, "aws:apigateway/integration:Integration").Inputs["passthroughBehavior"] = resource.NewProperty("WHEN_NO_MATCH")
	for _, want := range []bool{true, false, true} {
		stack := broken
		if !want {
			stack = record(t, "prod", fixture.Deploy)
		}
		found, err := s.Run(t.Context(), stack, unlocked)
		require.NoError(t, err)
		assert.Equal(t, want, len(found) > 0)
	}
}

func TestMessagesNeverShowASecret(t *testing.T) {
	t.Parallel()
	stack := record(t, "prod", fixture.Deploy)
	const hidden = "hidden-value"
	for _, n := range stack.Resources {
		for _, property := range []resource.PropertyKey{"passthroughBehavior", "uri", "billingMode", "authorization", "tags", "policy", "assumeRolePolicy"} {
			if v, ok := n.Inputs[property]; ok && v.IsString() {
				n.Inputs[property] = resource.MakeSecret(resource.NewProperty(hidden))
			}
		}
	}
	found, err := start(t, packEnvironment(t)).Run(t.Context(), stack, unlocked)
	require.NoError(t, err)
	require.NotEmpty(t, found)
	for _, d := range found {
		assert.NotContains(t, strings.ToLower(d.Message), hidden, d.PolicyName)
	}
}
