package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lambdaless/infra"
	"lambdaless/internal/capability"
	"lambdaless/local/engine"
)

// reports are the files that a preview's report is written to, besides the text that it prints.
type reports struct{ markdown, json, sarif string }

// newPreview is `local preview`: what a stack would deploy to an empty account, judged.
func newPreview(api infra.API) *cobra.Command {
	var stack, record string
	var configs []string
	var pack string
	var asJSON, diff bool
	var to reports
	cmd := &cobra.Command{
		Use:   "preview",
		Short: "Preview a stack without credentials, prove its policies, and print the capability matrix",
		Long: "Preview what a stack would deploy to an empty account, with the real Pulumi engine and the policy pack, and\n" +
			"print one line per method: what it may do, on what, as whom, and whether that is proven. Exits with 1 when a\n" +
			"mandatory rule is violated or cannot be decided.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return inScratch(cmd, api, asJSON, func(s options) error {
				report, failure := judge(cmd.Context(), s, target{stack: stack, env: recordTo(record)}, pack, engine.Run{Diff: diff, Configs: absolute(configs)})
				if report == nil {
					// The files are written all the same: an earlier report must not stay in their place.
					project, err := engine.ProjectName(s.root)
					return errors.Join(failure, err, to.write(capability.Unjudged(project, stack, inFull(failure)), s.root))
				}
				if failure != nil && !report.Failed() {
					report.Failure = inFull(failure)
				}
				if err := errors.Join(show(cmd.OutOrStdout(), *report, asJSON), to.write(*report, s.root)); err != nil {
					return err
				}
				return verdict(*report, failure)
			})
		},
	}
	stackFlag(cmd, &stack)
	cwdFlag(cmd)
	flags := cmd.Flags()
	flags.BoolVar(&asJSON, "json", false, "print the report as JSON; progress goes to standard error")
	flags.BoolVar(&diff, "diff", false, "show every property that would be deployed")
	flags.StringVar(&to.markdown, "markdown", "", "also write the report as Markdown to this file")
	flags.StringVar(&to.json, "json-file", "", "also write the report as JSON to this file")
	flags.StringVar(&to.sarif, "sarif", "", "also write the findings as SARIF to this file")
	flags.StringArrayVar(&configs, "policy-pack-config", nil, "settings of the rules, a JSON file; may be repeated")
	flags.StringVar(&pack, "pack", "", "build the policy pack from this checkout, such as the base branch's (default: this repository)")
	flags.StringVar(&record, "record", "", "write what the policy pack was given to this file (for the mutants)")
	return cmd
}

// newLock is `local lock`: agree to the capabilities that the stack has now.
func newLock(api infra.API) *cobra.Command {
	var stack string
	cmd := &cobra.Command{
		Use:   "lock",
		Short: "Write a stack's capabilities to capabilities.<stack>.lock.json, to be committed",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return inScratch(cmd, api, false, func(s options) error {
				report, failure := judge(cmd.Context(), s, target{stack: stack, env: map[string]string{"POLICY_LOCK": "rewrite"}}, "", engine.Run{})
				if report == nil {
					return failure
				}
				if err := show(s.out, *report, false); err != nil {
					return err
				}
				if err := verdict(*report, failure); err != nil {
					return err
				}
				if report.NoLock {
					s.say("\nNothing was written: stack %s needs no lock. The rules' setting lockedStacks says which stacks do.", stack)
					return nil
				}
				lock, err := capability.NewLock(report.Matrix)
				if err != nil {
					return err
				}
				path := capability.LockPath(s.root, stack)
				if before, err := capability.ReadLock(path); err == nil && capability.Diff(before, report.Matrix) == "" {
					s.say("\nNothing was written: %s has these capabilities already.", filepath.Base(path))
					return nil
				}
				if err := lock.WriteFile(path); err != nil {
					return err
				}
				s.say("\nWrote %s: commit it.", filepath.Base(path))
				return nil
			})
		},
	}
	stackFlag(cmd, &stack)
	cwdFlag(cmd)
	return cmd
}

