package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lambdaless/infra"
	"lambdaless/local/engine"
)

// newDown is `local down`: destroy and forget.
func newDown(api infra.API) *cobra.Command {
	var dir string
	var force bool
	cmd := &cobra.Command{
		Use:   "down",
		Short: "Destroy every stack of the local AWS and remove its folder, data included",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := readOptions(cmd, api, dir)
			if err != nil {
				return err
			}
			return down(cmd.Context(), s, force)
		},
	}
	dirFlag(cmd, &dir)
	cmd.Flags().BoolVar(&force, "force", false, "remove the folder even if a stack refuses, because its tables are protected")
	return cmd
}

func down(ctx context.Context, s options, force bool) error {
	dir := filepath.Join(s.dir, "engine")
	deployed, err := engine.Deployed(dir)
	if err != nil {
		return err
	}
	if !force {
		if err := checkUnprotected(s, dir, deployed); err != nil {
			return err
		}
	}
	for _, stack := range deployed {
		// The engine would delete the rest first, and fail.
		if protected, err := engine.Protected(dir, stack); err == nil && len(protected) > 0 {
			s.say("The stack %s is removed with the folder, and so is what it protects: %s.", stack, strings.Join(protected, ", "))
			continue
		}
		err := destroy(ctx, s, stack)
		var refused *engine.Failure
		switch {
		case err == nil:
		case !errors.As(err, &refused) || ctx.Err() != nil:
			return fmt.Errorf("destroying the stack %s: %w; %s is still there", stack, err, s.shown())
		case !force:
			return fmt.Errorf("destroying the stack %s: %w; %s is still there: set protectTables and deletionProtection to false and deploy, or run `make down FORCE=1`, which removes it with what is protected",
				stack, err, s.shown())
		default:
			s.say("The stack %s refuses to be destroyed; it is removed with the folder.", stack)
		}
	}
	if err := removeAtOnce(s.dir); err != nil {
		return fmt.Errorf("removing the folder of the local AWS: %w", err)
	}
	s.say("Removed %s.", s.shown())
	return nil
}

// checkUnprotected finds what the engine would refuse to delete, before any stack has lost a resource. A
// state that cannot be read is left to the engine, which restores it.
func checkUnprotected(s options, dir string, stacks []string) error {
	var errs []error
	for _, stack := range stacks {
		if protected, err := engine.Protected(dir, stack); err == nil && len(protected) > 0 {
			errs = append(errs, fmt.Errorf("the stack %s protects %s", stack, strings.Join(protected, ", ")))
		}
	}
	if len(errs) == 0 {
		return nil
	}
	return fmt.Errorf("nothing was deleted, %s is still there: set protectTables and deletionProtection to false and deploy, or run `make down FORCE=1`, which removes it with what is protected:\n%w",
		s.shown(), errors.Join(errs...))
}

// removeAtOnce removes a folder so that a kill leaves all of it under its name, or nothing.
func removeAtOnce(dir string) error {
	gone := dir + ".removed"
	if err := os.RemoveAll(gone); err != nil {
		return err
	}
	if err := os.Rename(dir, gone); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.RemoveAll(gone)
}

func destroy(ctx context.Context, s options, stack string) (err error) {
	session, err := open(ctx, s, target{stack: stack})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.close()) }()
	return session.stack.Destroy(ctx)
}
