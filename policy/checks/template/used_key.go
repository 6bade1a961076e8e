package template

import (
	"fmt"
	"regexp"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/flow"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// usedKey is one alternative of a partition key in a request.
type usedKey struct {
	table, attribute string
	value            *flow.Value // nil when the request may have none
	a                *flow.Analysis
	line             int
}

// keysOf are the partition keys that an integration's requests use.
func keysOf(in *rule.Context, i *model.Integration) []usedKey {
	var keys []usedKey
	templates, _ := i.RequestTemplates()
	for _, t := range templates {
		a := in.Flow(t)
		if a == nil {
			continue
		}
		for _, document := range a.Documents {
			for _, part := range facts.RequestParts(i.URI.Operation, document) {
				if part.Problem == "" {
					keys = append(keys, keysOfPart(in, a, part)...)
				}
			}
		}
	}
	return keys
}

func keysOfPart(in *rule.Context, a *flow.Analysis, part facts.Part) []usedKey {
	attribute := partitionKey(in, part)
	if attribute == "" {
		return nil
	}
	r := keyReader{part: part, attribute: attribute, a: a}
	body := part.Body
	switch {
	case body.Kind == flow.Array: // BatchWriteItem
		for _, item := range body.Items {
			r.within(item, "PutRequest", "Item")
			r.within(item, "DeleteRequest", "Key")
		}
	case body.Member("Keys") != nil: // BatchGetItem
		for _, list := range body.All("Keys") {
			for _, item := range list.Items {
				r.in(item)
			}
		}
	case body.Member("Key") != nil:
		r.member(body, "Key")
	case body.Member("Item") != nil:
		r.member(body, "Item")
	case body.Member("KeyConditionExpression") != nil:
		r.conditions(body)
	default: // a Scan
		r.none(part.Line)
	}
	return r.keys
}

// keyReader collects the alternatives of a key.
type keyReader struct {
	part      facts.Part
	attribute string
	a         *flow.Analysis
	keys      []usedKey
}

func (r *keyReader) none(line int) {
	r.keys = append(r.keys, usedKey{table: r.part.Table, attribute: r.attribute, a: r.a, line: line})
}

func (r *keyReader) within(item *flow.Value, request, member string) {
	for _, v := range item.All(request) {
		r.member(v, member)
	}
}

// member reads the key in each alternative of a member, which must be there.
func (r *keyReader) member(body *flow.Value, name string) {
	m := body.Member(name)
	if m == nil || m.Optional {
		r.none(body.Line)
	}
	for _, v := range body.All(name) {
		r.in(v)
	}
}

// in reads the key's attribute of a key or an item.
func (r *keyReader) in(v *flow.Value) {
	m := v.Member(r.attribute)
	if m == nil || m.Optional {
		r.none(v.Line)
	}
	for _, attribute := range v.All(r.attribute) {
		r.typed(attribute)
	}
}

// typed reads what an attribute value {"S": x} holds.
func (r *keyReader) typed(attribute *flow.Value) {
	add := func(v *flow.Value) { r.keys = append(r.keys, usedKey{r.part.Table, r.attribute, v, r.a, v.Line}) }
	if len(attribute.Members) == 0 {
		add(attribute)
	}
	for _, m := range attribute.Members {
		for _, v := range m.Values {
			add(v)
		}
	}
}

// conditions reads the values that each alternative of a KeyConditionExpression compares the key with.
func (r *keyReader) conditions(body *flow.Value) {
	if body.Member("KeyConditionExpression").Optional {
		r.none(body.Line)
	}
	for _, expression := range body.All("KeyConditionExpression") {
		value := r.conditionValue(body, expression)
		var found []*flow.Value
		for _, values := range body.All("ExpressionAttributeValues") {
			if m := values.Member(value); m != nil && !m.Optional {
				found = append(found, m.Values...)
			} else {
				r.none(expression.Line)
			}
		}
		if value == "" || len(found) == 0 {
			r.none(expression.Line)
		}
		for _, v := range found {
			r.typed(v)
		}
	}
}

// conditionValue is the name of the value that an expression compares the key with by "=", empty if there
// is none in every text that the expression may be.
func (r *keyReader) conditionValue(body, expression *flow.Value) string {
	text := ""
	for _, piece := range expression.Text {
		if piece.Placeholder != nil {
			if !piece.Placeholder.OnlyFrom(flow.Program) {
				return ""
			}
			break // what every alternative begins with
		}
		text += piece.Text
	}
	called := []string{regexp.QuoteMeta(r.attribute)}
	for _, names := range body.All("ExpressionAttributeNames") {
		for _, m := range names.Members {
			alias, _ := m.Key.Literal()
			same, other := false, false
			for _, v := range m.Values {
				name, literal := facts.LiteralText(v)
				same, other = same || name == r.attribute, other || name != r.attribute || !literal
			}
			if same && other {
				return "" // the alias stands for the key on some paths only
			}
			if same {
				called = append(called, regexp.QuoteMeta(alias))
			}
		}
	}
	equals := regexp.MustCompile(fmt.Sprintf(`(?:^|[\s(])(?:%s)\s*=\s*(:[A-Za-z0-9_]+)(?:[\s)]|$)`, strings.Join(called, "|")))
	matches := equals.FindAllStringSubmatch(text, -1)
	if len(matches) != 1 || strings.Contains(strings.ToUpper(text), " OR ") {
		return ""
	}
	return matches[0][1]
}

// partitionKey is the attribute that the request's table or index is partitioned by, empty when it is
// unknown.
func partitionKey(in *rule.Context, part facts.Part) string {
	t := in.TableNamed(part.Table)
	if t == nil || len(t.Keys) == 0 {
		return ""
	}
	if part.Index == "" {
		return t.Keys[0]
	}
	for _, index := range t.Node.In("globalSecondaryIndexes").Items() {
		if index.At("name").TextOr("") == part.Index {
			return index.At("hashKey").TextOr("")
		}
	}
	return t.Keys[0] // a local index has the table's
}
