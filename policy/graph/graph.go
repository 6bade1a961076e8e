package graph

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Graph is all resources of a stack. It does not change once it is made.
type Graph struct {
	Nodes  []*Node // by URN
	byURN  map[string]*Node
	byType map[string][]*Node
	// dependents are the nodes with a property whose value depends on a URN.
	dependents map[string][]*Node
	// literals find nodes by what their outputs or inputs are known to say, per type.
	literals map[literal][]*Node
}

type literal struct{ kind, property, text string }

// identities are the properties by which other resources name a node. A path's root is named by the
// API's rootResourceId, a stage by its stageName.
var identities = []string{"id", "arn", "name", "rootResourceId"}

// New makes a graph of the nodes.
func New(nodes []*Node) *Graph {
	g := &Graph{
		Nodes: slices.Clone(nodes), byURN: map[string]*Node{}, byType: map[string][]*Node{}, literals: map[literal][]*Node{},
		dependents: map[string][]*Node{},
	}
	slices.SortFunc(g.Nodes, func(a, b *Node) int { return cmp.Compare(a.URN, b.URN) })
	for _, n := range g.Nodes {
		n.readsExisting()
		g.byURN[n.URN] = n
	}
	for _, n := range g.Nodes {
		n.replicates(g.byURN[n.Parent])
		if n.Existing { // what is computed from the table depends on the component's child
			i := strings.LastIndex(n.URN, "::")
			g.byURN[n.URN[:i]+"$"+Table+n.URN[i:]] = n
		}
		g.byType[n.Type] = append(g.byType[n.Type], n)
		for _, urns := range n.PropertyDependencies {
			for _, urn := range urns {
				// Nodes come one after the other, so that only the last can be this one.
				if all := g.dependents[urn]; len(all) == 0 || all[len(all)-1] != n {
					g.dependents[urn] = append(all, n)
				}
			}
		}
		for _, property := range identities {
			if text, ok := n.Either(property).Text(); ok {
				key := literal{n.Type, property, folded(n.Type, text)}
				g.literals[key] = append(g.literals[key], n)
			}
		}
	}
	return g
}

// readsExisting makes a component that stands for a table which another program makes that table, with what was read
// of it: the engine does not show a pack a resource that is only read. A component says so by its outputs existing,
// arn and name, beside the table's own properties.
func (n *Node) readsExisting() {
	_, named := n.Outputs.At("name").Text()
	_, placed := n.Outputs.At("arn").Text()
	if n.Provider != nil || n.Package() == "aws" || !n.Outputs.At("existing").IsTrue() || !named || !placed {
		return
	}
	n.Type, n.Inputs, n.Recorded, n.Existing = Table, n.Outputs, true, true
}

// replicates makes a replica the table that its region has, with the replica's own properties. Its keys, indexes and
// capacity, which they do not include, are the replicated table's, which another stack makes and its pack judges: a
// component that is the replica's parent may say it by its input replicates. Without that, keys and indexes are not
// known, and capacity scales, since DynamoDB replicates no other table (GW-201).
func (n *Node) replicates(parent *Node) {
	if n.Type != TableReplica {
		return
	}
	of := n.In("globalTableArn")
	name := of
	if text, known := of.Text(); known {
		name = TextOf(text[strings.LastIndex(text, "/")+1:])
	}
	table := map[string]Value{"billingMode": TextOf("PAY_PER_REQUEST")}
	if parent != nil {
		for _, property := range []string{"hashKey", "rangeKey", "attributes", "globalSecondaryIndexes", "billingMode"} {
			if v := parent.In("replicates", property); !v.Absent() {
				table[property] = v
			}
		}
	}
	encryption := map[string]Value{"enabled": FlagOf(true)}
	if key := n.In("kmsKeyArn"); !key.Absent() {
		encryption["kmsKeyArn"] = key
	}
	for property, v := range map[string]Value{
		"name": name, "tags": n.In("tags"), "tagsAll": n.In("tagsAll"), "region": n.In("region"),
		"pointInTimeRecovery": MapOf(map[string]Value{"enabled": n.In("pointInTimeRecovery")}), "serverSideEncryption": MapOf(encryption),
		"deletionProtectionEnabled": n.In("deletionProtectionEnabled"),
	} {
		if !v.Absent() {
			table[property] = v
		}
	}
	if urns := n.PropertyDependencies["kmsKeyArn"]; len(urns) > 0 {
		n.PropertyDependencies = maps.Clone(n.PropertyDependencies)
		n.PropertyDependencies["serverSideEncryption"] = urns
	}
	n.Type, n.Inputs, n.Replica = Table, MapOf(table), true
}

// folded is a text in the form by which nodes of a type are found. IAM does not distinguish names by case
// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
func folded(kind, text string) string {
	if strings.HasPrefix(kind, "aws:iam/") {
		return strings.ToLower(text)
	}
	return text
}

// Node finds a node by its URN; nil when there is none.
func (g *Graph) Node(urn string) *Node { return g.byURN[urn] }

// Dependents are the nodes with a property whose value depends on a node, by URN.
func (g *Graph) Dependents(n *Node) []*Node { return g.dependents[n.URN] }

// OfType lists the nodes of the types, by URN within each type.
func (g *Graph) OfType(types ...string) []*Node {
	if len(types) == 1 {
		return g.byType[types[0]]
	}
	var all []*Node
	for _, t := range types {
		all = append(all, g.byType[t]...)
	}
	return all
}

