package role

import (
	"fmt"
	"slices"
	"strings"

	"lambdaless/internal/iam"
	"lambdaless/policy/facts"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// pipes is the service principal that assumes pipes' roles.
const pipes = "pipes.amazonaws.com"

var _ = Rules.Add(&rule.Rule{
	ID: "LP-ROLE-009", Slug: "pipe-roles",
	Title: "A pipe's role reads exactly the stream of its table and sends to exactly its target, and only the pipe can assume it",
	Why: "A stream holds every item that is written, before and after. A pipe whose role may do more, that another pipe can assume, or whose target " +
		"or log is elsewhere, gives the table's items away past the API; a role that may do less delivers nothing.",
	Fix: "Allow dynamodb:DescribeStream, GetRecords and GetShardIterator on <table ARN>/stream/*, sending to the target and to the dead-letter queue, " +
		"and nothing else; trust pipes.amazonaws.com with StringEquals of aws:SourceArn (the pipe's ARN) and aws:SourceAccount.",
	Severity: rule.Critical, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, n := range in.Graph.OfType(graph.Pipe) {
			table, finding := sourceOf(in, n)
			if finding != nil {
				findings = append(findings, *finding)
			}
			if table != nil {
				findings = append(findings, judgePipe(in, n, table)...)
			}
		}
		return findings
	},
})

// sourceOf is the table whose stream a pipe reads; nil for a pipe of another source. The finding says that it
// cannot be determined.
func sourceOf(in *rule.Context, n *graph.Node) (*model.Table, *rule.Finding) {
	source, known := n.In("source").Text()
	if table, _, isStream := strings.Cut(source, "/stream/"); isStream {
		return in.TableNamed(table), nil
	}
	for _, t := range in.Tables {
		if !known && in.Graph.Refer(n, "source", graph.Table).Node == t.Node {
			return t, nil
		}
	}
	if known {
		return nil, nil
	}
	for _, urn := range n.PropertyDependencies["source"] {
		if d := in.Graph.Node(urn); d != nil && d.Type != graph.Table {
			return nil, nil // a queue, or a stream of another service
		}
	}
	f := rule.Undecided(n, "whose changes the pipe reads is unknown: "+in.Graph.WhyUnknown(n, "source"))
	return nil, &f
}

// pipe is a pipe that reads a table's stream.
type pipe struct {
	in      *rule.Context
	node    *graph.Node
	table   *model.Table
	role    *model.Role
	key     *graph.Node // the table's KMS key, nil for one that the stack does not have
	account string
	place   model.Place
}

func judgePipe(in *rule.Context, n *graph.Node, table *model.Table) []rule.Finding {
	p := &pipe{in: in, node: n, table: table, account: in.Account(), place: model.PlaceOf(n)}
	findings := p.log()
	reference := in.Graph.Refer(n, "roleArn", graph.Role)
	if p.role = in.Role(reference.Node); p.role == nil {
		why := reference.Unknown
		if why == "" {
			why = "its role " + reference.Literal + " is not defined in this stack"
		}
		return append(findings, rule.Undecided(n, "what the pipe of "+table.Node.Title()+" may do is unknown: "+why))
	}
	if slices.ContainsFunc(p.role.Identity, func(d model.Document) bool { return d.Policy == nil }) {
		return findings // LP-IAM-002 reports it
	}
	if p.account == "" || p.place.Region == "" || table.Name == "" {
		return append(findings, rule.Undecided(n, "the ARNs that the pipe's role needs cannot be determined: the account, the region or the table's name is unknown"))
	}
	required, undecided := p.needs()
	findings = append(append(findings, undecided...), p.trust()...)
	return append(findings, p.permissions(required, len(undecided) == 0)...)
}

// log judges whether the pipe's log would hold items.
func (p *pipe) log() []rule.Finding {
	data := p.node.In("logConfiguration", "includeExecutionDatas")
	switch {
	case p.node.In("logConfiguration").IsUnknown() || data.HasUnknown():
		return []rule.Finding{rule.Undecided(p.node, "whether the pipe's log holds items is unknown: "+p.in.Graph.WhyUnknown(p.node, "logConfiguration"))}
	case len(data.Items()) > 0:
		return []rule.Finding{rule.Violated(p.node, "the pipe's log holds the items of %s: it includes the execution data", p.table.Node.Title()).
			Remedy("remove includeExecutionDatas from logConfiguration")}
	}
	return nil
}

