package engine

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
)

// Configuration is what a stack's program reads, by full key: the stack's file on top of the project's
// defaults. Secrets are not decrypted.
func Configuration(root, stack string) (map[string]string, error) {
	project, err := workspace.LoadProject(filepath.Join(root, "Pulumi.yaml"))
	if err != nil {
		return nil, fmt.Errorf("reading the settings of the project: %w", err)
	}
	if !slices.Contains(Stacks(root), stack) {
		return nil, fmt.Errorf("there is no Pulumi.%s.yaml: the stacks are %s", stack, stacks(root))
	}
	values := map[string]string{}
	for key, declared := range project.Config {
		if declared.Default == nil {
			continue
		}
		text, ok := declared.Default.(string)
		if !ok {
			raw, err := json.Marshal(declared.Default)
			if err != nil {
				return nil, fmt.Errorf("the default of %s: %w", key, err)
			}
			text = string(raw)
		}
		values[project.Name.String()+":"+key] = text
	}
	own, err := fileConfiguration(project, filepath.Join(root, "Pulumi."+stack+".yaml"))
	if err != nil {
		return nil, fmt.Errorf("reading the settings of stack %s: %w", stack, err)
	}
	for key, value := range own {
		values[key] = value
	}
	return values, nil
}

// fileConfiguration are the values in a stack's file, by full key; secrets are not decrypted.
func fileConfiguration(project *workspace.Project, file string) (map[string]string, error) {
	if _, err := os.Stat(file); err != nil {
		return nil, err
	}
	loaded, err := workspace.LoadProjectStack(nil, project, file)
	if err != nil {
		return nil, err
	}
	values, err := loaded.Config.Decrypt(config.NopDecrypter)
	if err != nil {
		return nil, err
	}
	result := map[string]string{}
	for key, value := range values {
		result[key.String()] = value
	}
	return result, nil
}
