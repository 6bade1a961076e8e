package item

// Get answers with one item, by its key.
type Get struct {
	Of  Type
	Key Key
	// Name is for the names of the templates, where there is another Get in the folder. "get" if empty.
	Name string
	// Consistent reads what every earlier write has stored, at twice the price.
	Consistent bool
	// Missing is the message of the 404. "Not found" if empty.
	Missing string
	// Answer is the item unless it says otherwise.
	Answer Answer
}

func (o Get) of() Type               { return o.Of }
func (o Get) file() (string, string) { return "get", o.Name }

func (o Get) compile(c *compiler) {
	x := &expressions{c: c}
	entries := c.tableAndKey(o.Key)
	if o.Consistent {
		entries = append(entries, entry{text: `"ConsistentRead": true`})
	}
	entries = append(entries, c.projection(x, o.Answer, c.table.Expires, c.of.Version)...)
	entries = append(entries, x.members()...)
	c.request("GetItem", "{"+c.object(entries, "  ")+"\n}\n")
	switch o.Answer.kind {
	case standard, fieldsAnswer, redirectAnswer:
		c.answerItem(o.Answer, 200, "Item", orDefault(o.Missing, "Not found"), storedTag)
	default:
		c.add("a Get answers with the item, with Fields or with a Redirect")
	}
}

// tableAndKey begin every request for one item.
func (c *compiler) tableAndKey(own Key) []entry {
	c.checkKeys(own, c.table.Keys)
	var keys []entry
	for _, k := range c.table.Keys {
		keys = append(keys, c.keyEntry(k, own))
	}
	return []entry{c.tableName(), {text: `"Key": {` + c.object(keys, "    ") + "\n  }"}}
}

// tableName names the table by a placeholder, which a part of a transaction has for its own.
func (c *compiler) tableName() entry {
	if c.inPart != nil {
		return entry{text: `"TableName": "{{Table.` + c.table.Name + `}}"`}
	}
	return entry{text: `"TableName": "{{Table}}"`}
}

// keyEntry is a key attribute and its value.
func (c *compiler) keyEntry(k KeyAttribute, own Key) entry {
	v := c.key(k.Name, own)
	c.declare(v, true)
	return entry{text: `"` + k.Name + `": ` + c.valued(k.Name, v)}
}

func orDefault(text, standard string) string {
	if text == "" {
		return standard
	}
	return text
}
