// Mutants takes a recorded stack that passes and breaks it in many ways, one at a time. Named mutants go through the
// policy pack over its wire protocol, and each must be caught by the rule that it names. Mutants that operators derive
// from every property, statement and template of the stack are judged in this process, and their score is printed with
// what survived. It exits with 1 if a named mutant survives or the score is too low.
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
	"time"

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
	return errors.Join(err, derived(stack))
}

// derived judges the mutants that operators derive from the stack, and shows its progress.
func derived(stack *wire.Recording) error {
	all := mutation.Derived(stack)
	mutants, kinds := mutation.Representatives(all, mutation.EachKind)
	fmt.Printf("%d derived mutants of %d kinds; %d are judged, at most %d of a kind\n", len(all), kinds, len(mutants), mutation.EachKind)
	begin := time.Now()
	score, err := mutation.Judge(stack, mutants, 2, func(done int) {
		if done%100 == 0 || done == len(mutants) {
			fmt.Fprintf(os.Stderr, "\r%d of %d derived mutants, %v", done, len(mutants), time.Since(begin).Round(time.Second))
		}
	})
	fmt.Fprintln(os.Stderr)
	if err != nil {
		return err
	}
	if err := score.Write(os.Stdout); err != nil {
		return err
	}
	if score.Ratio() < mutation.LeastRatio {
		return fmt.Errorf("only %.1f%% of the derived mutants are caught; the least is %.0f%%", 100*score.Ratio(), 100*mutation.LeastRatio)
	}
	return nil
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
