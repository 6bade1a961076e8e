package soundness

import (
	"fmt"
	"strings"
)

// text is an expression for a text that a client chooses, in most cases.
func (g *grammar) text(depth int) string {
	if g.isWild() {
		return g.wildExpression()
	}
	options := []string{
		`$input.params('id')`, `$input.params('q')`, `$input.path('$.a')`, `$input.path('$.opt')`, `$input.params().querystring.get('q')`,
		`$body.a`, `$body.opt`, `$body.o.x`, `$body.e`, `$body.nul`, `$input.body`, `$context.path`, `$body`, `$body.l`, `$input.path('$.t')`,
		`$body.get("a")`, `$body["a"]`, `$util.urlDecode($input.params('id'))`, `$body.t[0]`, `$input.params('q').split(",")[0]`, `$context.requestId`,
		`$util.base64Decode($input.params('q'))`, `$input.params($input.params('id'))`, `$input.path('$.t[0]')`, `$input.path("$['a']")`, `$input.path('$..a')`, `$input.path('$.t[*]')`, `$input.path('$.t.length()')`,
	}
	if !g.request {
		if len(g.items) > 0 {
			options = append(options, `$item.get(`+g.variable(g.items, "")+`).S`, `$item.get(`+g.variable(g.items, "")+`)`)
		}
		options = append(options, `$item.a.S`, `$item.l.L`, `$item.t.SS`, `$item`, `$item.b.B`)
	}
	for range 3 {
		if len(g.items) > 0 {
			options = append(options, g.variable(g.items, ""), g.variable(g.items, "")+".s", g.variable(g.items, "")+".S")
		}
		options = append(options, g.variable(g.raw, `$input.params('id')`))
	}
	e := g.one(options...)
	if depth == 0 {
		return e
	}
	switch g.r.IntN(12) {
	case 0:
		return `"` + unquoted(e) + `"`
	case 1:
		return `"x` + unquoted(e) + `-` + unquoted(g.text(0)) + `"`
	case 2:
		return e + g.one(".substring(1)", ".trim()", ".toUpperCase()", `.replaceAll("a", "b")`, `.replaceFirst("a", "b")`, `.concat("x")`, ".toString()", `.replace("a", '"')`, `.replaceAll("[+]", "%2B")`)
	case 3:
		return g.variable(g.maps, "$body") + g.one(".a", `.get("b")`, `["c"]`, `.get(`+e+`)`)
	case 4:
		return g.variable(g.lists, "$body.t") + g.one(".get(0)", "[0]")
	}
	return e
}

// unquoted is an expression as it can stand within double quotes.
func unquoted(e string) string { return strings.ReplaceAll(e, `"`, `'`) }

const unescapeQuote = `.replaceAll("\\'", "'")`

// treated is an expression whose text is meant to be safe within quotes, in most cases.
func (g *grammar) treated() string {
	if g.isWild() {
		return g.one(g.text(1), fmt.Sprintf(`$util.escapeJavaScript(%s)`, g.text(1)),
			fmt.Sprintf(`$util.escapeJavaScript(%s)%s.substring(1)`, g.text(1), unescapeQuote),
			fmt.Sprintf(`$util.urlDecode($util.escapeJavaScript(%s)%s)`, g.text(1), unescapeQuote),
			fmt.Sprintf(`$util.escapeJavaScript(%s).replaceAll("\\\\'", "'")`, g.text(1)))
	}
	switch g.r.IntN(12) {
	case 0:
		return `$util.urlEncode(` + g.text(1) + `)`
	case 1:
		return `$util.base64Encode(` + g.text(1) + `)` + g.one("", `.replaceAll("=", "")`, `.substring(1)`, `.toLowerCase()`)
	case 2:
		return g.one(`$context.requestId`, `$context.apiId`, `$context.authorizer.claims.sub`, `$context.requestTimeEpoch`, `$stageVariables.s`)
	case 3:
		return g.counted()
	case 4:
		return g.variable(g.safe, `"lit"`)
	case 5:
		return `$util.escapeJavaScript("` + g.one("K#", "a/b'", "") + unquoted(g.text(0)) + g.one("", "-", "'x") + `")` + unescapeQuote
	case 6:
		return g.text(0) + `.replaceAll("[^A-Za-z0-9]", "` + g.one("", "_") + `")`
	case 7:
		if g.request {
			return g.one(`$body.n`, `$body.nn`, `$input.path('$.nn')`, `$input.path('$.n')`, `$body.flag`, `$body.o.y`, `$body.on`)
		}
		return g.one(`$item.n.N`, `$item.flag.BOOL`, `$input.path('$.Count')`, `$item.get(`+g.variable(g.items, `"n"`)+`).N`)
	}
	return `$util.escapeJavaScript(` + g.text(1) + `)` + unescapeQuote
}

