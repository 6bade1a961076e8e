package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

const (
	leaseRetry = 50 * time.Millisecond
	// leaseTimeout is how long an engine whose parent was killed may take to end: it notices at its next
	// call of the provider.
	leaseTimeout = time.Minute
)

// waitForOthers waits until no engine works in dir. An engine holds the lease file's lock while it runs,
// and outlives a parent that is killed: two at once would overwrite each other's state.
func waitForOthers(ctx context.Context, dir string, progress io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, leaseTimeout)
	defer cancel()
	l := flock.New(leaseFile(dir))
	if free, err := l.TryLock(); err == nil && free {
		return l.Unlock()
	}
	_, _ = fmt.Fprintln(progress, "Waiting for the engine of an earlier run to end (a minute at most)...")
	if _, err := l.TryLockContext(ctx, leaseRetry); err != nil {
		if errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("an engine of an earlier run still works in %s: wait for the process `pulumi` to end, or end it", dir)
		}
		return fmt.Errorf("waiting for the engine of an earlier run: %w", err)
	}
	return l.Unlock()
}

func leaseFile(dir string) string { return filepath.Join(dir, "lease") }

// unlock removes the locks that an engine leaves on its stacks when it does not end by itself.
func unlock(dir string) error {
	if err := os.RemoveAll(filepath.Join(dir, "state", ".pulumi", "locks")); err != nil {
		return fmt.Errorf("removing the locks of an engine that was killed: %w", err)
	}
	return nil
}

// clean removes what a killed engine leaves in its folder: its locks, unfinished files, and attributes of
// files, which the storage library of earlier runs did not write whole (`failed to load checkpoint: EOF`).
func clean(dir string) error {
	if err := errors.Join(unlock(dir), os.RemoveAll(filepath.Join(dir, "pulumi", "workspaces"))); err != nil {
		return fmt.Errorf("cleaning up after an engine that was killed: %w", err)
	}
	state := filepath.Join(dir, "state")
	return filepath.WalkDir(state, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && (strings.HasSuffix(path, ".attrs") || strings.HasPrefix(d.Name(), "fileblob")) {
			err = os.Remove(path)
		}
		return err
	})
}

// unfinishedFile exists while the engine changes a stack, and afterwards until the state and the account
// are known to agree.
func unfinishedFile(dir, stack string) string { return filepath.Join(dir, "unfinished-"+stack) }

// Unfinished reports whether the last change of the stack was killed or interrupted: its state and the
// account may disagree.
func (s *Stack) Unfinished() bool {
	_, err := os.Stat(unfinishedFile(s.o.Dir, s.Name()))
	return err == nil
}

// begin notes that the engine is about to change the stack.
func begin(dir, stack string) error {
	if err := os.WriteFile(unfinishedFile(dir, stack), nil, 0o600); err != nil {
		return fmt.Errorf("noting that the engine works on stack %s: %w", stack, err)
	}
	return nil
}

// saved tells the versions of the stack's state apart. The engine writes the file at the end of each run, and
// with PULUMI_SKIP_CHECKPOINTS only then; a stack that was forgotten has none.
func (s *Stack) saved() string {
	info, err := os.Stat(filepath.Join(s.o.Dir, "state", ".pulumi", "stacks", s.project, s.Name()+".json"))
	if err != nil {
		return ""
	}
	return fmt.Sprint(info.ModTime().UnixNano(), info.Size())
}

// Finish notes that the state and the account agree.
func (s *Stack) Finish() error {
	if err := os.Remove(unfinishedFile(s.o.Dir, s.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("noting that the engine is done with stack %s: %w", s.Name(), err)
	}
	return nil
}
