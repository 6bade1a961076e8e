package iam_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
)

const (
	account  = "123456789012"
	movies   = "arn:aws:dynamodb:us-east-1:123456789012:table/movies"
	getRole  = "arn:aws:iam::123456789012:role/apigw/get-movie"
	getAsAPI = "arn:aws:sts::123456789012:assumed-role/get-movie/BackplaneAssumeRoleSession"
)

func identity(t testing.TB, statements string) *iam.Policy {
	t.Helper()
	p, err := parse.Identity(`{"Version":"2012-10-17","Statement":` + statements + `}`)
	require.NoError(t, err)
	return p
}

func onTable(t testing.TB, statements string) *iam.Policy {
	t.Helper()
	p, err := parse.Resource(`{"Version":"2012-10-17","Statement":` + statements + `}`)
	require.NoError(t, err)
	return p
}

func roleWith(t testing.TB, statements ...string) iam.Permissions {
	t.Helper()
	p := iam.Permissions{Principal: getRole}
	for i, s := range statements {
		p.Identity = append(p.Identity, iam.Named{fmt.Sprintf("policy-%d", i), identity(t, s)})
	}
	return p
}

const allowGet = `{"Sid":"Get","Effect":"Allow","Action":"dynamodb:GetItem","Resource":"` + movies + `"}`

func TestEvaluateIdentityPolicies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		situation  string
		statements []string
		action     string
		resource   string
		allowed    bool
		explicit   bool
		policy     string
	}{
		{"no policy is an implicit deny", nil, "dynamodb:GetItem", movies, false, false, ""},
		{"an exact statement allows", []string{allowGet}, "dynamodb:GetItem", movies, true, false, "policy-0"},
		{"actions ignore case", []string{allowGet}, "DYNAMODB:getitem", movies, true, false, "policy-0"},
		{"resources do not", []string{allowGet}, "dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/Movies", false, false, ""},
		{"another action", []string{allowGet}, "dynamodb:PutItem", movies, false, false, ""},
		{"an index is not its table", []string{allowGet}, "dynamodb:GetItem", movies + "/index/x", false, false, ""},
		{"a statement in the second policy", []string{`{"Effect":"Allow","Action":"dynamodb:PutItem","Resource":"*"}`, allowGet}, "dynamodb:GetItem", movies, true, false, "policy-1"},
		{"an explicit deny wins over an allow before it", []string{allowGet, `{"Effect":"Deny","Action":"*","Resource":"*"}`}, "dynamodb:GetItem", movies, false, true, "policy-1"},
		{"an explicit deny wins over an allow after it", []string{`{"Effect":"Deny","Action":"dynamodb:Get*","Resource":"*"}`, allowGet}, "dynamodb:GetItem", movies, false, true, "policy-0"},
		{"a deny of something else does not", []string{`{"Effect":"Deny","Action":"dynamodb:Put*","Resource":"*"}`, allowGet}, "dynamodb:GetItem", movies, true, false, "policy-1"},
		{"NotAction allows everything else", []string{`{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}`}, "dynamodb:GetItem", movies, true, false, "policy-0"},
		{"NotAction does not allow what it lists", []string{`{"Effect":"Allow","NotAction":"dynamodb:get*","Resource":"*"}`}, "dynamodb:GetItem", movies, false, false, ""},
		{"NotResource allows everything else", []string{`{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::*"}`}, "dynamodb:GetItem", movies, true, false, "policy-0"},
		{"NotResource does not allow what it lists", []string{`{"Effect":"Allow","Action":"*","NotResource":["arn:aws:s3:::*","` + movies + `"]}`}, "dynamodb:GetItem", movies, false, false, ""},
		{"NotResource * matches nothing", []string{`{"Effect":"Allow","Action":"*","NotResource":"*"}`}, "dynamodb:GetItem", movies, false, false, ""},
		{"an action without resources needs *", []string{`{"Effect":"Allow","Action":"dynamodb:ListTables","Resource":"` + movies + `"}`}, "dynamodb:ListTables", "*", false, false, ""},
		{"a variable without value matches nothing", []string{`{"Effect":"Allow","Action":"*","Resource":"arn:aws:dynamodb:us-east-1:123456789012:table/${aws:username}"}`}, "dynamodb:GetItem", movies, false, false, ""},
		{"a variable with a default", []string{`{"Effect":"Allow","Action":"*","Resource":"arn:aws:dynamodb:us-east-1:123456789012:table/${aws:username, 'movies'}"}`}, "dynamodb:GetItem", movies, true, false, "policy-0"},
		{"a variable with a value", []string{`{"Effect":"Allow","Action":"*","Resource":"arn:aws:dynamodb:us-east-1:123456789012:table/${AWS:PrincipalTag/table}"}`}, "dynamodb:GetItem", movies, true, false, "policy-0"},
		{"a variable's value is not a pattern", []string{`{"Effect":"Allow","Action":"*","Resource":"arn:aws:dynamodb:us-east-1:123456789012:table/${star}"}`}, "dynamodb:GetItem", movies, false, false, ""},
		{"a variable before the fifth colon does not resolve", []string{`{"Effect":"Allow","Action":"*","Resource":"arn:aws:dynamodb:${aws:PrincipalTag/region}:123456789012:table/movies"}`}, "dynamodb:GetItem", movies, false, false, ""},
		{"IAM-007: in NotResource too", []string{`{"Effect":"Allow","Action":"*","NotResource":"arn:aws:dynamodb:us-east-1:123456789012:table/${aws:username}"}`}, "dynamodb:GetItem", movies, false, false, ""},
		{"an escaped star is a star", []string{`{"Effect":"Allow","Action":"*","Resource":"arn:aws:dynamodb:us-east-1:123456789012:table/${*}"}`}, "dynamodb:GetItem", movies, false, false, ""},
	} {
		t.Run(c.situation, func(t *testing.T) {
			t.Parallel()
			context := map[string][]string{"aws:PrincipalTag/table": {"movies"}, "aws:PrincipalTag/region": {"us-east-1"}, "star": {"*"}}
			d := roleWith(t, c.statements...).Evaluate(iam.Request{Action: c.action, Resource: c.resource, Context: context})
			assert.Equal(t, c.allowed, d.Allowed)
			assert.Equal(t, c.explicit, d.Explicit)
			assert.Equal(t, c.policy, d.Policy)
			assert.Equal(t, c.policy == "", d.Statement == "")
		})
	}
}

