package template

import (
	"fmt"
	"slices"
	"strings"

	"lambdaless/policy/facts"
	"lambdaless/policy/flow"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

var _ = Rules.Add(&rule.Rule{
	ID: "LP-TMPL-005", Slug: "requests-succeed",
	Title: "DynamoDB accepts the requests that templates render",
	Why: "A request that names the wrong key, gives a value the wrong type or uses an expression's name that is not defined is refused every time: " +
		"the method deploys and never works.",
	Fix:      "Write the request as DynamoDB's API reference has it.",
	Severity: rule.High, Level: rule.Mandatory,
	Judge: func(in *rule.Context) []rule.Finding {
		var findings []rule.Finding
		for _, i := range in.Integrations() {
			templates, _ := i.RequestTemplates()
			for _, t := range templates {
				a := in.Flow(t)
				if a == nil || len(a.Problems) > 0 {
					continue // LP-TMPL-001 reports it
				}
				c := acceptance{in: in, i: i, a: a, seen: map[string]bool{}}
				for _, document := range a.Documents {
					for _, part := range facts.RequestParts(i.URI.Operation, document) {
						if part.Problem == "" && in.TableNamed(part.Table) != nil {
							c.part(part)
						}
					}
				}
				findings = append(findings, c.findings...)
			}
		}
		return findings
	},
})

// acceptance reports what DynamoDB refuses whatever a client sends
// (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html).
type acceptance struct {
	in       *rule.Context
	i        *model.Integration
	a        *flow.Analysis
	table    *model.Table
	schema   map[string]string // the types of the table's key attributes
	findings []rule.Finding
	seen     map[string]bool
}

func (c *acceptance) fails(line int, request, format string, args ...any) {
	why := fmt.Sprintf(format, args...)
	if c.seen[why] {
		return
	}
	c.seen[why] = true
	f := rule.Violated(c.i.Node, "%s will fail at run time: %s", c.i.Method.Route(), why)
	c.findings = append(c.findings, f.Counter("the request with %s is refused", request).At(c.a.Source, line))
}

func (c *acceptance) part(part facts.Part) {
	c.table = c.in.TableNamed(part.Table)
	c.schema = map[string]string{}
	for _, attribute := range c.table.Node.In("attributes").Items() {
		if name, ok := attribute.At("name").Text(); ok {
			c.schema[name] = attribute.At("type").TextOr("")
		}
	}
	c.items(part.Body)
	c.values(part.Body)
	if part.Body.Kind == flow.Object {
		c.expressions(part.Body)
	}
	if operation := c.i.URI.Operation; operation == "Query" || operation == "Scan" {
		c.reading(part)
	}
}

// items judges keys and items, wherever an operation has them.
func (c *acceptance) items(body *flow.Value) {
	for _, item := range body.Items { // BatchWriteItem
		for _, request := range item.All("PutRequest") {
			c.items(request)
		}
		for _, request := range item.All("DeleteRequest") {
			c.items(request)
		}
	}
	for _, keys := range body.All("Keys") { // BatchGetItem
		for _, key := range keys.Items {
			c.key(key, "Keys", true)
		}
	}
	for _, name := range []string{"Key", "Item", "ExclusiveStartKey"} {
		for _, v := range body.All(name) {
			if name != "ExclusiveStartKey" {
				c.key(v, name, name == "Key")
			}
		}
	}
}

// key judges the key attributes of a key or an item. only tells that nothing else may be in it.
func (c *acceptance) key(v *flow.Value, where string, only bool) {
	if v.Kind != flow.Object {
		return
	}
	var names []string
	for _, m := range v.Members {
		name, literal := m.Key.Literal()
		if !literal {
			return // LP-TMPL-002 reports it
		}
		names = append(names, name)
		if want := c.schema[name]; want != "" {
			c.keyType(m, name, want)
		}
		if only && len(c.table.Keys) > 0 && !slices.Contains(c.table.Keys, name) {
			c.fails(m.Line, fmt.Sprintf("%q in %s", name, where), "%q is not a key attribute of %s, whose key is %s", name, c.table.Name, strings.Join(c.table.Keys, " and "))
		}
	}
	for _, k := range c.table.Keys {
		m := v.Member(k)
		switch {
		case m == nil:
			c.fails(v.Line, fmt.Sprintf("%s of %s only", where, facts.OrNone(names)), "%s has no %q, a key attribute of %s", where, k, c.table.Name)
		case m.Optional:
			c.fails(m.Line, fmt.Sprintf("%s without %q", where, k), "%s may have no %q, a key attribute of %s", where, k, c.table.Name)
		default:
			c.required(m, k)
		}
	}
}

// keyType judges the type of a key attribute's value.
func (c *acceptance) keyType(m *flow.Member, name, want string) {
	for _, v := range m.Values {
		for _, typed := range v.Members {
			if got, literal := typed.Key.Literal(); literal && got != want {
				c.fails(typed.Line, fmt.Sprintf(`"%s": {"%s": ...}`, name, got), "the key attribute %q is of type %s, and the request gives it as %s", name, want, got)
			}
		}
	}
}

// required judges a key that is nothing but a parameter: a request without the parameter has an empty key.
func (c *acceptance) required(m *flow.Member, name string) {
	for _, v := range m.Values {
		for _, typed := range v.Members {
			for _, text := range typed.Values {
				pieces := text.Text
				if text.Kind != flow.String || len(pieces) != 1 || pieces[0].Placeholder == nil {
					continue
				}
				p := pieces[0].Placeholder
				if p.NonEmpty || len(p.Sources) != 1 {
					continue
				}
				if parameter, ok := strings.CutPrefix(p.Sources[0], "params."); ok && !c.declared(parameter) {
					c.fails(p.Line, fmt.Sprintf("an empty %q", name), "the key %q is the parameter %q, which a request may leave out: require it in the method's requestParameters, or give it a default", name, parameter)
				}
			}
		}
	}
}

// declared reports whether the method requires a parameter. What is unknown may be required.
func (c *acceptance) declared(parameter string) bool {
	for _, match := range facts.PathParameter.FindAllStringSubmatch(c.i.Method.Path, -1) {
		if match[1] == parameter {
			return true
		}
	}
	declared := c.i.Method.Node.In("requestParameters")
	if declared.IsUnknown() {
		return true
	}
	for _, place := range []string{"querystring", "header", "path"} {
		v := declared.At("method.request." + place + "." + parameter)
		if v.IsUnknown() || v.IsTrue() {
			return true
		}
	}
	return false
}
