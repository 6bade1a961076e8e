package iam

// Effect says what a matching statement does.
type Effect string

// The two effects, spelled as AWS requires them.
const (
	Allow Effect = "Allow"
	Deny  Effect = "Deny"
)

// The versions of the policy language. A document without a Version has Version2008, in which
// policy variables are plain text.
const (
	Version2008 = "2008-10-17"
	Version2012 = "2012-10-17"
)

// Policy is a policy document as values. Package parse reads one from its text; the functions of
// this package never change one.
type Policy struct {
	Version    string // as written; empty means Version2008
	ID         string
	Statements []Statement
}

// Statement is one statement. Lists keep the document's order. At most one of each pair
// (Principals, NotPrincipals), (Actions, NotActions), (Resources, NotResources) is set.
type Statement struct {
	Sid           string
	Effect        Effect
	Principals    []Principal
	NotPrincipals []Principal
	Actions       []string
	NotActions    []string
	Resources     []string
	NotResources  []string
	Conditions    []Condition // all of them must hold
}

// PrincipalType is the key under which a Principal element lists a value.
type PrincipalType string

// The principal types of the policy grammar. PrincipalAny stands for the bare string "*", which
// means the same as "AWS": "*".
const (
	PrincipalAny           PrincipalType = "*"
	PrincipalAWS           PrincipalType = "AWS"
	PrincipalService       PrincipalType = "Service"
	PrincipalFederated     PrincipalType = "Federated"
	PrincipalCanonicalUser PrincipalType = "CanonicalUser"
)

// Principal is one value of a Principal or NotPrincipal element.
type Principal struct {
	Type  PrincipalType
	Value string
}

// String prints a principal as "Service:apigateway.amazonaws.com", or "*" for every principal.
func (p Principal) String() string {
	if p.Type == PrincipalAny {
		return "*"
	}
	return string(p.Type) + ":" + p.Value
}

// Condition is one key under one operator. Operator is written as in the document, with its set
// qualifier and suffix: "ForAllValues:StringLikeIfExists". Values are alternatives.
type Condition struct {
	Operator string
	Key      string
	Values   []string
}

// variables reports whether ${...} is a policy variable in this document.
func (p *Policy) variables() bool { return p.Version == Version2012 }

// Named is a policy with the name under which it is attached, for messages.
type Named struct {
	Name   string
	Policy *Policy
}
