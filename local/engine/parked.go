package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Parked is a `pulumi up` that has started, has read the stack's state and settings, and waits for a program
// to run: an update then does not wait for the engine to start, which takes longer than the update. Until it is
// given a program it changes nothing, but it holds the stack: no other operation may run before Deploy or Cancel
// has returned.
type Parked struct {
	stack   *Stack
	program chan pulumi.RunFunc
	ended   chan struct{} // closed once the engine has ended, with err
	err     error
	cancel  context.CancelFunc
	open    atomic.Bool // whether the engine's output is shown
}

// ErrNotParked says that a parked engine ended before it was given a program.
var ErrNotParked = errors.New("the waiting engine has ended")

// Park starts an engine that waits. It ends with ctx, or by Cancel.
func (s *Stack) Park(ctx context.Context) *Parked {
	ctx, cancel := context.WithCancel(ctx)
	p := &Parked{stack: s, program: make(chan pulumi.RunFunc), ended: make(chan struct{}), cancel: cancel}
	s.Workspace().SetProgram(p.run)
	go func() {
		defer close(p.ended)
		defer cancel()
		s.skips["stack output"] = "{}" // RawOutputs reads them from the state, in milliseconds
		_, p.err = s.Up(ctx, optup.ProgressStreams(p.gate(s.o.Output)), optup.ErrorProgressStreams(p.gate(s.o.Errors)),
			optup.Color(s.color()), optup.SuppressOutputs(), optup.SuppressProgress())
		delete(s.skips, "stack output")
		s.Workspace().SetProgram(s.o.Program)
	}()
	return p
}

// run is the program as the engine knows it. Without one it returns only once the engine is gone: an engine
// that lives would record the outputs of a program that has none.
func (p *Parked) run(ctx *pulumi.Context) error {
	select {
	case program := <-p.program:
		return program(ctx)
	case <-ctx.Context().Done():
		return ctx.Context().Err()
	}
}

// Deploy runs a program in the waiting engine and returns when the update has ended. Its error is
// ErrNotParked when nothing was done, and otherwise as that of Stack.Deploy. The context is Park's.
func (p *Parked) Deploy(ctx context.Context, program pulumi.RunFunc) error {
	noted := make(chan struct{}) // that the engine changes the stack, which is noted only once it will
	select {
	case p.program <- after(noted, program):
	case <-p.ended:
		return fmt.Errorf("%w: %w", ErrNotParked, p.err)
	}
	p.open.Store(true)
	defer p.Cancel() // if it could not be noted
	return p.stack.change(ctx, "up", func() error {
		close(noted)
		<-p.ended
		return p.err
	})
}

// after is a program that waits.
func after(noted <-chan struct{}, program pulumi.RunFunc) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		select {
		case <-noted:
			return program(ctx)
		case <-ctx.Context().Done():
			return ctx.Context().Err()
		}
	}
}

// Cancel ends an engine that waits, and returns when it has ended.
func (p *Parked) Cancel() {
	p.cancel()
	<-p.ended
}

// gate passes on what the engine prints once it has a program, except how long it took, which counts the waiting.
func (p *Parked) gate(to io.Writer) io.Writer { return &gate{to: to, open: &p.open} }

type gate struct {
	to   io.Writer
	open *atomic.Bool
	rest []byte // a line that has not ended
}

func (g *gate) Write(text []byte) (int, error) {
	if !g.open.Load() {
		return len(text), nil
	}
	g.rest = append(g.rest, text...)
	for {
		end := bytes.IndexByte(g.rest, '\n') + 1
		if end == 0 {
			return len(text), nil
		}
		line := g.rest[:end]
		g.rest = g.rest[end:]
		if bytes.Contains(line, []byte("Duration: ")) {
			continue
		}
		if _, err := g.to.Write(line); err != nil {
			return 0, err
		}
	}
}
