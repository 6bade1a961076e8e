package model

import (
	"regexp"
	"slices"
	"strings"

	"lambdaless/policy/graph"
)

// Mention is a place in the stack, outside of what joins a role with its method and its policies, that
// names a role.
type Mention struct {
	Node     *graph.Node
	Property string
	// Text is the text that names the role, empty when the property's value is computed from the role.
	Text string
}

// joins are the properties that join a role with its policies and its method, by type. Those of policies
// are judged by what they allow.
var joins = map[string][]string{
	graph.RolePolicy:           {"role"},
	graph.RolePolicyAttachment: {"role"},
	graph.PolicyAttachment:     {"roles"},
	graph.ExclusivePolicies:    {"roleName"},
	graph.ExclusiveAttachments: {"roleName"},
	graph.Integration:          {"credentials"},
	graph.Deployment:           {"triggers"},
	graph.Role:                 {"name", "namePrefix", "description", "tags", "tagsAll"},
}

var roleInText = regexp.MustCompile(`:(?:role|assumed-role)/([A-Za-z0-9+=,.@_/-]+)`)

// longestRoleName is IAM's limit (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
const longestRoleName = 64

// joinMentions finds who else names the roles of methods.
func (m *Model) joinMentions() {
	byName := map[string]*Role{}
	for _, r := range m.Roles {
		if name, ok := r.Node.Either("name").Text(); ok && len(r.Integrations) > 0 {
			byName[strings.ToLower(name)] = r
		}
	}
	for _, n := range m.Graph.Nodes {
		if n.Provider == nil && n.Package() != "aws" {
			continue // a component, the stack or a provider: what it has, its resources have
		}
		for property, urns := range n.PropertyDependencies {
			for _, urn := range urns {
				if r := m.roles[urn]; r != nil && r.Node != n && !m.joined(n, property) && !n.In(property).Absent() && n.In(property).HasUnknown() {
					r.Mentions = append(r.Mentions, Mention{n, property, ""})
				}
			}
		}
		for property := range n.Inputs.Members() {
			if m.joined(n, property) {
				continue
			}
			for _, v := range texts(n.In(property)) {
				text, _ := v.Text()
				m.mentions(byName, n, property, text)
			}
		}
	}
	for _, r := range m.Roles {
		slices.SortFunc(r.Mentions, func(a, b Mention) int {
			return strings.Compare(a.Node.URN+" "+a.Property, b.Node.URN+" "+b.Property)
		})
		r.Mentions = slices.Compact(r.Mentions)
	}
}

func (m *Model) mentions(byName map[string]*Role, n *graph.Node, property, text string) {
	if strings.Contains(text, "role/") {
		for _, match := range roleInText.FindAllStringSubmatch(text, -1) {
			name := match[1][strings.LastIndex(match[1], "/")+1:]
			if strings.Contains(match[0], "assumed-role") {
				name, _, _ = strings.Cut(match[1], "/")
			}
			if r := byName[strings.ToLower(name)]; r != nil {
				r.Mentions = append(r.Mentions, Mention{n, property, text})
			}
		}
		return
	}
	if len(text) > longestRoleName {
		return
	}
	if r := byName[strings.ToLower(text)]; r != nil && r.Node != n {
		r.Mentions = append(r.Mentions, Mention{n, property, text})
	}
}

// joined reports whether a property joins a role with its method or its policies, or holds a resource
// policy, which is judged by what it allows.
func (m *Model) joined(n *graph.Node, property string) bool {
	if slices.Contains(joins[n.Type], property) {
		return true
	}
	text, ok := n.In(property).Text()
	return ok && policyDocument(text) && !slices.Contains(withoutResourcePolicies, n.Type)
}

// Names reports whether a text names the role, by its ARN or by its name.
func (r *Role) Names(text string) bool {
	name, ok := r.Node.Either("name").Text()
	if !ok {
		return false
	}
	folded, name := strings.ToLower(text), strings.ToLower(name)
	for _, match := range roleInText.FindAllStringSubmatch(folded, -1) {
		if slices.Contains(strings.Split(match[1], "/"), name) {
			return true
		}
	}
	return folded == name
}
