package item

import "slices"

// Update changes the same attributes with every request, and reads no body: a hit counter, a state.
type Update struct {
	Of  Type
	Key Key
	// Name is for the names of the templates. "update" if empty.
	Name string
	// Set gives attributes values.
	Set map[string]Value
	// Add adds to numbers, where one that is not there yet counts as 0, and puts a member into sets.
	Add map[string]Value
	// Delete takes a member out of sets. With the last one the attribute goes.
	Delete map[string]Value
	// Remove takes attributes away.
	Remove []string
	// If are conditions for the item. Without Exists an item that is not there is created.
	If []Condition
	// Answer is NoContent() unless it says otherwise. Fields() and Redirect() answer with the item as
	// it is afterwards.
	Answer Answer
}

func (o Update) of() Type               { return o.Of }
func (o Update) file() (string, string) { return "update", o.Name }

func (o Update) compile(c *compiler) {
	if o.Answer.kind == standard {
		o.Answer = NoContent()
	}
	c.startUpdate(o).finish(c.versioned(o.If), o.Answer)
}

// startUpdate begins an UpdateItem with its changes.
func (c *compiler) startUpdate(o Update) *update {
	if len(o.Set)+len(o.Add)+len(o.Delete)+len(o.Remove) == 0 {
		c.add("an Update needs something to Set, Add, Delete or Remove")
	}
	changed := map[string]bool{}
	for _, name := range slices.Concat(sortedKeys(o.Set), sortedKeys(o.Add), sortedKeys(o.Delete), o.Remove) {
		if changed[name] {
			c.add("%s is changed twice, which DynamoDB refuses", name)
		}
		changed[name] = true
	}
	u := c.newUpdate(o.Key)
	u.fixed(o.Set, o.Add, o.Remove)
	for _, name := range sortedKeys(o.Delete) {
		u.member("Delete", name, o.Delete[name], &u.deletes)
	}
	return u
}

// update is an UpdateItem that is being put together.
type update struct {
	c                          *compiler
	x                          *expressions
	request                    []entry
	own                        Key
	set, remove, adds, deletes []entry
}

func (c *compiler) newUpdate(own Key) *update {
	return &update{c: c, x: &expressions{c: c}, own: own, request: c.tableAndKey(own)}
}

// fixed are the changes that do not depend on the body.
func (u *update) fixed(set, add map[string]Value, remove []string) {
	for _, name := range sortedKeys(set) {
		u.notKey("Set", name)
		u.c.declare(set[name], true)
		value := u.x.value(u.c.alias(name), u.c.valued(name, set[name]), "")
		u.set = append(u.set, entry{text: u.x.name(name, "") + " = " + value})
	}
	for _, name := range sortedKeys(add) {
		m := u.c.schema.member(name)
		if m != nil && m.kind.isSet() {
			u.member("Add", name, add[name], &u.adds)
			continue
		}
		u.notKey("Add", name)
		u.c.declare(add[name], true)
		if m == nil || m.kind != numberKind {
			u.c.add("Add has %q, which is neither a number nor a set of %s", name, u.c.of.Schema)
			continue
		}
		value := u.x.value(u.c.alias(name), u.c.typed(name, add[name]), "")
		u.adds = append(u.adds, entry{text: u.x.name(name, "") + " " + value})
	}
	for _, name := range remove {
		u.notKey("Remove", name)
		u.remove = append(u.remove, entry{text: u.x.name(name, "")})
	}
	for _, m := range u.c.managedValues() {
		u.set = append(u.set, entry{text: u.x.name(m.attribute, "") + " = " + u.x.value("new_"+u.c.alias(m.attribute), m.value, "")})
	}
}

func (u *update) notKey(where, name string) {
	if hasKey(u.c.table.Keys, name) {
		u.c.add("%s has %q, which is in the key and cannot change", where, name)
	}
	u.c.checkUnmanaged(where, name)
}

