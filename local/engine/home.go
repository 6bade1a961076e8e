package engine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// noLogs is what stands where the engine would make a folder of logs.
const noLogs = "This file keeps the Pulumi CLI from logging each call of the engine and its providers, which took half of the time of an update.\n"

// makeHome makes the engine's own folder in place of ~/.pulumi. Current Pulumi CLIs always write a log of everything
// into logs/, have no switch for that, and carry on without it when logs/ cannot be a folder.
func makeHome(home string) error {
	logs := filepath.Join(home, "logs")
	if info, err := os.Stat(logs); err == nil && !info.IsDir() {
		return nil
	}
	// A folder of logs is from an earlier version.
	err := errors.Join(os.MkdirAll(home, 0o750), os.RemoveAll(logs), os.WriteFile(logs, []byte(noLogs), 0o600))
	if err != nil {
		return fmt.Errorf("making the engine's folder: %w", err)
	}
	return nil
}
