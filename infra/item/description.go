package item

import "strings"

// Description is what people and generated clients are told about an endpoint. Schemas are JSON schemas, of
// draft 4 but for the keywords example and contentEncoding.
type Description struct {
	// Summary is one line: "Read a favorite movie".
	Summary string
	// Parameters are schemas of parameters by their name, of those whose values are known to be bounded.
	Parameters map[string]string
	// Body is the schema of the request's body with its examples, empty if no body is read.
	Body string
}

var verbs = map[string]string{
	"Get": "Read", "Put": "Store", "Create": "Create", "Patch": "Change", "Update": "Change", "Delete": "Delete",
	"List": "List", "Scan": "List", "BatchGet": "Read several of", "Transaction": "Change together",
}

// summarize says in one line what the operation does with items of its type.
func (c *compiler) summarize(operation string) string {
	verb, title := verbs[operation], c.schema.schema.text("title")
	if verb == "" || title == "" {
		return ""
	}
	if first, rest, _ := strings.Cut(title, " "); strings.ToUpper(first) != first || first == "A" {
		title = strings.TrimSpace(strings.ToLower(first) + " " + rest)
	}
	return verb + " " + title
}

// describe keeps the schema of a parameter.
func (c *compiler) describe(name string, schema *object) {
	if c.out.Description.Parameters == nil {
		c.out.Description.Parameters = map[string]string{}
	}
	c.out.Description.Parameters[name] = indentJSON(schema)
}

// describePath keeps the schemas of those parameters of the path that are properties of the item.
func (c *compiler) describePath() {
	for _, name := range c.Parameters {
		if p := c.body.member(name); p != nil && p.kind == stringKind {
			s := p.answer()
			s.set("type", "string")
			c.describe(name, s)
		}
	}
}
