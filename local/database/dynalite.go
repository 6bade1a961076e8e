// Package database is the DynamoDB of the local AWS: dynalite in a process of its own, or any
// other endpoint that speaks DynamoDB's wire protocol.
package database

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const (
	startTimeout = 30 * time.Second
	stopTimeout  = 10 * time.Second
)

// Dynalite is a running dynalite process.
type Dynalite struct {
	endpoint string
	stdin    io.Closer
	stderr   *tail
	exited   chan struct{} // closed once err is set
	err      error
}

// Start starts dynalite and waits until it listens. home is the folder that Install filled; data is
// the folder that keeps the tables, made if it is missing, or "" for tables in memory.
func Start(ctx context.Context, home, data string) (*Dynalite, error) {
	args := []string{filepath.Join(home, "serve.js")}
	if data != "" {
		if err := os.MkdirAll(data, 0o750); err != nil {
			return nil, fmt.Errorf("making the data folder of the local database: %w", err)
		}
		args = append(args, data)
	}
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errNoNode
	}
	cmd := exec.Command(node, args...) //nolint:gosec // the program is fixed, the folder is ours
	d := &Dynalite{stderr: &tail{max: 4096}, exited: make(chan struct{})}
	cmd.Stderr = d.stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	d.stdin = stdin
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting dynalite: %w", err)
	}

	port := make(chan int, 1)
	go func() {
		port <- readPort(stdout)
		_, _ = io.Copy(io.Discard, stdout)
		d.err = cmd.Wait()
		close(d.exited)
	}()

	select {
	case p := <-port:
		if p == 0 {
			<-d.exited
			return nil, d.failure("did not start")
		}
		d.endpoint = fmt.Sprintf("http://127.0.0.1:%d", p)
		return d, nil
	case <-time.After(startTimeout):
		_ = cmd.Process.Kill()
		return nil, d.failure(fmt.Sprintf("did not listen within %s", startTimeout))
	case <-ctx.Done():
		_ = cmd.Process.Kill()
		return nil, ctx.Err()
	}
}

// Endpoint is the URL to send DynamoDB's requests to.
func (d *Dynalite) Endpoint() string { return d.endpoint }

// Exited is closed when the process has ended, wanted or not.
func (d *Dynalite) Exited() <-chan struct{} { return d.exited }

// Close lets dynalite finish what it is doing, and waits until its data folder is closed.
func (d *Dynalite) Close() error {
	_ = d.stdin.Close()
	select {
	case <-d.exited:
		if d.err != nil {
			return d.failure("did not stop cleanly")
		}
		return nil
	case <-time.After(stopTimeout):
		return d.failure(fmt.Sprintf("did not stop within %s", stopTimeout))
	}
}

func (d *Dynalite) failure(what string) error {
	said := strings.TrimSpace(d.stderr.String())
	if said == "" {
		said = "it printed no reason"
	}
	return fmt.Errorf("dynalite %s: %s", what, said)
}

// readPort reads the line in which serve.js says where it listens; 0 if there is none.
func readPort(r io.Reader) int {
	line, err := bufio.NewReader(r).ReadBytes('\n')
	if err != nil {
		return 0
	}
	var said struct{ Port int }
	if json.Unmarshal(line, &said) != nil {
		return 0
	}
	return said.Port
}

// tail keeps the end of what a process printed.
type tail struct {
	mu  sync.Mutex
	max int
	buf []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p...)
	if len(t.buf) > t.max {
		t.buf = t.buf[len(t.buf)-t.max:]
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.buf)
}

var errNoNode = errors.New("the local database (dynalite) needs Node.js 20 or newer, and no `node` is on PATH: install it, or point DYNAMODB_ENDPOINT at a DynamoDB that already runs")
