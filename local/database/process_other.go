//go:build !linux

package database

import (
	"os"
	"syscall"
)

// ownGroup has nothing to set: dynalite, the engine of these systems, ignores the terminal's signals
// and ends when its standard input does.
func ownGroup() *syscall.SysProcAttr { return nil }

func terminate(*os.Process) error { return nil }

func terminated(error) bool { return false }
