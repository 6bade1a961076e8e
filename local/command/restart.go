package command

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// restartedVariable is set for a program that took the place of another: it goes on watching even if its first
// deployment fails.
const restartedVariable = "LAMBDALESS_RESTARTED"

// restart is the whole program, rebuilt, which takes the place of this process.
type restart struct{ program string }

func (r *restart) Error() string { return "restarting as " + r.program }

// replaced runs the program of a *restart in this process, with the same arguments, and returns every other
// error.
func replaced(err error) error {
	var again *restart
	if !errors.As(err, &again) {
		return err
	}
	if err := os.Setenv(restartedVariable, "1"); err != nil {
		return err
	}
	err = syscall.Exec(again.program, append([]string{again.program}, os.Args[1:]...), os.Environ())
	return fmt.Errorf("starting the program that was built (%w): start it again yourself", err)
}
