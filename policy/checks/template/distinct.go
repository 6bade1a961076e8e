package template

import (
	"fmt"
	"strings"

	"lambdaless/internal/dynamodb"
	"lambdaless/policy/facts"
	"lambdaless/policy/flow"
)

// distinct judges the items of a set that every request has: DynamoDB refuses a set with a value twice.
func (c *acceptance) distinct(kind string, v *flow.Value) {
	seen := map[string]bool{}
	for _, item := range v.Always {
		same, known := identity(item)
		if !known {
			continue
		}
		if text, literal := facts.LiteralText(item); literal && kind == "NS" {
			same = dynamodb.CanonicalNumber(text)
		}
		if seen[same] {
			shown := facts.Describe(item)
			c.fails(item.Line, fmt.Sprintf(`{"%s": [%s, %s]}`, kind, shown, shown), "a set must not have %s twice", shown)
		}
		seen[same] = true
	}
}

// oneKeyTwice judges the keys of one batch or transaction, by table: DynamoDB refuses a request that names an item twice.
func (c *acceptance) oneKeyTwice(operation string, document *flow.Value) {
	seen := map[string]bool{}
	note := func(table string, key *flow.Value) {
		t := c.in.TableNamed(table)
		if t == nil || key == nil {
			return
		}
		of := []string{table}
		for _, attribute := range t.Keys {
			same, known := typedIdentity(key, attribute)
			if !known {
				return
			}
			of = append(of, same)
		}
		same := strings.Join(of, "\x00")
		if seen[same] {
			c.fails(key.Line, "the same key twice", "the request names one item of %s twice, which a batch or a transaction must not", table)
		}
		seen[same] = true
	}
	for _, list := range document.All("TransactItems") {
		for _, item := range list.Always {
			for _, m := range item.Members {
				if table, body := onlyTable(m); body != nil {
					note(table, alone(body, "Key"))
					note(table, alone(body, "Item"))
				}
			}
		}
	}
	for _, tables := range document.All("RequestItems") {
		for _, m := range tables.Members {
			table, literal := m.Key.Literal()
			if !literal || m.Optional || len(m.Values) != 1 {
				continue
			}
			of := m.Values[0]
			if operation == "BatchGetItem" {
				if of = alone(of, "Keys"); of == nil {
					continue
				}
			}
			for _, item := range of.Always {
				switch put, deleted := alone(item, "PutRequest"), alone(item, "DeleteRequest"); {
				case operation == "BatchGetItem":
					note(table, item)
				case put != nil:
					note(table, alone(put, "Item"))
				case deleted != nil:
					note(table, alone(deleted, "Key"))
				}
			}
		}
	}
}

// onlyTable is the part of a transaction that a member is, and its table; nil where a request may have another.
func onlyTable(m *flow.Member) (table string, body *flow.Value) {
	if m.Optional || len(m.Values) != 1 {
		return "", nil
	}
	name, literal := facts.LiteralText(alone(m.Values[0], "TableName"))
	if !literal {
		return "", nil
	}
	return name, m.Values[0]
}

// alone is what a member is in every request; nil where that is not known.
func alone(v *flow.Value, name string) *flow.Value {
	m := v.Member(name)
	if m == nil || m.Optional || len(m.Values) != 1 {
		return nil
	}
	return m.Values[0]
}

// typedIdentity says which value an attribute of a key has.
func typedIdentity(key *flow.Value, attribute string) (string, bool) {
	typed := alone(key, attribute)
	if typed == nil || len(typed.Members) != 1 {
		return "", false
	}
	kind, literal := typed.Members[0].Key.Literal()
	value := alone(typed, kind)
	if !literal || value == nil {
		return "", false
	}
	same, known := identity(value)
	if text, isText := facts.LiteralText(value); isText && kind == "N" {
		same = dynamodb.CanonicalNumber(text)
	}
	return kind + same, known
}

// identity says which text a value is: two with one identity are equal in every request.
func identity(v *flow.Value) (string, bool) {
	if v.Kind != flow.String {
		return "", false
	}
	var out strings.Builder
	for _, piece := range v.Text {
		p := piece.Placeholder
		switch {
		case p == nil:
			out.WriteString(piece.Text)
		case p.Name == "" || p.Composed:
			return "", false
		default:
			out.WriteString("\x01" + p.Name + "\x01")
		}
	}
	return out.String(), true
}
