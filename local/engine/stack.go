package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Options say which stack to run, with what, and where.
type Options struct {
	Root         string            // the repository: Pulumi.yaml and the stacks' settings
	Dir          string            // the engine's own folder: its state is below it
	Stack        string            // the stack's name, as in Pulumi.<stack>.yaml
	CLI          CLI               // from FindCLI
	Program      pulumi.RunFunc    // nil is the project's own, in the language of its Pulumi.yaml
	Home         string            // the folder of lambdaless itself, with tools/; for a program of the project's own
	Env          map[string]string // further variables for the engine and its plugins
	ProviderPort int               // where the local AWS's provider listens
	Output       io.Writer         // the engine's progress
	Errors       io.Writer
	Color        bool
}

// Stack is a stack of the program on the local AWS.
type Stack struct {
	auto.Stack
	o       Options
	project string
	phrase  string
	ended   *bool // whether the engine ended by itself the last time
	skips   map[string]string
}

// Open selects the stack, and makes it if it is new. The caller must be the only one to work in
// o.Dir: it is cleaned of what a killed engine left there, once that has ended.
func Open(ctx context.Context, o Options) (*Stack, error) {
	work, state, home := filepath.Join(o.Dir, "workspace"), filepath.Join(o.Dir, "state"), filepath.Join(o.Dir, "pulumi")
	if err := prepare(o.Root, work, o.Stack, o.Program == nil); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(state, 0o750); err != nil {
		return nil, fmt.Errorf("making the folder of the engine's state: %w", err)
	}
	if err := makeHome(home); err != nil {
		return nil, err
	}
	if err := waitForOthers(ctx, o.Dir, o.Output); err != nil {
		return nil, err
	}
	if err := errors.Join(clean(o.Dir), restore(o.Dir)); err != nil {
		return nil, err
	}
	project, err := ProjectName(o.Root)
	if err != nil {
		return nil, err
	}
	ended, skips := new(bool), map[string]string{"stack history": "[]"} // which nothing here reads
	run := command{CLI: o.CLI, lease: leaseFile(o.Dir), ended: ended, skips: skips}
	phrase, err := statePassphrase(state, project, o.Stack)
	if err != nil {
		return nil, err
	}
	if err := rekey(work, o.Stack, phrase); err != nil && !errors.Is(err, os.ErrNotExist) { // a stack of another program may have no settings
		return nil, err
	}
	env := environment(state, phrase, o)
	var s auto.Stack
	if o.Program == nil {
		if run.hosts, err = languageHost(ctx, o, env); err != nil {
			return nil, err
		}
		s, err = auto.UpsertStackLocalSource(ctx, o.Stack, work, auto.PulumiHome(home), auto.Pulumi(run), auto.EnvVars(env))
	} else {
		s, err = auto.UpsertStackInlineSource(ctx, o.Stack, project, o.Program, auto.WorkDir(work), auto.PulumiHome(home), auto.Pulumi(run), auto.EnvVars(env))
	}
	if err != nil {
		return nil, fmt.Errorf("opening the stack %s: %w", o.Stack, err)
	}
	return &Stack{Stack: s, o: o, project: project, phrase: phrase, ended: ended, skips: skips}, nil
}

// environment is what makes the engine a local one: its state in a folder, our provider for aws,
// and nothing asked of the network.
func environment(state, phrase string, o Options) map[string]string {
	env := map[string]string{
		// Without metadata the engine writes each file of its state at once, which it does not do with their
		// attributes.
		"PULUMI_BACKEND_URL":                          "file://" + filepath.ToSlash(state) + "?metadata=skip",
		"PULUMI_CONFIG_PASSPHRASE":                    phrase,
		"PULUMI_DEBUG_PROVIDERS":                      fmt.Sprintf("aws:%d,awsx:%d", o.ProviderPort, o.ProviderPort),
		"PULUMI_SKIP_UPDATE_CHECK":                    "true",
		"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
		// The engine would otherwise write all of its state before and after each step, which for 100 routes
		// is most of the time of a deployment. What a kill then loses is in the account (ADR 9).
		"PULUMI_SKIP_CHECKPOINTS": "true",
	}
	maps.Copy(env, o.Env)
	return env
}

