package role

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAnOwnerIsNamedBeforeTheFirstWildcard(t *testing.T) {
	t.Parallel()
	const github, gitlab, pulumi = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com", "gitlab.com", "api.pulumi.com/oidc"
	for name, c := range map[string]struct {
		provider, claim, value string
		want                   bool
	}{
		"a branch":                       {github, "sub", "repo:owner/name:ref:refs/heads/main", true},
		"a repository":                   {github, "sub", "repo:owner/name:*", true},
		"an owner's repositories":        {github, "sub", "repo:owner/*", true},
		"owners that begin the same":     {github, "sub", "repo:own*/name:*", false},
		"owners of one letter more":      {github, "sub", "repo:owner?/name:*", false},
		"every owner":                    {github, "sub", "repo:*", false},
		"no owner":                       {github, "sub", "repo:/name", false},
		"everything":                     {github, "sub", "*", false},
		"another subject, written out":   {github, "sub", "repository_owner:acme:environment:prod", true},
		"another subject":                {github, "sub", "job_workflow_ref:*", false},
		"a repository by its own claim":  {github, "repository", "owner/name", true},
		"an owner by its own claim":      {github, "repository_owner", "owner", true},
		"owners by their own claim":      {github, "repository_owner", "own*", false},
		"a project":                      {gitlab, "sub", "project_path:group/project:ref_type:branch:ref:main", true},
		"groups that begin the same":     {gitlab, "sub", "project_path:gro*", false},
		"an organization":                {pulumi, "sub", "pulumi:deploy:org:acme:project:p:stack:s:operation:update:scope:write", true},
		"organizations that begin alike": {pulumi, "sub", "pulumi:deploy:org:ac*", false},
		"a team's project":               {"oidc.vercel.com", "sub", "owner:acme:project:shop:environment:*", true},
		"every team":                     {"oidc.vercel.com", "sub", "owner:*", false},
		"a service account of a cluster": {"oidc.eks.us-east-1.amazonaws.com/id/X", "sub", "system:serviceaccount:space:*", true},
		"every account of a cluster":     {"oidc.eks.us-east-1.amazonaws.com/id/X", "sub", "*", false},
		"a subject of another provider":  {"accounts.google.com", "sub", "1234567890", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, ownerNamed(c.provider, c.claim, c.value))
		})
	}
}
