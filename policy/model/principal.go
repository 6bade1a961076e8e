package model

import (
	"fmt"
	"strings"

	"lambdaless/internal/iam/parse"
	"lambdaless/policy/graph"
)

// Principal is a user, a group or a role, and everything in the stack that gives it permissions.
type Principal struct {
	// Node is the role, the user or the group. For one that the stack does not define it is the resource
	// that gives it permissions.
	Node *graph.Node
	// Kind is "role", "user", "group", "permission set" or, for a managed policy that nothing in the stack
	// attaches, "policy".
	Kind string
	// Outside is the name of a principal that the stack does not define, empty for others.
	Outside string
	// Identity are the inline policies and the stack's own managed policies.
	Identity []Document
	// Managed are attached policies that the stack does not define, such as AWS's own.
	Managed []Attachment
	// Boundary is the permissions boundary, nil for none. Its Unknown is set when it is not in the stack.
	Boundary *Document
	// Unknown are the reasons why policies of the principal are not known.
	Unknown []string
}

// Name is the physical name, and the logical name while that is unknown.
func (p *Principal) Name() string {
	if p.Outside != "" {
		return p.Outside
	}
	return p.Node.Either("name").TextOr(p.Node.Name)
}

// Attachment is an attached policy that the stack does not define.
type Attachment struct {
	Node *graph.Node // the principal or the attachment
	ARN  string
}

// attachment is a type of resource that attaches managed policies.
type attachment struct {
	kind string
	// to names the property with the principal, or with a list of them, and policies the one with the
	// managed policy, or with a list.
	to, policies string
	principal    string // the principal's kind
}

var attachments = []attachment{
	{graph.RolePolicyAttachment, "role", "policyArn", "role"},
	{graph.PolicyAttachment, "roles", "policyArn", "role"},
	{graph.PolicyAttachment, "users", "policyArn", "user"},
	{graph.PolicyAttachment, "groups", "policyArn", "group"},
	{graph.ExclusiveAttachments, "roleName", "policyArns", "role"},
	{graph.UserPolicyAttachment, "user", "policyArn", "user"},
	{graph.GroupAttachment, "group", "policyArn", "group"},
	{graph.ExclusiveUser, "userName", "policyArns", "user"},
	{graph.ExclusiveGroup, "groupName", "policyArns", "group"},
	{graph.PermissionSetManaged, "permissionSetArn", "managedPolicyArn", "permission set"},
}

// inline are the types of resources that hold an inline policy.
var inline = []attachment{
	{graph.RolePolicy, "role", "policy", "role"},
	{graph.UserPolicy, "user", "policy", "user"},
	{graph.GroupPolicy, "group", "policy", "group"},
	{graph.PermissionSetPolicy, "permissionSetArn", "inlinePolicy", "permission set"},
}

// types are the types of principals that the stack can define, by kind.
var types = map[string]string{"role": graph.Role, "user": graph.User, "group": graph.Group}

func (m *Model) joinPrincipals() {
	for _, n := range m.Graph.OfType(graph.Role) {
		r := &Role{Principal: Principal{Node: n, Kind: "role"}}
		m.Roles = append(m.Roles, r)
		m.roles[n.URN], m.principals[n.URN] = r, &r.Principal
		r.Trust = m.document(n, "assumeRolePolicy", "trust policy", n.In("assumeRolePolicy"), parse.Trust)
		m.inlinePolicies(r)
		m.attachList(&r.Principal, n, "managedPolicyArns", n.In("managedPolicyArns"))
		m.boundary(r)
	}
	for _, a := range inline {
		for _, n := range m.Graph.OfType(a.kind) {
			for _, p := range m.holders(n, a) {
				p.Identity = append(p.Identity, m.document(n, a.policies, n.Either("name").TextOr(n.Name), n.In(a.policies), parse.Identity))
			}
		}
	}
	for _, a := range attachments {
		for _, n := range m.Graph.OfType(a.kind) {
			for _, p := range m.holders(n, a) {
				m.attachList(p, n, a.policies, n.In(a.policies))
			}
		}
	}
	m.unattached()
}

