package item

import (
	"encoding/json"
	"strings"
)

// member adds a member to a set, or deletes it.
func (u *update) member(where, name string, v Value, clause *[]entry) {
	u.notKey(where, name)
	u.c.declare(v, true)
	m := u.c.schema.member(name)
	if m == nil || !m.kind.isSet() {
		u.c.add("%s has %q, which is not a set of %s", where, name, u.c.of.Schema)
		return
	}
	if only, ok := v.only(); ok && only.source == bodySource && u.c.body.member(only.name) != nil && u.c.body.member(only.name).kind != m.items.kind {
		u.c.add("%s of %s takes one member, of the type %s, and {body.%s} has another", where, name, m.items.kind, only.name)
	}
	value := u.x.value(u.c.alias(name)+"_"+strings.ToLower(where), `{"`+string(m.kind)+`": ["`+u.c.quoted(v)+`"]}`, "")
	*clause = append(*clause, entry{text: u.x.name(name, "") + " " + value})
}

// members adds members to a set or deletes some: DynamoDB refuses an expression that does both to one set. It
// returns what the body holds for it.
func (u *update) members(m *property, ref string) *property {
	part := func(name, unless string, clause *[]entry) *property {
		p := *m.notEmpty()
		p.name, p.required = m.name, false
		inner := dot(ref, name)
		test := p.sent(inner) + unless
		value := u.x.value(u.c.alias(m.name)+"_"+name, u.c.storedValue(&p, inner, "    "), test)
		*clause = append(*clause, entry{u.x.name(m.name, test) + " " + value, test})
		p.name = name
		return &p
	}
	schema := newObject()
	schema.set("type", "object")
	schema.set("minProperties", 1)
	schema.set("maxProperties", 1)
	return &property{
		name: m.name, kind: objectKind, schema: schema, changes: true,
		members: []*property{part("add", "", &u.adds), part("delete", " && !("+m.sent(dot(ref, "add"))+")", &u.deletes)},
	}
}

// notEmpty is the set where a body has to have something in it.
func (p *property) notEmpty() *property {
	some := *p
	some.schema = p.schema.clone()
	if n, ok := p.schema.get("minItems").(json.Number); !ok || n == "0" {
		some.schema.set("minItems", 1)
	}
	some.schema.set("type", "array")
	some.appended, some.nullable = true, false
	return &some
}