// inScratch runs f with a local AWS in a folder that is thrown away. With quiet, the engine's
// progress goes to standard error.
func inScratch(cmd *cobra.Command, api infra.API, quiet bool, f func(options) error) (err error) {
	dir, err := os.MkdirTemp("", "lambdaless-")
	if err != nil {
		return fmt.Errorf("making a folder for the local AWS: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	s, err := readOptions(cmd, api, dir)
	if err != nil {
		return err
	}
	if quiet {
		s.out = s.err
	}
	return f(s)
}

// buildPack builds the pack with the settings of another checkout of the project, such as the base branch's,
// or of the project itself where that is empty. A stack that has a lock there needs one here too.
func buildPack(ctx context.Context, s options, stack, from string) (pack string, locked bool, err error) {
	home, base := s.home, s.root
	if from != "" {
		if base, err = filepath.Abs(from); err != nil {
			return "", false, err
		}
		if home, err = engine.Home(ctx, base); err != nil {
			return "", false, err
		}
		_, err = os.Stat(capability.LockPath(base, stack))
		locked = err == nil
	}
	pack, err = engine.BuildPack(ctx, home, base, s.binaries())
	return pack, locked, err
}

// judge previews the target under the pack that buildPack builds. The report is nil when the pack did not
// write one, and then the error says why; with a report, the error is the engine's verdict.
func judge(ctx context.Context, s options, t target, from string, run engine.Run) (_ *capability.Report, err error) {
	if err := s.check(t.stack); err != nil {
		return nil, err
	}
	if s.api != nil { // the account is empty, and the stack that make up deployed is not
		if err := checkRenamed(filepath.Join(s.root, ".local"), t.stack, *s.api); err != nil {
			return nil, err
		}
	}
	s.say("Building the policy pack...")
	pack, locked, err := buildPack(ctx, s, t.stack, from)
	if err != nil {
		return nil, err
	}
	run.Packs = []string{pack}
	file := filepath.Join(s.dir, "report.json")
	variables := map[string]string{
		"POLICY_REPORT": file, "POLICY_ROOT": s.root, "POLICY_CONFIG": strings.Join(run.Configs, string(os.PathListSeparator)),
	}
	if s.program == nil {
		variables["POLICY_LOCK_COMMAND"] = lockCommand(s.root, t.stack)
	}
	if locked {
		variables["POLICY_LOCK"] = "required"
	}
	maps.Copy(variables, t.env)
	t.env, t.preview = variables, true
	session, err := open(ctx, s, t)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, session.close()) }()
	_, failure := session.stack.Preview(ctx, run)
	report, err := capability.ReadReport(file)
	switch {
	case err == nil:
		return &report, failure
	case failure != nil: // it is why there is no report
		return nil, failure
	}
	return nil, err
}

// inFull is a failure as reports have it: where they are read, what the engine has printed is not seen.
func inFull(failure error) string {
	var of *engine.Failure
	if errors.As(failure, &of) {
		return of.Reason()
	}
	return failure.Error()
}

// lockCommand is what writes the lock of another project's stack, from the folder that this command runs in.
func lockCommand(project, stack string) string {
	if wd, err := os.Getwd(); err == nil {
		if relative, err := filepath.Rel(wd, project); err == nil {
			project = relative
		}
	}
	if strings.ContainsAny(project, " \t") {
		project = "'" + project + "'"
	}
	return fmt.Sprintf("go run ./local lock --cwd %s --stack %s", project, stack)
}

func show(w io.Writer, report capability.Report, asJSON bool) error {
	if asJSON {
		return report.WriteJSON(w)
	}
	if _, err := fmt.Fprintln(w); err != nil {
		return err
	}
	return report.WriteText(w)
}

// write writes the files that were asked for.
func (r reports) write(report capability.Report, root string) error {
	var errs []error
	for _, f := range []struct {
		path  string
		write func(io.Writer) error
	}{
		{r.markdown, report.WriteMarkdown},
		{r.json, report.WriteJSON},
		{r.sarif, func(w io.Writer) error { return report.WriteSARIF(w, repositoryFolder(root)) }},
	} {
		if f.path == "" {
			continue
		}
		var text strings.Builder
		err := f.write(&text)
		if err == nil {
			err = os.WriteFile(f.path, []byte(text.String()), 0o644)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// repositoryFolder is the project's folder below its git repository, empty for the repository's own.
func repositoryFolder(root string) string {
	for dir := root; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			if below, err := filepath.Rel(dir, root); err == nil && below != "." {
				return filepath.ToSlash(below)
			}
			return ""
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// verdict turns a report that fails into the exit status. An engine that failed although the report
// does not has another reason, which is said.
func verdict(report capability.Report, failure error) error {
	if report.Failed() && report.Failure == "" {
		return exitStatus(1)
	}
	return failure
}

// absolute makes paths that mean the same in the engine's folder.
func absolute(paths []string) []string {
	var all []string
	for _, p := range paths {
		if a, err := filepath.Abs(p); err == nil {
			p = a
		}
		all = append(all, p)
	}
	return all
}

func recordTo(file string) map[string]string {
	if file == "" {
		return nil
	}
	return map[string]string{"POLICY_RECORD": absolute([]string{file})[0]}
}
