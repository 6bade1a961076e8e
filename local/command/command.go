// Package command holds the subcommands of `local`, one per file.
package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"lambdaless/infra"
)

// gcPercent trades memory, of which a small server has plenty, for requests per second.
const gcPercent = 400

// Main runs the command line of the process for an API, which infra.DeployAPI deploys, and returns its exit
// status. The project is that of the folder that the process runs in.
func Main(api infra.API) int {
	debug.SetGCPercent(gcPercent)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	return run(ctx, api, os.Args[1:])
}

// run executes one command and returns the exit status: 0 for success, 130 when interrupted, 1 for
// everything else, unless the error knows better.
func run(ctx context.Context, api infra.API, args []string) int {
	root := newRoot(api)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var status exitStatus
	switch {
	case err == nil:
		return 0
	case errors.As(err, &status):
		return int(status)
	case ctx.Err() != nil:
		_, _ = fmt.Fprintln(os.Stderr, "Interrupted.")
		return 130
	default:
		_, _ = fmt.Fprintf(os.Stderr, "Error: %v\n", err)
		return 1
	}
}

// exitStatus is an error that has been reported already: only the status is left to say.
type exitStatus int

func (s exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

func newRoot(api infra.API) *cobra.Command {
	root := &cobra.Command{
		Use:           "local",
		Short:         "AWS on a laptop: deploy the API with the real Pulumi engine, without an AWS account",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.PersistentFlags().BoolP("verbose", "v", false, "show every step of the Pulumi engine")
	root.SetFlagErrorFunc(unknownFlag)
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(newUp(api), newDown(api), newPreview(api), newLock(api), newExec(api), newInvoke(api), newToken(api), newRender(), newTemplates(api), newNew(api), newOpenAPI(api), newOutputs(api), newEvents(api), newRights(api), newInstall(api))
	return root
}
