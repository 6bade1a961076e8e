package command

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"lambdaless/infra"
	"lambdaless/local/engine"
)

// checkRenamed refuses an API whose name differs from that of the stack's API and does not list it in Aliases. To the
// engine that is a second API, which it creates before it deletes the first: AWS then refuses roles and tables whose
// names are in use, in the middle of the update.
func checkRenamed(dir, stack string, api infra.API) error {
	deployed, err := engine.Named(filepath.Join(dir, "engine"), stack, infra.APIType)
	if err != nil {
		return nil // the engine restores a state that cannot be read
	}
	for _, name := range deployed {
		if name != api.Name && !slices.Contains(api.Aliases, name) {
			return fmt.Errorf("the stack %s has the API %q, and the program declares %q: keep the name, or add %q to the end of Aliases, which says that it is the same API; `make down` removes the one that is there, with its data",
				stack, name, api.Name, name)
		}
	}
	return nil
}

// checkProject refuses a project of another name than that which the local AWS has the stack of: it would serve both,
// and all data would stay with the first.
func checkProject(root, dir, stack string) error {
	project, err := engine.ProjectName(root)
	if err != nil {
		return nil // which the settings cannot be read without
	}
	others, err := engine.OtherProjects(filepath.Join(dir, "engine"), project, stack)
	if err != nil || len(others) == 0 {
		return err
	}
	return fmt.Errorf("the local AWS has the stack %s of the project %s, and Pulumi.yaml names the project %s: keep the name, or run `make down`, which removes what is there, with its data",
		stack, strings.Join(others, ", "), project)
}
