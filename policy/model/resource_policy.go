package model

import (
	"slices"
	"strings"

	"lambdaless/internal/iam/parse"
	"lambdaless/policy/graph"
)

// ResourcePolicy is a policy document with principals that a resource holds: a bucket's, a key's, a
// queue's, a table's.
type ResourcePolicy struct {
	Document
	// Of is the key or the table that the policy protects; nil for other resources.
	Of *graph.Node
}

// keys are the types of KMS keys.
var keys = []string{graph.Key, graph.ReplicaKey, graph.ExternalKey}

// policyOf are the types that give another resource its policy: the property that names it, and its types.
var policyOf = map[string]struct {
	property string
	types    []string
}{
	graph.KeyPolicy:           {"keyId", keys},
	graph.TableResourcePolicy: {"resourceArn", []string{graph.Table}},
}

// withoutResourcePolicies are the types whose documents are read elsewhere, or are not resource policies.
var withoutResourcePolicies = []string{
	graph.Role, graph.RolePolicy, graph.Policy, graph.UserPolicy, graph.GroupPolicy, graph.Integration, graph.IntegrationResponse,
	graph.Model, graph.Deployment, graph.RestAPI, graph.RestAPIPolicy, graph.PermissionSetPolicy,
}

// joinResourcePolicies finds the resource policies of every type by their form: a text that is a policy
// document with a Principal. A new type of resource needs no entry.
func (m *Model) joinResourcePolicies() {
	for _, n := range m.Graph.Nodes {
		if n.Provider == nil && n.Package() != "aws" || slices.Contains(withoutResourcePolicies, n.Type) {
			continue
		}
		for _, property := range n.Inputs.Keys() {
			for _, value := range texts(n.In(property)) {
				if text, _ := value.Text(); policyDocument(text) {
					d := ResourcePolicy{Document: m.document(n, property, "policy of "+n.Title(), value, parse.Resource)}
					d.Of = m.protected(n)
					m.ResourcePolicies = append(m.ResourcePolicies, d)
				}
			}
		}
		if kind, ok := policyOf[n.Type]; ok || slices.Contains(keys, n.Type) {
			if n.In("policy").IsUnknown() {
				d := ResourcePolicy{Document: m.document(n, "policy", "policy of "+n.Title(), n.In("policy"), parse.Resource), Of: n}
				if ok {
					d.Of = m.Graph.Refer(n, kind.property, kind.types...).Node
				}
				m.ResourcePolicies = append(m.ResourcePolicies, d)
			}
		}
	}
}

// protected is the key or the table that a node's policy protects.
func (m *Model) protected(n *graph.Node) *graph.Node {
	if n.Type == graph.Table || slices.Contains(keys, n.Type) {
		return n
	}
	kind, ok := policyOf[n.Type]
	if !ok {
		return nil
	}
	of := m.Graph.Refer(n, kind.property, kind.types...).Node
	if of == nil && n.Type == graph.KeyPolicy {
		return n // of a key that the stack does not have: the policy is the stack's all the same
	}
	return of
}

func policyDocument(text string) bool {
	return strings.HasPrefix(strings.TrimSpace(text), "{") && strings.Contains(text, `"Statement"`) && strings.Contains(text, `Principal"`)
}

// texts are the known texts in a value, at any depth.
func texts(v graph.Value) []graph.Value {
	if _, ok := v.Text(); ok {
		return []graph.Value{v}
	}
	var found []graph.Value
	for _, item := range v.Items() {
		found = append(found, texts(item)...)
	}
	for _, key := range v.Keys() {
		found = append(found, texts(v.At(key))...)
	}
	return found
}
