package item

import "slices"

// Expiry: DynamoDB deletes an item when the time in an attribute of it has passed, but only within a few
// days (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html). Until
// then the templates treat it as if it were not there.

// setNow is the time of the request in whole seconds, as DynamoDB has it: $context.requestTimeEpoch is a
// number (GW-051), and integers divide to integers (VTL-025).
const setNow = "#set($now = $context.requestTimeEpoch / 1000)\n"

const nowInAnswer = "## DynamoDB deletes an item within a few days of its expiry. Until then it counts as deleted.\n" + setNow

// expiring reports whether items of the table expire.
func (c *compiler) expiring() bool { return c.table.Expires != "" }

// checkManaged reports a Life or a Version that the table does not allow, or an attribute of another type.
func (c *compiler) checkManaged() {
	if c.of.Life < 0 {
		c.add("Life is %d days: it must be 1 or more, or 0 for items that do not expire", c.of.Life)
	}
	if c.of.Life > 0 && !c.expiring() {
		c.add("Life needs the attribute by which DynamoDB deletes: give table %s Expires", c.table.Name)
	}
	for _, m := range []struct {
		field, attribute string
		kind             kind
	}{{"Expires", c.table.Expires, numberKind}, {"Version", c.of.Version, stringKind}} {
		if m.attribute == "" {
			continue
		}
		if !propertyName.MatchString(m.attribute) {
			c.add("%s is %q, but must be letters, digits, dots, dashes and underscores", m.field, m.attribute)
		}
		if hasKey(c.table.Keys, m.attribute) {
			c.add("%s is %q, which is a key attribute of table %s", m.field, m.attribute, c.table.Name)
		}
		if p := c.schema.member(m.attribute); p != nil && (p.kind != m.kind || p.nullable) {
			c.add("%s is %q, which must have the type %s in %s", m.field, m.attribute, m.kind, c.of.Schema)
		}
	}
	if c.of.Version != "" && c.of.Version == c.table.Expires {
		c.add("Version and Expires are both %q", c.of.Version)
	}
}

// managed reports whether the templates give the attribute its value, so that no body can.
func (c *compiler) managed(attribute string) bool {
	return attribute != "" && (attribute == c.of.Version || c.of.Life > 0 && attribute == c.table.Expires)
}

// managedValues are the attributes that every write gives a value, with those values.
func (c *compiler) managedValues() []entryValue {
	var all []entryValue
	if c.of.Life > 0 && c.expiring() {
		c.needNow()
		if c.out.LifeDays != 0 && c.out.LifeDays != c.of.Life {
			c.add("its Type has the Life %d and another part's %d: one transaction has one", c.of.Life, c.out.LifeDays)
		}
		c.out.LifeDays = c.of.Life
		c.needHead("#set($expires = $now + {{LifeSeconds}})\n")
		all = append(all, entryValue{c.table.Expires, `{"N": "$expires"}`})
	}
	if c.of.Version != "" {
		all = append(all, entryValue{c.of.Version, `{"S": "` + newVersion + `"}`})
	}
	if len(all) > 0 && c.inPart != nil {
		c.inPart.varies = "the Life or Version of a Type"
	}
	return all
}

// entryValue is an attribute and its typed value.
type entryValue struct{ attribute, value string }

func (c *compiler) needNow() { c.needHead(setNow) }

func (c *compiler) needHead(statement string) {
	if !slices.Contains(c.head, statement) {
		c.head = append(c.head, statement)
	}
}

// now is the name of the value with the time of the request.
func (c *compiler) now(x *expressions, test string) string {
	c.needNow()
	return x.value("now", `{"N": "$now"}`, test)
}

// alive is the condition that the item has not expired; it holds where no time is stored.
func (c *compiler) alive(x *expressions, test string) string {
	return "NOT " + c.passed(x, test)
}

// passed is the condition that the item is there and has expired.
func (c *compiler) passed(x *expressions, test string) string {
	return x.name(c.table.Expires, test) + " <= " + c.now(x, test)
}

// missing is the Velocity condition for: DynamoDB returned no item, or one that has expired.
func (c *compiler) missing(ref string) string {
	if !c.expiring() {
		return ref + ` == ""`
	}
	return ref + ` == "" || ` + c.hasExpired(ref)
}

// hasExpired is the condition of Velocity that the time in an item has passed.
func (c *compiler) hasExpired(ref string) string {
	at := dot(ref, c.table.Expires) + ".N"
	return at + ` != "" && $util.parseJson(` + at + `) <= $now`
}

// nowInAnswer sets $now in a response template that asks whether an item has expired.
func (c *compiler) nowInAnswer() string {
	if !c.expiring() {
		return ""
	}
	return nowInAnswer
}
