//go:build linux

package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"

	"lambdaless/local/localtest"
)

// process is a command that runs.
type process struct {
	cmd    *exec.Cmd
	output *localtest.Buffer
	ended  chan struct{}
	err    error
}

func (k *killing) start(dir, version, verb string) *process {
	k.Helper()
	program, err := os.Executable()
	require.NoError(k, err)
	r := &process{cmd: exec.Command(program), output: &localtest.Buffer{}, ended: make(chan struct{})}
	r.cmd.Env = append(os.Environ(), asLocal+"="+version+" "+verb, asLocal+"_DIR="+dir)
	r.cmd.Stdout, r.cmd.Stderr = r.output, r.output
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	r.cmd.WaitDelay = time.Second // an engine that keeps running holds the output open
	require.NoError(k, r.cmd.Start())
	go func() { r.err = r.cmd.Wait(); close(r.ended) }()
	return r
}

const patience = 2 * time.Minute

// wait waits for the end of the command.
func (r *process) wait() error {
	select {
	case <-r.ended:
		if errors.Is(r.err, exec.ErrWaitDelay) {
			return nil
		}
		return r.err
	case <-time.After(patience):
		_ = r.cmd.Process.Kill()
		return errors.New("the command hangs")
	}
}

// serving waits until the API is served.
func (r *process) serving() error {
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		if r.url() != "" {
			return nil
		}
		select {
		case <-r.ended:
			return fmt.Errorf("the command ended: %w", errors.Join(r.err, errors.New(r.output.String())))
		default:
		}
		if time.Since(began) > patience {
			return fmt.Errorf("the API is not served: %s", r.output.String())
		}
	}
}

func (r *process) url() string {
	_, after, found := strings.Cut(r.output.String(), "Serving ")
	if url, _, ended := strings.Cut(after, " "); found && ended {
		return url
	}
	return ""
}

// end ends the command by a signal, which it treats as a request to stop and not as a failure.
func (r *process) end(s syscall.Signal) error {
	if err := r.cmd.Process.Signal(s); err != nil {
		return err
	}
	if err := r.wait(); err != nil {
		return fmt.Errorf("after %s: %w\n%s", s, err, r.output.String())
	}
	return nil
}

func (r *process) ask(method, name, body string) (int, error) {
	request, err := http.NewRequestWithContext(context.Background(), method, r.url()+"/"+name, strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, response.Body)
	return response.StatusCode, errors.Join(err, response.Body.Close())
}

func (r *process) put(name string) error {
	status, err := r.ask(http.MethodPut, name, interstellar)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("PUT answers %d", status)
	}
	return err
}

// check holds that the API works, and that it still has its item unless the table was destroyed.
func (r *process) check(hadTable bool, version string) error {
	if err := r.put("eve"); err != nil {
		return err
	}
	status, err := r.ask(http.MethodGet, "eve", "")
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("GET answers %d", status)
	}
	if err != nil || !hadTable || version == "second" { // whose GET answers 200 to everything
		return err
	}
	if status, err = r.ask(http.MethodGet, "bob", ""); err == nil && status != http.StatusOK {
		err = fmt.Errorf("the item is lost: GET answers %d", status)
	}
	return err
}

// killAt kills the victim once, at the point or at the command's end.
func (r *process) killAt(watch *fileWatch, victim string, p point) {
	if p.file == "" {
		select {
		case <-time.After(p.after):
		case <-r.ended:
			return
		}
	} else if !watch.reached(p.file, p.n, r.done()) {
		victim = "" // this run wrote less often: many calls at once share a write of the account
	}
	switch victim {
	case "us":
		_ = r.cmd.Process.Kill()
	case "Ctrl-C":
		_ = syscall.Kill(-r.cmd.Process.Pid, syscall.SIGINT)
	case "engine":
		killAll(descendants(r.cmd.Process.Pid), "pulumi")
	case "database":
		killAll(descendants(r.cmd.Process.Pid), "dynoxide")
	case "group":
		all := descendants(r.cmd.Process.Pid)
		_ = r.cmd.Process.Kill()
		killAll(all, "")
	}
	// A process that had not started yet, or was no longer needed, leaves the command serving.
	for began := time.Now(); time.Since(began) < patience; time.Sleep(100 * time.Millisecond) {
		select {
		case <-r.ended:
			return
		default:
		}
		if r.url() != "" {
			_ = r.cmd.Process.Signal(syscall.SIGTERM)
			return
		}
	}
}

// done is closed when the command has ended, or serves and writes no more.
func (r *process) done() <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for r.url() == "" {
			select {
			case <-r.ended:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return done
}

// descendants are the processes below one, by their names.
func descendants(pid int) map[int]string {
	below := map[int]string{}
	children, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, file := range children {
		text, _ := os.ReadFile(file)
		for _, field := range strings.Fields(string(text)) {
			child, err := strconv.Atoi(field)
			if err != nil {
				continue
			}
			name, _ := os.ReadFile(fmt.Sprintf("/proc/%d/comm", child))
			below[child] = strings.TrimSpace(string(name))
			for grandchild, name := range descendants(child) {
				below[grandchild] = name
			}
		}
	}
	return below
}

func killAll(processes map[int]string, name string) {
	for pid, has := range processes {
		if name == "" || has == name {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}
