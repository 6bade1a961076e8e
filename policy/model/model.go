package model

import (
	"lambdaless/policy/graph"
)

// Model is a stack.
type Model struct {
	Graph          *graph.Graph
	Project, Stack string

	Methods []*Method
	// Strays are integrations and integration responses that cannot be joined to a method.
	Strays []Stray
	Roles  []*Role
	// Loose are policies and attachments of which it cannot be told to which role they belong.
	Loose  []Stray
	Tables []*Table
	Stages []*Stage

	roles   map[string]*Role  // by URN
	tables  map[string]*Table // by URN
	byName  map[string]*Table
	account string
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
		roles: map[string]*Role{}, tables: map[string]*Table{}, byName: map[string]*Table{},
	}
	m.joinTables()
	m.joinRoles()
	m.joinMethods()
	m.joinStages()
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

// TableNamed finds a table by its physical name; nil when the stack has none of it.
func (m *Model) TableNamed(name string) *Table { return m.byName[name] }
