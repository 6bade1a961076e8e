package iam_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
)

const apiGateway = "apigateway.amazonaws.com"

func trust(t testing.TB, statements string) *iam.Policy {
	t.Helper()
	p, err := parse.Trust(`{"Version":"2012-10-17","Statement":` + statements + `}`)
	require.NoError(t, err)
	return p
}

// IAM-012: API Gateway sends no aws:SourceArn and no aws:SourceAccount when it assumes a role.
func TestTrust(t *testing.T) {
	t.Parallel()
	gateway := func(more string) string {
		return `{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:AssumeRole"` + more + `}`
	}
	for _, c := range []struct {
		situation string
		document  string
		assumes   bool
		excess    []string // Principal + " " + Action of each finding
		shortage  iam.Verdict
	}{
		{"the documented form", gateway(""), true, nil, iam.Proven},
		{"another service", `{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}`, false, []string{"Service:lambda.amazonaws.com sts:AssumeRole"}, iam.Violated},
		{"another service too", `{"Effect":"Allow","Principal":{"Service":["lambda.amazonaws.com","apigateway.amazonaws.com"]},"Action":"sts:AssumeRole"}`, true, []string{"Service:lambda.amazonaws.com sts:AssumeRole"}, iam.Proven},
		{"an account too", `[` + gateway("") + `,{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]`, true, []string{"AWS:123456789012 sts:AssumeRole"}, iam.Proven},
		{"every principal", `{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}`, true, []string{"AWS:* sts:AssumeRole"}, iam.Proven},
		{"any service", `{"Effect":"Allow","Principal":{"Service":"*"},"Action":"sts:AssumeRole"}`, true, []string{"Service:* sts:AssumeRole"}, iam.Proven},
		{"a wider action", `{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:*"}`, true, []string{"apigateway.amazonaws.com sts:TagSession"}, iam.Proven},
		{"a hidden wildcard", `{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:Assume?ole"}`, true, []string{"apigateway.amazonaws.com sts:assumexole"}, iam.Proven},
		{"another action too", `{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":["sts:assumerole","sts:TagSession"]}`, true, []string{"apigateway.amazonaws.com sts:TagSession"}, iam.Proven},
		{"another action only", `{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:TagSession"}`, false, []string{"apigateway.amazonaws.com sts:TagSession"}, iam.Violated},
		{"NotAction", `{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"NotAction":"sts:TagSession"}`, true, []string{"apigateway.amazonaws.com sts:TagSession"}, iam.Proven},
		{"strict SourceArn is an outage", gateway(`,"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:execute-api:us-east-1:123456789012:*"}}`), false, nil, iam.Violated},
		{"strict SourceAccount is an outage", gateway(`,"Condition":{"StringEquals":{"AWS:SourceAccount":"123456789012"}}`), false, nil, iam.Violated},
		{"lenient SourceAccount is not", gateway(`,"Condition":{"StringEqualsIfExists":{"aws:SourceAccount":"123456789012"}}`), true, nil, iam.Proven},
		{"a condition on something else", gateway(`,"Condition":{"StringEquals":{"sts:ExternalId":"x"}}`), false, nil, iam.Undecided},
		{"an unconditional statement beside a conditional one", `[` + gateway(`,"Condition":{"StringEquals":{"sts:ExternalId":"x"}}`) + `,` + gateway("") + `]`, true, nil, iam.Proven},
		{"a deny for the service", `[` + gateway("") + `,{"Effect":"Deny","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:AssumeRole"}]`, false, nil, iam.Violated},
		{"a deny for another principal", `[` + gateway("") + `,{"Effect":"Deny","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]`, true, nil, iam.Proven},
		{"a deny that may apply", `[` + gateway("") + `,{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}}]`, false, nil, iam.Undecided},
	} {
		t.Run(c.situation, func(t *testing.T) {
			t.Parallel()
			p := trust(t, c.document)
			d := iam.MayAssume(p, apiGateway, nil)
			assert.Equal(t, c.assumes, d.Allowed)
			assert.Equal(t, iam.TrustPolicy, d.Kind)
			var excess []string
			for _, f := range iam.TrustExcess(p, apiGateway) {
				assert.Equal(t, iam.Violated, f.Verdict)
				assert.NotEmpty(t, f.Reason)
				excess = append(excess, f.Principal+" "+f.Action)
			}
			assert.Equal(t, c.excess, excess)
			shortage := iam.TrustShortage(p, apiGateway, iam.NotSentByAPIGateway())
			if c.shortage == iam.Proven {
				assert.Nil(t, shortage)
			} else if assert.NotNil(t, shortage) {
				assert.Equal(t, c.shortage, shortage.Verdict)
				assert.NotEmpty(t, shortage.Reason)
			}
		})
	}
}

func TestMayAssumeWithContext(t *testing.T) {
	t.Parallel()
	p := trust(t, `{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}}`)
	assert.True(t, iam.MayAssume(p, apiGateway, map[string][]string{"AWS:sourceaccount": {account}}).Allowed)
	assert.False(t, iam.MayAssume(p, apiGateway, map[string][]string{"aws:SourceAccount": {"1"}}).Allowed)
	assert.False(t, iam.MayAssume(p, "lambda.amazonaws.com", map[string][]string{"aws:SourceAccount": {account}}).Allowed)
}