// needs are the capabilities of the pipe's role. The findings say which of them cannot be determined.
func (p *pipe) needs() (required []iam.Capability, undecided []rule.Finding) {
	stream := p.streamARN()
	for _, action := range []string{"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"} {
		required = append(required, iam.Capability{Action: action, Resource: stream})
	}
	deadLetters := []string{"sourceParameters", "dynamodbStreamParameters", "deadLetterConfig", "arn"}
	for _, path := range [][]string{{"target"}, deadLetters} {
		value := p.node.In(path...)
		if value.Absent() {
			continue
		}
		capability, why := p.sending(path[0], value)
		switch {
		case why != "":
			undecided = append(undecided, rule.Undecided(p.node, fmt.Sprintf("where the pipe of %s sends changes is unknown (%s): %s", p.table.Node.Title(), strings.Join(path, "."), why)).
				Remedy("send to an event bus or a queue of this stack"))
		default:
			required = append(required, capability)
		}
	}
	if !p.node.In("enrichment").Absent() {
		undecided = append(undecided, rule.Undecided(p.node, "what the pipe's enrichment does with items is unknown"))
	}
	switch key := p.in.KeyOf(p.table); {
	case key == nil:
	case key.Unknown != "":
		undecided = append(undecided, rule.Undecided(p.table.Node, key.Unknown))
	default:
		p.key = key.Node
		arn := key.ARN
		if p.key != nil {
			arn = facts.KeyARN(p.in, p.key)
		}
		required = append(required, iam.Capability{Action: "kms:Decrypt", Resource: arn})
	}
	return required, undecided
}

// streamARN is the table's streams: there is one at a time, whose name is known only after a deployment.
func (p *pipe) streamARN() string {
	return iam.TableARN(partition(p.place.Region), p.place.Region, p.account, p.table.Name) + "/stream/*"
}

func partition(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	}
	return "aws"
}

// sending is the right to send to an event bus or a queue of this stack, which a property names.
func (p *pipe) sending(property string, value graph.Value) (c iam.Capability, why string) {
	reference := p.in.Graph.ReferValue(p.node, property, value, graph.EventBus, graph.Queue)
	n := reference.Node
	if n == nil {
		if reference.Unknown != "" {
			return c, reference.Unknown
		}
		return c, reference.Literal + " is not an event bus or queue of this stack"
	}
	name, ok := n.Either("name").Text()
	if !ok {
		return c, p.in.Graph.WhyUnknown(n, "name")
	}
	region := model.PlaceOf(n).Region
	arn := func(service, resource string) string {
		return fmt.Sprintf("arn:%s:%s:%s:%s:%s", partition(region), service, region, p.account, resource)
	}
	c = iam.Capability{Action: "events:PutEvents", Resource: arn("events", "event-bus/"+name)}
	if n.Type == graph.Queue {
		c = iam.Capability{Action: "sqs:SendMessage", Resource: arn("sqs", name)}
	}
	if reference.Literal != "" && reference.Literal != c.Resource {
		return c, reference.Literal + " is not the ARN of " + n.Title()
	}
	return c, ""
}

// trust judges who can assume the role: only the pipe may.
func (p *pipe) trust() []rule.Finding {
	r := p.role
	if r.Trust.Policy == nil {
		return []rule.Finding{facts.Unreadable(r.Trust)}
	}
	var findings []rule.Finding
	for _, f := range iam.TrustExcess(r.Trust.Policy, pipes) {
		findings = append(findings, rule.Violated(r.Node, "a principal other than EventBridge Pipes may assume %s: %s", r.Name(), f.Reason).Counter("%s may %s", f.Principal, f.Action))
	}
	name, ok := p.node.Either("name").Text()
	if !ok {
		return append(findings, rule.Undecided(p.node, "whether only this pipe can assume "+r.Name()+" cannot be determined: "+p.in.Graph.WhyUnknown(p.node, "name")))
	}
	arn := func(account, name string) string {
		return fmt.Sprintf("arn:%s:pipes:%s:%s:pipe/%s", partition(p.place.Region), p.place.Region, account, name)
	}
	const stranger = "999999999999"
	for _, other := range []struct{ who, account, source string }{
		{"another pipe of the account", p.account, arn(p.account, "another-pipe")},
		{"a pipe whose name begins like this one's", p.account, arn(p.account, name+"-2")},
		{"a pipe of another account", stranger, arn(stranger, name)},
		{"a pipe that another account passes off as this one", stranger, arn(p.account, name)},
	} {
		if d := p.assume(other.account, other.source); d.Allowed {
			findings = append(findings, rule.Violated(r.Node, "%s can assume %s", other.who, r.Name()).Counter("%s, as %s of account %s", d.Statement, other.source, other.account))
		}
	}
	if len(findings) == 0 && !p.assume(p.account, arn(p.account, name)).Allowed {
		findings = append(findings, rule.Violated(r.Node, "the pipe cannot assume %s, so that no change is sent", r.Name()).
			Counter("EventBridge assumes the role with aws:SourceArn %s and aws:SourceAccount %s", arn(p.account, name), p.account))
	}
	return findings
}

