package infratest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	"github.com/stretchr/testify/require"
)

// Root is the folder of Pulumi.yaml: the test's own or the nearest above it.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	for {
		if _, err := os.Stat(filepath.Join(dir, "Pulumi.yaml")); err == nil {
			return dir
		}
		require.NotEqual(t, filepath.Dir(dir), dir, "there is no Pulumi.yaml in this folder or above it")
		dir = filepath.Dir(dir)
	}
}

// Defaults are the values that Pulumi.yaml declares, by full key, as the engine hands them to the program.
func Defaults(t testing.TB) map[string]string {
	t.Helper()
	project := loadProject(t)
	result := map[string]string{}
	for key, declared := range project.Config {
		if strings.Contains(key, ":") {
			continue // of another namespace, such as pulumi:tags, which `pulumi new` writes
		}
		text, ok := declared.Default.(string)
		if !ok {
			raw, err := json.Marshal(declared.Default)
			require.NoError(t, err)
			text = string(raw)
		}
		result[project.Name.String()+":"+key] = text
	}
	return result
}

// Overrides are the values in a stack's file, by full key. Secrets are not decrypted.
func Overrides(t testing.TB, stack string) map[string]string {
	t.Helper()
	loaded, err := workspace.LoadProjectStack(nil, loadProject(t), filepath.Join(Root(t), "Pulumi."+stack+".yaml"))
	require.NoError(t, err)
	values, err := loaded.Config.Decrypt(config.NopDecrypter)
	require.NoError(t, err)
	result := map[string]string{}
	for key, value := range values {
		result[key.String()] = value
	}
	return result
}

// StackConfig is a stack's file on top of the project's defaults, as `pulumi up` has it.
func StackConfig(t testing.TB, stack string) map[string]string {
	t.Helper()
	result := Defaults(t)
	for key, value := range Overrides(t, stack) {
		result[key] = value
	}
	return result
}

// HasLogin tells whether these settings have a login for users, without which the endpoints of infra.Users are not deployed.
func HasLogin(config map[string]string) bool {
	var access struct{ Users string }
	return json.Unmarshal([]byte(config["lambdaless:access"]), &access) == nil && access.Users == "cognito"
}

func loadProject(t testing.TB) *workspace.Project {
	t.Helper()
	project, err := workspace.LoadProject(filepath.Join(Root(t), "Pulumi.yaml"))
	require.NoError(t, err)
	project.Name = "lambdaless" // as of every Stack here, whatever a copy of the repository is called
	return project
}