// holders are the principals that a resource gives permissions to.
func (m *Model) holders(n *graph.Node, a attachment) []*Principal {
	value := n.In(a.to)
	items := value.Items()
	switch {
	case value.Absent() && strings.HasSuffix(a.to, "s"): // a PolicyAttachment need not name users
		return nil
	case value.IsList():
	default:
		items = []graph.Value{value}
	}
	var found []*Principal
	for _, item := range items {
		if p := m.holder(n, a, item); p != nil {
			found = append(found, p)
		}
	}
	return found
}

func (m *Model) holder(n *graph.Node, a attachment, value graph.Value) *Principal {
	kind := types[a.principal]
	reference := m.Graph.ReferValue(n, a.to, value, kind)
	key := a.principal + " " + reference.Literal
	switch {
	case reference.Node != nil:
		key = reference.Node.URN
	case reference.Unknown != "" && kind != "":
		m.Loose = append(m.Loose, Stray{n, reference.Unknown})
		return nil
	case reference.Unknown != "", reference.Absent:
		key = n.URN
	}
	if m.principals[key] == nil {
		p := &Principal{Node: n, Kind: a.principal, Outside: reference.Literal}
		if reference.Node != nil {
			p.Node, p.Outside = reference.Node, ""
		}
		m.principals[key] = p
		m.Others = append(m.Others, p)
	}
	return m.principals[key]
}

// unattached makes principals of the managed policies that nothing in the stack attaches.
func (m *Model) unattached() {
	attached := map[*graph.Node]bool{}
	for _, p := range m.Principals() {
		for _, d := range p.Identity {
			attached[d.Node] = true
		}
		if p.Boundary != nil {
			attached[p.Boundary.Node] = true
		}
	}
	for _, n := range m.Graph.OfType(graph.Policy) {
		if !attached[n] {
			p := &Principal{Node: n, Kind: "policy"}
			p.Identity = []Document{m.document(n, "policy", p.Name(), n.In("policy"), parse.Managed)}
			m.Others = append(m.Others, p)
		}
	}
}

// Principals are the roles and the other principals.
func (m *Model) Principals() []*Principal {
	var all []*Principal
	for _, r := range m.Roles {
		all = append(all, &r.Principal)
	}
	return append(all, m.Others...)
}

func (m *Model) attachList(p *Principal, n *graph.Node, property string, list graph.Value) {
	switch {
	case list.IsUnknown() && property == "managedPolicyArns", list.IsUnknown() && property == "policyArns":
		p.Unknown = append(p.Unknown, m.Graph.WhyUnknown(n, property))
	case list.IsList():
		for _, item := range list.Items() {
			m.attach(p, n, property, item)
		}
	case !list.Absent():
		m.attach(p, n, property, list)
	}
}

// attach adds a managed policy to a principal: the stack's own with its document, others by ARN.
func (m *Model) attach(p *Principal, n *graph.Node, property string, value graph.Value) {
	reference := m.Graph.ReferValue(n, property, value, graph.Policy)
	switch {
	case reference.Node != nil:
		policy := reference.Node
		p.Identity = append(p.Identity, m.document(policy, "policy", policy.Either("name").TextOr(policy.Name), policy.In("policy"), parse.Managed))
	case reference.Outside():
		p.Managed = append(p.Managed, Attachment{n, reference.Literal})
	case reference.Unknown != "":
		p.Unknown = append(p.Unknown, reference.Unknown)
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
		d = m.document(reference.Node, "policy", property, reference.Node.In("policy"), parse.Managed)
	case reference.Outside():
		d.Unknown = fmt.Sprintf("%s of %s is %s, which the stack does not define", property, r.Node.Title(), reference.Literal)
	default:
		d.Unknown = reference.Unknown
	}
	r.Boundary = &d
}
