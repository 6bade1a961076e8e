package controlplane

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// logFiles appends what CloudWatch Logs would hold: one file per log group, one event per line.
type logFiles struct {
	dir  string
	mu   sync.Mutex
	open map[string]*os.File
}

func newLogFiles(dir string) *logFiles { return &logFiles{dir: dir, open: map[string]*os.File{}} }

// event is one line of a log file. A message that is a JSON object stays one, for jq's sake.
type event struct {
	Timestamp string `json:"timestamp"`
	Message   any    `json:"message"`
}

// path is the file of a log group. Group names may hold slashes and dots but no plus sign, so the
// name stays unique and inside the folder.
func (l *logFiles) path(group string) string {
	return filepath.Join(l.dir, strings.ReplaceAll(group, "/", "+")+".jsonl")
}

func (l *logFiles) append(group string, at time.Time, line string) error {
	e := event{Timestamp: at.UTC().Format("2006-01-02T15:04:05.000Z"), Message: line}
	if strings.HasPrefix(line, "{") && json.Valid([]byte(line)) {
		e.Message = json.RawMessage(line)
	}
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.open[group]
	if f == nil {
		if err := os.MkdirAll(l.dir, 0o750); err != nil {
			return err
		}
		if f, err = os.OpenFile(l.path(group), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err != nil {
			return err
		}
		l.open[group] = f
	}
	_, err = f.Write(append(data, '\n'))
	return err
}

// remove deletes a group's events, as deleting the group does.
func (l *logFiles) remove(group string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f := l.open[group]; f != nil {
		_ = f.Close() // what matters is that the file goes
		delete(l.open, group)
	}
	if err := os.Remove(l.path(group)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (l *logFiles) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var errs []error
	for group, f := range l.open {
		errs = append(errs, f.Close())
		delete(l.open, group)
	}
	return errors.Join(errs...)
}
