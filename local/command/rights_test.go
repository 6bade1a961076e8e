package command

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRightsOfTheStacks: a stack needs rights to what it has, and to nothing else.
func TestRightsOfTheStacks(t *testing.T) {
	t.Parallel()
	prod, err := command(t, t.Context(), "", "rights", "--stack", "prod")
	require.NoError(t, err)
	for _, part := range []string{
		"arn:aws:dynamodb:us-east-1:*:table/lambdaless-prod-*", "wafv2:CreateWebACL", "cognito-idp:CreateUserPool", "backup:CreateBackupVault", `"iam:PassedToService": "apigateway.amazonaws.com"`,
	} {
		assert.Contains(t, prod, part)
	}
	dev, err := command(t, t.Context(), "", "rights", "--stack", "dev")
	require.NoError(t, err)
	assert.Contains(t, dev, "apigateway:us-east-1::/usageplans/*")
	assert.NotContains(t, dev, "wafv2")
	assert.NotContains(t, dev, "route53")
	_, err = command(t, t.Context(), "", "rights", "--stack", "nope")
	require.ErrorContains(t, err, "there is no Pulumi.nope.yaml")
}
