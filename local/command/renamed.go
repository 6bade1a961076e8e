package command

import (
	"fmt"
	"path/filepath"
	"slices"

	"lambdaless/infra"
	"lambdaless/local/engine"
)

// checkRenamed refuses an API whose name differs from that of the stack's API and does not list it in Aliases. To the
// engine that is a second API, which it creates before it deletes the first: AWS then refuses roles and tables whose
// names are in use, in the middle of the update.
func checkRenamed(dir, stack string, api infra.API) error {
	deployed, err := engine.Named(filepath.Join(dir, "engine"), stack, infra.APIType)
	if err != nil {
		return err
	}
	for _, name := range deployed {
		if name != api.Name && !slices.Contains(api.Aliases, name) {
			return fmt.Errorf("the stack %s has the API %q, and the program declares %q: keep the name, or add %q to the end of Aliases, which says that it is the same API; `make down` removes the one that is there, with its data",
				stack, name, api.Name, name)
		}
	}
	return nil
}
