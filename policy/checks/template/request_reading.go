package template

import (
	"fmt"
	"slices"

	"lambdaless/internal/dynamodb/expression"
	"lambdaless/policy/facts"
	"lambdaless/policy/flow"
	"lambdaless/policy/graph"
)

// keyOf is the key of the table or index that a request reads; false when it is not known.
func (c *acceptance) keyOf(part facts.Part) (expression.Key, bool) {
	key := expression.Key{Partition: partitionKey(c.in, part), Types: c.schema}
	if key.Partition == "" {
		return key, false
	}
	if part.Index == "" {
		if len(c.table.Keys) > 1 {
			key.Sort = c.table.Keys[1]
		}
		return key, !c.table.Node.In("rangeKey").IsUnknown()
	}
	index := c.index(part.Index)
	sort := index.At("rangeKey")
	key.Sort = sort.TextOr("")
	return key, !index.Absent() && !sort.IsUnknown()
}

// index is the index of a name; it is absent for the table itself.
func (c *acceptance) index(name string) graph.Value {
	for _, kind := range []string{"globalSecondaryIndexes", "localSecondaryIndexes"} {
		for _, index := range c.table.Node.In(kind).Items() {
			if name != "" && index.At("name").TextOr("") == name {
				return index
			}
		}
	}
	return graph.Value{}
}

// reading judges the options of a Query or a Scan.
func (c *acceptance) reading(part facts.Part) {
	body := part.Body
	if c.i.URI.Operation == "Query" && !present(body, "KeyConditionExpression") && !present(body, "KeyConditions") {
		c.fails(part.Line, "no KeyConditionExpression", "a Query needs a KeyConditionExpression")
	}
	index := c.index(part.Index)
	global := !c.globalIndex(part.Index).Absent()
	c.selects(part, index, global)
	c.startKey(part, index)
	if !global {
		return
	}
	for _, v := range body.All("ConsistentRead") {
		if text, literal := v.Text.Literal(); literal && text == "true" {
			c.fails(v.Line, "ConsistentRead true", "the global index %s has no consistent reads", part.Index)
		}
	}
	c.projection(part, index)
}

// selects judges Select, and what may stand beside it.
func (c *acceptance) selects(part facts.Part, index graph.Value, global bool) {
	body := part.Body
	projection, names := body.Member("ProjectionExpression"), body.Member("AttributesToGet")
	always := projection != nil && !projection.Optional && present(body, "ProjectionExpression")
	for _, v := range body.All("Select") {
		text, literal := facts.LiteralText(v)
		request := "Select " + text
		switch {
		case !literal:
		case !slices.Contains([]string{"ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT"}, text):
			c.fails(v.Line, request, "Select has no value %q", text)
		case text == "ALL_PROJECTED_ATTRIBUTES" && part.Index == "":
			c.fails(v.Line, request, "Select %s needs an IndexName", text)
		case text == "SPECIFIC_ATTRIBUTES" && projection == nil && names == nil:
			c.fails(v.Line, request, "Select %s needs a ProjectionExpression", text)
		case text != "SPECIFIC_ATTRIBUTES" && always:
			c.fails(v.Line, request+" beside a ProjectionExpression", "Select %s excludes a ProjectionExpression", text)
		case text == "ALL_ATTRIBUTES" && global && index.At("projectionType").TextOr("ALL") != "ALL":
			c.fails(v.Line, request, "the index %s does not hold all attributes", part.Index)
		}
	}
}

// startKey judges the key that a page begins after: the key of the table, and that of the index.
func (c *acceptance) startKey(part facts.Part, index graph.Value) {
	wanted := slices.Clone(c.table.Keys)
	for _, property := range []string{"hashKey", "rangeKey"} {
		if index.At(property).IsUnknown() {
			return
		}
		if name := index.At(property).TextOr(""); name != "" && !slices.Contains(wanted, name) {
			wanted = append(wanted, name)
		}
	}
	for _, v := range part.Body.All("ExclusiveStartKey") {
		if v.Kind != flow.Object || len(c.table.Keys) == 0 {
			continue
		}
		c.onlyThese(v, "ExclusiveStartKey", wanted)
	}
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

// projection judges the attributes that a ProjectionExpression asks a global index for.
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
	scope := scopeOf(part.Body)
	for _, v := range part.Body.All("ProjectionExpression") {
		text, literal := facts.LiteralText(v)
		if !literal {
			continue
		}
		paths, _, err := expression.ParseProjection(text)
		if err != nil {
			continue // reported with the expressions
		}
		for _, name := range scope.Heads(paths) {
			if !slices.Contains(held, name) {
				c.fails(v.Line, fmt.Sprintf("ProjectionExpression %q", text), "the index %s does not hold %q", part.Index, name)
			}
		}
	}
}
