package soundness

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// grammar draws one template.
type grammar struct {
	r       *rand.Rand
	request bool
	out     strings.Builder
	// raw, safe, ints, flags, maps and lists are variables that are set so far, by what they hold.
	raw, safe, ints, flags, maps, lists []string
	// items are the variables of the loops around.
	items []string
	next  int
	// wild is how often, in a thousand draws, something outside of the subset is drawn.
	wild int
}

// draw draws a template. wild in a thousand of its parts are outside of the subset on purpose.
func draw(r *rand.Rand, request bool, wild int) string {
	g := &grammar{r: r, request: request, wild: wild}
	g.write(g.one(`#set($body = $util.parseJson($input.body))`, `#set($body = $input.path('$'))`,
		`#set($delete = "\\" + "u007F")#set($body = $util.parseJson($input.body.replaceAll("\x7F", $delete)))`))
	g.write(`#set($limit = $input.params('limit'))#set($number = 0)`)
	if !request {
		g.write(`#set($item = $body.Item)`)
	}
	g.statements(g.r.IntN(5))
	g.document()
	return g.out.String()
}

func (g *grammar) write(parts ...string) {
	for _, p := range parts {
		g.out.WriteString(p)
	}
}

func (g *grammar) chance(percent int) bool { return g.r.IntN(100) < percent }

func (g *grammar) isWild() bool { return g.r.IntN(1000) < g.wild }

func (g *grammar) one(options ...string) string { return options[g.r.IntN(len(options))] }

func (g *grammar) name(prefix string) string {
	if g.next > 0 && g.chance(15) {
		return prefix + fmt.Sprint(g.r.IntN(g.next)) // one that may be set already
	}
	g.next++
	return prefix + fmt.Sprint(g.next-1)
}

func (g *grammar) variable(list []string, otherwise string) string {
	if len(list) == 0 {
		return otherwise
	}
	return "$" + list[g.r.IntN(len(list))]
}

// statements writes statements that render nothing.
func (g *grammar) statements(n int) {
	for range n {
		g.statement()
	}
}

func (g *grammar) statement() {
	if g.isWild() {
		g.write(g.wildStatement())
		return
	}
	switch g.r.IntN(14) {
	case 0, 1:
		v := g.name("r")
		g.write("#set($", v, " = ", g.text(2), ")")
		g.raw = append(g.raw, v)
	case 2, 3:
		v := g.name("s")
		g.write("#set($", v, " = ", g.treated(), ")")
		g.safe = append(g.safe, v)
	case 4:
		v := g.name("i")
		g.write("#set($", v, " = ", g.integer(), ")")
		g.ints = append(g.ints, v)
	case 5:
		v := g.name("f")
		g.write("#set($", v, " = ", g.condition(1), ")")
		g.flags = append(g.flags, v)
	case 6:
		v := g.name("m")
		g.write("#set($", v, " = ", g.one("{}", `{"a": "x"}`, `{"a": "x", "b": 2}`, `{"a": `+g.treated()+`}`), ")")
		g.maps = append(g.maps, v)
	case 7:
		v := g.name("l")
		g.write("#set($", v, " = ", g.one("[]", `["x", "y"]`, "[1, 2]", `[`+g.treated()+`]`, "[1..3]"), ")")
		g.lists = append(g.lists, v)
	case 8:
		g.change()
	case 9:
		g.write("#if(", g.condition(2), ")")
		g.statements(1 + g.r.IntN(2))
		if g.chance(25) {
			g.write("#elseif(", g.condition(1), ")")
			g.statements(1)
		}
		if g.chance(50) {
			g.write("#else ")
			g.statements(1)
		}
		g.write("#end")
	case 10:
		g.alias()
	case 11:
		g.write(`#if(!$limit.matches("[1-9][0-9]?"))#set($limit = "25")#end`)
	case 12:
		g.guardedLimit()
	case 13:
		g.write(g.one("## \"$input.body\n", "#* \"$input.body\" *#", "#set($context.responseOverride.status = 404)", "#set($context.responseOverride.header.X = "+g.treated()+")"))
	}
}

// guardedLimit sets a number that a client chooses, within bounds.
func (g *grammar) guardedLimit() {
	v := g.name("n")
	g.write("#set($", v, " = $input.params('q'))")
	pattern := g.one("[1-9][0-9]{0,2}", "[0-9]+", "[1-9]|[1-9][0-9]|100", "-?[1-9][0-9]*", "[0-9]{1,2}", "(0|[1-9][0-9]*)([.][0-9]+)?", "a*", "^[1-9][0-9]?$", "^7|25$", "[][^a]]+")
	if g.chance(25) { // one of a few
		g.write(g.one(`#if($`+v+` != "10" && $`+v+` != "2x")#set($`+v+` = "10")#end`, `#if($`+v+` != "10" && $`+v+` != "25")#set($`+v+` = "10")#end`,
			`#set($few = ["7", "8"])#if(!$few.contains($`+v+`))#set($`+v+` = "8")#end`))
		g.safe = append(g.safe, v)
		return
	}
	g.write("#if(!$", v, ".matches(\"", pattern, "\"))#set($", v, " = \"7\")#end")
	g.safe = append(g.safe, v)
}

// change changes a variable, a map or a list.
func (g *grammar) change() {
	switch {
	case len(g.maps) > 0 && g.chance(40):
		m := g.variable(g.maps, "")
		key := g.one(`"a"`, `"b"`, `"c"`)
		if g.chance(25) {
			key = g.text(1)
		}
		value := g.one(g.treated(), `"lit"`, "3")
		if g.chance(20) {
			value = g.text(1)
		}
		g.write(g.one("#set($void = "+m+".put("+key+", "+value+"))", "#set("+m+"["+indexOf(key)+"] = "+value+")", "#set("+m+".a = "+value+")"))
	case len(g.lists) > 0 && g.chance(60):
		g.write("#set($void = ", g.variable(g.lists, ""), ".add(", g.one(g.treated(), "4", `"z"`, g.text(1)), "))")
	case len(g.ints) > 0:
		i := g.variable(g.ints, "")
		g.write("#set(", i, " = ", i, g.one(" + 1", " - 1", " * 2", " / 2", " % 3"), ")")
	default:
		v := g.variable(g.raw, "$r")
		g.write("#set(", v, " = ", g.text(1), ")")
	}
}

// indexOf is a key as an index: a literal or a reference.
func indexOf(key string) string {
	if strings.HasPrefix(key, "$") || strings.HasPrefix(key, `"`) {
		return key
	}
	return `"a"`
}

// alias gives a second name to a map, a list, or a value.
func (g *grammar) alias() {
	switch g.r.IntN(3) {
	case 0:
		v := g.name("m")
		g.write("#set($", v, " = ", g.variable(g.maps, "{}"), ")")
		g.maps = append(g.maps, v)
	case 1:
		v := g.name("l")
		g.write("#set($", v, " = ", g.variable(g.lists, "[]"), ")")
		g.lists = append(g.lists, v)
	default:
		v := g.name("s")
		g.write("#set($", v, " = ", g.variable(g.safe, `"lit"`), ")")
		g.safe = append(g.safe, v)
	}
}
