package frontend_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/examples/frontend/frontend"
	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/engine"
	"lambdaless/local/serve"
)

// TestAnotherStackReadsTheOutputs deploys the API and then this program with the real engine, in one backend.
func TestAnotherStackReadsTheOutputs(t *testing.T) {
	t.Parallel()
	root, err := engine.Root("../../..")
	require.NoError(t, err)
	cli, err := engine.FindCLI(t.Context(), root, io.Discard)
	require.NoError(t, err)
	dir := filepath.Join(t.TempDir(), "aws")
	aws, err := serve.Start(t.Context(), serve.Options{Dir: dir, Tools: filepath.Join(root, "tools"), Progress: io.Discard, Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, aws.Close()) })
	deploy := func(root string, program pulumi.RunFunc) map[string]any {
		stack, err := engine.Open(t.Context(), engine.Options{
			Root: root, Dir: filepath.Join(dir, "engine"), Stack: "local", CLI: cli, Program: program,
			ProviderPort: aws.ProviderPort, Output: io.Discard, Errors: t.Output(),
		})
		require.NoError(t, err)
		result, err := stack.Deploy(t.Context(), engine.Run{})
		require.NoError(t, err)
		outputs := map[string]any{}
		for name, output := range result.Outputs {
			outputs[name] = output.Value
		}
		return outputs
	}
	api := deploy(root, func(ctx *pulumi.Context) error { return infra.DeployAPI(ctx, fixture.Records) })
	read := deploy(filepath.Join(root, "examples", "frontend"), frontend.Program)
	var outputs map[string]any
	require.NoError(t, json.Unmarshal([]byte(read["outputsJson"].(string)), &outputs))
	want := map[string]any{}
	for _, name := range []string{"apiUrl", "stage", "region", "userPoolId", "clientId", "issuer", "loginUrl", "scopes"} {
		require.NotEmpty(t, api[name], name)
		want[name] = api[name]
	}
	assert.Equal(t, want, outputs)
}
