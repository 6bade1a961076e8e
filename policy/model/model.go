package model

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"lambdaless/internal/dynamodb"
	"lambdaless/policy/graph"
)

// Model is a stack.
type Model struct {
	Graph          *graph.Graph
	Project, Stack string

	Methods []*Method
	// Unrelated are the methods of APIs that no rule is about: they call only functions, servers and mocks.
	Unrelated []*Method
	// Strays are integrations and integration responses that cannot be joined to a method.
	Strays []Stray
	Roles  []*Role
	// Others are the users, the groups and the roles outside the stack that the stack gives permissions to,
	// and the managed policies that nothing attaches.
	Others []*Principal
	// ResourcePolicies are the policies that resources other than APIs hold.
	ResourcePolicies []ResourcePolicy
	// Loose are policies and attachments whose principal is unknown.
	Loose  []Stray
	Tables []*Table
	Stages []*Stage

	roles map[string]*Role // by URN
	// principals are by URN, those outside the stack by kind and name.
	principals map[string]*Principal
	tables     map[string]*Table // by URN
	byName     map[string]*Table
	account    string
}

// Stray is a resource that cannot be joined to what it belongs to.
type Stray struct {
	Node *graph.Node
	Why  string
}

// New joins a graph.
func New(g *graph.Graph, project, stack string) *Model {
	m := &Model{
		Graph: g, Project: project, Stack: stack,
		roles: map[string]*Role{}, principals: map[string]*Principal{}, tables: map[string]*Table{}, byName: map[string]*Table{},
	}
	m.joinTables()
	m.joinPrincipals()
	m.joinResourcePolicies()
	m.joinMethods()
	m.joinMentions()
	m.joinStages()
	m.leaveOutUnrelated()
	m.account = m.findAccount()
	return m
}

// Role finds the role of a node; nil for a node that is none.
func (m *Model) Role(n *graph.Node) *Role {
	if n == nil {
		return nil
	}
	return m.roles[n.URN]
}

// TableNamed finds a table by its physical name or its ARN; nil when the stack has no such table.
func (m *Model) TableNamed(name string) *Table {
	t := m.byName[dynamodb.TableName(name)]
	if t == nil || !strings.HasPrefix(name, "arn:") {
		return t
	}
	named, err := arn.Parse(name)
	region := PlaceOf(t.Node).Region
	if err != nil || m.account != "" && named.AccountID != m.account || region != "" && named.Region != region {
		return nil
	}
	return t
}
