package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/spf13/cobra"

	"lambdaless/infra"
	"lambdaless/local/cognito"
	"lambdaless/local/pipes"
)

// newExec is `local exec`: a command against a stack of its own.
func newExec(api infra.API) *cobra.Command {
	var stack string
	cmd := &cobra.Command{
		Use:   "exec -- COMMAND [ARGUMENT...]",
		Short: "Deploy to a fresh local AWS, run a command with API_URL and API_KEY set, and discard everything",
		Long: "Deploy to a fresh local AWS, run a command against it, and discard everything. The command has the address in API_URL, the\n" +
			"key in API_KEY where access needs one, the address of the built page of web/ in PAGE_URL, the file of what pipes deliver in EVENTS_FILE,\n" +
			"and in TOKEN_ALICE and TOKEN_BOB tokens of two users where it needs a login.",
		Example: "  local exec -- go test ./contract\n" +
			"  local exec --stack dev -- sh -c 'curl $API_URL/bob'",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("exec takes a command, as in `local exec -- go test ./contract`")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			// Quiet, so that the command's own output is all that goes to standard output.
			return inScratch(cmd, api, true, func(s options) error { return execute(cmd.Context(), s, stack, cmd, args) })
		},
	}
	stackFlag(cmd, &stack)
	return cmd
}

func execute(ctx context.Context, s options, stack string, cmd *cobra.Command, args []string) (err error) {
	if err := s.check(stack); err != nil {
		return fmt.Errorf("nothing was deployed: %w", err)
	}
	session, err := open(ctx, s, target{stack: stack})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.close()) }()
	out, err := session.deploy(ctx)
	if err != nil {
		return err
	}
	page, stop, err := session.servePage(out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	run := exec.CommandContext(ctx, args[0], args[1:]...)
	run.Env = append(os.Environ(), "API_URL="+out.text("apiUrl"), "API_KEY="+out.text("apiKey"), "PAGE_URL="+page, "EVENTS_FILE="+pipes.EventsFile(s.dir))
	for _, user := range []string{"alice", "bob"} {
		grant := signIn(out, user)
		if grant.Pool == "" {
			break
		}
		token, err := cognito.NewIssuer(s.dir).Sign(grant)
		if err != nil {
			return err
		}
		run.Env = append(run.Env, "TOKEN_"+strings.ToUpper(user)+"="+token)
	}
	run.Stdin, run.Stdout, run.Stderr = cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr()
	err = run.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) && ended.ExitCode() > 0 {
		return exitStatus(ended.ExitCode())
	}
	return err
}
