package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"lambdaless/infra"
	"lambdaless/local/engine"
)

// newPreview is `local preview`: what a stack would deploy to an empty account.
func newPreview() *cobra.Command {
	var stack string
	var diff bool
	cmd := &cobra.Command{
		Use:   "preview",
		Short: "Preview a stack's deployment to an empty account, without credentials",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			dir, err := os.MkdirTemp("", "lambdaless-")
			if err != nil {
				return fmt.Errorf("making a folder for the local AWS: %w", err)
			}
			defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
			s, err := readSettings(cmd, dir)
			if err != nil {
				return err
			}
			return preview(cmd.Context(), s, stack, diff)
		},
	}
	stackFlag(cmd, &stack)
	cmd.Flags().BoolVar(&diff, "diff", false, "show every property")
	return cmd
}

func preview(ctx context.Context, s settings, stack string, diff bool) (err error) {
	session, err := open(ctx, s, stack, 0, infra.Deploy)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.close()) }()
	_, err = session.stack.Look(ctx, engine.Run{Diff: diff})
	return err
}
