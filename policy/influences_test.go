package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/internal/capability"
	"lambdaless/policy/team"
	"lambdaless/policy/wire"
)

// TestTheReportListsWhatIsNotTheDefault: every setting by where it comes from, every level, and the lock that is not compared.
func TestTheReportListsWhatIsNotTheDefault(t *testing.T) {
	t.Parallel()
	ours, err := team.Given()
	require.NoError(t, err)
	require.Contains(t, ours, "sharedTables", "the test overrides what the team sets")
	report, file := filepath.Join(t.TempDir(), "report.json"), filepath.Join(t.TempDir(), "config.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"lp-table-004-scales":"disabled","lp-tag-001-tagged":{"enforcementLevel":"mandatory"},"lp-log-001-retention":"advisory"}`), 0o600))
	stack := record(t, "dev", fixture.Deploy)
	stack.Config = map[string]string{"policy:settings": `{"minLogRetentionDays":7,"requiredTags":["Stack"]}`}
	influences := func(given map[string]any, env ...string) []string {
		config := map[string]wire.PolicyConfig{settingsPolicy: {Properties: given}, "lp-table-004-scales": {Level: apitype.Disabled}}
		_, err := start(t, packEnvironment(t, append(env, "POLICY_REPORT="+report)...)).Run(t.Context(), stack, config)
		require.NoError(t, err)
		r, err := capability.ReadReport(report)
		require.NoError(t, err)
		return r.Influences
	}
	assert.Equal(t, []string{
		"policy:settings of stack dev: requiredTags is [\"Stack\"]",
		"--policy-pack-config: minLogRetentionDays is 30",
		"--policy-pack-config: sharedTables is [\"t\"]",
		"POLICY_LOCK=rewrite: the capability lock is not compared",
		"--policy-pack-config: LP-TABLE-004 is disabled instead of advisory",
		"--policy-pack-config: LP-TAG-001 is mandatory instead of advisory",
	}, influences(map[string]any{"minLogRetentionDays": 30, "sharedTables": []any{"t"}}, "POLICY_CONFIG="+file, "POLICY_LOCK=rewrite"))
	stack.Config = map[string]string{"policy:settings": `{"sharedTables":["t"]}`}
	assert.Contains(t, influences(nil), `policy:settings of stack dev: sharedTables is ["t"]`, "the stack wins over the team")
}
