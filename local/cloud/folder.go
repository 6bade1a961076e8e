package cloud

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

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
	if !got {
		return fmt.Errorf("%w: %s is in use by another process: stop it first (Ctrl-C in its terminal)", ErrInUse, dir)
	}
	c.closers = append(c.closers, l.Unlock)
	return nil
}

// urlFile holds the URL that the stages' outputs were made with.
func urlFile(dir string) string { return filepath.Join(dir, "url") }

// moved says whether the stages' outputs name another URL than this one.
func moved(dir, url string) (bool, error) {
	last, err := os.ReadFile(urlFile(dir))
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("reading where the API was served last: %w", err)
	}
	return string(last) != url, nil
}

// Settle notes that the stages' outputs name this URL now.
func (c *Cloud) Settle() error {
	if err := os.WriteFile(urlFile(c.dir), []byte(c.URL), 0o600); err != nil {
		return fmt.Errorf("noting where the API is served: %w", err)
	}
	c.Moved = false
	return nil
}
