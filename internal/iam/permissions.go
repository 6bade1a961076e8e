package iam

// Permissions are everything in a stack that decides what a role may do.
type Permissions struct {
	// Principal is the role's ARN. Resource policies are matched against it.
	Principal string
	// Identity are the role's policies: inline, attached and AWS managed.
	Identity []Named
	// Boundary is the role's permissions boundary, nil for none.
	Boundary *Named
	// Resource are the policies of the resources in question, such as a table's resource policy.
	// They are taken to belong to the role's own account.
	Resource []Named
	// Known are the condition keys whose values are known to a proof; a key without values is
	// known to be absent. Keys that are not listed could have any value. Evaluate ignores Known:
	// a request brings its whole context.
	Known map[string][]string
}

// Capability is permission for an action on a resource. Both may be patterns as in a policy
// statement; "*" as the resource is how actions without resources are granted.
type Capability struct{ Action, Resource string }

// String prints a capability as "dynamodb:GetItem on arn:aws:dynamodb:...".
func (c Capability) String() string { return c.Action + " on " + c.Resource }
