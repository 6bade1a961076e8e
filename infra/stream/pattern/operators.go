package pattern

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
)

// test is one element of a field's list.
type test struct {
	holds  func(value any) bool // of a value that is there
	absent bool                 // whether it holds for a field that is not there
}

func parseTests(path string, list []any) ([]test, error) {
	if len(list) == 0 {
		return nil, fmt.Errorf("%s is an empty list, which matches nothing", path)
	}
	var tests []test
	var problems []error
	for i, element := range list {
		t, err := parseTest(element)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s[%d]: %w", path, i, err))
		}
		tests = append(tests, t)
	}
	return tests, errors.Join(problems...)
}

func parseTest(element any) (test, error) {
	switch v := element.(type) {
	case []any:
		return test{}, errors.New("it must be a value or an operator, not a list")
	case map[string]any:
		if len(v) != 1 {
			return test{}, fmt.Errorf(`it must have one operator, such as {"prefix":"a"}, and has %d`, len(v))
		}
		for name, operand := range v {
			parse, ok := operators[name]
			if !ok {
				return test{}, fmt.Errorf("%q is not an operator of a pipe's filter: it must be one of %s", name, strings.Join(slices.Sorted(maps.Keys(operators)), ", "))
			}
			t, err := parse(operand)
			if err != nil {
				return test{}, fmt.Errorf("%s %w", name, err)
			}
			return t, nil
		}
	}
	return test{holds: func(value any) bool { return value == element }}, nil
}

// operators are those that a pipe knows; wildcard, cidr and anything-but of a prefix are an event bus's.
var operators map[string]func(operand any) (test, error)

func init() {
	operators = map[string]func(operand any) (test, error){
		"exists": exists, "numeric": numeric, "anything-but": anythingBut,
		"prefix":             text(strings.HasPrefix),
		"suffix":             text(strings.HasSuffix),
		"equals-ignore-case": textIn(strings.EqualFold),
	}
}

func exists(operand any) (test, error) {
	wanted, ok := operand.(bool)
	if !ok {
		return test{}, errors.New("must be true or false")
	}
	return test{absent: !wanted, holds: func(any) bool { return wanted }}, nil
}

// text makes an operator of a comparison of texts, which {"equals-ignore-case": ...} makes one without case.
func text(holds func(value, operand string) bool) func(any) (test, error) {
	return func(operand any) (test, error) {
		if folded, ok := operand.(map[string]any); ok && len(folded) == 1 {
			if inner, ok := folded["equals-ignore-case"].(string); ok {
				return textIn(func(value, operand string) bool { return holds(strings.ToLower(value), strings.ToLower(operand)) })(inner)
			}
		}
		return textIn(holds)(operand)
	}
}

func textIn(holds func(value, operand string) bool) func(any) (test, error) {
	return func(operand any) (test, error) {
		wanted, ok := operand.(string)
		if !ok {
			return test{}, errors.New("must be a text")
		}
		return test{holds: func(value any) bool {
			text, ok := value.(string)
			return ok && holds(text, wanted)
		}}, nil
	}
}

// anythingBut excludes a text or a number, or a list of either.
func anythingBut(operand any) (test, error) {
	excluded, ok := operand.([]any)
	if !ok {
		excluded = []any{operand}
	}
	if len(excluded) == 0 {
		return test{}, errors.New("must be a text or a number, or a list of them")
	}
	for _, v := range excluded {
		switch v.(type) {
		case string, json.Number:
		default:
			return test{}, fmt.Errorf("must be a text or a number, or a list of them, not %s", show(v))
		}
	}
	return test{holds: func(value any) bool { return !slices.Contains(excluded, value) }}, nil
}

var comparisons = map[string]func(sign int) bool{
	"=": func(sign int) bool { return sign == 0 }, "<": func(sign int) bool { return sign < 0 }, "<=": func(sign int) bool { return sign <= 0 },
	">": func(sign int) bool { return sign > 0 }, ">=": func(sign int) bool { return sign >= 0 },
}

// largest is the largest number that EventBridge compares, and the smallest without its sign.
var largest = big.NewFloat(5e9)

// numeric compares numbers: ["=", 5], [">", 0, "<=", 5]. Numbers of items are not numbers here, since DynamoDB
// writes them as texts: {"N": "5"}.
func numeric(operand any) (test, error) {
	list, _ := operand.([]any)
	if len(list) != 2 && len(list) != 4 {
		return test{}, errors.New(`must be a list of a comparison and a number, or of two pairs of them, such as [">", 0, "<=", 5]`)
	}
	type bound struct {
		holds func(int) bool
		limit *big.Float
	}
	var bounds []bound
	for i := 0; i < len(list); i += 2 {
		name, _ := list[i].(string)
		holds, ok := comparisons[name]
		if !ok || len(list) == 4 && (name == "=" || i == 0 && name[0] != '>' || i == 2 && name[0] != '<') {
			return test{}, fmt.Errorf("has the comparison %q, and must have one of =, <, <=, >, >=, or a lower bound before an upper one", fmt.Sprint(list[i]))
		}
		limit, ok := number(list[i+1])
		if !ok || new(big.Float).Abs(limit).Cmp(largest) > 0 {
			return test{}, fmt.Errorf("compares with %s, which is not a number from -5e9 to 5e9", show(list[i+1]))
		}
		bounds = append(bounds, bound{holds, limit})
	}
	if len(bounds) == 2 && bounds[0].limit.Cmp(bounds[1].limit) >= 0 {
		return test{}, errors.New("has a lower bound that is not below the upper one")
	}
	return test{holds: func(value any) bool {
		n, ok := number(value)
		return ok && !slices.ContainsFunc(bounds, func(b bound) bool { return !b.holds(n.Cmp(b.limit)) })
	}}, nil
}

func number(value any) (*big.Float, bool) {
	text, ok := value.(json.Number)
	if !ok {
		return nil, false
	}
	n, _, err := big.ParseFloat(string(text), 10, 128, big.ToNearestEven)
	return n, err == nil
}
