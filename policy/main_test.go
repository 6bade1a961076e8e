package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/capability"
	"lambdaless/policy/wire"
)

// unlocked leaves the lock out, which has tests of its own.
var unlocked = map[string]wire.PolicyConfig{"lp-lock-001-capabilities-locked": {Level: apitype.Disabled}}

func TestTheProgramIsClean(t *testing.T) {
	t.Parallel()
	for _, stack := range []string{"local", "dev", "prod"} {
		t.Run(stack, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "report.json")
			s := start(t, packEnvironment(t, "POLICY_REPORT="+path))
			found, err := s.Run(t.Context(), recorded(t, stack), unlocked)
			require.NoError(t, err)
			for _, d := range found {
				t.Errorf("%s: %s", d.PolicyName, d.Message)
			}
			report, err := capability.ReadReport(path)
			require.NoError(t, err)
			assert.NoError(t, report.WriteText(os.Stderr))
			assert.Len(t, report.Matrix.Rows, 3)
		})
	}
}
