package soundness

import "fmt"

// document writes the JSON.
func (g *grammar) document() {
	if g.chance(8) {
		g.write("#if(", g.condition(2), ")")
		g.object(2)
		if g.chance(30) {
			g.write("#stop")
		}
		g.write("#else ")
		g.object(2)
		g.write("#end")
		return
	}
	g.object(2)
}

// object writes an object: with members that are always there first, or with a comma in a variable.
func (g *grammar) object(depth int) {
	g.write("{")
	if g.chance(35) {
		comma := g.name("c")
		g.write("#set($", comma, ` = "")`)
		for i := range 1 + g.r.IntN(3) {
			g.write("#if(", g.condition(1), ")$", comma, fmt.Sprintf(`"k%d":`, i))
			g.value(depth - 1)
			g.write("#set($", comma, ` = ",")#end`)
		}
		g.write("}")
		return
	}
	g.write(`"TableName":"books"`)
	for i := range g.r.IntN(4) {
		optional := g.chance(40)
		if optional {
			g.write("#if(", g.condition(1), ")")
		}
		g.write(fmt.Sprintf(`,"m%d":`, i))
		g.value(depth - 1)
		if optional {
			g.write("#end")
		}
		if g.chance(20) {
			g.statement()
		}
	}
	g.write("}")
}

// value writes a value.
func (g *grammar) value(depth int) {
	kinds := 10
	if depth <= 0 {
		kinds = 6
	}
	switch g.r.IntN(kinds) {
	case 0, 1, 2, 3:
		g.write(`"`)
		g.content(2)
		g.write(`"`)
	case 4:
		g.scalar()
	case 5:
		g.write("#if(", g.condition(1), ")")
		g.scalar()
		g.write("#{else}null#end")
	case 6:
		g.object(depth)
	default:
		g.list(depth)
	}
}

// scalar writes a value outside of quotes.
func (g *grammar) scalar() {
	if g.isWild() {
		g.write(g.one(g.text(1), g.treated(), g.counted()))
		return
	}
	options := []string{
		"1", "true", "null", "-2.5e3", `$input.json('$.a')`, `$input.json('$.t[0]')`, `$input.json('$..a')`, `$input.json("$['a','n']")`, `$input.json('$.t[*]')`, `$input.json('$')`, `$context.requestTimeEpoch`, `$body.n`, `$body.flag`, `$body.o.y`, `$body.t.size()`,
		`$input.path('$.n')`, `#if($body.on != "")$body.on#{else}0#end`, `#if($input.params('q').matches("[1-9][0-9]?"))1#{else}2#end`,
		g.variable(g.ints, "5"),
	}
	if len(g.safe) > 0 {
		options = append(options, g.variable(g.safe, "6"))
	}
	if !g.request {
		options = append(options, `#if($item.n.N != "")$item.n.N#{else}0#end`, `$input.path('$.Count')`, `$item.n.N`,
			`#if($item.flag.BOOL != "")$item.flag.BOOL#{else}false#end`, `$input.body`, `#if($item.flag.BOOL == true || $item.flag.BOOL == false)$item.flag.BOOL#{else}0#end`)
		if len(g.items) > 0 {
			of := `$item.get(` + g.variable(g.items, "") + `)`
			options = append(options, `#if(`+of+`.containsKey("N"))`+of+`.N#{else}0#end`, of+".N")
		}
	}
	if len(g.items) > 0 {
		options = append(options, "$foreach.index", g.variable(g.items, "")+".n")
	}
	g.write(g.one(options...))
}

// list writes a list: with its items written out, or from a loop.
func (g *grammar) list(depth int) {
	g.write("[")
	defer g.write("]")
	if g.chance(30) {
		for i := range g.r.IntN(3) {
			if i > 0 {
				g.write(",")
			}
			g.value(depth - 1)
		}
		return
	}
	item := g.name("x")
	g.write("#foreach($", item, " in ", g.sequence(), ")")
	g.items = append(g.items, item)
	before := g.one("#if($foreach.index > 0),#end", "#if(!$foreach.first),#end", "#if($velocityCount != 1),#end", "")
	g.write(before)
	if g.chance(20) {
		g.statement()
	}
	g.value(depth - 1)
	if before == "" {
		g.write("#if($foreach.hasNext),#end")
	}
	if g.chance(5) {
		g.write("#if(", g.condition(1), ")#break#end")
	}
	g.items = g.items[:len(g.items)-1]
	g.write("#end")
}

func (g *grammar) sequence() string {
	options := []string{`$body.l`, `$body.t`, `$input.path('$.l')`, `$input.path('$.t')`, "[1..3]", `["p", "q"]`, `$body.o.keySet()`, `$item.keySet()`, `$body.o`, `$input.params('q').split(",")`}
	if !g.request {
		options = append(options, `$item.l.L`, `$item.t.SS`, `$item.ns.NS`)
	}
	options = append(options, g.variable(g.lists, "[]"), g.variable(g.maps, `{"a": "x"}`), g.variable(g.maps, `{"a": "x"}`)+g.one(".keySet()", ".values()"))
	if len(g.items) > 0 {
		options = append(options, g.variable(g.items, "")+".l", g.variable(g.items, ""))
	}
	return g.one(options...)
}

// content writes the inside of a string.
func (g *grammar) content(depth int) {
	for range 1 + g.r.IntN(2) {
		switch n := g.r.IntN(14); {
		case n < 3:
			g.write(g.one("", "a", "USER#", "-", " ", `\"`, `\\`, "é", "$", "#", "$$", "books.x", "[0]", "(a)", `\\\\`, "$!", "{", "#x", "\\u00e9", "'", "/", "#[[$x #if( ]]#", "#[[]]#", "#* \" *#"))
		case n < 9 || depth == 0:
			g.write(g.rendered(g.treated()))
		case n < 11:
			g.write("#if(", g.condition(2), ")")
			g.content(depth - 1)
			if g.chance(20) {
				g.write("#elseif(", g.condition(1), ")")
				g.content(depth - 1)
			}
			if g.chance(60) {
				g.write("#{else}")
				g.content(depth - 1)
			}
			g.write("#end")
		case n < 12:
			item := g.name("x")
			g.write("#foreach($", item, " in ", g.sequence(), ")")
			g.items = append(g.items, item)
			g.content(depth - 1)
			g.items = g.items[:len(g.items)-1]
			g.write("#end")
		case n < 13:
			g.statement()
		default:
			block := g.name("b")
			g.write("#define($", block, ")")
			g.content(depth - 1)
			g.write("#end$", block)
			if g.chance(50) {
				g.statement()
				g.write("${", block, "}")
			}
		}
	}
}

// rendered is an expression as a statement: what is not a reference is set first.
func (g *grammar) rendered(e string) string {
	if e[0] != '$' {
		v := g.name("s")
		g.safe = append(g.safe, v)
		return "#set($" + v + " = " + e + ")${" + v + "}"
	}
	return e
}
