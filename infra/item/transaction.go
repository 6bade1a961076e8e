package item

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Transaction carries out all of its parts or none of them, by TransactWriteItems, on one table or several.
type Transaction struct {
	// Body is the path of the JSON schema of the request's body, beside which the templates are written. The
	// body holds the properties that the parts use, and no others: those in {body.x}, which are then
	// required, and those that a Put or a Create of a Type with this schema stores.
	Body string
	// Name is for the names of the templates. "transaction" if empty.
	Name string
	// Parts are up to 100 of Put, Create, Update, Delete and Check, each with its own Type and conditions,
	// and no two on one item. Their Name and Answer stay empty.
	Parts []Operation
	// Token makes a request that is sent again within ten minutes, such as with the same
	// "{header.Idempotency-Key}", succeed without being carried out again. It has up to 36 characters.
	Token Value
	// Conflict is the message of the 409 for a transaction that another one got in the way of.
	Conflict string
	// Answer is {} with the status 200 unless it says otherwise: Constant, NoContent, or Created, which
	// answers with the key of the first Create or Put.
	Answer Answer
}

// Check is a part of a Transaction that writes nothing: its conditions must hold for the item.
type Check struct {
	Of  Type
	Key Key
	// If are the conditions.
	If []Condition
}

func (o Check) of() Type               { return o.Of }
func (o Check) file() (string, string) { return "check", "" }
func (o Check) compile(c *compiler)    { c.add("a Check is a part of a Transaction") }

// maxParts is DynamoDB's limit
// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html).
const maxParts = 100

func (o Transaction) of() Type               { return Type{Schema: o.Body} }
func (o Transaction) file() (string, string) { return "transaction", o.Name }

func (o Transaction) compile(c *compiler) {
	if len(o.Parts) == 0 || len(o.Parts) > maxParts {
		c.add("a Transaction has 1 to %d parts, not %d", maxParts, len(o.Parts))
	}
	t := &transaction{c: c, Transaction: o}
	if o.Answer.kind == standard {
		t.Answer = Constant(200, "{}")
	}
	for i, p := range o.Parts {
		if p == nil {
			c.add("part %d is empty", i+1)
			continue
		}
		before := len(c.problems)
		t.compilePart(i, p)
		for j, problem := range c.problems[before:] {
			c.problems[before+j] = fmt.Errorf("part %d (%T): %w", i+1, p, problem)
		}
	}
	if len(c.problems) > 0 {
		return
	}
	members := []entry{{text: "\"TransactItems\": [\n    " + strings.Join(t.written, ",\n    ") + "\n  ]"}}
	if o.Token != "" {
		if t.varies != "" {
			c.add("with a Token, a request that is sent again has to be the same, and %s is another each time", t.varies)
		}
		c.declare(o.Token, !o.Token.optional())
		members = append(members, entry{`"ClientRequestToken": "` + c.quoted(o.Token) + `"`, c.whenSent(o.Token)})
	}
	c.request("TransactWriteItems", "{"+c.object(members, "  ")+"\n}\n")
	if len(t.used) > 0 {
		c.out.Model = File{c.name + ".model.json", c.bodyModel(t.properties(), false)}
	}
	switch {
	case t.created != nil:
		t.created()
	case t.Answer.kind == createdAnswer:
		c.add("Created answers with the key of a Create or a Put, and there is none")
	default:
		c.answerPlain(t.Answer, nil, "")
	}
	t.refusals()
}

// transaction is one that is being put together.
type transaction struct {
	Transaction
	c        *compiler
	written  []string
	used     []*property // of the body's schema, as parts use them
	failures []string    // branches of the error template: a condition and what is answered
	statuses []int
	varies   string // what makes the request another one when it is sent again
	expiring bool   // some part asks whether an item has expired
	created  func() // answers for the part that makes the item
}

// openPart is the part that is being compiled.
type openPart struct {
	*transaction
	index int
}

// compilePart compiles a part with its own type, table and names.
func (t *transaction) compilePart(i int, o Operation) {
	c, outer := t.c, *t.c
	defer func() {
		c.of, c.table, c.schema, c.aliases, c.inPart = outer.of, outer.table, outer.schema, outer.aliases, nil
	}()
	c.of, c.aliases, c.inPart = o.of(), map[string]string{}, &openPart{t, i}
	before := len(c.problems)
	c.readSchema()
	c.readTable()
	if len(c.problems) > before {
		return
	}
	var kind string
	var entries []entry
	switch o := o.(type) {
	case Put:
		kind, entries = "Put", t.put(o)
	case Create:
		kind, entries = "Put", t.put(o.put())
	case Update:
		kind, entries = "Update", c.startUpdate(o).entries(o.If)
	case Delete:
		kind, entries = "Delete", c.deleteEntries(o)
	case Check:
		kind, entries = "ConditionCheck", c.checkEntries(o)
	default:
		c.add("a part is a Put, a Create, an Update, a Delete or a Check")
		return
	}
	t.written = append(t.written, `{"`+kind+`": {`+indented(c.object(entries, "  "))+"\n    }}")
	action := kind + "Item"
	if p := (Permission{Action: action, Table: c.table.Name}); !slices.Contains(c.out.Operations, p) {
		c.out.Operations = append(c.out.Operations, p)
	}
}

