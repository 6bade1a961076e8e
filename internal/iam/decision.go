package iam

import "fmt"

// Request is one call to be authorised.
type Request struct {
	// Principal is the caller: a role ARN, a session ARN (arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION),
	// or empty for Permissions.Principal. Only resource policies look at it.
	Principal string
	Action    string // "dynamodb:GetItem", in any case
	Resource  string // an ARN, or "*" for actions without resources
	// Context holds the request's condition keys, in any case. A key that is missing or has no
	// values is absent from the request.
	Context map[string][]string
}

// PolicyKind says which part a policy plays in an evaluation.
type PolicyKind string

// The kinds of policy that decide a request.
const (
	IdentityPolicy PolicyKind = "identity-based policy"
	BoundaryPolicy PolicyKind = "permissions boundary"
	ResourcePolicy PolicyKind = "resource-based policy"
	TrustPolicy    PolicyKind = "trust policy"
)

// Decision is IAM's answer.
type Decision struct {
	Allowed bool
	// Explicit is true when a Deny statement decided. A refusal that is not explicit is implicit:
	// nothing allows the request.
	Explicit bool
	// Kind is the kind of policy that decided; for an implicit deny, the kind that lacks the Allow.
	Kind PolicyKind
	// Policy names the policy that decided and Statement is its statement as JSON. Both are empty
	// for an implicit deny.
	Policy    string
	Statement string
}

// Message is the text of the AccessDeniedException that AWS answers a refusal with, as
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html shows it
// (IAM-001). It is empty when the request was allowed.
func (d Decision) Message(principal, action, resource string) string {
	if d.Allowed {
		return ""
	}
	refusal := fmt.Sprintf("User: %s is not authorized to perform: %s on resource: %s", principal, action, resource)
	article := "a"
	if d.Kind == IdentityPolicy {
		article = "an"
	}
	if d.Explicit {
		return fmt.Sprintf("%s with an explicit deny in %s %s", refusal, article, d.Kind)
	}
	return fmt.Sprintf("%s because no %s allows the %s action", refusal, d.Kind, action)
}
