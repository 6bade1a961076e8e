package item

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// escaped makes a reference to a string safe within a JSON string. $util.escapeJavaScript alone writes
// ' as \', which is not JSON
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html).
func escaped(ref string) string {
	return `$util.escapeJavaScript(` + ref + `).replaceAll("\\'", "'")`
}

// text is the JSON string of a reference to a string. A member of the document comes as a whole, as in AWS's
// samples; an element of an array has no path of its own and is escaped.
func (c *compiler) text(ref string) string {
	variable, _, _ := strings.Cut(ref, ".")
	path, members := c.documents[variable], strings.TrimPrefix(ref, variable)
	if path == "" || !plainMembers.MatchString(members) {
		return `"` + escaped(ref) + `"`
	}
	return "$input.json('" + path + members + "')"
}

var plainMembers = regexp.MustCompile(`^(\.[A-Za-z][A-Za-z0-9_]*)+$`)

// constant is text within a JSON string that Velocity leaves alone: neither a dollar nor a hash that
// could begin something is written as itself.
func constant(text string) string {
	quoted, err := marshal(text)
	if err != nil {
		panic(err) // a string always marshals
	}
	return verbatim(string(quoted[1 : len(quoted)-1]))
}

// Verbatim is a JSON text as a template that renders it.
func Verbatim(json string) string { return verbatim(json) }

// verbatim escapes what Velocity would read in JSON. Dollars and hashes are in its strings only.
func verbatim(json string) string {
	var out strings.Builder
	for i := range len(json) {
		switch c := json[i]; {
		case c == '$':
			out.WriteString(`\u0024`)
		case c == '{' && i+1 < len(json) && json[i+1] == '{':
			out.WriteString(`\u007b`) // {{Name}} is a placeholder of infra's
		case c == '#' && i+1 < len(json) && json[i+1] != '"' && json[i+1] != ' ':
			out.WriteString(`\u0023`)
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// quoted is what stands within the quotes of a string that holds the value.
func (c *compiler) quoted(v Value) string {
	parts, _ := v.parts() // declare has reported mistakes
	var out strings.Builder
	for i, p := range parts {
		if p.source == literalSource {
			out.WriteString(constant(p.name))
			continue
		}
		ref := c.reference(p)
		plain := p.source == nowSource
		if m := c.body.member(p.name); p.source == bodySource && m != nil {
			plain = m.kind != stringKind && m.kind != binaryKind
		}
		if !plain {
			ref = escaped(ref)
		}
		if i+1 < len(parts) && parts[i+1].source == literalSource && joins(parts[i+1].name) {
			ref = formal(ref)
		}
		out.WriteString(ref)
	}
	return out.String()
}

// joins reports whether Velocity would read the text behind a reference as a part of it: "$now-1" is a name, and
// "$id.json" has a member.
func joins(text string) bool { return joining.MatchString(text) }

var joining = regexp.MustCompile(`^[A-Za-z0-9_.(\[-]`)

// alias is a name for an attribute in expressions: #alias and :alias. Every attribute has one, so that
// no list of reserved words is needed. Velocity would read the names of its directives.
func (c *compiler) alias(attribute string) string {
	if name, ok := c.aliases[attribute]; ok {
		return name
	}
	name := strings.NewReplacer(".", "_", "-", "_").Replace(attribute)
	if slices.Contains(directives, name) {
		name += "_"
	}
	for slices.Contains(slices.Collect(maps.Values(c.aliases)), name) {
		name += "_"
	}
	c.aliases[attribute] = name
	return name
}

var directives = []string{
	"set", "if", "else", "elseif", "end", "foreach", "define", "break", "stop", "macro", "parse", "include", "literal", "evaluate",
}