// checkUnmanaged reports an attribute whose value the templates give themselves.
func (c *compiler) checkUnmanaged(where, name string) {
	if c.managed(name) {
		c.add("%s has %q, which the Type's Life or Version gives its value", where, name)
	}
}

// replace sets a property that was sent, or removes it.
func (u *update) replace(m *property, ref string) {
	given := `$body.containsKey("` + m.name + `")`
	test, value := m.sent(ref), u.c.storedValue(m, ref, "    ")
	if m.nullable && !m.kind.isSet() || m.kind == nullKind {
		test, value = given, u.c.stored(m, ref, "    ")
	}
	name := u.x.name(m.name, given)
	u.set = append(u.set, entry{name + " = " + u.x.value(u.c.alias(m.name), value, test), test})
	if u.c.removable(m) || m.kind.isSet() {
		u.remove = append(u.remove, entry{name, given + " && !(" + test + ")"})
	}
}

// add adds the number that was sent.
func (u *update) add(m *property, ref string) {
	test := m.sent(ref)
	value := u.x.value(u.c.alias(m.name), u.c.storedValue(m, ref, "    "), test)
	u.adds = append(u.adds, entry{u.x.name(m.name, test) + " " + value, test})
}

// finish writes the request and the answer.
func (u *update) finish(conditions []Condition, a Answer) {
	item := a.kind == itemAnswer || a.kind == fieldsAnswer || a.kind == redirectAnswer
	var options []entry
	if item {
		options = append(options, entry{text: `"ReturnValues": "ALL_NEW"`})
	}
	u.c.request("UpdateItem", "{"+u.c.object(u.entries(conditions, options...), "  ")+"\n}\n")
	if item {
		u.c.answerItem(a, 200, "Attributes", "", newTag)
	} else {
		u.c.answerPlain(a, u.own, u.c.newTag())
	}
}

// entries are the members of a request that updates an item.
func (u *update) entries(conditions []Condition, options ...entry) []entry {
	if u.c.expiring() && !slices.ContainsFunc(conditions, func(c Condition) bool { return c.kind == exists }) {
		u.c.add("items of table %s expire, so that an update needs the condition Exists: without it, one that has expired would come back with its old attributes", u.c.table.Name)
	}
	expression := u.expression()
	var further []entry
	if anyOf(u.x.names) != "" || len(u.x.values) > 0 && anyOf(u.x.values) != "" {
		further = append(further, u.keyIsKey(conditions))
	}
	entries := append(u.request, entry{text: `"UpdateExpression": "` + expression + `"`})
	entries = append(entries, u.c.conditions(u.x, conditions, further...)...)
	return slices.Concat(entries, options, u.x.members())
}

// keyIsKey is a condition on the key that says no more than the others, so that there is always a
// name and a value: DynamoDB refuses empty ExpressionAttributeNames and Values.
func (u *update) keyIsKey(conditions []Condition) entry {
	k := u.c.table.Keys[0]
	name := u.x.name(k.Name, "")
	value := u.x.value(u.c.alias(k.Name), u.c.typed(k.Name, u.c.key(k.Name, u.own)), "")
	same := name + " = " + value
	if slices.ContainsFunc(conditions, func(c Condition) bool { return c.kind == exists }) {
		return entry{text: same}
	}
	return entry{text: "(attribute_not_exists(" + name + ") OR " + same + ")"}
}

func (u *update) expression() string {
	text := ""
	if anyOf(u.set) != "" || anyOf(u.adds) != "" || anyOf(u.deletes) != "" {
		u.c.head = append(u.c.head, "## Only what was sent is changed: the first change of a kind brings its keyword, the others a comma.\n")
	}
	for _, part := range []struct {
		keyword string
		terms   []entry
	}{{"SET", u.set}, {"REMOVE", u.remove}, {"ADD", u.adds}, {"DELETE", u.deletes}} {
		if len(part.terms) == 0 {
			continue
		}
		keyword := part.keyword + " "
		if text != "" {
			keyword = " " + keyword
		}
		text += clause(keyword, part.terms, ", ")
	}
	return text
}