func TestEvaluateNamesTheDecidingStatement(t *testing.T) {
	t.Parallel()
	d := roleWith(t, allowGet).Evaluate(iam.Request{Action: "dynamodb:GetItem", Resource: movies})
	assert.Equal(t, iam.Decision{Allowed: true, Kind: iam.IdentityPolicy, Policy: "policy-0", Statement: allowGet}, d)
}

func TestEvaluateVersion2008HasNoVariables(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]bool{"": false, `"Version":"2008-10-17",`: false, `"Version":"2012-10-17",`: true} {
		p, err := parse.Identity(`{` + version + `"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:dynamodb:us-east-1:123456789012:table/${aws:username}"}}`)
		require.NoError(t, err)
		d := iam.Permissions{Identity: []iam.Named{{"p", p}}}.Evaluate(iam.Request{Action: "dynamodb:GetItem", Resource: movies, Context: map[string][]string{"aws:username": {"movies"}}})
		assert.Equal(t, want, d.Allowed, version)
	}
}

func TestEvaluateBoundaryAndResourcePolicies(t *testing.T) {
	t.Parallel()
	const boundaryGet = `{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*"}`
	const boundaryPut = `{"Effect":"Allow","Action":"dynamodb:PutItem","Resource":"*"}`
	grant := func(principal string) string {
		return `{"Effect":"Allow","Principal":` + principal + `,"Action":"dynamodb:GetItem","Resource":"` + movies + `"}`
	}
	deny := func(element, principal string) string {
		return `{"Effect":"Deny","` + element + `":` + principal + `,"Action":"*","Resource":"*"}`
	}
	role, session := `{"AWS":"`+getRole+`"}`, `{"AWS":"`+getAsAPI+`"}`
	for _, c := range []struct {
		situation          string
		identity, boundary string
		resource           string
		allowed, explicit  bool
		kind               iam.PolicyKind
	}{
		{"a boundary that allows", allowGet, boundaryGet, "", true, false, iam.IdentityPolicy},
		{"a boundary that does not allow", allowGet, boundaryPut, "", false, false, iam.BoundaryPolicy},
		{"a boundary grants nothing", "", boundaryGet, "", false, false, iam.IdentityPolicy},
		{"a boundary that denies", allowGet, `{"Effect":"Deny","Action":"dynamodb:*","Resource":"*"}`, "", false, true, iam.BoundaryPolicy},
		{"a resource policy for the role grants", "", "", grant(role), true, false, iam.ResourcePolicy},
		{"a resource policy for another role does not", "", "", grant(`{"AWS":"arn:aws:iam::123456789012:role/other"}`), false, false, iam.IdentityPolicy},
		{"a resource policy for the role is within the boundary", "", boundaryPut, grant(role), false, false, iam.BoundaryPolicy},
		{"a resource policy for the role, boundary allows", "", boundaryGet, grant(role), true, false, iam.ResourcePolicy},
		{"a resource policy for the session is not limited by the boundary", "", boundaryPut, grant(session), true, false, iam.ResourcePolicy},
		{"nor is it against a resource policy for every principal", "", boundaryPut, grant(`"*"`), true, false, iam.ResourcePolicy},
		{"IAM-010: the account only delegates", "", "", grant(`{"AWS":"123456789012"}`), false, false, iam.IdentityPolicy},
		{"IAM-010: as an ARN too", "", "", grant(`{"AWS":"arn:aws:iam::123456789012:root"}`), false, false, iam.IdentityPolicy},
		{"a service is not the role", "", "", grant(`{"Service":"apigateway.amazonaws.com"}`), false, false, iam.IdentityPolicy},
		{"a resource policy denies the role", allowGet, "", deny("Principal", role), false, true, iam.ResourcePolicy},
		{"a resource policy denies the account", allowGet, "", deny("Principal", `{"AWS":"123456789012"}`), false, true, iam.ResourcePolicy},
		{"a resource policy denies another account", allowGet, "", deny("Principal", `{"AWS":"111122223333"}`), true, false, iam.IdentityPolicy},
		{"a resource policy denies all but the role", allowGet, "", deny("NotPrincipal", role), true, false, iam.IdentityPolicy},
		{"a resource policy denies all but another role", allowGet, "", deny("NotPrincipal", `{"AWS":"arn:aws:iam::123456789012:role/other"}`), false, true, iam.ResourcePolicy},
		{"a boundary's deny beats a resource policy for the session", "", `{"Effect":"Deny","Action":"*","Resource":"*"}`, grant(session), false, true, iam.BoundaryPolicy},
	} {
		t.Run(c.situation, func(t *testing.T) {
			t.Parallel()
			p := iam.Permissions{Principal: getRole}
			if c.identity != "" {
				p = roleWith(t, c.identity)
			}
			if c.boundary != "" {
				p.Boundary = &iam.Named{"boundary", identity(t, c.boundary)}
			}
			if c.resource != "" {
				p.Resource = []iam.Named{{"table policy", onTable(t, c.resource)}}
			}
			d := p.Evaluate(iam.Request{Principal: getAsAPI, Action: "dynamodb:GetItem", Resource: movies})
			assert.Equal(t, c.allowed, d.Allowed)
			assert.Equal(t, c.explicit, d.Explicit)
			assert.Equal(t, c.kind, d.Kind)
		})
	}
}

// IAM-001
func TestDecisionMessage(t *testing.T) {
	t.Parallel()
	const prefix = "User: " + getAsAPI + " is not authorized to perform: dynamodb:GetItem on resource: " + movies
	for want, d := range map[string]iam.Decision{
		"": {Allowed: true},
		prefix + " because no identity-based policy allows the dynamodb:GetItem action": {Kind: iam.IdentityPolicy},
		prefix + " because no permissions boundary allows the dynamodb:GetItem action":  {Kind: iam.BoundaryPolicy},
		prefix + " with an explicit deny in an identity-based policy":                   {Kind: iam.IdentityPolicy, Explicit: true},
		prefix + " with an explicit deny in a resource-based policy":                    {Kind: iam.ResourcePolicy, Explicit: true},
	} {
		assert.Equal(t, want, d.Message(getAsAPI, "dynamodb:GetItem", movies))
	}
}
