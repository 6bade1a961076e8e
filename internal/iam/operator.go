package iam

import "strings"

// operator is a condition operator with its set qualifier and suffix:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
type operator struct {
	comparison
	set      setQualifier
	ifExists bool
}

type setQualifier byte

const (
	singleValue setQualifier = iota
	forAllValues
	forAnyValue
)

// comparison compares one value of the policy with one of the request, as its operator does.
type comparison struct {
	name    string
	negated bool
	null    bool // the Null operator, which looks at the key and not at its values
	wants   string
	valid   func(policyValue string) bool
	// variables says whether policy values may contain variables.
	variables bool
	compare   func(policyValue []piece, requestValue string) bool
}

var comparisons = func() map[string]comparison {
	table := map[string]comparison{}
	add := func(c comparison, negation string) {
		table[c.name] = c
		if negation != "" {
			c.name, c.negated = negation, true
			table[negation] = c
		}
	}
	text := comparison{wants: "a string", valid: func(string) bool { return true }, variables: true}
	for _, o := range []struct {
		name, negation string
		compare        func([]piece, string) bool
	}{
		{"StringEquals", "StringNotEquals", stringEquals},
		{"StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", stringEqualsIgnoreCase},
		{"StringLike", "StringNotLike", stringLike},
		// ArnEquals and ArnLike behave identically.
		{"ArnEquals", "ArnNotEquals", arnLike},
		{"ArnLike", "ArnNotLike", arnLike},
	} {
		text.name, text.compare = o.name, o.compare
		add(text, o.negation)
	}
	addOrdered(add, "Numeric", "a number", validNumber, compareNumbers)
	addOrdered(add, "Date", "a date", validDate, compareDates)
	add(comparison{name: "Bool", wants: "true or false", valid: validBool, compare: boolEquals}, "")
	add(comparison{name: "BinaryEquals", wants: "base64", valid: validBinary, compare: binaryEquals}, "")
	add(comparison{name: "IpAddress", wants: "an IP address or CIDR block", valid: validAddress, compare: inBlock}, "NotIpAddress")
	add(comparison{name: "Null", wants: "true or false", valid: validBool, null: true}, "")
	return table
}()

// addOrdered adds the six comparisons of an ordered type.
func addOrdered(add func(comparison, string), prefix, wants string, valid func(string) bool, order func(policy, request string) (int, bool)) {
	for suffix, holds := range map[string]func(sign int) bool{
		"Equals":            func(sign int) bool { return sign == 0 },
		"LessThan":          func(sign int) bool { return sign < 0 },
		"LessThanEquals":    func(sign int) bool { return sign <= 0 },
		"GreaterThan":       func(sign int) bool { return sign > 0 },
		"GreaterThanEquals": func(sign int) bool { return sign >= 0 },
	} {
		negation := ""
		if suffix == "Equals" {
			negation = prefix + "NotEquals"
		}
		add(comparison{name: prefix + suffix, wants: wants, valid: valid, compare: func(policyValue []piece, requestValue string) bool {
			sign, comparable := order(plain(policyValue), requestValue)
			return comparable && holds(sign)
		}}, negation)
	}
}

// parseOperator reads "ForAllValues:StringLikeIfExists". Null takes neither qualifier nor suffix.
func parseOperator(text string) (operator, bool) {
	var op operator
	name := text
	if rest, ok := strings.CutPrefix(name, "ForAllValues:"); ok {
		op.set, name = forAllValues, rest
	} else if rest, ok := strings.CutPrefix(name, "ForAnyValue:"); ok {
		op.set, name = forAnyValue, rest
	}
	if rest, ok := strings.CutSuffix(name, "IfExists"); ok {
		op.ifExists, name = true, rest
	}
	c, known := comparisons[name]
	if !known || c.null && (op.ifExists || op.set != singleValue) {
		return operator{}, false
	}
	op.comparison = c
	return op, true
}

// Operand says what values a condition operator compares.
type Operand struct {
	Operator string // without its set qualifier and suffix, such as "DateLessThan"
	Wants    string // such as "a date", for messages
	Valid    func(value string) bool
}

// OperandOf returns the operand of an operator as it is written in a document, such as
// "ForAllValues:StringLikeIfExists"; false for what is not an operator.
func OperandOf(operator string) (Operand, bool) {
	op, known := parseOperator(operator)
	return Operand{Operator: op.name, Wants: op.wants, Valid: op.valid}, known
}
