package item

import "slices"

// Put stores the body as an item. It replaces one that is there, unless a condition forbids it.
type Put struct {
	Of  Type
	Key Key
	// Name is for the names of the templates. "put" if empty.
	Name string
	// Set gives attributes values that the body does not: such an attribute is not in the body.
	Set map[string]Value
	// If are conditions for the item that is there.
	If []Condition
	// Answer is {} with the status 200 unless it says otherwise.
	Answer Answer
}

func (o Put) of() Type               { return o.Of }
func (o Put) file() (string, string) { return "put", o.Name }

func (o Put) compile(c *compiler) {
	if o.Answer.kind == standard {
		o.Answer = Constant(200, "{}")
	}
	c.put(o)
}

// Create stores the body as a new item, whose key usually has {requestId} in it.
type Create struct {
	Of  Type
	Key Key
	// Name is for the names of the templates. "create" if empty.
	Name string
	// Set gives attributes values that the body does not: such an attribute is not in the body.
	Set map[string]Value
	// Taken is the message of the 409 for a key that an item has already.
	Taken string
	// Answer is Created() unless it says otherwise.
	Answer Answer
}

func (o Create) of() Type               { return o.Of }
func (o Create) file() (string, string) { return "create", o.Name }

func (o Create) compile(c *compiler) {
	if o.Answer.kind == standard {
		o.Answer = Created()
	}
	c.put(o.put())
}

// put is what Create does.
func (o Create) put() Put {
	return Put{
		Key: o.Key, Set: o.Set, Answer: o.Answer,
		If: []Condition{Absent(409, orDefault(o.Taken, "There is one already"))},
	}
}

func (c *compiler) put(o Put) {
	stored := c.bodyProperties(o.Set)
	entries := c.putEntries(o, stored)
	c.model(stored, o.Key, nil)
	c.locate(o.Answer, o.Key)
	c.request("PutItem", "{"+c.object(entries, "  ")+"\n}\n")
	c.answerPlain(o.Answer, o.Key, c.newTag())
}

// putEntries are the members of a request that stores properties of the body.
func (c *compiler) putEntries(o Put, stored []*property) []entry {
	c.checkKeys(o.Key, c.table.Keys)
	attributes := c.attributes(o, stored)
	x := &expressions{c: c}
	conditions := c.conditions(x, c.versioned(o.If))
	return slices.Concat([]entry{c.tableName(), {text: `"Item": {` + c.object(attributes, "    ") + "\n  }"}}, conditions, x.members())
}

// attributes are those of the item that is stored.
func (c *compiler) attributes(o Put, stored []*property) []entry {
	var entries []entry
	for _, k := range c.table.Keys {
		entries = append(entries, c.keyEntry(k, o.Key))
	}
	for _, name := range sortedKeys(o.Set) {
		if hasKey(c.table.Keys, name) {
			c.add("Set has %q, which is in the key: give it a value there", name)
			continue
		}
		c.checkUnmanaged("Set", name)
		entries = append(entries, c.setEntry(name, o.Set[name]))
	}
	for _, m := range c.managedValues() {
		entries = append(entries, entry{text: `"` + m.attribute + `": ` + m.value})
	}
	if len(stored) > 0 {
		entries = append(entries, c.storedMembers(stored, "$body", "    ")...)
	}
	return entries
}

// setEntry is an attribute and the value that is not the body's.
func (c *compiler) setEntry(name string, v Value) entry {
	c.declare(v, true)
	if !propertyName.MatchString(name) {
		c.add("the attribute %q must be letters, digits, dots, dashes and underscores", name)
	}
	return entry{text: `"` + name + `": ` + c.valued(name, v)}
}

// bodyProperties are the properties of the item that the body holds: not its key, and not what has
// another value.
func (c *compiler) bodyProperties(set map[string]Value) []*property {
	var list []*property
	for _, m := range c.schema.members {
		if _, ok := set[m.name]; !ok && !hasKey(c.table.Keys, m.name) && !c.managed(m.name) {
			list = append(list, m)
		}
	}
	return list
}

// model declares the body: the properties that are stored, and those that the key is made of.
func (c *compiler) model(stored []*property, own Key, patch *[]*property) {
	properties := slices.Clone(stored)
	for _, k := range c.table.Keys {
		parts, _ := c.key(k.Name, own).parts()
		for _, p := range parts {
			if m := c.schema.member(p.name); p.source == bodySource && m != nil && !slices.ContainsFunc(properties, func(o *property) bool { return o.name == m.name }) {
				required := *m
				required.required = true
				properties = append(properties, &required)
			}
		}
	}
	if len(properties) > 0 {
		c.out.Model = File{c.name + ".model.json", c.bodyModel(properties, patch != nil)}
	}
}
