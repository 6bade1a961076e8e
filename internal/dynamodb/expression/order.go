package expression

import (
	"fmt"
	"math/big"
	"slices"

	"lambdaless/internal/dynamodb"
)

// ordered says which value has no order, where an operator asks for one: only texts, numbers and bytes do.
func (s Scope) ordered(c Comparison) string {
	if !slices.Contains([]string{"<", "<=", ">", ">=", "BETWEEN"}, c.Operator) {
		return ""
	}
	for _, o := range c.Operands {
		if kind := s.typeOf(o); kind != "" && !slices.Contains([]string{"S", "N", "B"}, kind) {
			return fmt.Sprintf("%s compares texts, numbers and bytes, not %s", c.Operator, kind)
		}
	}
	return ""
}

// bounds says what is wrong with the bounds of BETWEEN: they are of one type, and the upper one is not below the lower.
func (s Scope) bounds(low, high Operand) string {
	a, first := low.(Value)
	b, second := high.(Value)
	if !first || !second {
		return ""
	}
	x, y := s.typeOf(low), s.typeOf(high)
	switch {
	case x != "" && y != "" && x != y:
		return fmt.Sprintf("BETWEEN takes two bounds of one type, not %s and %s", x, y)
	case x == "S" && y == "S":
		from, known := s.Text(string(a))
		to, also := s.Text(string(b))
		if known && also && from > to {
			return fmt.Sprintf("BETWEEN takes the lower bound first, not %q before %q", from, to)
		}
	case x == "N" && y == "N" && s.Number != nil:
		from, known := rational(s.Number(string(a)))
		to, also := rational(s.Number(string(b)))
		if known && also && from.Cmp(to) > 0 {
			return fmt.Sprintf("BETWEEN takes the lower bound first, not %s before %s", from.RatString(), to.RatString())
		}
	}
	return ""
}

func rational(text string, known bool) (*big.Rat, bool) {
	if !known || !dynamodb.IsNumber(text) {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}
