//go:build unix

package engine

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// apart gives a command a process group of its own and the locked lease file, which stays locked until
// every process that has it open has ended. The caller releases its own once the command has ended.
func apart(cmd *exec.Cmd, lease string) (release func() error, err error) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	f, err := os.OpenFile(lease, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("leasing the engine's folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return nil, fmt.Errorf("leasing the engine's folder: %w", err)
	}
	cmd.ExtraFiles = append(cmd.ExtraFiles, f)
	return f.Close, nil
}
