package flow

import (
	"slices"
	"strings"
)

// method is a row of the table of methods: what docs/proof.md prints and what the analysis does.
type method struct {
	// on are the kinds of receivers that have the method; on others it is nothing. outside are kinds on
	// which it does something that is not followed.
	on, outside kinds
	name        string
	// params are the kinds that each parameter takes; an argument of another kind gives nothing.
	params []kinds
	// means is the result in words.
	means  string
	result func(c call) (value, bool)
}

// methodTable are the methods of values that a template only reads, and of texts and numbers. Every
// method that is not here is outside of the subset.
var methodTable []method

func init() {
	str, num := []kinds{isString}, []kinds{isNumber}
	any := []kinds{isAnything}
	methodTable = []method{
		{on: isString, name: "length", means: "an integer from 0", result: measure(isString)},
		{on: isMap | isList, name: "size", means: "an integer from 0", result: measure(isMap | isList)},
		{on: isString | isMap | isList, name: "isEmpty", means: "a boolean", result: ask("empty")},
		{on: isMap, name: "containsKey", params: any, means: "a boolean; true says that the member is there, be it null", result: ask("has")},
		{on: isString, name: "matches", params: str, means: "a boolean; true says that the text is in the language of the expression", result: ask("matches")},
		{on: isString | isList, name: "contains", params: any, means: "a boolean", result: contains},
		{on: isString, name: "startsWith", params: str, means: "a boolean", result: ask("")},
		{on: isString, name: "endsWith", params: str, means: "a boolean", result: ask("")},
		{on: isString, name: "equalsIgnoreCase", params: str, means: "a boolean", result: ask("")},
		{on: isAnything &^ isNothing, name: "equals", params: any, means: "a boolean", result: ask("")},
		{on: isString | isList, name: "indexOf", params: any, means: "an integer", result: index},
		{on: isString | isList, name: "lastIndexOf", params: any, means: "an integer", result: index},
		{on: isAnything &^ isNothing, name: "hashCode", means: "an integer", result: count},
		{on: isString, name: "compareTo", outside: isNumber | isBool, params: str, means: "an integer", result: count},
		{on: isAnything &^ isNothing, name: "toString", means: "a text of the same class", result: toText},
		{on: isString, name: "trim", means: "a part: a word of a word, else raw", result: part},
		{on: isString, name: "substring", params: num, means: "a part: a word of a word, else raw", result: part},
		{on: isString, name: "substring", params: []kinds{isNumber, isNumber}, means: "a part: a word of a word, else raw", result: part},
		{on: isString, name: "toLowerCase", means: "a word of a word, else raw", result: part},
		{on: isString, name: "toUpperCase", means: "a word of a word, else raw", result: part},
		{on: isString, name: "concat", params: str, means: "both texts, one after the other", result: concat},
		{on: isString, name: "replaceAll", params: []kinds{isString, isString}, means: "see Replacements", result: replaceAll},
		{on: isString, name: "replaceFirst", params: []kinds{isString, isString}, means: "a word of words, else raw", result: replaced},
		{on: isString, outside: isMap, name: "replace", params: []kinds{isString, isString}, means: "a word of words, else raw", result: replaced},
		{on: isString, name: "split", params: str, means: "a list of parts", result: split},
		{on: isString, name: "split", params: []kinds{isString, isNumber}, means: "a list of parts", result: split},
		{on: isNumber, name: "intValue", means: "an integer", result: count},
		{on: isNumber, name: "longValue", means: "an integer", result: long},
		{on: isNumber, name: "parseInt", params: str, means: "of an Integer an integer, or the template fails", result: parseInteger},
		{on: isNumber, name: "parseLong", params: str, means: "of a Long an integer, or the template fails", result: parseInteger},
		{on: isNumber, name: "min", params: []kinds{isNumber, isNumber}, means: "of an Integer, and of two: an integer up to both bounds", result: smaller},
	}
}

func methodNamed(name string, args int) *method {
	i := slices.IndexFunc(methodTable, func(m method) bool { return m.name == name && len(m.params) == args })
	if i < 0 {
		return nil
	}
	return &methodTable[i]
}

