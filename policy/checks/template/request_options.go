package template

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/flow"
	"lambdaless/policy/rule"
)

// enumerations are the options that take one of a few texts.
var enumerations = map[string][]string{
	"ReturnConsumedCapacity":              {"INDEXES", "TOTAL", "NONE"},
	"ReturnItemCollectionMetrics":         {"SIZE", "NONE"},
	"ReturnValuesOnConditionCheckFailure": {"ALL_OLD", "NONE"},
}

// options judges the members of a request that are no keys, items or expressions.
func (c *acceptance) options(body *flow.Value, known requestMembers) {
	for _, name := range known.required {
		if !present(body, name) {
			c.fails(body.Line, "no "+name, "the request has no %s", name)
		}
	}
	if known.returns != nil {
		c.oneOf(body, "ReturnValues", known.returns)
	}
	for name, allowed := range enumerations {
		c.oneOf(body, name, allowed)
	}
	for _, name := range []string{"ConsistentRead", "ScanIndexForward"} {
		for _, v := range body.All(name) {
			text, literal := v.Text.Literal()
			if number := v.Kind == flow.Scalar && literal && text != "true" && text != "false" && text != "null"; number || v.Kind == flow.String || v.Kind == flow.Object || v.Kind == flow.Array {
				c.fails(v.Line, name+" "+facts.Describe(v), "%s takes true or false, not %s", name, facts.Describe(v))
			}
		}
	}
	for name, other := range map[string]string{"Segment": "TotalSegments", "TotalSegments": "Segment"} {
		if body.Member(name) != nil && body.Member(other) == nil {
			c.fails(body.Member(name).Line, name+" without "+other, "a parallel scan needs %s with %s", other, name)
		}
	}
	if known.reads {
		c.limit(body)
	}
	c.ignored(body, known)
	c.legacy(body, known)
}

// ignored judges expressions that the operation does not have: DynamoDB ignores them, and reads or writes what they
// were to keep it from.
func (c *acceptance) ignored(body *flow.Value, known requestMembers) {
	for _, name := range []string{"FilterExpression", "ConditionExpression", "KeyConditionExpression", "UpdateExpression", "ProjectionExpression"} {
		m := body.Member(name)
		if m == nil || len(known.expressions) == 0 || slices.Contains(known.expressions, name) || !present(body, name) || c.seen[name] {
			continue
		}
		c.seen[name] = true
		f := rule.Violated(c.i.Node, "%s writes a %s, which DynamoDB ignores in this request", c.i.Method.Route(), name)
		c.findings = append(c.findings, f.Counter("the request does the same without it").At(c.a.Source, m.Line).
			Remedy("remove it, or use an operation that has it, such as Query for a FilterExpression"))
	}
}

// present reports whether some request has a member with a value.
func present(body *flow.Value, name string) bool {
	return slices.ContainsFunc(body.All(name), func(v *flow.Value) bool { return !isNull(v) })
}

// isNull reports whether a value is null, which DynamoDB reads like a missing member.
func isNull(v *flow.Value) bool {
	text, literal := v.Text.Literal()
	return v.Kind == flow.Scalar && literal && text == "null"
}

func (c *acceptance) oneOf(body *flow.Value, name string, allowed []string) {
	for _, v := range body.All(name) {
		text, literal := facts.LiteralText(v)
		switch {
		case literal && !slices.Contains(allowed, text):
			c.fails(v.Line, name+" "+text, "%s takes one of %s, not %q", name, strings.Join(allowed, ", "), text)
		case v.Kind == flow.Scalar && !isNull(v) || v.Kind == flow.Object || v.Kind == flow.Array:
			c.fails(v.Line, name+" "+facts.Describe(v), "%s takes a text, not %s", name, facts.Describe(v))
		}
	}
}

// limit judges Limit. A template that writes 0 in place of a limit, or for a cursor, that it does not accept has
// DynamoDB refuse that request, which is meant.
func (c *acceptance) limit(body *flow.Value) {
	all := body.All("Limit")
	other := len(all) > 1 || len(all) > 0 && body.Member("Limit").Optional
	for _, v := range all {
		if v.Kind == flow.String || v.Kind == flow.Gap && v.Placeholder.Kind == "string" {
			c.fails(v.Line, "Limit "+facts.Describe(v), "Limit takes a number without quotes")
		}
		text, literal := v.Text.Literal()
		if v.Kind != flow.Scalar || !literal || text == "null" || text == "0" && other {
			continue
		}
		if n, err := strconv.ParseFloat(text, 64); err != nil || n < 1 || n != math.Trunc(n) {
			c.fails(v.Line, "Limit "+text, "Limit takes a whole number from 1 on, not %s", text)
		}
	}
}

// legacy judges members from before expressions, which DynamoDB does not take beside an expression.
func (c *acceptance) legacy(body *flow.Value, known requestMembers) {
	legacy := known.legacy
	if known.reads && present(body, "KeyConditionExpression") {
		legacy = append(slices.Clone(legacy), "KeyConditions")
	}
	for _, expression := range known.expressions {
		always := body.Member(expression)
		if always == nil || always.Optional || !present(body, expression) {
			continue
		}
		for _, name := range legacy {
			if m := body.Member(name); m != nil && present(body, name) {
				c.fails(m.Line, fmt.Sprintf("%s and %s", expression, name), "%s cannot stand beside %s: write everything as expressions", name, expression)
			}
		}
	}
}
