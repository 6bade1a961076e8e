package item

// List answers with the items of one partition of a table or an index, by Query.
type List struct {
	Of Type
	// Index is the index that is read, empty for the table itself.
	Index string
	// Key gives the partition key where the Type's Key and the path do not, and the sort key only for the items
	// with one value of it.
	Key Key
	// Sort narrows the sort key to a prefix or a range.
	Sort Range
	// Filter compares further attributes. One that is not sent is not compared.
	Filter map[string]Value
	// Page says how many items a page has.
	Page Page
	// Descending reads from the highest sort key to the lowest.
	Descending bool
	// Consistent reads what every earlier write has stored. Only a table can be read so.
	Consistent bool
	// Count answers with {"count": ...} in place of items.
	Count bool
	// Name is for the names of the templates. "list", "list-INDEX" or "count" if empty.
	Name string
	// Answer is {"items": [...], "next": "..."} unless it says otherwise. Fields() says which
	// attributes an item has.
	Answer Answer
}

// Range narrows a sort key. A bound that is not sent does not narrow it.
type Range struct {
	// Prefix is how the sort key begins.
	Prefix Value
	// From and To are bounds, both inclusive.
	From, To Value
}

// Page is a part of a list. The query string limit asks for fewer or more items than the default; cursor,
// which is the next of the page before, for those that follow.
type Page struct {
	Default int // 20 if 0
	Max     int // 100 if 0, at most 1,000: API Gateway ends a loop after 1,000 iterations
}

// Scan answers with all items of a table or an index, in no particular order.
type Scan struct {
	Of Type
	// Index is the index that is read, empty for the table itself.
	Index string
	// Filter compares attributes. One that is not sent is not compared.
	Filter map[string]Value
	// Page says how many items a page has.
	Page Page
	// Consistent reads what every earlier write has stored. Only a table can be read so.
	Consistent bool
	// Count answers with {"count": ...} in place of items.
	Count bool
	// Name is for the names of the templates. "scan" if empty.
	Name string
	// Answer is {"items": [...], "next": "..."} unless it says otherwise.
	Answer Answer
}

func (o List) of() Type { return o.Of }

func (o List) file() (string, string) {
	name := "list"
	if o.Count {
		name = "count"
	}
	if o.Index != "" {
		name += "-" + o.Index
	}
	return name, o.Name
}

func (o Scan) of() Type               { return o.Of }
func (o Scan) file() (string, string) { return "scan", o.Name }

func (o List) compile(c *compiler) {
	l := c.newListing(o.Index, o.Consistent, o.Count, o.Page)
	if len(l.keys) == 0 {
		return
	}
	c.checkKeys(o.Key, l.keys)
	partition := l.keys[0]
	l.fix(partition, o.Key)
	terms := []entry{{text: l.equal(partition, o.Key)}}
	if len(l.keys) > 1 {
		terms = append(terms, l.sort(l.keys[1], o)...)
	} else if o.Sort != (Range{}) {
		c.add("Sort narrows the sort key, but the key is only %s", keyNames(l.keys))
	}
	l.entries = append(l.entries, conjunction("KeyConditionExpression", terms))
	if o.Descending {
		l.entries = append(l.entries, entry{text: `"ScanIndexForward": false`})
	}
	l.finish("Query", o.Filter, o.Answer)
}

func (o Scan) compile(c *compiler) {
	l := c.newListing(o.Index, o.Consistent, o.Count, o.Page)
	l.finish("Scan", o.Filter, o.Answer)
}

// listing is a Query or a Scan that is being put together.
type listing struct {
	c       *compiler
	x       *expressions
	keys    []KeyAttribute // of the table or index that is read
	entries []entry
	count   bool
	page    Page
	fixed   []entryKey // key attributes that the request gives
}

// entryKey is a key attribute with its value.
type entryKey struct {
	KeyAttribute
	value Value
}

func (c *compiler) newListing(index string, consistent, count bool, page Page) *listing {
	l := &listing{c: c, x: &expressions{c: c}, keys: c.queried(index), count: count, page: page}
	c.out.Index = index
	l.entries = []entry{{text: `"TableName": "{{Table}}"`}}
	if index != "" {
		l.entries = append(l.entries, entry{text: `"IndexName": "{{Index}}"`})
	}
	if consistent {
		if index != "" {
			c.add("Consistent reads a table; whether index %s can be read so is not declared", index)
		}
		l.entries = append(l.entries, entry{text: `"ConsistentRead": true`})
	}
	if count {
		l.entries = append(l.entries, entry{text: `"Select": "COUNT"`})
	}
	return l
}

// fix says that a key attribute has one value for the whole list.
func (l *listing) fix(k KeyAttribute, own Key) {
	l.fixed = append(l.fixed, entryKey{k, l.c.key(k.Name, own)})
}

// equal compares a key attribute with its value, which the request must have.
func (l *listing) equal(k KeyAttribute, own Key) string {
	v := l.c.key(k.Name, own)
	l.c.declare(v, true)
	return l.x.name(k.Name, "") + " = " + l.x.value(l.c.alias(k.Name), l.c.valued(k.Name, v), "")
}

