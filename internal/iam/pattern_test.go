package iam_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"lambdaless/internal/iam"
)

func TestActionPatterns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, action string
		want            bool
	}{
		{"dynamodb:GetItem", "dynamodb:GetItem", true},
		{"dynamodb:getitem", "DynamoDB:GetItem", true},
		{"*", "dynamodb:GetItem", true},
		{"dynamodb:*", "dynamodb:GetItem", true},
		{"dynamodb:*", "dynamodbstreams:GetItem", false},
		{"dynamodb:Get*", "dynamodb:BatchGetItem", false},
		{"dynamodb:*Item", "dynamodb:BatchGetItem", true},
		{"dynamodb:?etItem", "dynamodb:GetItem", true},
		{"dynamodb:GetItem?", "dynamodb:GetItem", false},
		{"dynamodb:GetItem*", "dynamodb:GetItem", true},
		{"d*b:*", "dynamodb:Query", true},
		{"*:*", "dynamodb:Query", true},
		{"dynamodb:**Item", "dynamodb:GetItem", true},
		{"iam:*AccessKey*", "IAM:listaccesskeys", true},
	} {
		assert.Equalf(t, c.want, iam.Matches(iam.ActionPattern, c.pattern, c.action), "%s ~ %s", c.pattern, c.action)
	}
}

// IAM-005: wildcards act within an ARN's segments; the last segment may contain colons.
// IAM-006: a short ARN is completed with wildcards.
func TestResourcePatterns(t *testing.T) {
	t.Parallel()
	const movies = "arn:aws:dynamodb:us-east-1:123456789012:table/movies"
	for _, c := range []struct {
		pattern, arn string
		want         bool
	}{
		{movies, movies, true},
		{strings.ToUpper(movies), movies, false},
		{"*", movies, true},
		{"*", "*", true},
		{"arn:aws:dynamodb:us-east-1:123456789012:table/*", movies, true},
		{"arn:aws:dynamodb:us-east-1:123456789012:table/*", movies + "/index/by-date", true},
		{"arn:aws:dynamodb:us-east-1:123456789012:table/movies/index/*", movies, false},
		{"arn:aws:dynamodb:*:*:table/movies", movies, true},
		{"arn:aws:dynamodb:*:table/movies", movies, false},
		{"arn:aws:dynamodb:us-*:123456789012:table/movies", "arn:aws:dynamodb:eu-west-1:123456789012:table/movies", false},
		{"arn:aws:dynamodb:us-east-1:12345678901?:table/movies", movies, true},
		{"arn:aws:dynamodb:us-east-1?123456789012:table/movies", movies, false},
		{"arn:aws:dynamodb:us-east-1:123456789012:table/movies*", movies, true},
		{"arn:aws:dynamodb:us-east-1:123456789012:table/movie?", movies, true},
		{"arn:aws:logs:us-east-1:1:log-group:*", "arn:aws:logs:us-east-1:1:log-group:a:log-stream:b", true},
		{"arn:aws:dynamodb", movies, true},
		{"arn:aws:dynamodb:*", movies, true},
		{"arn:aws:dynamodb:eu-west-1", movies, false},
		{"arn:aws:s3", movies, false},
		{"arn:aws:dynamodb:us-east-1:123456789012:table/*", "*", false},
	} {
		assert.Equalf(t, c.want, iam.Matches(iam.ResourcePattern, c.pattern, c.arn), "%s ~ %s", c.pattern, c.arn)
	}
}

func TestHasWildcard(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"dynamodb:GetItem": false, "dynamodb:*": true, "dynamodb:Get?tem": true, "table/${*}": false,
		"table/${*}*": true, "table/${aws:username}": false, "": false, "${?}${$}": false,
	} {
		assert.Equal(t, want, iam.HasWildcard(text), text)
	}
}

// segmentedText draws patterns and strings over a tiny alphabet, so that all cases occur.
func segmentedText(wild bool) *rapid.Generator[string] {
	letters := []rune("ab:")
	if wild {
		letters = []rune("ab:**?")
	}
	return rapid.StringOfN(rapid.SampledFrom(letters), 0, 9, -1)
}

func TestMatchAgreesWithRegularExpressions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pattern, value := segmentedText(true).Draw(t, "pattern"), segmentedText(false).Draw(t, "value")
		require.Equal(t, referencePattern(pattern, true).MatchString(value), iam.Matches(iam.ResourcePattern, pattern, value))
		require.Equal(t, referencePattern(pattern, false).MatchString(value), iam.MatchesAcrossSegments(pattern, value))
	})
}

// everyString are all strings over the alphabet of segmentedText, and a letter that no pattern has,
// up to a length.
func everyString(length int) []string {
	all := []string{""}
	for start := 0; length > 0; length-- {
		end := len(all)
		for _, s := range all[start:end] {
			for _, c := range "abz:" {
				all = append(all, s+string(c))
			}
		}
		start = end
	}
	return all
}

// Inclusion is decided by automata; here it is compared with every string up to length six. Patterns are at most four
// long, so that a difference between two of them, if there is one, shows within that length.
func TestInclusionAgreesWithEnumeration(t *testing.T) {
	t.Parallel()
	strings := everyString(6)
	short := rapid.StringOfN(rapid.SampledFrom([]rune("ab:*?")), 0, 4, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := short.Draw(t, "a"), short.Draw(t, "b")
		included, witness, decided := iam.Includes(iam.ResourcePattern, a, b)
		require.True(t, decided)
		outer, inner := referencePattern(a, true), referencePattern(b, true)
		wantIncluded := true
		for _, s := range strings {
			if inner.MatchString(s) {
				wantIncluded = wantIncluded && outer.MatchString(s)
			}
		}
		require.Equal(t, wantIncluded, included)
		if !included {
			require.True(t, inner.MatchString(witness) && !outer.MatchString(witness), "witness %q", witness)
		}
	})
}

func TestInclusionOfTypicalPatterns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind         iam.PatternKind
		outer, inner string
		want         bool
	}{
		{iam.ActionPattern, "dynamodb:*", "dynamodb:GetItem", true},
		{iam.ActionPattern, "DYNAMODB:get*", "dynamodb:GetI*", true},
		{iam.ActionPattern, "dynamodb:GetItem", "dynamodb:Get*", false},
		{iam.ActionPattern, "dynamodb:?*", "dynamodb:*", false},
		{iam.ActionPattern, "dynamodb:*", "dynamodb:?*", true},
		{iam.ActionPattern, "*a*b*", "*b*a*", false},
		{iam.ResourcePattern, "arn:aws:dynamodb:*:*:table/*", "arn:aws:dynamodb:us-east-1:*:table/a*", true},
		{iam.ResourcePattern, "arn:aws:dynamodb:*:*:table/A*", "arn:aws:dynamodb:us-east-1:*:table/a*", false},
	} {
		got, witness, decided := iam.Includes(c.kind, c.outer, c.inner)
		assert.True(t, decided)
		assert.Equalf(t, c.want, got, "%s includes %s (witness %q)", c.outer, c.inner, witness)
	}
}
