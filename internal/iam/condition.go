package iam

import "strings"

// holds decides a condition. The rules for absent keys, several values and negated operators are
// those of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
// and https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html.
func (c Condition) holds(k keys, variables bool) tri {
	op, known := parseOperator(c.Operator)
	if !known {
		return maybe // only a Statement built by hand can have one: claim nothing
	}
	values, present := k.lookup(c.Key)
	if present == maybe {
		return maybe
	}
	if op.null {
		return any3(len(c.Values), func(i int) tri { return truth(strings.EqualFold(c.Values[i], "true") == (present == no)) })
	}
	if op.set != singleValue {
		values = nonEmpty(values) // an empty string is an empty set to the set operators
	}
	if len(values) == 0 {
		switch {
		case op.ifExists || op.set == forAllValues:
			return yes
		case op.set == forAnyValue:
			return no
		default:
			return truth(op.negated)
		}
	}
	one := func(i int) tri {
		match := any3(len(c.Values), func(j int) tri { return op.match(c.Values[j], values[i], k, variables) })
		if op.negated {
			return match.not()
		}
		return match
	}
	// Several request values under an operator for one value: AWS leaves it open; a value that
	// matches is enough, and for negated operators none may match (IAM-008).
	if op.set == forAllValues || op.set == singleValue && op.negated {
		return all3(len(values), one)
	}
	return any3(len(values), one)
}

// match compares one policy value with one request value.
func (op operator) match(policyValue, requestValue string, k keys, variables bool) tri {
	split, answer := resolve(pieces(policyValue, variables && op.variables), k)
	if answer != yes {
		return answer
	}
	return truth(op.compare(split, requestValue))
}

func nonEmpty(values []string) []string {
	for i, v := range values {
		if v == "" {
			kept := append([]string(nil), values[:i]...)
			for _, w := range values[i+1:] {
				if w != "" {
					kept = append(kept, w)
				}
			}
			return kept
		}
	}
	return values
}

// conditionsHold decides all conditions of a statement.
func (s *Statement) conditionsHold(k keys, variables bool) tri {
	return all3(len(s.Conditions), func(i int) tri { return s.Conditions[i].holds(k, variables) })
}
