package item

import (
	"slices"
	"strconv"
)

// Condition is what must hold before an item is written, and what is answered when it does not.
type Condition struct {
	kind      conditionKind
	attribute string
	value     Value
	most      int // members of a set
	status    int
	message   string
}

type conditionKind int

const (
	exists conditionKind = iota
	absent
	equals
	atLeast
	fewer
	versioned // the request's If-Match and If-None-Match
)

// Exists wants the item to be there already.
func Exists(status int, message string) Condition {
	return Condition{kind: exists, status: status, message: message}
}

// Absent wants no item to have the key.
func Absent(status int, message string) Condition {
	return Condition{kind: absent, status: status, message: message}
}

// Equals wants the stored attribute to have a value, such as "{header.If-Match}". While an optional
// value is not sent, the condition is not checked.
func Equals(attribute string, value Value, status int, message string) Condition {
	return Condition{kind: equals, attribute: attribute, value: value, status: status, message: message}
}

// AtLeast wants the stored number to be no less than a value, such as "{body.amount}". While an optional
// value is not sent, the condition is not checked.
func AtLeast(attribute string, value Value, status int, message string) Condition {
	return Condition{kind: atLeast, attribute: attribute, value: value, status: status, message: message}
}

// FewerThan wants the stored set, list or text to have fewer than n members or characters; one that is not
// there has none.
func FewerThan(n int, attribute string, status int, message string) Condition {
	return Condition{kind: fewer, attribute: attribute, most: n, status: status, message: message}
}

// conditions adds a request's ConditionExpression and the answers to its failure.
func (c *compiler) conditions(x *expressions, list []Condition, further ...entry) []entry {
	terms := slices.Clone(further)
	partition := ""
	if len(c.table.Keys) > 0 {
		partition = c.table.Keys[0].Name
	}
	kinds := map[conditionKind]int{}
	for _, condition := range list {
		kinds[condition.kind]++
		if condition.status < 400 || condition.status > 499 {
			c.add("a condition's status is %d: it must be from 400 to 499", condition.status)
		}
		switch condition.kind {
		case exists:
			if len(further) == 0 { // an update's own condition on the key says so already
				terms = append(terms, entry{text: "attribute_exists(" + x.name(partition, "") + ")"})
			}
			terms = append(terms, c.unexpired(x, "")...)
		case absent:
			terms = append(terms, entry{text: c.absent(x, "")})
		case versioned:
			_, isPut := c.Operation.(Put)
			terms = append(terms, c.preconditions(x, isPut)...)
		case fewer:
			c.conditionAttribute(condition)
			name, n := x.name(condition.attribute, ""), x.value("fewer", `{"N": "`+strconv.Itoa(condition.most)+`"}`, "")
			terms = append(terms, entry{text: "(attribute_not_exists(" + name + ") OR size(" + name + ") < " + n + ")"})
		case equals, atLeast:
			c.declare(condition.value, false)
			c.conditionAttribute(condition)
			test := c.whenSent(condition.value)
			typed := c.typed
			if condition.kind == equals {
				typed = c.valued
			}
			value := x.value("if_"+c.alias(condition.attribute), typed(condition.attribute, condition.value), test)
			terms = append(terms, entry{x.name(condition.attribute, test) + map[conditionKind]string{equals: " = ", atLeast: " >= "}[condition.kind] + value, test})
			terms = append(terms, c.unexpired(x, test)...)
		}
	}
	if kinds[exists] > 0 && kinds[absent] > 0 {
		c.add("the conditions want the item both to exist and to be absent")
	}
	if kinds[exists] > 1 || kinds[absent] > 1 || kinds[equals]+kinds[atLeast]+kinds[fewer]+kinds[versioned] > 1 {
		c.add("there are several conditions Exists, several Absent, or several that compare (Equals, AtLeast, FewerThan, a Version), and DynamoDB does not say which of them failed")
	}
	if len(list) > 0 {
		if c.inPart != nil {
			c.inPart.failed(list)
		} else {
			c.refusals(list)
		}
	}
	if len(terms) == 0 {
		return nil
	}
	entries := []entry{conjunction("ConditionExpression", unique(terms))}
	if len(list) > 1 {
		// DynamoDB answers with the item that failed the condition, if there is one.
		entries = append(entries, entry{text: `"ReturnValuesOnConditionCheckFailure": "ALL_OLD"`})
	}
	return entries
}

// conditionAttribute reports a condition about what the schema does not have, or cannot be compared so.
func (c *compiler) conditionAttribute(o Condition) {
	m := c.schema.member(o.attribute)
	switch {
	case m == nil:
		c.add("a condition has the attribute %q, but %s has only %s", o.attribute, c.of.Schema, c.schema.memberNames())
	case o.kind == atLeast && m.kind != numberKind:
		c.add("AtLeast compares numbers, and %s has the type %s in %s", o.attribute, m.kind, c.of.Schema)
	case o.kind == fewer && (m.kind == numberKind || m.kind == boolKind || m.kind == nullKind || o.most < 1):
		c.add("FewerThan %d %s needs a set, a list or a text and a number of 1 or more", o.most, o.attribute)
	}
}

// failed is how the item that DynamoDB answers with shows which of several conditions failed.
func (c *compiler) failed(kind conditionKind, item string) string {
	if kind == absent {
		return " && " + item + ` != ""`
	}
	if c.expiring() {
		return " && (" + c.missing(item) + ")"
	}
	return " && " + c.missing(item)
}

// absent is the condition that there is no item, or one that has expired.
func (c *compiler) absent(x *expressions, test string) string {
	none := "attribute_not_exists(" + x.name(c.table.Keys[0].Name, test) + ")"
	if !c.expiring() {
		return none
	}
	return "(" + none + " OR " + c.passed(x, test) + ")"
}

// unexpired is the condition that the item has not expired, where items do.
func (c *compiler) unexpired(x *expressions, test string) []entry {
	if !c.expiring() {
		return nil
	}
	return []entry{{c.alive(x, test), test}}
}

// unique leaves out terms that stand there already.
func unique(terms []entry) []entry {
	var list []entry
	for _, t := range terms {
		if !slices.Contains(list, t) && !slices.Contains(list, entry{text: t.text}) {
			list = append(list, t)
		}
	}
	return list
}
