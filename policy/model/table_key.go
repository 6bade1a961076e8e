package model

import (
	"strings"

	"lambdaless/policy/graph"
)

// TableKey is the KMS key of a customer that a table is encrypted with.
type TableKey struct {
	// ARN is the key's, empty where it is not known before the key exists.
	ARN string
	// Node is the key, nil for one that the stack does not have.
	Node *graph.Node
	// Unknown says why it cannot be determined which key it is; empty when it can.
	Unknown string
}

// KeyOf is the key of a table, nil for one under a key of AWS's own.
func (m *Model) KeyOf(t *Table) *TableKey {
	value := t.Node.In("serverSideEncryption", "kmsKeyArn")
	if value.Absent() {
		return nil
	}
	arn, known := value.Text()
	if strings.HasSuffix(arn, ":alias/aws/dynamodb") {
		return nil // its own policy lets every caller of DynamoDB use it
	}
	if t.Node.Existing && known && !m.namesKey(arn) {
		return nil // AWS shows the key aws/dynamodb by an ARN like a customer's
	}
	reference := m.Graph.ReferValue(t.Node, "serverSideEncryption", value, keys...)
	key := &TableKey{ARN: arn, Node: reference.Node}
	switch {
	case !known && key.Node == nil:
		key.Unknown = reference.Unknown
	case known && key.Node != nil && key.Node.Outputs.At("arn").TextOr("") != arn:
		key.Node = nil // AWS makes up a key's ARN: what is known before the key exists names another
	}
	return key
}

// namesKey reports whether a policy of the stack names a key.
func (m *Model) namesKey(arn string) bool {
	for _, n := range m.Graph.OfType(graph.RolePolicy, graph.Policy, graph.Role) {
		for property := range n.Inputs.Members() {
			for _, v := range texts(n.In(property)) {
				if text, _ := v.Text(); strings.Contains(text, arn) {
					return true
				}
			}
		}
	}
	return false
}
