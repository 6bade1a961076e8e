//go:build !unix

package engine

import "os/exec"

// apart changes nothing: these systems have neither process groups nor inherited locks.
func apart(*exec.Cmd, string) (release func() error, err error) {
	return func() error { return nil }, nil
}
