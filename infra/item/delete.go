package item

import "slices"

// Delete deletes an item, by its key.
type Delete struct {
	Of  Type
	Key Key
	// Name is for the names of the templates. "delete" if empty.
	Name string
	// Missing is the message of a 404 for an item that is not there. If empty, deleting it succeeds.
	Missing string
	// If are further conditions for the item.
	If []Condition
	// Answer is NoContent() unless it says otherwise. Item() and Fields() answer with the item as it was.
	Answer Answer
}

func (o Delete) of() Type               { return o.Of }
func (o Delete) file() (string, string) { return "delete", o.Name }

func (o Delete) compile(c *compiler) {
	if o.Answer.kind == standard {
		o.Answer = NoContent()
	}
	item := o.Answer.kind == itemAnswer || o.Answer.kind == fieldsAnswer
	var options []entry
	if item {
		options = append(options, entry{text: `"ReturnValues": "ALL_OLD"`})
	}
	c.request("DeleteItem", "{"+c.object(c.deleteEntries(o, options...), "  ")+"\n}\n")
	if item {
		c.answerItem(o.Answer, 200, "Attributes", orDefault(o.Missing, "Not found"), untagged)
	} else {
		c.answerPlain(o.Answer, o.Key, "")
	}
}

// deleteEntries are the members of a request that deletes an item.
func (c *compiler) deleteEntries(o Delete, options ...entry) []entry {
	conditions := o.If
	if o.Missing != "" {
		conditions = append([]Condition{Exists(404, o.Missing)}, conditions...)
	}
	x := &expressions{c: c}
	return slices.Concat(c.tableAndKey(o.Key), c.conditions(x, c.versioned(conditions)), options, x.members())
}