// adviceFor is what to write instead of a method that is outside of the subset.
func adviceFor(name string) string {
	switch {
	case slices.Contains([]string{"put", "putAll", "putIfAbsent", "add", "addAll", "set", "remove", "removeAll", "retainAll", "clear", "replace", "setValue"}, name):
		return "values that came from outside are only read: build the JSON in the template's text"
	case slices.Contains([]string{"iterator", "listIterator", "next", "hasNext"}, name):
		return "loop with #foreach"
	case slices.Contains([]string{"keySet", "values", "entrySet"}, name):
		return "use keySet() or values() right in a #foreach"
	}
	return ""
}

func number(c call, expr string) *symbol {
	origins, claims, _ := c.from()
	return &symbol{
		name: c.named(), expr: expr, kinds: isNumber, class: Number, nonEmpty: true, integer: true, javaInt: true, finite: true, origins: origins, sources: claims,
	}
}

// measure is length() and size(): that they are numbers says what their receiver is.
func measure(of kinds) func(call) (value, bool) {
	return func(c call) (value, bool) {
		if s, ok := literal(c.recv); ok {
			return integer{n: int64(len(utf16Of(s)))}, true
		}
		n := number(c, c.expr)
		n.min = new64(0)
		self := c.self()
		if self.name != "" {
			n.measures, n.measured = self, of
		}
		return n, true
	}
}

func count(c call) (value, bool) { return number(c, c.expr), true }

func long(c call) (value, bool) {
	return number(c, c.expr).with(func(s *symbol) { s.javaInt = false }), true
}

// index is indexOf and lastIndexOf: of a text, only for a text or an Integer, the code of a character.
func index(c call) (value, bool) {
	arg := toSymbol(c.args[0])
	if c.self().kinds&isString != 0 && arg.kinds != isString && !arg.javaInt {
		return orNothing(number(c, c.expr)), true
	}
	return number(c, c.expr), true
}

// parseInteger is Integer.parseInt and Long.parseLong: a text that is not an integer fails the template. A number of another
// class does not have it.
func parseInteger(c call) (value, bool) {
	n := number(c, c.expr)
	if self := c.self(); c.name == "parseLong" {
		n.javaInt = false
		if _, ok := c.recv.(integer); !ok || self.javaInt {
			n.kinds, n.nonEmpty = n.kinds|isNothing, false
		}
	} else if !self.javaInt {
		n.kinds, n.nonEmpty = n.kinds|isNothing, false
	}
	arg := toSymbol(c.args[0])
	n.origins, n.sources, n.name = arg.origins, arg.sources, ""
	if n.kinds == isNumber { // of a number that surely has the method it is always the same
		n.name = arg.derived(c.name)
	}
	n.min, n.max = nil, nil
	if arg.bounded() && arg.class == Number {
		n.min, n.max = arg.min, arg.max
	}
	return n, true
}

func smaller(c call) (value, bool) {
	n := number(c, c.expr)
	a, b := toSymbol(c.args[0]), toSymbol(c.args[1])
	if !c.self().javaInt || !a.integer || !b.integer {
		return c.outside("", "min of what may not be an Integer is not followed")
	}
	n.name = ""
	n.min, n.max = lower(a.min, b.min), narrower(a.max, b.max, false)
	n.origins = union(a.origins, b.origins)
	return n, true
}

// ask is a method with a boolean result.
func ask(op string) func(call) (value, bool) {
	return func(c call) (value, bool) {
		origins, _, _ := c.from()
		b := &symbol{name: c.named(), expr: c.expr, kinds: isBool, class: Bool, nonEmpty: true, origins: origins}
		self := c.self()
		if op == "" || self.name == "" {
			return b, true
		}
		t := &test{subject: self, op: op}
		if len(c.args) == 1 {
			k, ok := literal(c.args[0])
			if !ok {
				return b, true
			}
			t.text = k
		}
		b.test = t
		return b, true
	}
}

// contains of a text takes only a text.
func contains(c call) (value, bool) {
	v, ok := ask("")(c)
	if ok && c.self().kinds&isString != 0 && toSymbol(c.args[0]).kinds != isString {
		v = orNothing(v)
	}
	return v, ok
}

func toText(c call) (value, bool) {
	if t, ok := c.recv.(text); ok {
		return t, true
	}
	return c.self().with(func(s *symbol) {
		s.name = s.derived("toString")
		s.kinds, s.tree, s.typ, s.integer, s.test, s.expr = isString, false, nil, false, nil, c.expr
	}), true
}

