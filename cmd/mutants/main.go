// Mutants takes a recorded stack that passes, breaks it in many ways, sends each through the policy
// pack over its wire protocol, and prints what was caught. It exits with 1 if a mutant survives.
//
// A stack is recorded by previewing it with POLICY_RECORD=<file>; it should be a production stack,
// because some rules are for those only.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"lambdaless/policy/mutation"
	"lambdaless/policy/pack"
	"lambdaless/policy/wire"
)

// serveVariable makes this program the pack that it breaks.
const serveVariable = "MUTANTS_SERVE_THE_PACK"

func main() {
	var err error
	if os.Getenv(serveVariable) != "" {
		err = pack.Serve()
	} else {
		err = run(context.Background(), os.Args[1:])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) (err error) {
	if len(args) != 1 {
		return errors.New("usage: mutants <recording>; make one with POLICY_RECORD=<recording> pulumi preview --stack prod --policy-pack policy")
	}
	stack, err := wire.Read(args[0])
	if err != nil {
		return err
	}
	executable, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding this program, which is the pack too: %w", err)
	}
	// An empty root: the waivers and locks of the repository have no part in this.
	root, err := os.MkdirTemp("", "mutants-")
	if err != nil {
		return fmt.Errorf("making a folder for the pack: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(root)) }()
	session, err := wire.Start(ctx, root, executable, nil, environment(root))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	_, err = mutation.Run(ctx, session, stack, mutation.All(), os.Stdout)
	return err
}

// environment is this program's, without what other runs of the pack were told.
func environment(root string) []string {
	env := []string{serveVariable + "=1", pack.RootVariable + "=" + root}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "POLICY_") {
			env = append(env, v)
		}
	}
	return env
}
