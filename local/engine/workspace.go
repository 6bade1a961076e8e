package engine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
)

// prepare copies the project's settings and a stack's into a folder of its own, because the
// engine writes into the folder it runs in (salts, for one), and a run on a laptop must leave the
// repository as it was. With own, the engine runs the program in the project's folder, and the stack need not
// have settings.
func prepare(root, dir, stack string, own bool) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fmt.Errorf("making the engine's folder: %w", err)
	}
	settings := stackFile(stack)
	for _, name := range []string{"Pulumi.yaml", settings} {
		text, err := os.ReadFile(filepath.Join(root, name))
		switch {
		case errors.Is(err, os.ErrNotExist) && name == settings && own:
			continue
		case errors.Is(err, os.ErrNotExist) && name == settings:
			return fmt.Errorf("stack %q has no settings: %s does not exist; the stacks are %s", stack, filepath.Join(root, name), stacks(root))
		case err != nil:
			return fmt.Errorf("reading the settings of the project: %w", err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			return fmt.Errorf("copying the settings of the project: %w", err)
		}
	}
	if own {
		return runIn(root, filepath.Join(dir, "Pulumi.yaml"))
	}
	return nil
}

// runIn makes the program of a copied project the one in the project's own folder.
func runIn(root, copied string) error {
	project, err := workspace.LoadProject(copied)
	if err != nil {
		return fmt.Errorf("reading the project %s: %w", root, err)
	}
	if !filepath.IsAbs(project.Main) {
		project.Main = filepath.Join(root, project.Main)
	}
	if err := project.Save(copied); err != nil {
		return fmt.Errorf("copying the settings of the project: %w", err)
	}
	return nil
}
