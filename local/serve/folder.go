package serve

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/gofrs/flock"
)

// ErrInUse means that another process serves from the folder.
var ErrInUse = errors.New("the local AWS is running already")

// lock makes this process the only one to use the folder.
func (c *Cloud) lock(dir string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fmt.Errorf("making the folder of the local AWS: %w", err)
	}
	l := flock.New(filepath.Join(dir, "lock"))
	got, err := l.TryLock()
	if err != nil {
		return fmt.Errorf("locking %s: %w", dir, err)
	}
	pid := filepath.Join(dir, "pid") // a file of its own: on Windows a locked file cannot be read
	if !got {
		holder := "another process"
		if noted, err := os.ReadFile(pid); err == nil {
			holder = "process " + string(noted)
		}
		return fmt.Errorf("%w: %s is in use by %s: stop it first (Ctrl-C in its terminal)", ErrInUse, dir, holder)
	}
	c.closers = append(c.closers, l.Unlock)
	if err := os.WriteFile(pid, []byte(strconv.Itoa(os.Getpid())), 0o600); err != nil {
		return fmt.Errorf("noting which process uses %s: %w", dir, err)
	}
	return nil
}

// urlFile says where the process that uses the folder serves.
func urlFile(dir string) string { return filepath.Join(dir, "url") }

// announce writes the urlFile.
func (c *Cloud) announce(dir string) error {
	if err := os.WriteFile(urlFile(dir), []byte(c.URL), 0o600); err != nil {
		return fmt.Errorf("noting where the API is served: %w", err)
	}
	return nil
}
