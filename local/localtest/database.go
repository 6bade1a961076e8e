package localtest

import (
	"context"
	"os"
	"path/filepath"

	"lambdaless/local/database"
	"lambdaless/local/engine"
)

// StartDatabase installs and starts the database that the local AWS has on this platform, with its data in
// dir, or in a folder of its own when dir is empty. Close ends it.
func StartDatabase(ctx context.Context, dir string) (*database.Process, error) {
	root, err := engine.Root(".")
	if err != nil {
		return nil, err
	}
	program, err := database.Default(filepath.Join(root, "tools"), dir)
	if err != nil {
		return nil, err
	}
	if err := program.Install(ctx, os.Stderr); err != nil {
		return nil, err
	}
	return program.Start(context.WithoutCancel(ctx), dir)
}
