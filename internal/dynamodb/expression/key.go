package expression

import (
	"fmt"
	"slices"
)

// Key is the key of a table or an index.
type Key struct {
	Partition string
	Sort      string            // "" for a key without one
	Types     map[string]string // the attributes' types, S, N or B, as far as they are known
}

func (k Key) names() []string {
	if k.Sort == "" {
		return []string{k.Partition}
	}
	return []string{k.Partition, k.Sort}
}

// KeyCondition says why DynamoDB refuses a KeyConditionExpression: it must compare the partition key with one
// value by =, and may compare the sort key with one value or range.
func (s Scope) KeyCondition(c Condition, key Key) []string {
	var faults []string
	seen := map[string]bool{}
	complete := true // every attribute is known
	for _, part := range conjunction(c) {
		name, fault, known := s.keyPart(part, key)
		faults = append(faults, notEmpty(fault)...)
		if !known {
			complete = false
			continue
		}
		if seen[name] {
			faults = append(faults, fmt.Sprintf("the key condition has two conditions on %q", name))
		}
		seen[name] = true
	}
	if complete && len(faults) == 0 && !seen[key.Partition] {
		faults = append(faults, fmt.Sprintf("the key condition does not compare the partition key %q with one value by =", key.Partition))
	}
	return faults
}

// conjunction are the conditions that AND joins.
func conjunction(c Condition) []Condition {
	if and, ok := c.(And); ok {
		return append(conjunction(and.Left), conjunction(and.Right)...)
	}
	return []Condition{c}
}

// keyPart judges one condition of a key condition and says which attribute it is about.
func (s Scope) keyPart(c Condition, key Key) (name, fault string, known bool) {
	var operator string
	var operands []Operand
	switch c := c.(type) {
	case Comparison:
		operator, operands = c.Operator, c.Operands
		if operator == "IN" || operator == "<>" {
			return "", "a key condition cannot have " + operator, false
		}
	case Call:
		operator, operands = c.Function.Name, c.Function.Args
		if operator != "begins_with" {
			return "", "a key condition cannot have " + operator, false
		}
	case Or:
		return "", "a key condition cannot have OR", false
	default:
		return "", "a key condition cannot have NOT", false
	}
	var path Path
	for _, o := range operands {
		switch o := o.(type) {
		case Path:
			if path != nil {
				return "", "a key condition compares an attribute with a value, not with another attribute", false
			}
			path = o
		case Function:
			return "", "a key condition cannot have a function within another condition", false
		case Value:
		}
	}
	if path == nil {
		return "", "a condition of the key condition names no attribute", false
	}
	if len(path) > 1 {
		return "", fmt.Sprintf("a key condition cannot name what is within an attribute, as %s", path), false
	}
	named, known := s.named(path)
	if !known {
		return "", "", false
	}
	name = named[0].Name
	return name, s.keyOperator(name, operator, operands, key), true
}

func (s Scope) keyOperator(name, operator string, operands []Operand, key Key) string {
	want := key.Types[name]
	switch {
	case !slices.Contains(key.names(), name):
		return fmt.Sprintf("the key condition names %q, which is not an attribute of the key", name)
	case name == key.Partition && operator != "=":
		return fmt.Sprintf("the key condition compares the partition key %q by %s and not by =", name, operator)
	case operator == "begins_with" && want == "N":
		return fmt.Sprintf("begins_with does not take %q, which is of type N", name)
	}
	for _, o := range operands {
		if kind := s.typeOf(o); kind != "" && want != "" && kind != want {
			return fmt.Sprintf("the key attribute %q is of type %s, and the key condition compares it with %s", name, want, kind)
		}
	}
	return ""
}

// Heads are the top-level attributes that paths begin with, as far as they are known.
func (s Scope) Heads(paths []Path) []string {
	var names []string
	for _, p := range paths {
		if named, known := s.named(p[:1]); known {
			names = append(names, named[0].Name)
		}
	}
	return names
}

// Paths are the paths of a condition.
func Paths(c Condition) []Path {
	var paths []Path
	Walk(c, func(o Operand) {
		if p, ok := o.(Path); ok {
			paths = append(paths, p)
		}
	})
	return paths
}
