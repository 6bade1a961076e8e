package infra

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"lambdaless/infra/stream"
	"lambdaless/infra/stream/pattern"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

var streamedRule = matching(`[A-Za-z0-9_.-]+`, "it must be the name of a table in the API, as the API's declaration has it", "favorite_movies")

// stream reads where changes of tables are sent.
func (r *reader) stream() stream.Settings {
	s := stream.Settings{
		Target: stream.Target(r.text("stream", string(stream.None), oneOf(string(stream.None), string(stream.EventBus), string(stream.Queue)))),
		Tables: r.texts("streamTables", streamedRule),
	}
	filter := map[string]any{}
	text, ok := r.set("streamFilter")
	if ok && r.config.TryObject("streamFilter", &filter) != nil {
		r.refuse("streamFilter.eventName[0]", text, "it must be an event pattern, which is an object", "INSERT")
	}
	if len(filter) > 0 {
		s.Filter = toJSON(filter)
		if _, err := pattern.Parse(s.Filter); err != nil {
			r.refuse("streamFilter.eventName[0]", text, "it is not an event pattern of a pipe: "+strings.ReplaceAll(err.Error(), "\n", "; "), "INSERT")
		}
	}
	if !s.On() && (len(s.Tables) > 0 || s.Filter != "") {
		r.refuse("stream", string(stream.None), "streamTables and streamFilter say which changes are sent, and none are", string(stream.EventBus))
	}
	return s
}

// streamed reports whether the changes of a table are sent.
func (c Config) streamed(table string) bool {
	return c.Stream.On() && (len(c.Stream.Tables) == 0 || slices.Contains(c.Stream.Tables, table))
}

// checkStreamed reports configured tables that the API does not have.
func checkStreamed(api API, config Config) error {
	var known []string
	for _, t := range api.Tables {
		known = append(known, t.Name)
	}
	var problems []error
	for _, name := range config.Stream.Tables {
		if !slices.Contains(known, name) {
			problems = append(problems, fmt.Errorf("streamTables has %q, which is no table of the API that this stack deploys; it has %s", name, strings.Join(known, ", ")))
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

func pipeRole(api API, t Table, names Names) string {
	return names.global(api.Name + "-" + t.Name + "-pipe")
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
		Name: names.regional(b.args.API.Name + "-changes"), DeadLetter: shorten(names.regional(b.args.API.Name+"-changes-failed"), 80),
		Partition: account.Partition, Region: account.Region, Account: account.ID,
	}
	if c.Stream.Target == stream.Queue {
		args.Name = shorten(args.Name, 75) + ".fifo"
	}
	for _, t := range b.args.API.Tables {
		if !c.streamed(t.Name) {
			continue
		}
		args.Streamed = append(args.Streamed, stream.Table{
			Name: t.Name, ARN: account.tableARN(b.plan.Tables[t.Name]),
			Pipe: shorten(names.regional(b.args.API.Name+"-"+t.Name), 64), Role: pipeRole(b.args.API, t, names),
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
