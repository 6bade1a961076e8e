package template

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/flow"
	"lambdaless/policy/graph"
)

// expressionMembers are the request members that are expressions.
var expressionMembers = []string{
	"KeyConditionExpression", "FilterExpression", "ProjectionExpression", "ConditionExpression", "UpdateExpression",
}

var expressionToken = regexp.MustCompile(`[#:][A-Za-z0-9_]+`)

// expressions judges the names and values that expressions use.
func (c *acceptance) expressions(body *flow.Value) {
	used := map[string]bool{}
	whole := true // every expression is one of a few literals
	any := false
	for _, name := range expressionMembers {
		for _, v := range body.All(name) {
			any = true
			text, literal := facts.LiteralText(v)
			whole = whole && literal
			if !literal {
				continue
			}
			for _, token := range expressionToken.FindAllString(text, -1) {
				used[token] = true
				holder := map[byte]string{'#': "ExpressionAttributeNames", ':': "ExpressionAttributeValues"}[token[0]]
				if !mayDefine(body, holder, token) {
					c.fails(v.Line, fmt.Sprintf("%s %q", name, text), "%s uses %s, which %s does not define", name, token, holder)
				}
			}
		}
	}
	for _, holder := range []string{"ExpressionAttributeNames", "ExpressionAttributeValues"} {
		m := body.Member(holder)
		if m == nil {
			continue
		}
		if !any {
			c.fails(m.Line, holder, "%s without an expression", holder)
			continue
		}
		for _, v := range m.Values {
			if len(v.Members) == 0 && v.Kind == flow.Object {
				c.fails(m.Line, holder+": {}", "%s must not be empty", holder)
			}
			for _, defined := range v.Members {
				token, literal := defined.Key.Literal()
				if literal && whole && !defined.Optional && !m.Optional && !used[token] {
					c.fails(defined.Line, fmt.Sprintf("%s %q", holder, token), "%s defines %s, which no expression uses", holder, token)
				}
			}
		}
	}
}

// mayDefine reports whether some request has a definition.
func mayDefine(body *flow.Value, holder, token string) bool {
	for _, v := range body.All(holder) {
		if v.Kind != flow.Object {
			return true
		}
		for _, m := range v.Members {
			if name, literal := m.Key.Literal(); !literal || name == token {
				return true
			}
		}
	}
	return false
}

// reading judges the options of a Query or a Scan.
func (c *acceptance) reading(part facts.Part) {
	body := part.Body
	if c.i.URI.Operation == "Query" {
		c.condition(part)
	}
	index := c.globalIndex(part.Index)
	for _, v := range body.All("Select") {
		text, literal := facts.LiteralText(v)
		request := "Select " + text
		projected := body.Member("ProjectionExpression") != nil || body.Member("AttributesToGet") != nil
		switch {
		case !literal:
		case !slices.Contains([]string{"ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT"}, text):
			c.fails(v.Line, request, "Select has no value %q", text)
		case text == "ALL_PROJECTED_ATTRIBUTES" && part.Index == "":
			c.fails(v.Line, request, "Select %s needs an IndexName", text)
		case text == "SPECIFIC_ATTRIBUTES" && !projected:
			c.fails(v.Line, request, "Select %s needs a ProjectionExpression", text)
		case text != "SPECIFIC_ATTRIBUTES" && projected && !body.Member("ProjectionExpression").Optional:
			c.fails(v.Line, request+" beside a ProjectionExpression", "Select %s excludes a ProjectionExpression", text)
		case text == "ALL_ATTRIBUTES" && !index.Absent() && index.At("projectionType").TextOr("ALL") != "ALL":
			c.fails(v.Line, request, "the index %s does not hold all attributes", part.Index)
		}
	}
	if index.Absent() {
		return
	}
	for _, v := range body.All("ConsistentRead") {
		if text, literal := v.Text.Literal(); literal && text == "true" {
			c.fails(v.Line, "ConsistentRead true", "the global index %s has no consistent reads", part.Index)
		}
	}
	c.projection(part, index)
}

// globalIndex is the global secondary index of a name; it is absent for a table or a local index.
func (c *acceptance) globalIndex(name string) graph.Value {
	for _, index := range c.table.Node.In("globalSecondaryIndexes").Items() {
		if name != "" && index.At("name").TextOr("") == name {
			return index
		}
	}
	return graph.Value{}
}

// condition judges a Query's key condition.
func (c *acceptance) condition(part facts.Part) {
	m := part.Body.Member("KeyConditionExpression")
	if m == nil {
		if part.Body.Member("KeyConditions") == nil {
			c.fails(part.Line, "no KeyConditionExpression", "a Query needs a KeyConditionExpression")
		}
		return
	}
	key := partitionKey(c.in, part)
	if key == "" {
		return
	}
	r := keyReader{part: part, attribute: key, a: c.a}
	for _, v := range m.Values {
		text, literal := facts.LiteralText(v)
		if !literal {
			continue
		}
		value := r.conditionValue(part.Body, v)
		if value == "" {
			c.fails(v.Line, fmt.Sprintf("KeyConditionExpression %q", text), "the key condition does not compare the partition key %q with one value by =", key)
		}
		for _, values := range part.Body.All("ExpressionAttributeValues") {
			if defined := values.Member(value); defined != nil && c.schema[key] != "" {
				c.keyType(defined, key, c.schema[key])
			}
		}
	}
}

// projection judges the attributes that a ProjectionExpression asks an index for.
func (c *acceptance) projection(part facts.Part, index graph.Value) {
	held := slices.Clone(c.table.Keys)
	for _, property := range []string{"hashKey", "rangeKey"} {
		held = append(held, index.At(property).TextOr(""))
	}
	switch index.At("projectionType").TextOr("ALL") {
	case "KEYS_ONLY":
	case "INCLUDE":
		for _, attribute := range index.At("nonKeyAttributes").Items() {
			held = append(held, attribute.TextOr(""))
		}
	default:
		return
	}
	for _, v := range part.Body.All("ProjectionExpression") {
		text, literal := facts.LiteralText(v)
		if !literal {
			continue
		}
		for _, path := range strings.Split(text, ",") {
			name := strings.TrimSpace(path)
			if i := strings.IndexAny(name, ".["); i >= 0 {
				name = name[:i]
			}
			if strings.HasPrefix(name, "#") {
				names := c.alias(part.Body, name)
				if len(names) != 1 {
					continue
				}
				name = names[0]
			}
			if !slices.Contains(held, name) {
				c.fails(v.Line, "ProjectionExpression "+text, "the index %s does not hold %q", part.Index, name)
			}
		}
	}
}

// alias are the names that an alias may stand for.
func (c *acceptance) alias(body *flow.Value, alias string) []string {
	var names []string
	for _, v := range body.All("ExpressionAttributeNames") {
		for _, name := range v.All(alias) {
			if text, literal := facts.LiteralText(name); literal && !slices.Contains(names, text) {
				names = append(names, text)
			}
		}
	}
	return names
}
