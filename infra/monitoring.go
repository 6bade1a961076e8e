package infra

import (
	"regexp"

	"lambdaless/infra/monitor"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

var (
	emailRule = rule[string]{
		text: "it must be an email address", example: "team@example.com",
		holds: regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`).MatchString,
	}
	topicRule = rule[string]{
		text: "it must be the ARN of an SNS topic", example: "arn:aws:sns:us-east-1:111122223333:alarms",
		holds: regexp.MustCompile(`^arn:[^:]+:sns:[^:]+:\d{12}:[\w-]+$`).MatchString,
	}
)

// monitor reads the keys of alarms and dashboard.
func (r *reader) monitor() monitor.Settings {
	s := monitor.Settings{
		Alarms:       r.boolean("alarms", false),
		Emails:       r.texts("alarmEmails", emailRule),
		TopicARN:     r.text("alarmTopicArn", "", optional(topicRule)),
		ErrorPercent: r.integer("alarmErrorPercent", 1, between(0, 99)),
		Latency:      r.integer("alarmLatency", 1000, between(1, 29_000)),
		Dashboard:    r.boolean("dashboard", false),
	}
	if len(s.Emails) > 0 && s.TopicARN != "" {
		r.remove("alarmEmails", s.Emails[0], "alarmTopicArn is another topic, whose subscriptions its owner decides on")
	}
	if !s.Alarms && (len(s.Emails) > 0 || s.TopicARN != "") {
		r.refuse("alarms", "false", "alarmEmails and alarmTopicArn have no effect without alarms", "true")
	}
	return s
}

// monitor registers the alarms and the dashboard of what has been built.
func (b *builder) monitor() error {
	args := monitor.Args{
		Settings: b.args.Config.Monitor, API: b.plan.Name, Stage: b.args.Config.StageName, Region: b.args.Account.Region,
		AccessLog: b.accessLog, Tags: b.tags, Parent: b.component,
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
		watched.Read, watched.Write = b.args.Config.Table.limits()
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

// limits are the most capacity units that a table may use in a second, 0 for no limit of ours.
func (c TableConfig) limits() (read, write int) {
	if c.provisioned() {
		return c.Capacity.Read.Most, c.Capacity.Write.Most
	}
	return max(c.Ceiling.ReadUnits, 0), max(c.Ceiling.WriteUnits, 0)
}