func (p *pipe) assume(account, source string) iam.Decision {
	return iam.MayAssume(p.role.Trust.Policy, pipes, map[string][]string{"aws:SourceAccount": {account}, "aws:SourceArn": {source}})
}

// permissions compare what the role may do with what the pipe does.
func (p *pipe) permissions(required []iam.Capability, complete bool) []rule.Finding {
	r := p.role
	has, findings := facts.Permissions(p.in, r, partition(p.place.Region))
	if !complete {
		return findings // LP-ROLE-009 reports what is unknown about the needs
	}
	doing := "the pipe of " + p.table.Node.Title()
	for _, f := range has.Excess(required, tableARN(p)) {
		blamed := facts.Blame(p.in, r, f.Policy)
		result := rule.Violated(blamed, "%s may do more than %s does, by %s", r.Name(), doing, f.Statement)
		if f.Verdict == iam.Undecided {
			result = rule.Undecided(blamed, fmt.Sprintf("whether %s may do more than %s does cannot be determined: %s", r.Name(), doing, f.Reason))
		}
		findings = append(findings, result.Counter("the role may do %s on %s", f.Action, f.Resource))
	}
	via := "dynamodb." + p.place.Region + ".amazonaws.com"
	for _, c := range required {
		if !isDecrypt(c) {
			continue
		}
		outside := map[string][]string{"kms:ViaService": {"s3." + p.place.Region + ".amazonaws.com"}, "kms:CallerAccount": {p.account}}
		if d := p.underKeyPolicy(has, outside).Evaluate(iam.Request{Action: c.Action, Resource: c.Resource, Context: outside}); d.Allowed {
			findings = append(findings, rule.Violated(facts.Blame(p.in, r, d.Policy), "%s may decrypt with the table's key outside of DynamoDB", r.Name()).Counter("%s", d.Statement).
				Remedy("add the condition StringEquals of kms:ViaService and %s", via))
		}
	}
	if len(findings) > 0 {
		return findings
	}
	has.Known = map[string][]string{
		"kms:ViaService": {via}, "kms:CallerAccount": {p.account},
		"aws:SecureTransport": {"true"}, "aws:RequestedRegion": {p.place.Region}, "aws:PrincipalAccount": {p.account},
	}
	for i, c := range required {
		// A policy may name the stream that exists.
		if arn, ok := p.table.Node.Outputs.At("streamArn").Text(); ok && strings.HasSuffix(c.Resource, "/stream/*") && arn != "" {
			required[i].Resource = arn
		}
	}
	missing := has.Shortage(slices.DeleteFunc(slices.Clone(required), isDecrypt))
	missing = append(missing, p.underKeyPolicy(has, has.Known).Shortage(slices.DeleteFunc(slices.Clone(required), func(c iam.Capability) bool { return !isDecrypt(c) }))...)
	for _, f := range missing {
		result := rule.Violated(r.Node, "%s delivers nothing: its role %s may not do %s on %s", doing, r.Name(), f.Action, f.Resource)
		if f.Verdict == iam.Undecided {
			result = rule.Undecided(r.Node, fmt.Sprintf("whether %s may do what %s does cannot be determined: %s", r.Name(), doing, f.Reason))
		}
		findings = append(findings, result.Counter("%s on %s: %s", f.Action, f.Resource, f.Reason))
	}
	return findings
}

// underKeyPolicy are the role's permissions on the table's key, as the policy of a key of the stack leaves them.
func (p *pipe) underKeyPolicy(has iam.Permissions, context map[string][]string) iam.Permissions {
	if p.key == nil {
		return has
	}
	return facts.UnderKeyPolicy(p.in, has, p.key, context)
}

func isDecrypt(c iam.Capability) bool { return c.Action == "kms:Decrypt" }

func tableARN(p *pipe) string { return strings.TrimSuffix(p.streamARN(), "/stream/*") }
