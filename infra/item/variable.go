package item

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	fileName   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)
	simpleName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)
	number     = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)
)

// ownVariables are the names that the templates use themselves, or that API Gateway defines.
var ownVariables = []string{
	"input", "util", "context", "stageVariables", "foreach", "velocityCount", "velocityHasNext", "null", "true", "false",
	"body", "item", "comma", "sep", "limit", "cursor", "start", "parts", "sum", "last", "next", "type", "url",
	"now", "expires", "known", "etag", "quote", "reasons",
}

// notProperties are names that Velocity does not read as members: literals, and what Java objects have.
var notProperties = []string{"blank", "bytes", "class", "empty", "true", "false"}

// dot is a member of what a reference refers to.
func dot(ref, name string) string {
	if simpleName.MatchString(name) && !slices.Contains(notProperties, name) {
		return ref + "." + name
	}
	return ref + ".get('" + name + "')"
}

// variable reserves a name for a variable that resembles the given one.
func (c *compiler) variable(like, otherwise string) string {
	clean := camel(like)
	for _, name := range []string{clean, camel(otherwise + "-" + like)} {
		if simpleName.MatchString(name) && !slices.Contains(ownVariables, name) && !c.taken[name] {
			c.taken[name] = true
			return "$" + name
		}
	}
	for i := 2; ; i++ {
		if name := camel(otherwise+"-"+like) + strconv.Itoa(i); !c.taken[name] {
			c.taken[name] = true
			return "$" + name
		}
	}
}

// camel makes one name of what dashes, dots, colons and underscores separate: X-Tenant is xTenant.
func camel(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("-._:", r) })
	for i, word := range words {
		if i == 0 {
			words[i] = strings.ToLower(word[:1]) + word[1:]
		} else {
			words[i] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "")
}

// loopVariable names an element of a list: $line of lines, $tag of tags.
func (c *compiler) loopVariable(list string) string {
	one, plural := strings.CutSuffix(list, "s")
	if !plural || one == "" {
		one = "one-" + list
	}
	return c.variable(one, "each")
}

const (
	percentComment = "## API Gateway hands path parameters over still percent-encoded, and urlDecode reads a '+' as a space.\n"
	bodyHead       = "#set($body = $input.path('$'))\n"
)

// readBody reads the body into $body before its first use, where there is one.
func (c *compiler) readBody(request string) {
	used := func(text string) bool { return strings.Contains(text, "$body") }
	at := slices.IndexFunc(c.head, used)
	if at < 0 && used(request) {
		for at = len(c.head); at > 0 && strings.HasPrefix(c.head[at-1], "##"); at-- { // a comment on the request stays beside it
		}
	}
	if at >= 0 {
		c.head = slices.Insert(c.head, at, bodyHead)
	}
}

// reference binds a placeholder to a variable. It is a reference to a string, unless it is a property
// of the body.
func (c *compiler) reference(p part) string {
	if (p.source == idSource || p.source == nowSource) && c.inPart != nil {
		c.inPart.varies = "{" + string(p.source) + "}"
	}
	switch p.source {
	case idSource:
		return "$context.requestId"
	case nowSource:
		return "$context.requestTimeEpoch"
	case claimSource:
		if !slices.Contains(c.out.Claims, p.name) {
			c.out.Claims = append(c.out.Claims, p.name)
		}
		if !simpleName.MatchString(p.name) {
			return "$context.authorizer.claims.get('" + p.name + "')"
		}
		return "$context.authorizer.claims." + p.name
	case bodySource:
		if c.inPart != nil {
			c.inPart.use(c.body.member(p.name), true)
		}
		return dot("$body", p.name)
	}
	unique := part{source: p.source, name: p.name}
	if name, ok := c.bound[unique]; ok {
		return name
	}
	name := c.variable(p.name, string(p.source))
	c.bound[unique] = name
	switch p.source {
	case pathSource:
		if !slices.Contains(c.head, percentComment) {
			c.head = append(c.head, percentComment)
		}
		if !slices.Contains(c.Parameters, p.name) {
			c.add("{path.%s} is used, but the path has no parameter {%s}", p.name, p.name)
		}
		c.head = append(c.head, `#set(`+name+` = $util.urlDecode($input.params("`+p.name+`").replaceAll("[+]", "%2B")))`+"\n")
	case querySource, headerSource:
		where := map[source]string{querySource: "querystring", headerSource: "header"}[p.source]
		c.head = append(c.head, `#set(`+name+` = $input.params().`+where+`.get("`+p.name+`"))`+"\n")
		if p.hasDefault {
			c.head = append(c.head, `#if(`+name+` == "")#set(`+name+` = `+literal(p.fallback)+`)#end`+"\n")
		}
	}
	return name
}

// declare says that the endpoint has the value's parameters, and whether it requires them.
func (c *compiler) declare(v Value, required bool) {
	parts, err := v.parts()
	for _, line := range lines(err) {
		c.add("%s", line)
	}
	for _, p := range parts {
		needed := required && !p.hasDefault
		switch p.source {
		case querySource:
			c.out.Query[p.name] = c.out.Query[p.name] || needed
		case headerSource:
			c.out.Headers[p.name] = c.out.Headers[p.name] || needed
		case bodySource:
			if !c.readsBody() {
				c.add("{body.%s} is used, but %T reads no body", p.name, c.Operation)
			} else if c.body.member(p.name) == nil {
				c.add("{body.%s} is used, but %s has no property %q; it has %s", p.name, c.Operation.of().Schema, p.name, c.body.memberNames())
			}
		}
	}
}

// literal is a constant string of Velocity.
func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
