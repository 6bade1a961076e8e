package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra"
	"lambdaless/infra/settings"
	"lambdaless/internal/places"
	"lambdaless/local/engine"
	"lambdaless/local/watch"
)

// lookEvery is how often the files are checked. A change is deployed once two checks in a row have found the same.
const lookEvery = 50 * time.Millisecond

// watcher deploys what changes while the session serves what was deployed last.
type watcher struct {
	*session
	describer
	files  *watch.Files
	out    outputs
	raw    string         // out as the engine's state has it
	parked *engine.Parked // the engine of the next deployment
	// What has changed since the last deployment that succeeded.
	settingsChanged, codeChanged, allChanged bool
}

func newWatcher(s *session, api infra.API, out outputs, main string) *watcher {
	return &watcher{
		session: s, out: out,
		describer: describer{api: api, templates: filepath.Join(s.root, "templates"), program: &watch.Program{
			Root: s.root, Home: s.home, Package: main, Dir: filepath.Join(s.dir, "watch"),
		}},
		files: &watch.Files{
			Settings:  []string{filepath.Join(s.root, "Pulumi."+s.stack.Name()+".yaml"), filepath.Join(s.root, "Pulumi.yaml")},
			Templates: filepath.Join(s.root, "templates"),
		},
	}
}

// mainPackage is the package that this process was built from.
func mainPackage() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Path
	}
	return ""
}

// built is when this process's program was built.
func built() time.Time {
	path, err := os.Executable()
	if err != nil {
		return time.Time{}
	}
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// run watches until the context ends, or a part of the local AWS fails. Its error is a *restart when the whole
// program was rebuilt.
func (w *watcher) run(ctx context.Context) (err error) {
	w.files.Changed()
	w.remember()
	if w.raw, err = w.stack.RawOutputs(); err != nil {
		return err
	}
	building, stop := context.WithCancel(ctx)
	code := w.prepare(building)
	defer func(code <-chan []string) {
		stop()
		for range code { // until go build has ended
		}
	}(code)
	w.park(ctx)
	defer w.unpark()
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-w.cloud.Failed():
			return err
		case folders, ok := <-code:
			if ok {
				w.files.Watch(folders)
			} else {
				code = nil
			}
		case <-ticker.C:
			if changed, at := w.files.Changed(); len(changed) > 0 {
				if err := w.apply(ctx, changed, at); err != nil {
					return err
				}
			}
		}
	}
}

// apply deploys after files have changed, the last of them at a time. Whatever is wrong with them is printed;
// the error is a *restart.
func (w *watcher) apply(ctx context.Context, changed []string, at time.Time) error {
	w.say("\n%s changed.", w.names(changed))
	for _, path := range changed {
		isCode := filepath.Ext(path) == ".go"
		w.codeChanged = w.codeChanged || isCode
		w.allChanged = w.allChanged || isCode && w.program.NeedsAll(path)
		w.settingsChanged = w.settingsChanged || filepath.Ext(path) == ".yaml"
	}
	err := w.try(ctx)
	var again *restart
	switch {
	case ctx.Err() != nil:
		return nil // Ctrl-C is not a mistake
	case errors.As(err, &again):
		return err
	case err != nil:
		_, _ = fmt.Fprintln(w.err, err)
		w.say("Nothing has changed for clients: the last good deployment serves until this is corrected.")
	default:
		w.settingsChanged, w.codeChanged, w.allChanged = false, false, false
		w.say("Live %.1f s after the change.", time.Since(at).Seconds())
		if err = w.deployed(ctx); err != nil && ctx.Err() == nil {
			_, _ = fmt.Fprintln(w.err, err)
		}
	}
	w.park(ctx)
	return nil
}

// try deploys the files as they are.
func (w *watcher) try(ctx context.Context) error {
	if w.settingsChanged {
		w.unpark() // it has read the settings as they were
		if err := checkProject(w.root, w.dir, w.stack.Name()); err != nil {
			return err
		}
		if err := w.readSettings(); err != nil {
			return err
		}
	}
	if w.codeChanged {
		if err := w.build(ctx); err != nil {
			return err
		}
	}
	api, err := w.describe(ctx, w.say, w.files)
	if err != nil {
		return err
	}
	if err := checkDeclared(w.root, w.stack.Name(), api); err != nil {
		return err
	}
	if err := checkRenamed(w.dir, w.stack.Name(), api); err != nil {
		return err
	}
	if w.allChanged {
		w.say("This is code that deploys or serves: building the whole program, which takes longer...")
		return w.buildAll(ctx)
	}
	var wrong *settings.Error
	err = w.deployProgram(ctx, func(ctx *pulumi.Context) error {
		err := infra.DeployAPI(ctx, api)
		errors.As(err, &wrong)
		return err
	})
	if wrong != nil {
		return w.placed(wrong)
	}
	return err
}

// readSettings takes over the stack's settings.
func (w *watcher) readSettings() error {
	if err := w.stack.ReadSettings(); err != nil {
		return err
	}
	return w.ownLoggingRole()
}

// placed says in which lines the wrong settings are.
func (w *watcher) placed(wrong *settings.Error) error {
	var at []string
	for _, problem := range wrong.Problems {
		for _, file := range w.files.Settings { // the stack's first
			if place := places.Setting(w.root, file, problem.Key); place != (places.Place{}) {
				at = append(at, fmt.Sprintf("%s: %s", place, problem.Key))
				break
			}
		}
	}
	if len(at) == 0 {
		at = []string{fmt.Sprintf("a setting is missing in Pulumi.%s.yaml", wrong.Stack)}
	}
	return errors.New(strings.Join(at, "\n"))
}

// deployProgram runs a program in the engine that waits, or else in one that is started for it.
func (w *watcher) deployProgram(ctx context.Context, program pulumi.RunFunc) error {
	if p := w.parked; p != nil {
		w.parked = nil
		if err := p.Deploy(ctx, program); !errors.Is(err, engine.ErrNotParked) {
			return err
		}
	}
	w.stack.SetProgram(program)
	_, err := w.stack.Deploy(ctx, engine.Run{})
	return err
}

// deployed does what can wait until clients have the change: it writes and shows the outputs if they are not the same.
func (w *watcher) deployed(ctx context.Context) error {
	if err := w.sweep(ctx); err != nil {
		return err
	}
	raw, err := w.stack.RawOutputs()
	if err != nil || raw == w.raw {
		return err
	}
	got, err := w.stack.Outputs(ctx)
	if err != nil {
		return err
	}
	w.raw, w.out = raw, toOutputs(got)
	w.out.print(w.session.out)
	return w.save(w.out)
}

func (w *watcher) park(ctx context.Context) {
	if w.parked == nil && ctx.Err() == nil {
		w.parked = w.stack.Park(ctx)
	}
}

func (w *watcher) unpark() {
	if w.parked != nil {
		w.parked.Cancel()
		w.parked = nil
	}
}

// names are files as people write them; of many only some.
func (w *watcher) names(files []string) string {
	var names []string
	for _, file := range files {
		if relative, err := filepath.Rel(w.root, file); err == nil {
			file = relative
		}
		names = append(names, filepath.ToSlash(file))
	}
	if len(names) > maxShown {
		return fmt.Sprintf("%s and %d more files", names[0], len(names)-1)
	}
	return strings.Join(names, ", ")
}
