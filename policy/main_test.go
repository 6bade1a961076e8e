package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/internal/capability"
	"lambdaless/policy/pack"
	"lambdaless/policy/wire"
)

// unlocked leaves the lock out, which has tests of its own.
var unlocked = map[string]wire.PolicyConfig{"lp-lock-001-capabilities-locked": {Level: apitype.Disabled}}

func TestTheProgramIsClean(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		program string
		stack   string
		preview bool
	}{
		{"fixture", "local", true}, {"fixture", "dev", true}, {"fixture", "prod", true}, {"fixture", "local", false}, {"fixture", "dev", false}, {"fixture", "prod", false},
		{"shipped", "local", true}, {"shipped", "dev", true}, {"shipped", "prod", true}, {"shipped", "local", false}, {"shipped", "dev", false}, {"shipped", "prod", false},
	} {
		stack, program, config := c.stack, fixture.Deploy, stackConfig(t, c.stack)
		if c.program == "shipped" {
			program, config = infra.Deploy, infratest.StackConfig(t, c.stack)
		}
		t.Run(fmt.Sprintf("%s, %s, preview %t", c.program, stack, c.preview), func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "report.json")
			s := start(t, packEnvironment(t, "POLICY_REPORT="+path))
			found, err := s.Run(t.Context(), recordConfigured(t, stack, program, c.preview, config), unlocked)
			require.NoError(t, err)
			for _, d := range found {
				t.Errorf("%s: %s", d.PolicyName, d.Message)
			}
			report, err := capability.ReadReport(path)
			require.NoError(t, err)
			assert.True(t, report.Matrix.Proven())
			if c.program == "fixture" {
				assert.Equal(t, []string{"DELETE /{name} proven", "GET /{name} proven", "PUT /{name} proven"}, verdicts(report.Matrix))
			}
		})
	}
}

func verdicts(m capability.Matrix) []string {
	var all []string
	for _, r := range m.Rows {
		all = append(all, r.Route()+" "+string(r.Verdict))
	}
	return all
}

func TestTheVersionIsTheSameInBothPlaces(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("PulumiPolicy.yaml")
	require.NoError(t, err)
	assert.Contains(t, string(text), "\nversion: "+pack.Version+"\n")
	assert.Contains(t, string(text), "runtime: go\n", "the engine compiles the folder of the pack")
}