// SetProgram makes another program the stack's.
func (s *Stack) SetProgram(program pulumi.RunFunc) {
	s.o.Program = program
	s.Workspace().SetProgram(program)
}

// Project is the project's name.
func (s *Stack) Project() string { return s.project }

// Run says how to run the engine once.
type Run struct {
	Refresh bool                      // first bring the state up to date with the account
	Diff    bool                      // show every property
	Packs   []string                  // policy packs: executables, or folders
	Configs []string                  // the packs' settings, a file each
	Events  chan<- events.EngineEvent // receives what the engine does; closed at the end
}

// Deploy runs `pulumi up`.
func (s *Stack) Deploy(ctx context.Context, r Run) (auto.UpResult, error) {
	opts := []optup.Option{optup.ProgressStreams(s.o.Output), optup.ErrorProgressStreams(s.o.Errors), optup.Color(s.color()),
		optup.SuppressOutputs(), optup.PolicyPacks(r.Packs...), optup.PolicyPackConfigs(r.Configs...)}
	if r.Refresh {
		opts = append(opts, optup.Refresh())
	}
	if r.Diff {
		opts = append(opts, optup.Diff())
	}
	if r.Events != nil {
		opts = append(opts, optup.EventStreams(r.Events))
	}
	var result auto.UpResult
	err := s.change(ctx, "up", func() (err error) {
		result, err = s.Up(ctx, opts...)
		return err
	})
	return result, err
}

// Preview runs `pulumi preview`.
func (s *Stack) Preview(ctx context.Context, r Run) (auto.PreviewResult, error) {
	opts := []optpreview.Option{optpreview.ProgressStreams(s.o.Output), optpreview.ErrorProgressStreams(s.o.Errors), optpreview.Color(s.color()),
		optpreview.PolicyPacks(r.Packs...), optpreview.PolicyPackConfigs(r.Configs...)}
	if !r.Diff {
		opts = append(opts, optpreview.SuppressOutputs())
	}
	if r.Refresh {
		opts = append(opts, optpreview.Refresh())
	}
	if r.Diff {
		opts = append(opts, optpreview.Diff())
	}
	if r.Events != nil {
		opts = append(opts, optpreview.EventStreams(r.Events))
	}
	result, err := s.Stack.Preview(ctx, opts...)
	return result, failed("preview", err)
}

// Refresh runs `pulumi refresh`: the state takes over what the account holds, and pending creations are
// forgotten.
func (s *Stack) Refresh(ctx context.Context) error {
	return s.change(ctx, "refresh", func() error {
		_, err := s.Stack.Refresh(ctx, optrefresh.ProgressStreams(s.o.Output), optrefresh.ErrorProgressStreams(s.o.Errors),
			optrefresh.Color(s.color()), optrefresh.SuppressOutputs(), optrefresh.ClearPendingCreates())
		return err
	})
}

// Destroy runs `pulumi destroy` and forgets the stack.
func (s *Stack) Destroy(ctx context.Context) error {
	return s.change(ctx, "destroy", func() error {
		_, err := s.Stack.Destroy(ctx, optdestroy.ProgressStreams(s.o.Output), optdestroy.ErrorProgressStreams(s.o.Errors),
			optdestroy.Color(s.color()), optdestroy.Remove())
		return err
	})
}

// change runs a command that changes the stack. What it leaves is unfinished unless the engine ended by
// itself, not interrupted, and saved its state: then it has recorded whatever it did.
func (s *Stack) change(ctx context.Context, name string, run func() error) error {
	wasUnfinished := s.Unfinished()
	if err := begin(s.o.Dir, s.Name()); err != nil {
		return err
	}
	before := s.saved()
	err := run()
	if !wasUnfinished && *s.ended && ctx.Err() == nil && (err == nil || s.saved() != before) {
		err = errors.Join(err, s.Finish())
	}
	return failed(name, err)
}

func (s *Stack) color() string {
	if s.o.Color {
		return "always"
	}
	return "never"
}
