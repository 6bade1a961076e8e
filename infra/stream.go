package infra

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/naming"
	"lambdaless/infra/settings"
	"lambdaless/infra/stream"
)

// checkStreamed reports configured tables that the API does not have.
func checkStreamed(api API, config settings.Config) error {
	var known []string
	for _, t := range api.Tables {
		known = append(known, t.Name)
	}
	var problems []error
	for _, name := range config.Stream.Tables {
		if !slices.Contains(known, name) {
			problems = append(problems, fmt.Errorf("streamTables has %q, which is not a table of the API that this stack deploys; it has %s", name, strings.Join(known, ", ")))
		}
	}
	return errors.Join(problems...)
}

// streams are what sends the changes of tables.
type streams struct {
	pulumi.ResourceState

	args  stream.Args
	roles *stream.Roles
}

// roleParts are the pipes' roles and their policies, nil without streams.
func (s *streams) roleParts() []pulumi.Resource {
	if s == nil {
		return nil
	}
	return s.roles.Parts
}

func pipeRole(api API, t Table, names naming.Names) string {
	return names.Global(api.physical() + "-" + t.Name + "-pipe")
}

// pipeRoles registers the pipes' roles, before the tables' key, whose policy names them.
func (b *builder) pipeRoles() (err error) {
	c := b.args.Config
	if !c.Stream.On() {
		return nil
	}
	component, name := &streams{}, b.name+"-stream"
	if err := b.ctx.RegisterComponentResource("lambdaless:infra:Stream", name, component, pulumi.Parent(b.component)); err != nil {
		return err
	}
	account, names := b.args.Account, b.args.Names
	args := stream.Args{
		Settings: c.Stream, KMSKeyARN: c.Table.KMSKeyARN, Tags: b.tags, Parent: component,
		Name: names.Regional(b.args.API.physical() + "-changes"), DeadLetter: naming.Shorten(names.Regional(b.args.API.physical()+"-changes-failed"), 80),
		Partition: account.Partition, Region: account.Region, Account: account.ID,
	}
	if c.Stream.Target == stream.Queue {
		args.Name = naming.Shorten(args.Name, 75) + ".fifo"
	}
	for _, t := range b.args.API.Tables {
		if !c.Streamed(t.Name) {
			continue
		}
		args.Streamed = append(args.Streamed, stream.Table{
			Name: t.Name, ARN: account.tableARN(b.plan.Tables[t.Name]),
			Pipe: naming.Shorten(names.Regional(b.args.API.physical()+"-"+t.Name), 64), Role: pipeRole(b.args.API, t, names),
		})
	}
	component.args, b.streams = args, component
	component.roles, err = stream.NewRoles(b.ctx, name, args)
	return err
}

// stream registers what sends the changes of tables.
func (b *builder) stream() error {
	if b.streams == nil {
		return nil
	}
	made, err := stream.New(b.ctx, b.name+"-stream", b.streams.args, b.streams.roles, b.streamARNs)
	if err != nil {
		return err
	}
	b.component.StreamOutputs = pulumi.Map{"streamTargetArn": made.TargetARN, "streamDeadLetterUrl": made.DeadLetterURL}
	if made.QueueURL != nil {
		b.component.StreamOutputs["streamQueueUrl"] = made.QueueURL
	}
	return b.ctx.RegisterResourceOutputs(b.streams, pulumi.Map{"targetArn": made.TargetARN})
}
