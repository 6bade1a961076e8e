package iam

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

type values = []string

// One row a rule of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
// and https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_multi-value-conditions.html.
// A nil request value is an absent key.
func TestConditionOperators(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		operator string
		policy   values
		request  values
		want     bool
	}{
		{"StringEquals", values{"a"}, values{"a"}, true},
		{"StringEquals", values{"a"}, values{"A"}, false},
		{"StringEquals", values{"a*"}, values{"ab"}, false},
		{"StringEquals", values{"a", "b"}, values{"b"}, true},
		{"StringEquals", values{"a"}, nil, false},
		{"StringEquals", values{}, values{"a"}, false},
		{"StringNotEquals", values{"a"}, values{"b"}, true},
		{"StringNotEquals", values{"a", "b"}, values{"b"}, false},
		{"StringNotEquals", values{"a"}, nil, true},
		{"StringNotEquals", values{}, values{"a"}, true},
		{"StringEqualsIgnoreCase", values{"AbC"}, values{"aBc"}, true},
		{"StringNotEqualsIgnoreCase", values{"AbC"}, values{"aBc"}, false},
		{"StringLike", values{"USER#*"}, values{"USER#1"}, true},
		{"StringLike", values{"user#*"}, values{"USER#1"}, false},
		{"StringLike", values{"US?R"}, values{"USER"}, true},
		{"StringLike", values{"a${*}"}, values{"ab"}, false},
		{"StringLike", values{"a${*}"}, values{"a*"}, true},
		{"StringLike", values{"*:b:*"}, values{"a:b:c:d:e:f:g"}, true},
		{"StringNotLike", values{"USER#*"}, values{"USER#1"}, false},
		{"StringNotLike", values{"USER#*"}, nil, true},
		{"StringEqualsIfExists", values{"a"}, nil, true},
		{"StringEqualsIfExists", values{"a"}, values{"b"}, false},
		{"StringNotEqualsIfExists", values{"a"}, values{"a"}, false},
		{"NumericEquals", values{"10"}, values{"10.0"}, true},
		{"NumericEquals", values{"10"}, values{"ten"}, false},
		{"NumericNotEquals", values{"10"}, values{"11"}, true},
		{"NumericLessThan", values{"10"}, values{"9.99"}, true},
		{"NumericLessThan", values{"10"}, values{"10"}, false},
		{"NumericLessThanEquals", values{"10"}, values{"10"}, true},
		{"NumericGreaterThan", values{"10"}, values{"9"}, false},
		{"NumericGreaterThan", values{"-10"}, values{"-9"}, true},
		{"NumericGreaterThanEquals", values{"9007199254740993"}, values{"9007199254740992"}, false},
		{"DateEquals", values{"2026-01-02T03:04:05Z"}, values{"2026-01-02T04:04:05+01:00"}, true},
		{"DateNotEquals", values{"2026-01-02T03:04:05Z"}, values{"2026-01-02T03:04:05Z"}, false},
		{"DateLessThan", values{"2026-01-02T03:04:05Z"}, values{"1767322000"}, true},
		{"DateGreaterThan", values{"2026-01-02"}, values{"2026-01-02T00:00:01Z"}, true},
		{"DateGreaterThan", values{"2026-01-02"}, values{"yesterday"}, false},
		{"DateLessThanEquals", values{"2026-01-02"}, values{"2026-01-02T00:00:00Z"}, true},
		{"DateGreaterThanEquals", values{"2026-01-02"}, values{"2026-01-01T23:59:59Z"}, false},
		{"Bool", values{"true"}, values{"true"}, true},
		{"Bool", values{"true"}, values{"false"}, false},
		{"Bool", values{"true"}, nil, false},
		{"BoolIfExists", values{"false"}, nil, true},
		{"BinaryEquals", values{"QmluYXJ5"}, values{"QmluYXJ5"}, true},
		{"BinaryEquals", values{"QmluYXJ5"}, values{"Qm=="}, false},
		{"IpAddress", values{"203.0.113.0/24"}, values{"203.0.113.7"}, true},
		{"IpAddress", values{"203.0.113.0/24"}, values{"203.0.114.7"}, false},
		{"IpAddress", values{"203.0.113.7"}, values{"203.0.113.7"}, true},
		{"IpAddress", values{"2001:db8::/32"}, values{"2001:db8::1"}, true},
		{"IpAddress", values{"203.0.113.0/24"}, values{"::ffff:203.0.113.7"}, true},
		{"NotIpAddress", values{"203.0.113.0/24", "10.0.0.0/8"}, values{"10.1.2.3"}, false},
		{"NotIpAddress", values{"203.0.113.0/24"}, nil, true},
		{"ArnLike", values{"arn:aws:execute-api:*:123456789012:*/prod/*"}, values{"arn:aws:execute-api:us-east-1:123456789012:abc/prod/GET/x"}, true},
		{"ArnEquals", values{"arn:aws:execute-api:*:123456789012:abc"}, values{"arn:aws:execute-api:us-east-1:123456789012:abc"}, true},
		{"ArnLike", values{"arn:aws:execute-api:*:abc"}, values{"arn:aws:execute-api:us-east-1:123456789012:abc"}, false},
		{"ArnNotLike", values{"arn:aws:s3:::*"}, values{"arn:aws:s3:::b"}, false},
		{"ArnNotEquals", values{"arn:aws:s3:::*"}, nil, true},
		{"Null", values{"true"}, nil, true},
		{"Null", values{"true"}, values{"a"}, false},
		{"Null", values{"false"}, values{"a"}, true},
		{"Null", values{"false"}, nil, false},
		{"ForAllValues:StringEquals", values{"a", "b"}, values{"a", "b"}, true},
		{"ForAllValues:StringEquals", values{"a", "b"}, values{"a", "c"}, false},
		{"ForAllValues:StringEquals", values{"a"}, nil, true},
		{"ForAllValues:StringEquals", values{"a"}, values{""}, true},
		{"ForAllValues:StringLike", values{"USER#*"}, values{"USER#1", "USER#2"}, true},
		{"ForAllValues:StringNotEquals", values{"a"}, values{"b", "c"}, true},
		{"ForAllValues:StringNotEquals", values{"a"}, values{"b", "a"}, false},
		{"ForAnyValue:StringEquals", values{"a", "b"}, values{"c", "b"}, true},
		{"ForAnyValue:StringEquals", values{"a"}, values{"c"}, false},
		{"ForAnyValue:StringEquals", values{"a"}, nil, false},
		{"ForAnyValue:StringNotEquals", values{"a"}, values{"a", "b"}, true},
		{"ForAnyValue:StringNotEquals", values{"a"}, nil, false},
		{"ForAnyValue:StringEqualsIfExists", values{"a"}, nil, true},
		{"ForAllValues:StringEqualsIfExists", values{"a"}, values{"b"}, false},
		// IAM-008: several request values without a set operator
		{"StringEquals", values{"a"}, values{"b", "a"}, true},
		{"StringNotEquals", values{"a"}, values{"b", "a"}, false},
		// variables
		{"StringEquals", values{"${tag}"}, values{"blue"}, true},
		{"StringEquals", values{"${missing}"}, values{"blue"}, false},
		{"StringEquals", values{"${missing, 'blue'}"}, values{"blue"}, true},
		{"StringEquals", values{"${two}"}, values{"a"}, false},
		{"StringLike", values{"${wild}"}, values{"blue"}, false},
		{"StringEquals", values{"x${$}{tag}"}, values{"x${tag}"}, true},
	} {
		context := map[string][]string{"TAG": {"blue"}, "wild": {"*"}, "two": {"a", "b"}}
		if c.request != nil {
			context["Some:Key"] = c.request
		}
		got := Condition{c.operator, "some:key", c.policy}.holds(newKeys(context, true), true)
		assert.Equalf(t, truth(c.want), got, "%s %v against %v", c.operator, c.policy, c.request)
	}
}

