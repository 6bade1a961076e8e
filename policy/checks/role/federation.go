package role

import (
	"slices"
	"strings"

	"lambdaless/internal/iam"
)

// tenants are identity providers with which anyone can register, and what their subjects begin with before the name
// of an owner. The name must be written out: anyone can register an owner whose name begins the same.
//
//   - https://docs.github.com/en/actions/concepts/security/openid-connect
//   - https://docs.gitlab.com/ci/secrets/id_token_authentication/
//   - https://www.pulumi.com/docs/administration/access-identity/oidc-client/
//   - https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/workload-identity-tokens
//   - https://buildkite.com/docs/pipelines/security/oidc
//   - https://vercel.com/docs/oidc/aws
var tenants = []struct {
	provider string
	prefixes []string
	ends     string // what ends the owner's name
}{
	{"token.actions.githubusercontent.com", []string{"repo:"}, "/:"},
	{"gitlab.com", []string{"project_path:"}, "/:"},
	{"api.pulumi.com/oidc", []string{"pulumi:deploy:org:", "pulumi:environments:org:"}, ":"},
	{"app.terraform.io", []string{"organization:"}, ":"},
	{"agent.buildkite.com", []string{"organization:"}, ":"},
	{"oidc.vercel.com", []string{"owner:"}, ":"},
}

// federationLimited reports whether a trust statement for an identity provider limits which of its users may
// assume the role: those of one repository, or those who have authenticated.
func federationLimited(provider string, s iam.Statement) bool {
	limits := func(suffix string, named func(value string) bool) bool {
		return slices.ContainsFunc(s.Conditions, func(c iam.Condition) bool {
			operator := strings.TrimPrefix(strings.TrimPrefix(c.Operator, "ForAnyValue:"), "ForAllValues:")
			return strings.HasSuffix(strings.ToLower(c.Key), suffix) && !strings.HasPrefix(c.Operator, "ForAllValues:") &&
				(operator == "StringEquals" || operator == "StringLike") && len(c.Values) > 0 &&
				!slices.ContainsFunc(c.Values, func(v string) bool { return !named(v) })
		})
	}
	switch {
	case provider == "cognito-identity.amazonaws.com":
		signedIn := func(v string) bool { return !strings.HasPrefix(v, "*") && v != "unauthenticated" }
		return limits(":aud", signedIn) && limits(":amr", signedIn)
	case strings.Contains(provider, ":saml-provider/"):
		return true
	}
	of := func(claim string) bool {
		return limits(":"+claim, func(v string) bool { return ownerNamed(provider, claim, v) })
	}
	return of("sub") || of("repository") || of("repository_owner") || of("project_path")
}

// ownerNamed reports whether a condition's value of a claim names whose tokens are meant, before its first wildcard.
func ownerNamed(provider, claim, value string) bool {
	literal, wild := value, false
	if at := strings.IndexAny(value, "*?"); at >= 0 {
		literal, wild = value[:at], true
	}
	for _, t := range tenants {
		if !strings.HasSuffix(provider, "/"+t.provider) && provider != t.provider {
			continue
		}
		prefixes := t.prefixes
		if claim != "sub" { // the claim is the owner's name, or begins with it
			prefixes = []string{""}
		}
		for _, prefix := range prefixes {
			if owner, ok := strings.CutPrefix(literal, prefix); ok {
				end := strings.IndexAny(owner, t.ends)
				return end > 0 || end < 0 && !wild && owner != ""
			}
		}
		return !wild && literal != "" // a subject of another form, written out
	}
	return literal != ""
}
