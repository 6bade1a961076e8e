package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"lambdaless/infra"
	"lambdaless/local/engine"
)

// newDown is `local down`: destroy and forget.
func newDown() *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "down",
		Short: "Destroy every stack of the local AWS and remove its folder, data included",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := readSettings(cmd, dir)
			if err != nil {
				return err
			}
			return down(cmd.Context(), s)
		},
	}
	dirFlag(cmd, &dir)
	return cmd
}

func down(ctx context.Context, s settings) error {
	deployed, err := engine.Deployed(filepath.Join(s.dir, "engine"))
	if err != nil {
		return err
	}
	for _, stack := range deployed {
		if err := destroy(ctx, s, stack); err != nil {
			return fmt.Errorf("destroying the stack %s: %w; nothing of %s was removed", stack, err, s.shown())
		}
	}
	if err := os.RemoveAll(s.dir); err != nil {
		return fmt.Errorf("removing the folder of the local AWS: %w", err)
	}
	s.say("Removed %s.", s.shown())
	return nil
}

func destroy(ctx context.Context, s settings, stack string) (err error) {
	session, err := open(ctx, s, target{stack: stack, program: infra.Deploy})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.close()) }()
	return session.stack.Remove(ctx)
}
