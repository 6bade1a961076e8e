package command

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"lambdaless/infra"
)

// newUp is `local up`: deploy and serve.
func newUp(api infra.API) *cobra.Command {
	var stack, dir, port string
	var watched bool
	cmd := &cobra.Command{
		Use:   "up",
		Short: "Deploy the API to the local AWS, serve it until Ctrl-C, and deploy what changes meanwhile",
		Long: "Deploy the API to the local AWS and serve it until Ctrl-C. Meanwhile the Go code that declares the API, templates/\n" +
			"and the stack's settings are watched: what is saved is deployed. A mistake is printed, and the last good\n" +
			"deployment keeps serving.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := readPort(port)
			if err != nil {
				return err
			}
			s, err := readOptions(cmd, api, dir)
			if err != nil {
				return err
			}
			return replaced(up(cmd.Context(), s, stack, p, watched, api))
		},
	}
	stackFlag(cmd, &stack)
	dirFlag(cmd, &dir)
	portFlag(cmd, &port)
	cmd.Flags().BoolVar(&watched, "watch", true, "deploy files that change while the API is served")
	return cmd
}

func up(ctx context.Context, s options, stack string, port int, watched bool, api infra.API) (err error) {
	restarted := watched && os.Getenv(restartedVariable) != ""
	wrong := s.check(stack)
	if wrong != nil && !restarted {
		return fmt.Errorf("nothing was deployed: %w", wrong)
	}
	session, err := open(ctx, s, target{stack: stack, port: port})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.close()) }()

	var out outputs
	if err = wrong; err == nil {
		out, err = session.deploy(ctx)
	}
	if err != nil && restarted && ctx.Err() == nil {
		_, _ = fmt.Fprintln(s.err, err)
		out, err = readOutputs(s.dir, stack)
	}
	if err != nil {
		return err
	}
	s.say("")
	out.print(s.out)
	if lines := session.examples(out); len(lines) > 0 {
		s.say("\nTry it:")
		for _, line := range lines {
			s.say("  %s", line)
		}
	}
	page, stop, err := session.servePage(out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	if page != "" {
		s.say("\nThe page: %s", page)
	}
	s.say("\nServing %s until Ctrl-C. Data, logs and outputs.json are in %s.", out.text("apiUrl"), s.shown())
	if watched {
		s.say("Save a file of the API's Go code, of templates/ or of the stack's settings, and the change is deployed.")
		w := newWatcher(session, api, out, mainPackage())
		w.files.Built = built()
		err = w.run(ctx)
	} else {
		err = session.wait(ctx)
	}
	if err == nil {
		s.say("\nStopped. `make up` goes on from here, `make down` removes everything.")
	}
	return err
}

// wait serves until the context ends, or a part of the local AWS fails.
func (s *session) wait(ctx context.Context) error {
	select {
	case err := <-s.cloud.Failed():
		return err
	case <-ctx.Done():
		return nil
	}
}