// Reference is what a property of one node says about another.
type Reference struct {
	// Node is the node that the property names; nil when there is none in the stack or when it cannot be determined.
	Node *Node
	// Literal is the property's known text, empty when it is unknown.
	Literal string
	// Absent tells that the property is not set.
	Absent bool
	// Unknown says why it cannot be determined which node is meant; empty when it can.
	Unknown string
}

// Outside reports whether the property names something that the stack does not have.
func (r Reference) Outside() bool { return r.Node == nil && !r.Absent && r.Unknown == "" }

// Refer follows a property to the node of one of the types that it names.
//
// A known text is compared with what nodes are known to be called (id, arn, name) and, where they are
// not known yet, with the property's dependency. An unknown value is taken to be the identity of the
// one node of those types that it depends on: at a preview that is how "integration.credentials =
// role.arn" looks, and a program that computes another value from the role's ARN cannot be distinguished from one
// that passes it on until the value is known.
func (g *Graph) Refer(n *Node, property string, types ...string) Reference {
	return g.ReferValue(n, property, n.In(property), types...)
}

// ReferValue is Refer for a value within the property, such as an item of a list.
func (g *Graph) ReferValue(n *Node, property string, value Value, types ...string) Reference {
	if value.Absent() {
		return Reference{Absent: true}
	}
	candidates := g.dependencies(n, property, types)
	if text, ok := value.Text(); ok {
		return g.referText(text, candidates, types)
	}
	if !value.IsUnknown() {
		return Reference{Unknown: fmt.Sprintf("%s of %s is not a text", property, n.Title())}
	}
	if len(candidates) == 1 {
		return Reference{Node: candidates[0]}
	}
	return Reference{Unknown: g.WhyUnknown(n, property)}
}

func (g *Graph) referText(text string, candidates []*Node, types []string) Reference {
	r := Reference{Literal: text}
	matches := g.byARN(text, types)
	for _, t := range types {
		for _, property := range identities {
			for _, n := range g.literals[literal{t, property, folded(t, text)}] {
				if !slices.Contains(matches, n) {
					matches = append(matches, n)
				}
			}
		}
	}
	switch {
	case len(matches) == 1:
		r.Node = matches[0]
		return r
	case len(matches) > 1:
		// Several nodes of one name: the dependency tells which of them is meant.
		both := slices.DeleteFunc(slices.Clone(matches), func(n *Node) bool { return !slices.Contains(candidates, n) })
		if len(both) == 1 {
			r.Node = both[0]
			return r
		}
		r.Unknown = fmt.Sprintf("%q names %s and %s", text, matches[0].Title(), matches[1].Title())
		return r
	}
	// No node is known to have that name. A dependency whose own identities are all still unknown or do not include
	// the kind of text could be; one that is known to be called otherwise is not.
	if len(candidates) == 1 && candidates[0].mayBe(text) {
		r.Node = candidates[0]
	}
	return r
}

// named are the types whose id is their name and whose ARN ends in it.
var named = map[string]string{Role: "/", Policy: "/", Table: "/", LogGroup: ":"}

// mayBe reports whether a node might be called so, for all that is known of it.
func (n *Node) mayBe(text string) bool {
	property := "id"
	if strings.HasPrefix(text, "arn:") {
		property = "arn"
	}
	if _, known := n.Either(property).Text(); known {
		return false
	}
	if separator, ok := named[n.Type]; ok {
		if name, known := n.Either("name").Text(); known {
			return property == "arn" && strings.HasSuffix(folded(n.Type, text), separator+folded(n.Type, name))
		}
	}
	return true
}

// byARN finds the node of a type whose ARN is not known yet and that the ARN can only be of.
func (g *Graph) byARN(arn string, types []string) []*Node {
	segments := strings.SplitN(arn, ":", 6)
	if len(segments) != 6 {
		return nil
	}
	what, _, _ := strings.Cut(segments[5], "/")
	kind := map[string]string{"iam role": Role, "iam policy": Policy, "dynamodb table": Table}[segments[2]+" "+what]
	if !slices.Contains(types, kind) || segments[4] == "aws" { // AWS's own managed policies have the account "aws"
		return nil
	}
	name := segments[5][strings.LastIndex(segments[5], "/")+1:]
	var found []*Node
	for _, n := range g.literals[literal{kind, "name", folded(kind, name)}] {
		if _, known := n.Either("arn").Text(); !known {
			found = append(found, n)
		}
	}
	return found
}

// dependencies are the nodes of the types that a property's value depends on.
func (g *Graph) dependencies(n *Node, property string, types []string) []*Node {
	var found []*Node
	for _, urn := range n.PropertyDependencies[property] {
		if d := g.byURN[urn]; d != nil && slices.Contains(types, d.Type) && !slices.Contains(found, d) {
			found = append(found, d)
		}
	}
	return found
}

// WhyUnknown says which property is unknown and what made it so.
func (g *Graph) WhyUnknown(n *Node, property string) string {
	if !n.Recorded {
		return fmt.Sprintf("the inputs of %s were not recorded: the policy that records them is switched off, or the resource was left out of the update by --target, or the program only reads it (get) and another one manages it", n.Title())
	}
	because := n.PropertyDependencies[property]
	if len(because) == 0 {
		return fmt.Sprintf("%s of %s is not known before the deployment", property, n.Title())
	}
	var titles []string
	for _, urn := range because {
		if d := g.byURN[urn]; d != nil {
			titles = append(titles, d.Title())
		} else {
			titles = append(titles, urn)
		}
	}
	slices.Sort(titles)
	return fmt.Sprintf("%s of %s is not known before the deployment of %s, from which it is computed", property, n.Title(), strings.Join(slices.Compact(titles), " and "))
}
