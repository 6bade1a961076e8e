package engine

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"

	"lambdaless/internal/module"
)

// Root finds the repository from a folder inside it: the nearest folder upwards with a Pulumi.yaml.
func Root(from string) (string, error) {
	dir, err := filepath.Abs(from)
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "Pulumi.yaml")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", fmt.Errorf("no Pulumi.yaml in %s or above it: run this inside the project", from)
		}
		dir = up
	}
}

// Home finds the folder of lambdaless itself, which has the local tools and the policy pack: the project, or
// the module that the project's code requires or replaces.
func Home(ctx context.Context, project string) (string, error) {
	if _, err := os.Stat(filepath.Join(project, "tools", "go.mod")); err == nil {
		return project, nil
	}
	cmd := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module.Name)
	cmd.Dir = project
	out, err := cmd.Output()
	dir := strings.TrimSpace(string(out))
	if err != nil || dir == "" {
		return "", fmt.Errorf("the module %s is not to be found from %s: its go.mod has to require it, or to replace it by a folder", module.Name, project)
	}
	return dir, nil
}

// Stacks lists the stacks that the project has settings for, sorted.
func Stacks(root string) []string {
	files, _ := filepath.Glob(filepath.Join(root, "Pulumi.*.yaml")) // the pattern is well-formed
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(strings.TrimPrefix(filepath.Base(f), "Pulumi."), ".yaml"))
	}
	return names
}

func stacks(root string) string { return strings.Join(Stacks(root), ", ") }

// ProjectName is the name in the Pulumi.yaml of the repository root.
func ProjectName(root string) (string, error) {
	p, err := loadProject(root)
	if err != nil {
		return "", fmt.Errorf("reading the project: %w", err)
	}
	return string(p.Name), nil
}

// loadProject reads a folder's Pulumi.yaml, and checks the name, which Pulumi would refuse later on.
func loadProject(root string) (*workspace.Project, error) {
	const file = "Pulumi.yaml"
	project, err := workspace.LoadProject(filepath.Join(root, file))
	if err != nil {
		return nil, notYAML(root, file, err)
	}
	if err := tokens.ValidateProjectName(project.Name.String()); err != nil {
		return nil, fmt.Errorf("%s: the name is %q, but %w", file, project.Name, err)
	}
	return project, nil
}

// Deployed lists the stacks that an engine's folder has state of, sorted.
func Deployed(dir string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "state", ".pulumi", "stacks", "*", "*.json"))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(f), ".json"))
	}
	return names, nil
}