// counted is an expression for a number that the template counts.
func (g *grammar) counted() string {
	options := []string{
		g.text(0) + ".length()", `$body.t.size()`, `$input.params('id').hashCode()`, `$body.l.size()`, `$input.params('q').indexOf("a")`,
		`$input.params('q').lastIndexOf("a")`, g.text(0) + `.compareTo("b")`, `$body.t.size().intValue()`, `$input.params('id').length().longValue()`, `$body.t.indexOf("p")`,
	}
	options = append(options, g.variable(g.ints, "$input.params('id').length()"))
	if len(g.items) > 0 {
		options = append(options, "$foreach.index", "$foreach.count", "$velocityCount")
	}
	options = append(options, g.variable(g.lists, "$body.t")+".size()", g.variable(g.maps, "$body")+".size()")
	return g.one(options...)
}

// integer is an expression that a variable for a number is set to.
func (g *grammar) integer() string {
	return g.one("0", "1", "7", g.counted(), "1 + 2", g.variable(g.ints, "3")+" + 1", `$number.parseInt($input.params('q'))`, `$number.parseLong($input.params('q'))`, `$number.min($body.t.size(), 5)`,
		`$input.params('q').length().longValue().parseInt($input.params('q'))`)
}

// condition is a condition.
func (g *grammar) condition(depth int) string {
	if depth > 0 {
		switch g.r.IntN(7) {
		case 0:
			return g.condition(depth-1) + g.one(" && ", " || ") + g.condition(depth-1)
		case 1:
			return "!(" + g.condition(depth-1) + ")"
		}
	}
	if g.isWild() {
		return g.one(`"`+unquoted(g.text(0))+unquoted(g.text(0))+`"`, g.text(1), "$undefined", `$it.next() == "a"`, `$body.put("z", "y") == ""`)
	}
	options := []string{
		g.text(1) + ` != ""`, g.text(1) + ` == ""`, g.text(0) + ` == "b"`, `$body.containsKey("opt")`, `!$body.containsKey("opt")`, `$body.containsKey("nn")`,
		g.text(0) + `.length() >= 0`, g.text(0) + `.length() > 3`, `$body.t.size() > 0`, `$body.flag`, `!$body.flag`, `$body.on != ""`,
		g.text(0) + `.matches("[a-z]+")`, g.text(0) + `.matches("^[0-9]{1,3}$")`, g.text(0) + `.matches("[][^a]]+")`, g.text(0) + ` == true`, g.text(0) + ` == false`, `$body.flag == true`,
		g.variable(g.maps, "$body") + `.get(` + g.text(0) + `) == ` + g.one(`"x"`, `"lit"`, `""`),
		g.variable(g.lists, "$body.t") + `.contains(` + g.text(0) + `)`, g.variable(g.maps, "$body") + `.containsKey(` + g.text(0) + `)`,
		g.text(0) + ` == "7" || ` + g.text(0) + ` == "25"`, g.text(0) + `.isEmpty()`, g.text(0) + `.contains("x")`, g.text(0) + g.one(`.startsWith("a")`, `.endsWith("a")`, `.equals("a")`, `.equalsIgnoreCase("A")`), g.variable(g.flags, "true"),
		g.variable(g.ints, "1") + g.one(" > 2", " == 1", " <= 3"), g.text(0) + ` == ` + g.text(0), g.text(0) + ` == $null`,
		g.variable(g.maps, "$body") + `.containsKey("a")`, g.variable(g.maps, "$body") + `.a == "x"`, `$body.n > 5`, `$body.n <= 100`,
	}
	if !g.request {
		options = append(options, `$item.n.N != ""`, `$item.a.S.length() >= 0`, `$item.flag.BOOL != ""`, `$input.path('$.Item') == ""`)
		if len(g.items) > 0 {
			options = append(options, `$item.get(`+g.variable(g.items, "")+`).containsKey(`+g.one(`"S"`, `"N"`, `"BOOL"`)+`)`)
		}
	}
	if len(g.items) > 0 {
		options = append(options, "$foreach.hasNext", "$foreach.first", "!$foreach.last", "$foreach.index > 0", "$foreach.count == 4", g.variable(g.items, "")+` == "b"`)
	}
	return g.one(options...)
}

