package item

import "fmt"

// Key says which values an item's key attributes have. Attributes that are not in it have the value
// of the path's parameter of their name.
type Key map[string]Value

// Table is what the templates have to know of a table.
type Table struct {
	Name    string
	Keys    []KeyAttribute // the partition key, and the sort key if there is one
	Indexes map[string][]KeyAttribute
	// Expires is the attribute by which DynamoDB deletes items, empty if it deletes none.
	Expires string
}

// KeyAttribute is an attribute of a key. Its type is S, N or B.
type KeyAttribute struct{ Name, Type string }

func (k KeyAttribute) kind() kind { return kind(k.Type) }

// key is the value for a key attribute, from the operation's key, the type's, or the path.
func (c *compiler) key(attribute string, own Key) Value {
	for _, k := range []Key{own, c.of.Key} {
		if v, ok := k[attribute]; ok {
			return v
		}
	}
	return Value("{path." + attribute + "}")
}

// checkKeys reports names in a key that are not attributes of it.
func (c *compiler) checkKeys(own Key, attributes []KeyAttribute) {
	for _, name := range sortedKeys(own) {
		if !hasKey(attributes, name) {
			c.add("Key has %q, but the key consists of %s", name, keyNames(attributes))
		}
	}
	if c.table.Name == "" {
		return
	}
	all := c.table.Keys
	for _, index := range c.table.Indexes {
		all = append(all[:len(all):len(all)], index...)
	}
	for _, name := range sortedKeys(c.of.Key) {
		if !hasKey(all, name) {
			c.add("the Type's Key has %q, which is not a key attribute of table %s", name, c.table.Name)
		}
	}
	for _, k := range attributes {
		if p := c.schema.member(k.Name); p != nil && p.kind != k.kind() {
			c.add("the key %s has the type %s in table %s and %s in %s", k.Name, k.Type, c.table.Name, p.kind, c.of.Schema)
		}
	}
}

func hasKey(attributes []KeyAttribute, name string) bool {
	for _, k := range attributes {
		if k.Name == name {
			return true
		}
	}
	return false
}

func keyNames(attributes []KeyAttribute) string {
	text := ""
	for i, k := range attributes {
		text += map[bool]string{true: "", false: " and "}[i == 0] + k.Name
	}
	return text
}

// query finds the key attributes of the table or index that is read.
func (c *compiler) queried(index string) []KeyAttribute {
	if index == "" {
		return c.table.Keys
	}
	keys, ok := c.table.Indexes[index]
	if !ok {
		c.add("table %s has no index %q; it has %s", c.table.Name, index, orNone(sortedKeys(c.table.Indexes)))
	}
	return keys
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return fmt.Sprint(names)
}
