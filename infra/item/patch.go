package item

import "slices"

// Patch changes the properties that the body holds and no others. A property of the schema that is not
// required may be null in the body, which removes it; so does an empty set.
type Patch struct {
	Of  Type
	Key Key
	// Name is for the names of the templates. "patch" if empty.
	Name string
	// Only are the properties that the body may hold; all that are not in the key if empty.
	Only []string
	// Increment are numbers to which the body's number is added.
	Increment []string
	// Append are sets to which the body's members are added, instead of replacing the set.
	Append []string
	// Members are sets whose members the body adds or deletes, instead of replacing the set:
	// {"tags": {"add": ["new"]}} or {"tags": {"delete": ["old"]}}, since DynamoDB does not do both to a set at once.
	Members []string
	// Set and Add change attributes besides, whatever the body is.
	Set, Add map[string]Value
	// If are conditions for the item. Without Exists an item that is not there is created.
	If []Condition
	// Answer is the item as it is afterwards unless it says otherwise.
	Answer Answer
}

func (o Patch) of() Type               { return o.Of }
func (o Patch) file() (string, string) { return "patch", o.Name }

func (o Patch) compile(c *compiler) {
	if o.Answer.kind == standard {
		o.Answer = Item()
	}
	c.alwaysChanges = len(o.Set)+len(o.Add) > 0
	u := c.newUpdate(o.Key)
	u.fixed(o.Set, o.Add, nil)
	c.checkNames("Increment", o.Increment, func(k kind) bool { return k == numberKind }, "a number")
	c.checkNames("Append", o.Append, kind.isSet, "a set")
	c.checkNames("Members", o.Members, kind.isSet, "a set")
	c.checkNames("Only", o.Only, func(kind) bool { return true }, "a property")
	var body []*property
	for _, m := range c.bodyProperties(o.Set) {
		if _, added := o.Add[m.name]; added || len(o.Only) > 0 && !slices.Contains(o.Only, m.name) {
			continue
		}
		switch ref := dot("$body", m.name); {
		case slices.Contains(o.Increment, m.name):
			u.add(m, ref)
		case slices.Contains(o.Append, m.name):
			m = m.notEmpty()
			u.add(m, ref)
		case slices.Contains(o.Members, m.name):
			m = u.members(m, ref)
		default:
			u.replace(m, ref)
		}
		body = append(body, m)
	}
	if len(body) == 0 {
		c.add("no property is left that the body could change; an Update reads no body")
	}
	c.model(body, o.Key, &body)
	u.finish(c.versioned(o.If), o.Answer)
}

// checkNames reports names that are not properties of a kind.
func (c *compiler) checkNames(where string, names []string, fits func(kind) bool, what string) {
	for _, name := range names {
		if m := c.schema.member(name); m == nil || !fits(m.kind) || hasKey(c.table.Keys, name) {
			c.add("%s has %q, which is not %s of %s outside of its key", where, name, what, c.of.Schema)
		}
	}
}

// removable reports whether a patch may take the property away by null. Where the schema itself
// allows null, it is a value like others.
func (c *compiler) removable(p *property) bool {
	return !p.required && !p.nullable && p.kind != nullKind && !p.changes && !p.appended
}
