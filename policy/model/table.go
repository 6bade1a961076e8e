package model

import "lambdaless/policy/graph"

// Table is a DynamoDB table.
type Table struct {
	Node *graph.Node
	// Name is the physical name, empty when it is unknown.
	Name string
	// Indexes are the names of the global and local secondary indexes.
	Indexes []string
	// Unlisted tells that the stack does not say which indexes the table has, as of a replica.
	Unlisted bool
	// Keys are the attributes that are keys of the table, the partition key first.
	Keys []string
}

func (m *Model) joinTables() {
	for _, n := range m.Graph.OfType(graph.Table) {
		t := &Table{Node: n, Name: n.Either("name").TextOr("")}
		for _, property := range []string{"globalSecondaryIndexes", "localSecondaryIndexes"} {
			for _, index := range n.In(property).Items() {
				if name, ok := index.At("name").Text(); ok {
					t.Indexes = append(t.Indexes, name)
				}
			}
		}
		for _, property := range []string{"hashKey", "rangeKey"} {
			if key, ok := n.In(property).Text(); ok {
				t.Keys = append(t.Keys, key)
			}
		}
		t.Unlisted = n.Replica && len(t.Keys) == 0
		m.Tables = append(m.Tables, t)
		m.tables[n.URN] = t
		if other := m.byName[t.Name]; t.Name != "" && (other == nil || !n.Replica) { // in one stack, the API's requests go to the table
			m.byName[t.Name] = t
		}
	}
	for _, n := range m.Graph.OfType(graph.TableResourcePolicy) {
		reference := m.Graph.Refer(n, "resourceArn", graph.Table)
		if reference.Node == nil {
			why := reference.Unknown
			if why == "" {
				why = "its table " + reference.Literal + " is not in the stack"
			}
			m.Loose = append(m.Loose, Stray{n, why})
		}
	}
}
