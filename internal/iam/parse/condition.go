package parse

import (
	"fmt"

	"lambdaless/internal/iam"
)

// conditions reads a Condition block. An operator without keys says nothing and is dropped, as is
// its name, which AWS then does not check (IAM-004).
func (p *parser) conditions(n *node, path string) []iam.Condition {
	if !p.object(n, path) {
		return nil
	}
	var conditions []iam.Condition
	for i, name := range n.names {
		keys := n.items[i]
		at := join(path, name.text)
		if !p.object(keys, at) || len(keys.names) == 0 {
			continue
		}
		operand, known := iam.OperandOf(name.text)
		if !known {
			p.syntax(name, at, "%q is not a condition operator", name.text)
			continue
		}
		for j, key := range keys.names {
			c := iam.Condition{Operator: name.text, Key: key.text, Values: p.values(keys.items[j], join(at, key.text))}
			if key.text == "" {
				p.syntax(key, at, "a condition key has no name")
			}
			for _, value := range c.Values {
				if !operand.Valid(value) {
					p.complain(keys.items[j], join(at, key.text), checkLegacy, saysLegacy, "%q is not %s, which %s compares", value, operand.Wants, operand.Operator)
				}
			}
			conditions = append(conditions, c)
		}
	}
	return conditions
}

// values reads a condition's values: strings, numbers and booleans, alone or in a list, as
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html has them.
func (p *parser) values(n *node, path string) []string {
	if n.kind != listNode {
		return p.value(nil, n, path)
	}
	values := []string{}
	for i, item := range n.items {
		values = p.value(values, item, fmt.Sprintf("%s[%d]", path, i))
	}
	return values
}

func (p *parser) value(values []string, n *node, path string) []string {
	switch n.kind {
	case stringNode, numberNode, boolNode:
		return append(values, n.text)
	default:
		p.syntax(n, path, "%s; write a string, a number or a boolean", n.kind)
		return values
	}
}
