package provider

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Who may assume a role is read from the ARN of an identity provider, which names its address.
func TestAPreviewForetellsARNsAsAWSWritesThem(t *testing.T) {
	t.Parallel()
	l := newHarness(t)
	l.provider = New(l.account, Options{PreviewOnly: true})
	var err error
	l.port, err = l.provider.Serve(t.Context())
	require.NoError(t, err)
	us := l.in("us-east-1")
	for _, c := range []struct {
		kind string
		in   props
		arn  string
	}{
		{"aws:iam/openIdConnectProvider:OpenIdConnectProvider", props{"url": "https://token.actions.githubusercontent.com", "clientIdLists": []any{"sts.amazonaws.com"}}, "arn:aws:iam::000000000000:oidc-provider/token.actions.githubusercontent.com"},
		{"aws:iam/openIdConnectProvider:OpenIdConnectProvider", props{"url": "oidc.eks.us-east-1.amazonaws.com/id/A"}, "arn:aws:iam::000000000000:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A"},
		{"aws:iam/samlProvider:SamlProvider", props{"name": "people"}, "arn:aws:iam::000000000000:saml-provider/people"},
		{"aws:iam/instanceProfile:InstanceProfile", props{"name": "servers"}, "arn:aws:iam::000000000000:instance-profile/servers"},
		{"aws:iam/openIdConnectProvider:OpenIdConnectProvider", props{"clientIdLists": []any{"sts.amazonaws.com"}}, ""},
	} {
		out := us.preview(c.kind, "x", c.in)
		if c.arn == "" {
			assert.NotContains(t, out, "arn", c.in)
		} else {
			assert.Equal(t, c.arn, out["arn"], c.in)
		}
	}
}