func TestConditionsOnUnknownKeysMayHold(t *testing.T) {
	t.Parallel()
	k := newKeys(map[string][]string{"known": {"a"}, "absent": nil}, false)
	for _, c := range []struct {
		condition Condition
		want      tri
	}{
		{Condition{"StringEquals", "unknown", values{"a"}}, maybe},
		{Condition{"StringEqualsIfExists", "unknown", values{"a"}}, maybe},
		{Condition{"Null", "unknown", values{"true"}}, maybe},
		{Condition{"ForAllValues:StringEquals", "unknown", values{"a"}}, maybe},
		{Condition{"StringEquals", "known", values{"a"}}, yes},
		{Condition{"StringEquals", "KNOWN", values{"b"}}, no},
		{Condition{"StringEquals", "known", values{"${unknown}"}}, maybe},
		{Condition{"StringEquals", "known", values{"${unknown}", "a"}}, yes},
		{Condition{"StringNotEquals", "known", values{"${unknown}", "a"}}, no},
		{Condition{"StringEquals", "absent", values{"a"}}, no},
		{Condition{"StringEqualsIfExists", "absent", values{"a"}}, yes},
		{Condition{"Null", "absent", values{"true"}}, yes},
	} {
		assert.Equalf(t, c.want, c.condition.holds(k, true), "%+v", c.condition)
	}
}

func TestOperatorNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"StringEquals": true, "ForAllValues:StringLikeIfExists": true, "NumericNotEquals": true, "DateNotEquals": true,
		"NotIpAddress": true, "ArnNotLike": true, "BinaryEquals": true, "Null": true, "BoolIfExists": true,
		"NullIfExists": false, "ForAnyValue:Null": false, "ForAnyValue::StringEquals": false, "stringequals": false,
		"IfExists": false, "": false, "StringEqualsIfExistsIfExists": false, "ForAllValues:ForAnyValue:StringEquals": false,
		"BoolNot": false,
	} {
		_, known := parseOperator(name)
		assert.Equal(t, want, known, name)
	}
	assert.Len(t, comparisons, 10+6+6+1+1+2+1)
}
