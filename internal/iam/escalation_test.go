package iam_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/iam"
	"lambdaless/internal/iam/parse"
)

func allowing(t *testing.T, resource string, actions ...string) *iam.Policy {
	t.Helper()
	p, err := parse.Identity(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["` + strings.Join(actions, `","`) + `"],"Resource":"` + resource + `"}]}`)
	require.NoError(t, err)
	return p
}

func TestEveryPublishedEscalationIsFound(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/escalations.txt")
	require.NoError(t, err)
	sets := 0
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		sets++
		actions := strings.Fields(line)
		assert.NotEmpty(t, iam.EscalationsOf(allowing(t, "*", actions...)), line)
		if len(actions) > 1 {
			// Over several policies of one principal too.
			var policies []*iam.Policy
			for _, a := range actions {
				policies = append(policies, allowing(t, "*", a))
			}
			assert.NotEmpty(t, iam.EscalationsOf(policies...), line)
		}
	}
	assert.Greater(t, sets, 55, "the published list was not read")
	assert.Empty(t, iam.EscalationsOf(allowing(t, "*", "iam:PassRole")), "passing a role alone gains nothing")
}

func TestAllowedOn(t *testing.T) {
	t.Parallel()
	policies := []*iam.Policy{allowing(t, "arn:aws:iam::1:role/b", "iam:*"), allowing(t, "arn:aws:iam::1:role/a", "iam:PassRole", "s3:GetObject")}
	assert.Equal(t, []string{"arn:aws:iam::1:role/a", "arn:aws:iam::1:role/b"}, iam.AllowedOn(policies, "iam:PassRole"))
	assert.Empty(t, iam.AllowedOn(policies, "ec2:RunInstances"))
}
