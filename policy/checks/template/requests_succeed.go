package template

import (
	"fmt"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/flow"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TMPL-005", Slug: "requests-succeed",
	Title: "DynamoDB accepts the requests that templates render",
	Why: "A request that names the wrong key, names an item twice, gives a value the wrong type or uses an expression's name that is not defined is refused every time: " +
		"the method deploys and never works. A misspelled member is ignored.",
	Fix:      "Write the request as DynamoDB's API reference has it.",
	Severity: rule.High, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, i := range in.Integrations() {
			templates, _ := i.RequestTemplates()
			for _, t := range templates {
				a := in.Flow(t)
				if a == nil || len(a.Problems) > 0 {
					continue // LP-TMPL-006 reports it
				}
				c := acceptance{in: in, i: i, a: a, seen: map[string]bool{}}
				for _, document := range a.Documents {
					c.oneKeyTwice(i.URI.Operation, document)
					c.token(document)
					for _, part := range facts.RequestParts(i.URI.Operation, document) {
						if part.Problem == "" && in.TableNamed(part.Table) != nil {
							c.part(part)
						}
					}
				}
				findings = append(findings, c.findings...)
			}
		}
		return findings
	},
})

// acceptance reports what DynamoDB refuses whatever a client sends
// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html).
type acceptance struct {
	in       *rule.Context
	i        *model.Integration
	a        *flow.Analysis
	table    *model.Table
	schema   map[string]string // the types of the table's key attributes
	findings []rule.Finding
	seen     map[string]bool
}

func (c *acceptance) fails(line int, request, format string, args ...any) {
	c.failsWith("", line, request, format, args...)
}

// failsWith is fails with what to do about just this; empty for the fix of the rule.
func (c *acceptance) failsWith(remedy string, line int, request, format string, args ...any) {
	why := fmt.Sprintf(format, args...)
	if c.seen[why] {
		return
	}
	c.seen[why] = true
	f := rule.Violated(c.i.Node, "%s will fail at run time: %s", c.i.Method.Route(), why)
	f = f.Counter("the request with %s is refused", request).At(c.a.Source, line)
	f.Fix = remedy
	c.findings = append(c.findings, f)
}

// token judges the ClientRequestToken of a transaction, which has 1 to 36 characters.
func (c *acceptance) token(document *flow.Value) {
	const longest = 36
	for _, v := range document.All(requestToken) {
		text, literal := facts.LiteralText(v)
		switch parameters := c.mayBeEmpty(v); {
		case literal && (text == "" || len(text) > longest):
			c.fails(v.Line, fmt.Sprintf("%s %q", requestToken, text), "%s has 1 to %d characters", requestToken, longest)
		case len(parameters) > 0:
			c.fails(v.Line, "an empty "+requestToken, "the %s is the parameter %s, which a request may leave out", requestToken, strings.Join(parameters, " and "))
		}
	}
}

func (c *acceptance) part(part facts.Part) {
	c.table = c.in.TableNamed(part.Table)
	c.schema = map[string]string{}
	for _, attribute := range c.table.Node.In("attributes").Items() {
		if name, ok := attribute.At("name").Text(); ok {
			c.schema[name] = attribute.At("type").TextOr("")
		}
	}
	c.items(part.Body)
	c.values(part.Body)
	if part.Body.Kind != flow.Object {
		return
	}
	members := membersOf(c.i.URI.Operation, part)
	c.options(part.Body, members)
	c.misspelled(part)
	c.expressions(part, members)
	if members.reads {
		c.reading(part)
	}
}
