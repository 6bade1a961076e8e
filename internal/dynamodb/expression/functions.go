package expression

import (
	"fmt"
	"slices"
	"strings"
)

// types are DynamoDB's types.
var types = []string{"S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS"}

// conditionFunctions are the functions of conditions, with the number of their operands
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html).
var conditionFunctions = map[string]int{
	"attribute_exists": 1, "attribute_not_exists": 1, "attribute_type": 2, "begins_with": 2, "contains": 2, "size": 1,
}

// updateFunctions are the functions and operators of SET
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html).
var updateFunctions = map[string]int{"if_not_exists": 2, "list_append": 2, "+": 2, "-": 2}

// function says why DynamoDB refuses a call; "" when it does not.
func (s Scope) function(f Function, known map[string]int) string {
	count, ok := known[f.Name]
	if !ok {
		return fmt.Sprintf("there is no function %s here", f.Name)
	}
	if len(f.Args) != count {
		return fmt.Sprintf("%s takes %d operands, not %d", f.Name, count, len(f.Args))
	}
	switch f.Name {
	case "attribute_exists", "attribute_not_exists", "if_not_exists":
		if _, path := f.Args[0].(Path); !path {
			return f.Name + " takes an attribute as its first operand"
		}
	case "begins_with":
		return s.only(f, f.Args, "S", "B")
	case "size":
		if kind := s.typeOf(f.Args[0]); slices.Contains([]string{"N", "BOOL", "NULL"}, kind) {
			return "size takes no operand of type " + kind
		}
	case "attribute_type":
		return s.attributeType(f)
	case "list_append":
		return s.only(f, f.Args, "L")
	case "+", "-":
		return s.only(f, f.Args, "N")
	}
	if a, b, paths := twoPaths(f.Args); paths && known["contains"] > 0 {
		return s.distinct(f.Name, a, b)
	}
	return ""
}

// only says which operand is known to be of another type.
func (s Scope) only(f Function, operands []Operand, allowed ...string) string {
	for _, o := range operands {
		if kind := s.typeOf(o); kind != "" && !slices.Contains(allowed, kind) {
			return fmt.Sprintf("%s takes operands of type %s, not %s", f.Name, strings.Join(allowed, " or "), kind)
		}
	}
	return ""
}

func (s Scope) attributeType(f Function) string {
	v, ok := f.Args[1].(Value)
	if !ok {
		return "attribute_type takes the type as a :value"
	}
	if kind := s.typeOf(v); kind != "" && kind != "S" {
		return "attribute_type takes the type as a text, not as " + kind
	}
	if text, known := s.Text(string(v)); known && !slices.Contains(types, text) {
		return fmt.Sprintf("attribute_type takes one of %s, not %q", strings.Join(types, ", "), text)
	}
	return ""
}

func twoPaths(operands []Operand) (a, b Path, ok bool) {
	if len(operands) != 2 {
		return nil, nil, false
	}
	a, first := operands[0].(Path)
	b, second := operands[1].(Path)
	return a, b, first && second
}

// distinct says that an operator has the same path twice.
func (s Scope) distinct(operator string, a, b Path) string {
	x, first := s.named(a)
	y, second := s.named(b)
	if first && second && slices.Equal(x, y) {
		return fmt.Sprintf("%s compares %s with itself", operator, x)
	}
	return ""
}
