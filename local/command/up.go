package command

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"lambdaless/infra"
)

// newUp is `local up`: deploy and serve.
func newUp(api infra.API) *cobra.Command {
	var stack, dir, port string
	cmd := &cobra.Command{
		Use:   "up",
		Short: "Deploy the API to the local AWS and serve it until Ctrl-C",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := readPort(port)
			if err != nil {
				return err
			}
			s, err := readSettings(cmd, api, dir)
			if err != nil {
				return err
			}
			return up(cmd.Context(), s, stack, p)
		},
	}
	stackFlag(cmd, &stack)
	dirFlag(cmd, &dir)
	portFlag(cmd, &port)
	return cmd
}

func up(ctx context.Context, s settings, stack string, port int) (err error) {
	session, err := open(ctx, s, target{stack: stack, port: port})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.close()) }()

	out, err := session.deploy(ctx)
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

	select {
	case err := <-session.cloud.Failed():
		return err
	case <-ctx.Done():
		s.say("\nStopped. `make up` goes on from here, `make down` removes everything.")
		return nil
	}
}