// wildExpression is an expression outside of the subset.
func (g *grammar) wildExpression() string {
	return g.one(
		`$body.put("a", "x")`, `$body.l.remove(0)`, `$input.path('$').put("a", $input.params('q'))`, `$it.next()`, `$v`, `$undefined`, `$undefined.x`,
		`$context.values()`, `$context.get("stage")`, `$input`, `$util`, `$context`, `$foreach`, `$foreach.parent.index`, `$body.l.subList(0, 1)`,
		`$body.keySet()`, `$body.l.iterator()`, `$input.params('id').toCharArray()`, `$block`, `$context.requestOverride`, `$body.entrySet()`,
		`$method.request.querystring.kind`, `$context.identity.userAgent`, `$stageVariables`, `$util.toJson($body)`, `$body.toString()`, `$input.json('$.a')`,
		`$input.params('id').charAt(0)`, `$body.class`, `$velocityHasNext`, `$input.params('id').format("%s", "x")`, `$body.clone()`)
}

// wildStatement is a statement outside of the subset, or at its edge.
func (g *grammar) wildStatement() string {
	m, l := g.variable(g.maps, "$m"), g.variable(g.lists, "$l")
	return g.one(
		`#set($it = $body.t.iterator())`, `#set($v = `+m+`.values())`, `#set($v = `+m+`.keySet())`, `#set($v = `+l+`.subList(0, 1))`,
		`#set($void = `+m+`.putAll($body))`, `#set($void = `+l+`.addAll($body.t))`, `#set($void = `+l+`.remove(0))`, `#set($void = `+m+`.clear())`,
		`#set($body.a = $input.params('q'))`, `#set($body.n = $input.params('q'))`, `#set($inner = {})#set(`+m+`.i = $inner)#set($inner.k = $input.params('q'))`,
		`#set($context.stage = $input.params('q'))`, `#set($context.requestOverride.header.x = "y")`, `#set($void = $context.requestOverride.header.put("x", "y"))`,
		`#foreach($e in $context.values())#set($void = $e.header.put("X", "y"))#end`, `#set($foreach.x = "y")`, `#set($velocityCount = $input.params('q'))`,
		`#define($block)`+g.text(1)+`#break#end`, `#macro(mac)x#end`, `#mac()`, `#set($input = $body)`, `#set($util = "x")`, `#set(${x} = "y")`,
		`#stop`, `#break`, `#parse("x")`, `#foreach($x in `+m+`)#set($void = `+m+`.put("n", $input.params('q')))#end`, `#set($r0 = $undefined)`,
		`#foreach($x in $body.t)#set($x = "a")#end`, `#set($e = `+m+`.entrySet())`, `#foreach($x in `+m+`.entrySet())#set($x.value = $input.params('q'))#end`,
		`#set($void = `+l+`.set(0, $input.params('q')))`, `#set(`+l+`[0] = $input.params('q'))`, `#set($x.y = 1)`, `\#set($a = 1)`)
}
