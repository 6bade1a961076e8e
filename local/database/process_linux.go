package database

import (
	"os"
	"syscall"
)

// ownGroup keeps the terminal's Ctrl-C from the engine, whose parent decides when it stops, and ends
// it when the parent is killed.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func terminate(p *os.Process) error { return p.Signal(syscall.SIGTERM) }