// indented moves the lines of a part to where it stands. What begins a line is within a string.
func indented(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, " ") || strings.HasPrefix(line, "}") {
			lines[i] = "    " + line
		}
	}
	return strings.Join(lines, "\n")
}

func (c *compiler) checkEntries(o Check) []entry {
	if len(o.If) == 0 {
		c.add("a Check needs a condition")
	}
	x := &expressions{c: c}
	return append(append(c.tableAndKey(o.Key), c.conditions(x, o.If)...), x.members()...)
}

// put are the members of a Put. It stores the body if that has the item's schema.
func (t *transaction) put(o Put) []entry {
	c := t.c
	var stored []*property
	for _, m := range c.bodyProperties(o.Set) {
		switch {
		case path.Clean(c.of.Schema) == path.Clean(t.Body):
			stored = append(stored, m)
			t.use(m, m.required)
		case m.required && !m.kind.isSet():
			c.add("it stores no %s, which %s requires: Set it", m.name, c.of.Schema)
		}
	}
	entries := c.putEntries(o, stored)
	if t.created == nil && t.Answer.kind == createdAnswer {
		c.locate(t.Answer, o.Key)
		of, table, schema := c.of, c.table, c.schema
		t.created = func() {
			c.of, c.table, c.schema = of, table, schema
			c.answerPlain(t.Answer, o.Key, c.newTag())
		}
	}
	return entries
}

// use says that a part uses a property of the body, and whether a body has to have it.
func (t *transaction) use(p *property, required bool) {
	if p == nil {
		return // declare reports it
	}
	i := slices.IndexFunc(t.used, func(m *property) bool { return m.name == p.name })
	if i < 0 {
		own := *p
		own.required = false
		i, t.used = len(t.used), append(t.used, &own)
	}
	t.used[i].required = t.used[i].required || required
}

// properties are those of the body that are used, in the schema's order.
func (t *transaction) properties() []*property {
	var list []*property
	for _, m := range t.c.body.members {
		if i := slices.IndexFunc(t.used, func(u *property) bool { return u.name == m.name }); i >= 0 {
			list = append(list, t.used[i])
		}
	}
	return list
}

// failed keeps what is answered when a part's conditions fail. DynamoDB gives a reason for each part.
func (p *openPart) failed(list []Condition) {
	reason := fmt.Sprintf("$reasons[%d]", p.index)
	for i, o := range inOrder(list) {
		test := reason + `.Code == "ConditionalCheckFailed"`
		if i < len(list)-1 {
			test += p.c.failed(o.kind, reason+".Item")
			p.expiring = p.expiring || p.c.expiring()
		}
		p.failures = append(p.failures, test+")\n"+failure(o.status, o.message))
		p.statuses = append(p.statuses, o.status)
	}
}

// refusals is the template for DynamoDB's status 400.
func (t *transaction) refusals() {
	anyOf := func(codes ...string) string {
		var tests []string
		for i := range t.Parts {
			for _, code := range codes {
				tests = append(tests, fmt.Sprintf(`$reasons[%d].Code == "%s"`, i, code))
			}
		}
		return strings.Join(tests, " || ")
	}
	text := refusalHead + "#set($reasons = $input.path('$.CancellationReasons'))\n"
	if t.expiring {
		text += nowInAnswer
	}
	branches := append(slices.Clone(t.failures),
		anyOf("TransactionConflict")+")\n"+failure(409, orDefault(t.Conflict, "Another request changes the same, try again")))
	if t.Token != "" {
		branches = append(branches,
			`$type.contains("IdempotentParameterMismatchException"))`+"\n"+failure(422, "The token was used for another request"),
			`$type.contains("TransactionInProgressException"))`+"\n"+failure(409, "The request is being carried out already"))
		t.statuses = append(t.statuses, 422)
	}
	branches = append(branches,
		isThrottled+" || "+anyOf("ProvisionedThroughputExceeded", "ThrottlingError")+")\n"+failure(429, throttledMessage),
		isInvalid+" || "+anyOf("ValidationError", "ItemCollectionSizeLimitExceeded")+")\n"+failure(400, invalidMessage))
	t.c.respondRefused(text+"#if("+strings.Join(branches, "#elseif(")+refusalEnd, append(t.statuses, 400, 409, 429))
}
