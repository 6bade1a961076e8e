package edge

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheFirewallHasTheProviderOfTheOtherResources(t *testing.T) {
	t.Parallel()
	version, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Version}}", "github.com/pulumi/pulumi-aws/sdk/v6").Output()
	require.NoError(t, err)
	assert.Equal(t, strings.TrimSpace(string(version)), "v"+sdkVersion, "sdkVersion in waf.go")
}
