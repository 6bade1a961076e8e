package engine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// noLogs is what stands where the engine would make a folder of logs.
const noLogs = "This file keeps the Pulumi CLI from logging each call of the engine and its providers, which took half of the time of an update.\n"

// makeHome makes the engine's own folder in place of ~/.pulumi. A Pulumi CLI of these days writes a log of
// everything into logs/ at all times, has no switch for that, and goes on without it when that cannot be a folder.
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
