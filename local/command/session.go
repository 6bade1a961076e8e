package command

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"lambdaless/local/engine"
	"lambdaless/local/serve"
)

// session is a running local AWS with a stack of the program open in it.
type session struct {
	options
	cloud *serve.Cloud
	stack *engine.Stack
}

// target is what a session opens.
type target struct {
	stack   string
	port    int               // of the API; 0 for any free one
	preview bool              // the stack is only previewed
	env     map[string]string // further variables for the engine and its plugins
}

// open starts the local AWS and opens the stack of a program in it. The caller closes the session.
func open(ctx context.Context, s options, t target) (*session, error) {
	cli, err := engine.FindCLI(ctx, s.home, s.out)
	if err != nil {
		return nil, err
	}
	c, err := serve.Start(ctx, serve.Options{
		Dir:              s.dir,
		Tools:            s.tools(),
		Port:             t.port,
		DynamoDBEndpoint: os.Getenv("DYNAMODB_ENDPOINT"),
		Progress:         s.out,
		PreviewOnly:      t.preview,
		Log:              slog.New(slog.NewTextHandler(s.err, nil)),
	})
	if err != nil {
		return nil, err
	}
	st, err := engine.Open(ctx, engine.Options{
		Root: s.root, Home: s.home, Dir: filepath.Join(s.dir, "engine"), Stack: t.stack, CLI: cli, Program: s.program, Env: t.env,
		ProviderPort: c.ProviderPort, Output: s.engineOutput(), Errors: s.err, Color: colors(s.out),
	})
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	opened := &session{options: s, cloud: c, stack: st}
	if err := opened.reconcile(ctx); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return opened, nil
}

// reconcile makes the account and the engine's state agree after a run that was killed or interrupted, from
// what both hold (ADR 9): first the account loses what was created and not recorded, then the state takes
// over the rest of the account.
func (s *session) reconcile(ctx context.Context) error {
	unfinished := s.stack.Unfinished()
	if unfinished {
		s.say("The last run was interrupted: comparing the account with the engine's state...")
	}
	recorded, err := engine.Recorded(filepath.Join(s.dir, "engine"))
	if err != nil {
		return err
	}
	if err := s.cloud.Provider.Reconcile(ctx, s.stack.Name(), recorded); err != nil {
		return err
	}
	if !unfinished {
		return nil
	}
	if err := s.stack.Refresh(ctx); err != nil {
		return err
	}
	return s.stack.Finish()
}

// sweep deletes, once a deployment has succeeded, what a killed run left behind because it was in use.
func (s *session) sweep(ctx context.Context) error {
	recorded, err := engine.Recorded(filepath.Join(s.dir, "engine"))
	if err != nil {
		return err
	}
	return s.cloud.Provider.Sweep(ctx, s.stack.Name(), recorded)
}

// deploy runs `pulumi up` and writes the outputs.
func (s *session) deploy(ctx context.Context) (outputs, error) {
	lost, err := s.cloud.Provider.LostTables(ctx)
	if err != nil {
		return nil, err
	}
	if len(lost) > 0 {
		s.say("The database at %s does not have %s: creating it again, empty.", s.cloud.DynamoDBEndpoint, strings.Join(lost, ", "))
	}
	if err := s.ownLoggingRole(); err != nil {
		return nil, err
	}
	got, err := s.stack.Deploy(ctx, engine.Run{Refresh: len(lost) > 0})
	if err != nil {
		return nil, err
	}
	if err := s.sweep(ctx); err != nil {
		return nil, err
	}
	out := toOutputs(got.Outputs)
	return out, s.save(out)
}

// save writes the outputs, for the stack and for the last stack.
func (s *session) save(out outputs) error {
	if err := out.write(outputsFile(s.dir, s.stack.Name())); err != nil {
		return err
	}
	return out.write(filepath.Join(s.dir, "outputs.json"))
}

// examples are curl lines for the API with these outputs.
func (s *session) examples(out outputs) []string {
	stage, ok := s.cloud.Account.Stage(out.text("apiId"), out.text("stage"))
	if !ok {
		return nil
	}
	api, ok := s.cloud.Account.Deployment(stage.RestAPIID, stage.DeploymentID)
	if !ok {
		return nil
	}
	return examples(api, out.text("apiUrl"), out.text("apiKey"))
}

func (s *session) close() error { return s.cloud.Close() }
