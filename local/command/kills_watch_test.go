//go:build linux

package command

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/fsnotify/fsnotify"
	"github.com/stretchr/testify/require"

	"lambdaless/local/controlplane"
)

// fileWatch counts the writes of a folder's files.
type fileWatch struct {
	watcher *fsnotify.Watcher
	done    chan struct{}
	mu      sync.Mutex
	changed *sync.Cond
	counts  map[string]int
}

func watchFiles(t testing.TB, dir string) *fileWatch {
	t.Helper()
	watcher, err := fsnotify.NewWatcher()
	require.NoError(t, err)
	stacks := filepath.Join(dir, "engine", "state", ".pulumi", "stacks", projectName(t))
	require.NoError(t, os.MkdirAll(stacks, 0o700))
	require.NoError(t, watcher.Add(dir))
	require.NoError(t, watcher.Add(stacks))
	w := &fileWatch{watcher: watcher, done: make(chan struct{}), counts: map[string]int{}}
	w.changed = sync.NewCond(&w.mu)
	go w.count()
	// An error that is not received blocks Close: `down` moves and removes what is watched.
	go func() {
		for range watcher.Errors {
		}
	}()
	return w
}

func (w *fileWatch) count() {
	defer close(w.done)
	for e := range w.watcher.Events {
		file := ""
		switch name := filepath.Base(e.Name); {
		case name == "created.jsonl" && e.Has(fsnotify.Write):
			file = "journal"
		case name == controlplane.FileName && e.Has(fsnotify.Create):
			file = "account"
		case name == "local.json" && e.Has(fsnotify.Create):
			file = "state"
		default:
			continue
		}
		w.mu.Lock()
		w.counts[file]++
		w.changed.Broadcast()
		w.mu.Unlock()
	}
}

// reached waits for the n-th write of a file; false when the command ends before.
func (w *fileWatch) reached(file string, n int, ended <-chan struct{}) bool {
	over := false
	stop := context.AfterFunc(contextOf(ended), func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		over = true
		w.changed.Broadcast()
	})
	defer stop()
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.counts[file] < n && !over {
		w.changed.Wait()
	}
	return w.counts[file] >= n
}

// contextOf is a context that ends when a channel is closed.
func contextOf(done <-chan struct{}) context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-done; cancel() }()
	return ctx
}

// stop ends the watch and returns what it counted.
func (w *fileWatch) stop() map[string]int {
	_ = w.watcher.Close()
	<-w.done
	return w.counts
}