// sort are the terms for the sort key. DynamoDB takes one: two bounds are a BETWEEN.
func (l *listing) sort(k KeyAttribute, o List) []entry {
	r := o.Sort
	if _, own := o.Key[k.Name]; own {
		if r != (Range{}) {
			l.c.add("the key has one value of %s, so that Sort has nothing to narrow", k.Name)
		}
		l.fix(k, o.Key)
		return []entry{{text: l.equal(k, o.Key)}}
	}
	for _, v := range []Value{r.Prefix, r.From, r.To} {
		l.c.declare(v, false)
	}
	name, alias := func(test string) string { return l.x.name(k.Name, test) }, l.c.alias(k.Name)
	bound := func(suffix string, v Value, test string) string {
		return l.x.value(alias+suffix, l.c.typed(k.Name, v), test)
	}
	switch {
	case r.Prefix != "" && (r.From != "" || r.To != ""):
		l.c.add("Sort has a Prefix and a bound, and DynamoDB takes one of them")
	case r.Prefix != "":
		if k.kind() == numberKind {
			l.c.add("%s is a number, which has no Prefix", k.Name)
		}
		test := l.c.whenSent(r.Prefix)
		return []entry{{"begins_with(" + name(test) + ", " + bound("_prefix", r.Prefix, test) + ")", test}}
	case r.From != "" && r.To != "":
		return l.between(r, name, bound)
	case r.From != "":
		test := l.c.whenSent(r.From)
		return []entry{{name(test) + " >= " + bound("_from", r.From, test), test}}
	case r.To != "":
		test := l.c.whenSent(r.To)
		return []entry{{name(test) + " <= " + bound("_to", r.To, test), test}}
	}
	return nil
}

// between is the term for two bounds, of which either may be missing.
func (l *listing) between(r Range, name func(string) string, bound func(string, Value, string) string) []entry {
	from, to := l.c.whenSent(r.From), l.c.whenSent(r.To)
	low, high := bound("_from", r.From, from), bound("_to", r.To, to)
	name(to)
	both := entry{name(from) + " BETWEEN " + low + " AND " + high, allOf(from, to)}
	terms := []entry{both}
	if to != "" {
		terms = append(terms, entry{name(from) + " >= " + low, allOf(from, "!("+to+")")})
	}
	if from != "" {
		terms = append(terms, entry{name(to) + " <= " + high, allOf("!("+from+")", to)})
	}
	return terms
}

// allOf is the condition that all hold; an empty one always does.
func allOf(tests ...string) string {
	text := ""
	for _, test := range tests {
		if test == "" {
			continue
		}
		if text != "" {
			text += " && "
		}
		text += test
	}
	return text
}

// filter compares attributes that are not in the key.
func (l *listing) filter(filter map[string]Value) {
	var terms []entry
	for _, attribute := range sortedKeys(filter) {
		v := filter[attribute]
		l.c.declare(v, false)
		if l.c.schema.member(attribute) == nil {
			l.c.add("Filter has the attribute %q, but %s has only %s", attribute, l.c.of.Schema, l.c.schema.memberNames())
			continue
		}
		if hasKey(l.keys, attribute) {
			l.c.add("Filter has %q, which is in the key that is read: DynamoDB filters by other attributes", attribute)
		}
		test := l.c.whenSent(v)
		terms = append(terms, entry{l.x.name(attribute, test) + " = " + l.x.value("is_"+l.c.alias(attribute), l.c.valued(attribute, v), test), test})
	}
	if l.c.expiring() {
		if hasKey(l.keys, l.c.table.Expires) {
			l.c.add("the key that is read has %s, by which DynamoDB cannot filter: items that have expired would be listed", l.c.table.Expires)
		}
		terms = append(terms, entry{text: l.c.alive(l.x, "")})
	}
	if len(terms) > 0 {
		l.entries = append(l.entries, conjunction("FilterExpression", terms))
	}
}

// finish writes the request and the answer.
func (l *listing) finish(action string, filter map[string]Value, a Answer) {
	c := l.c
	if a.kind != standard && a.kind != fieldsAnswer {
		c.add("a list answers with items, or with Fields of them")
	}
	l.filter(filter)
	l.entries = append(l.entries, l.pages()...)
	if !l.count {
		l.entries = append(l.entries, c.projection(l.x, a)...)
	}
	c.request(action, "{"+c.object(append(l.entries, l.x.members()...), "  ")+"\n}\n")
	_, pages := c.out.Query["cursor"]
	schema := pageSchema("items", arrayOf(c.itemSchema(a)), pages)
	if l.count {
		schema = pageSchema("count", typed("integer"), pages)
	}
	c.respond(Response{Status: 200, Schema: indentJSON(schema)}, "response", l.response(a))
}

func (l *listing) response(a Answer) string {
	text := "#set($body = $input.path('$'))\n"
	next := l.next()
	text += next.head + "{\n"
	if l.count {
		text += `  "count": $body.Count`
	} else {
		text += "  \"items\": [\n  #foreach($item in $body.Items)\n    #if($foreach.index > 0),#end" + l.c.item(a, "$item", "    ") + "\n  #end\n  ]"
	}
	return text + next.member + "\n}\n"
}
