package backend

import "context"

// Roles are the roles that API Gateway can assume.
type Roles interface {
	// AssumeRole is sts:AssumeRole by the service principal apigateway.amazonaws.com. An error means
	// that API Gateway may not assume the role, or that it does not exist.
	AssumeRole(ctx context.Context, roleARN string) (Session, error)
}

// Session is a role that has been assumed.
type Session interface {
	// Authorize decides one action on one resource with the role's effective permissions.
	Authorize(action, resource string, conditions map[string][]string) Decision
}

// ConditionAware is an optional part of a Session: the condition keys that the role's policies
// mention, in any case. A session without it is given every key that a request has, which costs time.
type ConditionAware interface {
	ConditionKeys() []string
}

// Decision is IAM's verdict, and why.
type Decision struct {
	Allowed   bool
	Explicit  bool   // an explicit Deny decided
	Policy    string // the name of the policy that decided, empty for an implicit deny
	Statement string // the deciding statement as JSON, empty for an implicit deny
	Kind      string // "identity-based policy", "permissions boundary", ...: what decided, or lacks the Allow; empty means the first
}

// String says what decided, for a trace.
func (d Decision) String() string {
	switch {
	case d.Allowed:
		return "allowed by " + d.Policy + ": " + d.Statement
	case d.Explicit:
		return "explicitly denied by " + d.Policy + ": " + d.Statement
	}
	return "implicitly denied: no statement allows it"
}
