package model

import (
	"fmt"

	"lambdaless/internal/iam"
	"lambdaless/policy/graph"
)

// Role is a role and everything in the stack that says what it may do.
type Role struct {
	Node *graph.Node
	// Trust is the trust policy.
	Trust Document
	// Identity are the inline policies and the stack's own managed policies.
	Identity []Document
	// Managed are attached policies that the stack does not define, such as AWS's own, by ARN.
	Managed []Attachment
	// Boundary is the permissions boundary, nil for none. Its Unknown says when it is not in the stack.
	Boundary *Document
	// Unknown says what of the role's policies cannot be told.
	Unknown []string
	// Integrations are those that have the role as credentials.
	Integrations []*Integration
}

// Attachment is an attached policy that the stack does not define.
type Attachment struct {
	Node *graph.Node // the role or the attachment
	ARN  string
}

// Name is the role's physical name, and its logical name while that is not known.
func (r *Role) Name() string { return r.Node.Either("name").TextOr(r.Node.Name) }

// Document is a policy document within some resource.
type Document struct {
	Node     *graph.Node
	Property string
	// Name is for messages: the policy's name.
	Name string
	// Text is the document; empty when it is unknown.
	Text string
	// Policy is the parsed document; nil when it is unknown or malformed.
	Policy *iam.Policy
	// Unknown says why the document is not known, and Malformed what is wrong with it.
	Unknown, Malformed string
}

// Named is the document for a comparison. It must have a Policy.
func (d Document) Named() iam.Named { return iam.Named{Name: d.Name, Policy: d.Policy} }

// Why is Unknown or Malformed, whichever there is.
func (d Document) Why() string {
	if d.Malformed != "" {
		return fmt.Sprintf("%s of %s is malformed: %s", d.Property, d.Node.Title(), d.Malformed)
	}
	return d.Unknown
}

func (m *Model) document(n *graph.Node, property, name string, value graph.Value, parse func(string) (*iam.Policy, error)) Document {
	d := Document{Node: n, Property: property, Name: name}
	text, ok := value.Text()
	if !ok {
		d.Unknown = m.Graph.WhyUnknown(n, property)
		if value.Absent() {
			d.Unknown = fmt.Sprintf("%s of %s is not set", property, n.Title())
		}
		return d
	}
	d.Text = text
	policy, err := parse(text)
	if err != nil {
		d.Malformed = err.Error()
		return d
	}
	d.Policy = policy
	return d
}

func (m *Model) joinRoles() {
	for _, n := range m.Graph.OfType(graph.Role) {
		r := &Role{Node: n}
		m.Roles = append(m.Roles, r)
		m.roles[n.URN] = r
		r.Trust = m.document(n, "assumeRolePolicy", "trust policy", n.In("assumeRolePolicy"), iam.ParseTrust)
		m.inlinePolicies(r)
		m.attachList(r, n, "managedPolicyArns")
		m.boundary(r)
	}
	for _, n := range m.Graph.OfType(graph.RolePolicy) {
		if r := m.roleOf(n, n.In("role"), "role"); r != nil {
			r.Identity = append(r.Identity, m.document(n, "policy", n.Either("name").TextOr(n.Name), n.In("policy"), iam.ParseIdentity))
		}
	}
	for _, n := range m.Graph.OfType(graph.RolePolicyAttachment) {
		if r := m.roleOf(n, n.In("role"), "role"); r != nil {
			m.attach(r, n, "policyArn", n.In("policyArn"))
		}
	}
	for _, n := range m.Graph.OfType(graph.PolicyAttachment) {
		roles := n.In("roles")
		if roles.IsUnknown() {
			m.Loose = append(m.Loose, Stray{n, m.Graph.WhyUnknown(n, "roles")})
			continue
		}
		for _, item := range roles.Items() {
			if r := m.roleOf(n, item, "roles"); r != nil {
				m.attach(r, n, "policyArn", n.In("policyArn"))
			}
		}
	}
}

func (m *Model) inlinePolicies(r *Role) {
	inline := r.Node.In("inlinePolicies")
	if inline.IsUnknown() {
		r.Unknown = append(r.Unknown, m.Graph.WhyUnknown(r.Node, "inlinePolicies"))
		return
	}
	for i, item := range inline.Items() {
		// An inline policy without a document is the provider's way to say: remove all others.
		if !item.IsUnknown() && item.At("policy").Absent() {
			continue
		}
		name := item.At("name").TextOr(fmt.Sprintf("inlinePolicies[%d]", i))
		r.Identity = append(r.Identity, m.document(r.Node, "inlinePolicies", name, item.At("policy"), iam.ParseIdentity))
	}
}

func (m *Model) attachList(r *Role, n *graph.Node, property string) {
	list := n.In(property)
	if list.IsUnknown() {
		r.Unknown = append(r.Unknown, m.Graph.WhyUnknown(n, property))
		return
	}
	for _, item := range list.Items() {
		m.attach(r, n, property, item)
	}
}

// attach adds a managed policy to a role: the stack's own with its document, others by ARN.
func (m *Model) attach(r *Role, n *graph.Node, property string, value graph.Value) {
	reference := m.Graph.ReferValue(n, property, value, graph.Policy)
	switch {
	case reference.Node != nil:
		p := reference.Node
		r.Identity = append(r.Identity, m.document(p, "policy", p.Either("name").TextOr(p.Name), p.In("policy"), iam.ParseManaged))
	case reference.Outside():
		r.Managed = append(r.Managed, Attachment{n, reference.Literal})
	case reference.Unknown != "":
		r.Unknown = append(r.Unknown, reference.Unknown)
	}
}

func (m *Model) boundary(r *Role) {
	value := r.Node.In("permissionsBoundary")
	if value.Absent() {
		return
	}
	const property = "permissionsBoundary"
	reference := m.Graph.ReferValue(r.Node, property, value, graph.Policy)
	d := Document{Node: r.Node, Property: property, Name: property}
	switch {
	case reference.Node != nil:
		d = m.document(reference.Node, "policy", property, reference.Node.In("policy"), iam.ParseManaged)
	case reference.Outside():
		d.Unknown = fmt.Sprintf("%s of %s is %s, which the stack does not define", property, r.Node.Title(), reference.Literal)
	default:
		d.Unknown = reference.Unknown
	}
	r.Boundary = &d
}

// roleOf finds the role that a policy or an attachment belongs to. One that belongs to a role outside
// the stack has none.
func (m *Model) roleOf(n *graph.Node, value graph.Value, property string) *Role {
	reference := m.Graph.ReferValue(n, property, value, graph.Role)
	if reference.Unknown != "" {
		m.Loose = append(m.Loose, Stray{n, reference.Unknown})
	}
	return m.Role(reference.Node)
}
