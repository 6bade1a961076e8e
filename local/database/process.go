package database

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
)

const (
	startTimeout = 30 * time.Second
	stopTimeout  = 10 * time.Second
	portAttempts = 5
)

// Process is a database engine that runs. It ends with this process, however that ends.
type Process struct {
	engine   Engine
	endpoint string
	stdin    io.Closer
	pid      *os.Process
	stderr   *tail
	exited   chan struct{} // closed once err is set
	err      error
}

// Start starts the engine and waits until it answers. dir is the folder of the local AWS, in which the
// engine keeps its tables in a folder of its own, or "" for tables in memory.
func (e Engine) Start(ctx context.Context, dir string) (*Process, error) {
	data := ""
	if dir != "" {
		data = filepath.Join(dir, e.folder)
		if err := os.MkdirAll(data, 0o750); err != nil {
			return nil, fmt.Errorf("making the data folder of the local database: %w", err)
		}
	}
	ctx, cancel := context.WithTimeoutCause(ctx, startTimeout, fmt.Errorf("%s did not answer within %s", e.name, startTimeout))
	defer cancel()
	var err error
	for range portAttempts { // another program may take the port before the engine does
		var p *Process
		if p, err = e.start(ctx, data); err == nil {
			return p, nil
		}
		if !strings.Contains(strings.ToLower(err.Error()), "in use") {
			break
		}
	}
	return nil, err
}

func (e Engine) start(ctx context.Context, data string) (*Process, error) {
	port, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	cmd, err := e.command(e.home, data, port)
	if err != nil {
		return nil, err
	}
	p := &Process{engine: e, endpoint: fmt.Sprintf("http://127.0.0.1:%d", port), stderr: &tail{max: 4096}, exited: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = p.stderr, p.stderr
	cmd.SysProcAttr = ownGroup()
	if p.stdin, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := p.run(cmd); err != nil {
		return nil, fmt.Errorf("starting %s: %w", e.name, err)
	}
	if err := p.waitUntilItAnswers(ctx); err != nil {
		return nil, errors.Join(err, p.kill())
	}
	return p, nil
}

// run starts the command and waits for its end on one goroutine with a thread of its own: Linux ends
// the child when the thread that started it ends (golang.org/issue/27505).
func (p *Process) run(cmd *exec.Cmd) error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		p.pid = cmd.Process
		started <- err
		if err == nil {
			p.err = cmd.Wait()
			close(p.exited)
		}
	}()
	return <-started
}

func (p *Process) waitUntilItAnswers(ctx context.Context) error {
	for {
		err := Probe(ctx, p.endpoint)
		select {
		case <-p.exited: // whatever answered was another program
			return p.failure("did not start")
		default:
		}
		if err == nil {
			return nil
		}
		select {
		case <-p.exited:
			return p.failure("did not start")
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// freePort finds a port on which nothing listens now.
func freePort(ctx context.Context) (int, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("finding a port for the local database: %w", err)
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// Endpoint is the URL to send DynamoDB's requests to.
func (p *Process) Endpoint() string { return p.endpoint }

// Name is the engine's name.
func (p *Process) Name() string { return p.engine.name }

// Exited is closed when the process has ended, wanted or not.
func (p *Process) Exited() <-chan struct{} { return p.exited }

// Close lets the engine finish what it is doing, and waits until its data is closed.
func (p *Process) Close() error {
	_ = p.stdin.Close()  // ends dynalite
	_ = terminate(p.pid) // ends dynoxide; an engine that has ended is not an error
	select {
	case <-p.exited:
		if p.err != nil && !terminated(p.err) {
			return p.failure("did not stop cleanly")
		}
		return nil
	case <-time.After(stopTimeout):
		return errors.Join(p.failure(fmt.Sprintf("did not stop within %s", stopTimeout)), p.kill())
	}
}

func (p *Process) kill() error {
	err := p.pid.Kill()
	if errors.Is(err, os.ErrProcessDone) {
		err = nil
	}
	<-p.exited
	return err
}

func (p *Process) failure(what string) error {
	said := strings.TrimSpace(p.stderr.String())
	if said == "" {
		said = "it printed no reason"
	}
	return fmt.Errorf("%s, the local database, %s: %s", p.engine.name, what, said)
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
