package expression_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/dynamodb/expression"
)

// scope has a placeholder for each type: :s, :n, :bool, :null, :m, :l, :ss, :ns, :b, and #a to #c.
var scope = expression.Scope{
	Name: func(alias string) (string, bool) {
		return strings.TrimPrefix(alias, "#"), alias != "#unknown"
	},
	Type: func(value string) (string, bool) {
		if value == ":unknown" {
			return "", false
		}
		if kind := map[string]string{":low": "S", ":high": "S", ":nine": "N", ":ten": "N"}[value]; kind != "" {
			return kind, true
		}
		return strings.ToUpper(strings.TrimPrefix(value, ":")), true
	},
	Text: func(value string) (string, bool) {
		texts := map[string]string{":s": "S", ":low": "a", ":high": "b"}
		return texts[value], texts[value] != ""
	},
	Number: func(value string) (string, bool) {
		numbers := map[string]string{":n": "1", ":nine": "9", ":ten": "1e1"}
		return numbers[value], numbers[value] != ""
	},
}

var key = expression.Key{Partition: "id", Sort: "made", Types: map[string]string{"id": "S", "made": "N"}}

// judge is everything that is wrong with an expression.
func judge(t *testing.T, member, text string) []string {
	t.Helper()
	var faults []string
	var err error
	switch member {
	case "update":
		var actions []expression.Action
		if actions, faults, err = expression.ParseUpdate(text); err == nil {
			faults = append(faults, scope.Update(actions)...)
		}
	case "projection":
		var paths []expression.Path
		if paths, faults, err = expression.ParseProjection(text); err == nil {
			faults = append(faults, scope.Projection(paths)...)
		}
	default:
		var condition expression.Condition
		if condition, faults, err = expression.ParseCondition(text); err != nil {
			break
		}
		faults = append(faults, scope.Condition(condition)...)
		if member == "key" {
			faults = append(faults, scope.KeyCondition(condition, key)...)
		}
	}
	if err != nil {
		var syntax *expression.SyntaxError
		require.ErrorAs(t, err, &syntax)
		assert.LessOrEqual(t, syntax.Offset, len(text))
		return []string{"does not parse: " + err.Error()}
	}
	return faults
}

func TestExpressionsThatDynamoDBAccepts(t *testing.T) {
	t.Parallel()
	for member, texts := range map[string][]string{
		"condition": {
			"a = :s", "#a = :s", "a.b[0].c <> :s", "a < b", ":s = a", "(a = :s)", "(a) = (:s)", "((a = :s) AND b = :n)",
			"a = :s and b = :s OR NOT c = :s", "not (a = :s or b = :n)", "a BETWEEN :n AND :n AND b = :s", "a in (:s, :n, b)",
			"attribute_exists(a.b)", "attribute_not_exists (#a)", "attribute_type(a, :s)", "begins_with(a, :s)", "contains(a, :n)",
			"size(a) > :n", "size(:s) = :n", "a = :unknown", "begins_with(#unknown, :unknown)", "a=:s", "a\n=\t:s",
			"a BETWEEN :low AND :high", "a BETWEEN :nine AND :ten", "a BETWEEN :s AND :unknown", "a BETWEEN b AND c", "a < :b", "a = :bool", "a <> :m", "a IN (:bool, :l)",
		},
		"update": {
			"SET a = :s", "set a = b", "SET a = a + :n, b = :n - b", "SET a = (a + :n)", "SET a = if_not_exists(a, :n) + :n", "SET a = list_append(a, :l)",
			"SET a.b = :s, a.c = :s", "SET a[0] = :s, a[1] = :s", "REMOVE a, b.c[2]", "ADD a :n, b :ss", "DELETE a :ss", "SET a = :s REMOVE b ADD c :n DELETE d :ns",
			"SET a = if_not_exists(b.c, if_not_exists(d, :s))",
		},
		"projection": {"a", "a, b.c, #c[0]", "a[0], a[1]", "a.b, a.c"},
		"key":        {"id = :s", ":s = id", "id = :s AND made > :n", "(id = :s) AND (made BETWEEN :n AND :n)", "made <= :n AND id = :s", "#id = :unknown", "#unknown = :s AND made = :n"},
	} {
		for _, text := range texts {
			assert.Empty(t, judge(t, member, text), "%s %q", member, text)
		}
	}
}

