package iam_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/iam"
)

// What a proof does not know must never help the role: neither towards "at most" nor towards "at
// least". Each row is a policy that hangs on something unknown, and the same with the unknown known.
func TestUnknownsNeverHelp(t *testing.T) {
	t.Parallel()
	const table = "arn:aws:dynamodb:us-east-1:123456789012:table/"
	for _, c := range []struct {
		situation        string
		statements       []string
		resource         string
		known            map[string][]string
		excess, shortage iam.Verdict
	}{
		{"allow NotResource, variable unknown", []string{`{"Effect":"Allow","Action":"dynamodb:GetItem","NotResource":"` + table + `${aws:userid}"}`}, "", nil, iam.Violated, iam.Undecided},
		{"allow NotResource, variable absent", []string{`{"Effect":"Allow","Action":"dynamodb:GetItem","NotResource":"` + table + `${aws:userid}"}`}, "", map[string][]string{"aws:userid": nil}, iam.Proven, iam.Violated},
		{"allow NotResource, variable known", []string{`{"Effect":"Allow","Action":"dynamodb:GetItem","NotResource":"` + table + `${aws:userid}"}`}, "", map[string][]string{"aws:userid": {"other"}}, iam.Violated, iam.Proven},
		{"deny NotResource, variable unknown", []string{allow("dynamodb:GetItem", "*"), `{"Effect":"Deny","Action":"*","NotResource":"` + table + `${aws:userid}"}`}, "", nil, iam.Violated, iam.Undecided},
		{"deny NotResource, variable known", []string{allow("dynamodb:GetItem", "*"), `{"Effect":"Deny","Action":"*","NotResource":"` + table + `${aws:userid}"}`}, "", map[string][]string{"aws:userid": {"movies"}}, iam.Proven, iam.Proven},
		{"deny Resource, variable unknown", []string{allowGet, `{"Effect":"Deny","Action":"*","Resource":"` + table + `${aws:userid}"}`}, "", nil, iam.Proven, iam.Undecided},
		{"allow Resource, variable known", []string{allow("dynamodb:GetItem", table+"${aws:userid}")}, "", map[string][]string{"aws:userid": {"movies"}}, iam.Proven, iam.Proven},
		{"allow Resource, variable absent", []string{allow("dynamodb:GetItem", table+"${aws:userid}")}, "", map[string][]string{"aws:userid": nil}, iam.Proven, iam.Violated},
		{"denied unless it is this session", []string{allow("dynamodb:*", movies)}, `{"Effect":"Deny","NotPrincipal":{"AWS":"` + getAsAPI + `"},"Action":"*","Resource":"*"}`, nil, iam.Violated, iam.Undecided},
		{"denied if it is this session", []string{allow("dynamodb:GetItem", movies)}, `{"Effect":"Deny","Principal":{"AWS":"` + getAsAPI + `"},"Action":"*","Resource":"*"}`, nil, iam.Proven, iam.Undecided},
		{"allowed if it is this session", nil, `{"Effect":"Allow","Principal":{"AWS":"` + getAsAPI + `"},"Action":"dynamodb:GetItem","Resource":"` + movies + `"}`, nil, iam.Proven, iam.Undecided},
		{"denied unless it is this role", []string{allow("dynamodb:*", movies)}, `{"Effect":"Deny","NotPrincipal":{"AWS":"` + getRole + `"},"Action":"*","Resource":"*"}`, nil, iam.Violated, iam.Proven},
	} {
		t.Run(c.situation, func(t *testing.T) {
			t.Parallel()
			role := roleWith(t, c.statements...)
			role.Known = c.known
			if c.resource != "" {
				role.Resource = []iam.Named{{"table policy", onTable(t, c.resource)}}
			}
			assert.Equal(t, c.excess, iam.Judge(role.Excess(getMovies)), "excess")
			assert.Equal(t, c.shortage, iam.Judge(role.Shortage(getMovies)), "shortage")
		})
	}
}

func TestConditionalBoundary(t *testing.T) {
	t.Parallel()
	role := roleWith(t, allow("dynamodb:*", movies))
	role.Boundary = &iam.Named{"boundary", identity(t, `{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}`)}
	assert.Equal(t, iam.Violated, iam.Judge(role.Excess(getMovies)), "the boundary may let everything through")
	shortage := role.Shortage(getMovies)
	require.Len(t, shortage, 1)
	assert.Equal(t, iam.Undecided, shortage[0].Verdict, "or nothing")
	role.Known = map[string][]string{"aws:SecureTransport": {"true"}}
	assert.Empty(t, role.Shortage(getMovies))
}

// A role whose ARN is not known could be whom a resource policy names.
func TestUnknownRole(t *testing.T) {
	t.Parallel()
	role := iam.Permissions{Resource: []iam.Named{{"table policy", onTable(t, `{"Effect":"Allow","Principal":{"AWS":"`+getRole+`"},"Action":"dynamodb:GetItem","Resource":"*"}`)}}}
	assert.Equal(t, iam.Violated, iam.Judge(role.Excess(nil)))
	assert.Equal(t, iam.Undecided, iam.Judge(role.Shortage(getMovies)))
}

// States are several machine words for long patterns; stars at every place of a word must work.
func TestAutomatonOfLongPatterns(t *testing.T) {
	t.Parallel()
	for length := range 140 {
		prefix := strings.Repeat("p", length)
		for _, c := range []struct {
			outer, inner string
			want         bool
		}{
			{"*", "", true}, {"*a", "a", true}, {"*?", "a*", true}, {"*a*b", "ab", true}, {"a*", "b*", false}, {"?*", "*", false},
		} {
			included, witness, decided := iam.Includes(iam.ResourcePattern, prefix+c.outer, prefix+c.inner)
			require.True(t, decided)
			require.Equalf(t, c.want, included, "%d: %s includes %s, witness %q", length, c.outer, c.inner, witness)
		}
	}
}
