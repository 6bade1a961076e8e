package graph

import "strings"

// Node is one resource.
type Node struct {
	URN  string
	Type string
	Name string
	// Parent is the parent's URN.
	Parent string
	// Inputs are what the program set, after the provider's check.
	Inputs Value
	// Recorded tells that the resource pass saw the resource, so that an absent input is unset and not
	// merely unseen.
	Recorded bool
	// Existing tells that another program makes the resource, a table, and this one only reads it: its inputs are what
	// was read.
	Existing bool
	// Replica tells that the resource is a replica of a table in another region: its inputs are those that a table of
	// that kind would have.
	Replica bool
	// Outputs are what the provider made of the inputs, at a preview as far as it can tell.
	Outputs Value
	// Protect is the resource option of the name.
	Protect bool
	// Provider is the provider that manages the resource; nil for a component, for the stack and for a
	// provider itself.
	Provider *Provider
	// Dependencies are the URNs of what the resource depends on in any way, and PropertyDependencies
	// those of each property's value.
	Dependencies         []string
	PropertyDependencies map[string][]string
}

// Title names the node for people and in waivers: "aws:iam/role:Role::movies-get-name-role". Unlike
// the URN it is the same in every stack.
func (n *Node) Title() string { return n.Type + "::" + n.Name }

// Short is the title with only the last word of the type: "Role movies-get-name-role".
func (n *Node) Short() string {
	return n.Type[strings.LastIndex(n.Type, ":")+1:] + " " + n.Name
}

// In reads an input. Where the resource pass did not see the node, every input is unknown.
func (n *Node) In(path ...string) Value {
	if !n.Recorded {
		return Unknown()
	}
	return n.Inputs.At(path...)
}

// Either reads an input, and the output of the same name where the input is absent or unknown: for
// what a provider computes when it is unset, such as a name.
func (n *Node) Either(path ...string) Value {
	in := n.In(path...)
	if !in.Absent() && !in.IsUnknown() {
		return in
	}
	if out := n.Outputs.At(path...); !out.Absent() {
		return out
	}
	return in
}

// Provider is an instance of a provider: the default one of its package, or an explicit one.
type Provider struct {
	URN, Type, Name string
	// Inputs are the provider's configuration.
	Inputs Value
}

// Package is the package of the node's type: "aws" of "aws:iam/role:Role".
func (n *Node) Package() string {
	name, _, _ := strings.Cut(n.Type, ":")
	return name
}
