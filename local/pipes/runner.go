package pipes

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"time"

	"lambdaless/local/controlplane"
	"lambdaless/local/database"
	"lambdaless/local/dataplane/backend"
)

// pause is how long a change may wait for its pipe.
const pause = 250 * time.Millisecond

// maxRemembered bounds what is remembered of deletions.
const maxRemembered = 10_000

// Account is the account whose pipes run.
type Account interface {
	ID() string
	KeptOf(token string) ([]controlplane.Kept, error)
	Tables() ([]controlplane.Table, error)
	// AssumeServiceRole is sts:AssumeRole by a service, with the condition keys that it sends.
	AssumeServiceRole(service, roleARN string, context map[string][]string) (backend.Session, error)
}

// Runner runs the pipes of an account. Its exported fields are required.
type Runner struct {
	Account  Account
	Database Database
	Expired  *database.Expired // what expiry has deleted
	Dir      string            // the folder of the local AWS
	Log      *slog.Logger

	state    state
	attempts map[string]int  // to send the record that a pipe is at, by position
	expired  map[string]bool // which deletions were expiry's, by stream and sequence number: several pipes may ask
}

// Run runs the pipes until ctx ends, and then once more, so that what was written before is delivered.
func (r *Runner) Run(ctx context.Context) error {
	var err error
	if r.state, err = readState(r.Dir); err != nil {
		return err
	}
	r.attempts, r.expired = map[string]int{}, map[string]bool{}
	for {
		r.round(ctx)
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
			defer cancel()
			r.round(last)
			return nil
		case <-time.After(pause):
		}
	}
}

// round lets every pipe deliver what there is.
func (r *Runner) round(ctx context.Context) {
	kept, err := r.Account.KeptOf(pipeToken)
	if err != nil || ctx.Err() != nil {
		return // the next round tries again
	}
	before := state{maps.Clone(r.state.Positions), maps.Clone(r.state.Problems)}
	r.forget(kept)
	for _, k := range kept {
		p, err := readPipe(k)
		if !p.fromTable() || p.DesiredState == "STOPPED" {
			continue
		}
		if err == nil {
			err = r.run(ctx, p)
		}
		if ctx.Err() == nil {
			r.report(p, err)
		}
	}
	if maps.Equal(before.Positions, r.state.Positions) && maps.Equal(before.Problems, r.state.Problems) {
		return
	}
	if err := r.state.write(r.Dir); err != nil {
		r.Log.Warn("keeping what pipes have delivered: " + err.Error())
	}
}

// forget leaves out pipes that are gone: a pipe that is created again starts from the beginning.
func (r *Runner) forget(kept []controlplane.Kept) {
	arns, names := map[string]bool{}, map[string]bool{}
	for _, k := range kept {
		arns[fmt.Sprint(k.Properties["arn"])], names[fmt.Sprint(k.Properties["name"])] = true, true
	}
	maps.DeleteFunc(r.state.Positions, func(at, _ string) bool { arn, _, _ := strings.Cut(at, "|"); return !arns[arn] })
	maps.DeleteFunc(r.state.Problems, func(name, _ string) bool { return !names[name] })
}

// report says why a pipe delivers nothing, once.
func (r *Runner) report(p pipe, err error) {
	said := r.state.Problems[p.Name]
	switch {
	case err == nil && said != "":
		delete(r.state.Problems, p.Name)
		r.Log.Info("the pipe " + p.Name + " delivers again")
	case err != nil && said != err.Error():
		r.state.Problems[p.Name] = err.Error()
		r.Log.Warn("the pipe " + p.Name + " delivers nothing: " + err.Error())
	}
}

// run lets one pipe deliver what there is. The error says why it cannot.
func (r *Runner) run(ctx context.Context, p pipe) error {
	t, err := r.table(p)
	if err != nil {
		return err
	}
	session, err := r.Account.AssumeServiceRole("pipes.amazonaws.com", p.RoleARN, map[string][]string{"aws:SourceArn": {p.ARN}, "aws:SourceAccount": {r.Account.ID()}})
	if err != nil {
		return err
	}
	for _, action := range []string{"dynamodb:DescribeStream", "dynamodb:GetShardIterator", "dynamodb:GetRecords"} {
		if err := allowed(session, p, action, t.StreamARN); err != nil {
			return err
		}
	}
	stream, err := streamOf(ctx, r.Database, t.Region, t.Name)
	if err != nil {
		return err
	}
	shards, err := shardsOf(ctx, r.Database, t.Region, stream)
	if err != nil {
		return err
	}
	reading := reading{Runner: r, pipe: p, table: t, session: session, stream: stream}
	reading.skip = p.parameters().StartingPosition == "LATEST" && !reading.begun()
	for _, s := range shards {
		if err := reading.read(ctx, s); err != nil {
			return err // later shards wait, so that the order stays
		}
	}
	return nil
}

// table is the table whose stream the pipe reads.
func (r *Runner) table(p pipe) (controlplane.Table, error) {
	tables, err := r.Account.Tables()
	if err != nil {
		return controlplane.Table{}, err
	}
	for _, t := range tables {
		if t.StreamARN == p.Source && t.StreamEnabled {
			return t, nil
		}
	}
	return controlplane.Table{}, fmt.Errorf("its source %s is not a stream of a table, or no longer: a pipe must be replaced to read another stream", p.Source)
}

func allowed(session backend.Session, p pipe, action, resource string) error {
	if d := session.Authorize(action, resource, nil); !d.Allowed {
		return fmt.Errorf("its role %s may not do %s on %s (%s)", p.RoleARN, action, resource, d)
	}
	return nil
}
