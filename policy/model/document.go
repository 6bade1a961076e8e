package model

import (
	"fmt"

	"lambdaless/internal/iam"
	"lambdaless/policy/graph"
)

// Document is a policy document within some resource.
type Document struct {
	Node     *graph.Node
	Property string
	// Name is the policy's name, for messages.
	Name string
	// Text is the document; empty when it is unknown.
	Text string
	// Policy is the parsed document; nil when it is unknown or malformed.
	Policy *iam.Policy
	// Unknown is the reason why the document is unknown, and Malformed its errors.
	Unknown, Malformed string
}

// Named is the document for a comparison. It must have a Policy.
func (d Document) Named() iam.Named { return iam.Named{Name: d.Name, Policy: d.Policy} }

// Why is Unknown or Malformed, whichever is set.
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
