package item

import "strings"

// BatchGet answers with the items that one query string names, by BatchGetItem: ?ids=a,b,c. Those that
// do not exist are missing from the answer. DynamoDB takes up to 100, and each once.
type BatchGet struct {
	Of Type
	// Key has the value of every key attribute. Each says for which one it is a list.
	Key Key
	// Each is the key attribute whose value is a list, separated by commas. The sort key, or the
	// partition key of a table without one, if empty.
	Each string
	// Name is for the names of the templates. "batch" if empty.
	Name string
	// Consistent reads what every earlier write has stored, at twice the price.
	Consistent bool
	// Answer is {"items": [...]} unless it says otherwise. Fields() says which attributes an item has.
	Answer Answer
}

func (o BatchGet) of() Type               { return o.Of }
func (o BatchGet) file() (string, string) { return "batch", o.Name }

func (o BatchGet) compile(c *compiler) {
	c.checkKeys(o.Key, c.table.Keys)
	if len(c.table.Keys) == 0 {
		return
	}
	each := o.Each
	if each == "" {
		each = c.table.Keys[len(c.table.Keys)-1].Name
	}
	if !hasKey(c.table.Keys, each) {
		c.add("Each is %q, but the key consists of %s", each, keyNames(c.table.Keys))
	}
	one, list := c.variable("id", "each"), ""
	var keys []entry
	for _, k := range c.table.Keys {
		v := c.key(k.Name, o.Key)
		if k.Name != each {
			keys = append(keys, c.keyEntry(k, o.Key))
			continue
		}
		c.declare(v, true)
		p, alone := v.only()
		if !alone || p.source == bodySource {
			c.add("the list of %s must be one parameter, such as {query.ids}, not %q", k.Name, v)
			continue
		}
		list = c.reference(p)
		keys = append(keys, entry{text: `"` + k.Name + `": {"` + k.Type + `": "` + escaped(one) + `"}`})
	}
	x := &expressions{c: c}
	of := []entry{{text: `"Keys": [
      #foreach(` + one + ` in ` + list + `.split(","))
        #if($foreach.index > 0),#end{` + c.object(keys, "          ") + `
        }
      #end
      ]`}}
	if o.Consistent {
		of = append(of, entry{text: `"ConsistentRead": true`})
	}
	of = append(of, c.projection(x, o.Answer, c.table.Expires)...)
	of = append(of, x.members()...)
	body := "{\n  \"RequestItems\": {\n    \"{{Table}}\": {" + c.object(of, "      ") + "\n    }\n  }\n}\n"
	c.request("BatchGetItem", body)
	if o.Answer.kind != standard && o.Answer.kind != fieldsAnswer {
		c.add("a BatchGet answers with items, or with Fields of them")
	}
	var text strings.Builder
	text.WriteString("#set($body = $input.path('$'))\n" + c.nowInAnswer())
	text.WriteString("## What DynamoDB did not get to is the client's to ask for again.\n")
	text.WriteString("#if($body.UnprocessedKeys.size() > 0)\n" + failure(503, "Too many requests, try again later") + "#else\n")
	one = "    $comma" + c.item(o.Answer, "$item", "    ") + "#set($comma = \",\")\n"
	if c.expiring() {
		one = "  #if(!(" + c.hasExpired("$item") + "))\n" + one + "  #end\n"
	}
	text.WriteString("#set($comma = \"\")\n{\n  \"items\": [\n  #foreach($items in $body.Responses.values())\n  #foreach($item in $items)\n" +
		one + "  #end\n  #end\n  ]\n}\n#end\n")
	c.respond(Response{Status: 200, Overrides: []int{503}, Schema: indentJSON(pageSchema("items", arrayOf(c.itemSchema(o.Answer)), false))}, "response", text.String())
}