func TestExpressionsThatDynamoDBRefuses(t *testing.T) {
	t.Parallel()
	for member, texts := range map[string]map[string]string{
		"condition": {
			"": "is empty", " \n": "is empty", "a": "an operator is expected", "a = ": "an attribute, a :value or a function is expected", "a == :s": "is expected", "a != :s": "is not part of the language",
			"a = 5": "is expected", "a = 'x'": "is not part of the language", "a = :s AND": "is expected", "AND a = :s": "is expected", "(a = :s": `")" is expected`, "a = :s)": "the end is expected",
			"a IN :s": `"(" is expected`, "a IN ()": "is expected", "a BETWEEN :n": "AND is expected", "a. = :s": "an attribute is expected", "a[b] = :s": "the index of a list", "a[-1] = :s": "the index of a list", "# = :s": "nothing follows",
			"a = : s": "nothing follows", "a[99999999999999999999] = :s": "not as large",
			"name = :s": "name is a reserved word", "a.Status = :s": "Status is a reserved word", "a-b = :s": "an operator is expected",
			"((a = :s))": "redundant parentheses", "((a)) = :s": "redundant parentheses",
			"begins_with(a, :n)": "not N", "begins_with(a)": "takes 2 operands, not 1", "attribute_exists(:s)": "takes an attribute", "attribute_exists(a, b)": "takes 1 operands", "attribute_type(a, :n)": "not as N", "attribute_type(a, b)": "as a :value",
			"size(:n) = :n": "no operand of type N", "size(a)": "is a number and not a condition", "length(a) = :n": "there is no function length", "Begins_With(a, :s)": "there is no function Begins_With", "contains(a, b) = :bool": "is a condition and not an operand",
			"a = a": "with itself", "a.b <> a.b": "with itself", "contains(a, #a)": "with itself", "a BETWEEN :n AND :s": "two bounds of one type", "a BETWEEN :high AND :low": "the lower bound first", "a BETWEEN :ten AND :nine": "the lower bound first",
			"a < :bool": "compares texts, numbers and bytes, not BOOL", ":ss >= a": "not SS", "a BETWEEN :l AND :l": "not L", "a > :null": "not NULL", "if_not_exists(a, :s)": "there is no function",
		},
		"update": {
			"a = :s": "SET, REMOVE, ADD or DELETE is expected", "SET": "an attribute is expected", "SET a :s": `"=" is expected`, "SET a = :s,": "an attribute is expected", "SET a = :s SET b = :s": "duplicate clause SET", "ADD a b": "a :value is expected",
			"SET a = :n + :n + :n": "is expected", "SET a = :n * :n": "is not part of the language", "SET a = :s + :n": "not S", "SET a = list_append(a, :s)": "not S", "SET a = list_append(a)": "takes 2 operands", "SET a = size(a)": "there is no function size",
			"SET a = if_not_exists(:s, :s)": "takes an attribute", "ADD a :s": "a number or a set, not S", "DELETE a :n": "a set, not N", "DELETE a :l": "a set, not L", "SET a = :s, a = :n": "overlap", "SET a = :s REMOVE a.b": "overlap", "SET a.b = :s, a[0] = :s": "overlap", "SET #a = :s, a = :s": "overlap",
			"SET status = :s": "reserved word", "REMOVE a = :s": "is expected",
		},
		"projection": {"a,": "an attribute is expected", "a b": "the end is expected", "a, a.b": "overlap", "#a, a": "overlap", "year": "reserved word", ":s": "an attribute is expected", "size(a)": "the end is expected"},
		"key": {
			"made = :n": "does not compare the partition key", "id > :s": "by > and not by =", "begins_with(id, :s)": "by begins_with", "id = :n": "is of type S", "id = :s AND made = :s": "is of type N", "begins_with(made, :s) AND id = :s": "begins_with does not take", "id = :s AND title = :s": "not an attribute of the key",
			"id = :s OR id = :s": "cannot have OR", "NOT id = :s": "cannot have NOT", "id <> :s": "cannot have <>", "id IN (:s)": "cannot have IN", "id = :s AND attribute_exists(made)": "cannot have attribute_exists", "id = :s AND id = :s": "two conditions", "id = made": "not with another attribute", "id.a = :s": "within an attribute",
			"id = :s AND size(made) = :n": "a function within", ":s = :s": "names no attribute",
		},
	} {
		for text, want := range texts {
			assert.Contains(t, strings.Join(judge(t, member, text), "; "), want, "%s %q", member, text)
		}
	}
}

// A request may hold any text: none takes long, and none breaks the parser.
func FuzzExpressions(f *testing.F) {
	for _, seed := range []string{"a = :s", "((((a))))", "SET a = (b + :c), #d[0].e = list_append(f, :g)", "a.b, c[1]", "NOT NOT a BETWEEN b AND c", strings.Repeat("(", 300), strings.Repeat("NOT ", 300)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4096 { // what DynamoDB takes
			return
		}
		for _, member := range []string{"condition", "update", "projection", "key"} {
			judge(t, member, text)
		}
	})
}