// part is a method whose result has only characters of its receiver.
func part(c call) (value, bool) {
	origins, claims, parts := c.from()
	self := c.self()
	s := &symbol{name: c.named(), expr: c.expr, kinds: isString, class: Raw, origins: origins, sources: claims, parts: parts}
	if slices.Equal(claims, []string{"sub"}) || slices.Equal(claims, []string{"identity.cognitoIdentityId"}) {
		s.whole = self.whole && c.keepsUUID()
	}
	if self.class.isWord() {
		s.class = Word
	}
	s.nonEmpty = self.nonEmpty && (c.name == "toLowerCase" || c.name == "toUpperCase")
	return s, true
}

// keepsUUID reports whether a method makes different texts of different UUIDs, as $context.authorizer.claims.sub is one, and
// a region with one, as $context.identity.cognitoIdentityId is.
func (c call) keepsUUID() bool {
	switch c.name {
	case "trim", "toLowerCase", "toUpperCase":
		return true
	case "replace", "replaceAll":
		pattern, _ := literal(c.args[0])
		_, isLiteral := literal(c.args[1])
		return (pattern == "-" || pattern == ":") && isLiteral
	}
	return false
}

func concat(c call) (value, bool) {
	a, ok := c.m.print(c.recv, c.expr, c.m.line)
	b, also := c.m.print(c.args[0], "", c.m.line)
	if !ok || !also {
		return c.outside("", "%s is not followed", c.expr)
	}
	for _, p := range b {
		a = a.plus(p)
	}
	return text{a}, true
}

func split(c call) (value, bool) {
	origins, sources, _ := c.from()
	item := &Type{kinds: isString}
	if c.self().class.isWord() {
		item.class = Word
	}
	parts := fromTree(c.named(), c.expr, &Type{kinds: isList, items: item}, true, origins)
	parts.sources = answered(sources)
	return parts, true
}

// replaced is a replacement whose result is a word where the text and what is put in are.
func replaced(c call) (value, bool) {
	v, ok := part(c)
	s, isSymbol := v.(*symbol)
	with, isLiteral := literal(c.args[1])
	if ok && isSymbol && (!isLiteral || !classOf(with).isWord() && with != "") {
		s.class = Raw
	}
	return v, ok
}

// replaceAll knows three idioms: the one that makes escapeJavaScript's result JSON, the one that
// escapes U+007F in a body, and one that takes out every character that means something in JSON.
func replaceAll(c call) (value, bool) {
	pattern, a := literal(c.args[0])
	with, b := literal(c.args[1])
	if a && b {
		if pattern == `\\'` && with == `'` {
			if v, ok := c.unescapeQuote(); ok {
				return v, true
			}
		}
		self := c.self()
		if self.body && pattern == `\x7F` && with == `\u007F` {
			return self.with(func(s *symbol) { s.expr, s.name = c.expr, self.name+"~" }), true
		}
		if removesUnsafe(pattern) && !strings.ContainsAny(with, `$\`) && (with == "" || classOf(with).isWord()) {
			v, _ := part(c)
			return v.(*symbol).with(func(s *symbol) { s.class = Word }), true
		}
	}
	return replaced(c)
}

// unescapeQuote replaces \' by ' in the result of escapeJavaScript, which makes it JSON. A template
// does not unescape strings, so that the regular expression is \\' and stands for \'.
func (c call) unescapeQuote() (value, bool) {
	switch v := c.recv.(type) {
	case *symbol:
		if v.class == Escaped {
			return v.with(func(s *symbol) { s.class, s.expr, s.name, s.keyOf = Quotable, c.expr, s.derived("JSON"), "" }), true
		}
	case text:
		var out Text
		for i, p := range v.pieces {
			switch {
			case p.symbol == nil && i > 0 && strings.HasPrefix(p.Text, "'"):
				return nil, false
			case p.symbol == nil:
				p.Text = strings.ReplaceAll(p.Text, `\'`, `'`)
			case p.symbol.class == Escaped:
				fixed := p.symbol.with(func(s *symbol) { s.class, s.name, s.keyOf = Quotable, s.derived("JSON"), "" })
				p.symbol, p.Placeholder = fixed, placeholder(fixed, p.Placeholder.Expr, p.Placeholder.Line)
			case p.symbol.class != Number && p.symbol.class != Bool:
				return nil, false
			}
			out = append(out, p)
		}
		return text{out}, true
	}
	return nil, false
}
