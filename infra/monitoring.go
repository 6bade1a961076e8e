package infra

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/monitor"
)

// monitor registers the alarms and the dashboard of what has been built.
func (b *builder) monitor() error {
	args := monitor.Args{
		Settings: b.args.Config.Monitor, API: b.plan.Name, Stage: b.args.Config.StageName, Region: b.args.Account.Region,
		AccessLog: b.stage.AccessLog, Tags: b.tags, Parent: b.component,
	}
	if !args.Alarms && !args.Dashboard {
		return nil
	}
	for _, m := range b.plan.Methods {
		args.Methods = append(args.Methods, monitor.Method{Verb: m.HTTPMethod, Path: m.Path, Metrics: b.args.Config.Metrics})
	}
	for _, t := range b.args.API.Tables {
		if len(b.plan.Operations[t.Name]) == 0 {
			continue
		}
		watched := monitor.Table{Label: t.Name, Name: b.plan.Tables[t.Name], Operations: b.plan.Operations[t.Name]}
		for _, index := range t.Indexes {
			watched.Indexes = append(watched.Indexes, index.Name)
		}
		watched.Read, watched.Write = b.args.Config.Table.Limits()
		args.Tables = append(args.Tables, watched)
	}
	if b.streams != nil {
		args.DeadLetters = b.streams.args.DeadLetter
		for _, t := range b.streams.args.Streamed {
			args.Pipes = append(args.Pipes, monitor.Pipe{Label: t.Name, Name: t.Pipe})
		}
	}
	component := &monitoring{}
	name := b.name + "-monitoring"
	if err := b.ctx.RegisterComponentResource("lambdaless:infra:Monitoring", name, component, pulumi.Parent(b.component)); err != nil {
		return err
	}
	args.Parent = component
	if err := monitor.New(b.ctx, name, args); err != nil {
		return err
	}
	return b.ctx.RegisterResourceOutputs(component, pulumi.Map{})
}

type monitoring struct{ pulumi.ResourceState }
