package command

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/engine"
	"lambdaless/local/localtest"
)

func inFolder(t *testing.T) options {
	t.Helper()
	root, err := engine.Root(".")
	require.NoError(t, err)
	return options{root: root, home: root, dir: filepath.Join(t.TempDir(), "aws"), program: fixture.Deploy, out: io.Discard, err: io.Discard}
}

// TestThePackOfTheBaseBranchAsksForItsLocks: a pull request that deletes the locks is judged by a pack that knows them.
func TestThePackOfTheBaseBranchAsksForItsLocks(t *testing.T) {
	t.Parallel()
	s := inFolder(t)
	base := s.root
	for stack, want := range map[string]bool{"prod": true, "local": false} {
		pack, locked, err := buildPack(t.Context(), s, stack, base)
		require.NoError(t, err)
		assert.FileExists(t, pack)
		assert.Equal(t, want, locked, "stack %s", stack)
	}
	workflow, err := os.ReadFile(filepath.Join(base, ".github", "workflows", "pull-request.yml"))
	require.NoError(t, err)
	assert.Contains(t, string(workflow), "--pack .base", "a pull request is judged so")
}

// TestSettingsThatAPreviewRefuses are those that the engine would ignore silently.
func TestSettingsThatAPreviewRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ config, says string }{
		"a policy that does not exist": {`{"lp-table-4-scales":"advisory"}`, `has the policy "lp-table-4-scales", which does not exist`},
		"a setting that does not":      {`{"lp-pack-000-settings":{"productionStack":["dev"]}}`, `"productionStack", which does not exist`},
		"a setting of one rule":        {`{"lp-tag-001-tagged":{"requiredTags":["Owner"]}}`, "lp-tag-001-tagged: requiredTags: Must not validate the schema"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "rules.json")
			require.NoError(t, os.WriteFile(file, []byte(c.config), 0o600))
			var printed localtest.Buffer
			s := inFolder(t)
			s.out, s.err = &printed, &printed
			report, failure := judge(t.Context(), s, target{stack: "dev"}, "", engine.Run{Configs: []string{file}})
			require.Error(t, failure)
			said := printed.String() // by the engine
			if report != nil {
				assert.True(t, report.Failed())
				for _, f := range report.Findings {
					said += f.Message
				}
			}
			assert.Contains(t, said, c.says)
		})
	}
}

// TestAnUpdateIsTooLateForAGate: the engine asks the rules about the whole stack when its resources are there.
func TestAnUpdateIsTooLateForAGate(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	pack, _, err := buildPack(t.Context(), l.options, "local", "")
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "rules.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"lp-pack-000-settings":{"accountId":"999999999999"}}`), 0o600))
	run := engine.Run{Packs: []string{pack}, Configs: []string{file}}
	_, err = l.stack.Preview(t.Context(), run)
	require.Error(t, err, "a preview is refused")
	_, err = l.stack.Deploy(t.Context(), run)
	require.Error(t, err, "an update too")
	assert.NotEmpty(t, l.records(), "but its resources are there")
}
