package main

import "strings"

const maxDepth = 4

func (g *generator) block(n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(g.statement())
	}
	return b.String()
}

func (g *generator) inner() string {
	g.depth++
	defer func() { g.depth-- }()
	return pick(g, "", "\n", "  \n", " ") + g.block(1+g.IntN(3)) + pick(g, "", "\n", " ")
}

func (g *generator) statement() string {
	if g.depth >= maxDepth {
		return g.plain()
	}
	switch g.IntN(20) {
	case 0, 1, 2:
		return g.plain()
	case 3, 4, 5, 6:
		return g.reference()
	case 7, 8, 9:
		return g.set()
	case 10, 11, 12:
		return g.ifStatement()
	case 13, 14, 15:
		return g.foreach()
	case 16:
		return "#define(" + g.variable() + ")" + g.inner() + "#end"
	case 17:
		return g.oddity()
	case 18:
		return g.escape()
	}
	return g.jsonText()
}

func (g *generator) plain() string {
	return pick(g, " ", "\n", "text", `"key": "`, `",`, "{", "}", "[1]", "a.b", "(", ")", ", ", "a-b", "5.00", "C# is", "100%", "it's", "é😀", "\t\n", "x\n  ", "\r\n", "#1", "#abc")
}

// oddity is a directive that is rare, or does not exist.
func (g *generator) oddity() string {
	return pick(g, "#stop", "#break", "#macro(mine $a)[$a]#end", "#mine($x)", "#mine( 'a' $n )", "#evaluate('$x')", "#return(1)", "#unknown", "#unknown($x, 5)",
		"#literal()$x #if #end", "#literal() a\\$x #*c*# b #end", "#[[ $x #set ]]#", "#[[$x ## y]]#", "## comment $x\n", "##", "#* multi\n $x *#", "#**formal*#", "#{unknown}", "#@body($x)in#end",
		"#parse('x')", "#include()", "#stop('bye')", "#break($foreach)", "#{stop}", "#{break}", "$foreach.index", "$velocityCount", "#set($foreach = 1)",
		"#if($x)#stop#end", "#foreach($i in $l)#if($foreach.first)#break#end$i#end", "#foreach($i in [1..3])#foreach($j in $l)#if($j == 2)#break($foreach.parent)#end$j#end|#end",
		"#foreach($q $l)z#end", "#foreach($q in $l $x)z#end", "#define($r)$x$r#end$r", "#SET($x=1)", "#else", "#end", "#@mine")
}

func (g *generator) escape() string {
	return pick(g, `\$x`, `\\$x`, `\\\$x`, `\$undefined`, `\\$undefined`, `\#if`, `\#end`, `\\#if($t)y#end`, `\#set($x = 1)`, `\#foo`, `\`, `\\`, `\$!x`, `$\!x`, `$\\!x`, `\${x}`, `$!\x`,
		`$$x`, `$$`, `$`, `$ `, `$5`, `$-`, `$_x`, `$x.`, `$x!`, `$x-y`, `$x.5`, `$.a`, `$[0]`, `$!.a`, `#$x`, `$#x`, `${x`, `$x{y}`, `$x[`, `$x.true`, `##$x`, `\##`, `#\$x`, `#`, `##`+"\n")
}

// jsonText is JSON with references, as most mapping templates are.
func (g *generator) jsonText() string {
	return pick(g,
		`{"TableName": "t", "Key": {"name": {"S": "`+g.reference()+`"}}}`,
		`"S": "$util.escapeJavaScript($input.params('id')).replaceAll("\\'","'")"`,
		`"S": $input.json('$.name')`,
		`#set($item = $input.path('$.a'))#if($item == "")#set($context.responseOverride.status = 404){"message":"none"}#else{"id":"$item"}#end`,
		`"L": [#foreach($t in $input.path('$.b')){"S":"$util.escapeJavaScript("$t").replaceAll("\\'","'")"}#if($foreach.hasNext),#end#end]`,
		`#foreach($k in $input.params().keySet())#foreach($p in $input.params().get($k).keySet())$k.$p=$util.escapeJavaScript($input.params().get($k).get($p))
#end#end`,
		`#set($note = $input.path('$.c'))#if($note != "")
,"note": {"S": "$note"}
#end`,
		`$context.responseOverride $context.requestOverride.header $context.identity.sourceIp $context.identity.user|$context.nothing`,
		`#set($ms = "1234567890123")${ms.substring(0,10)}`,
	)
}

func (g *generator) set() string {
	head := pick(g, "#set(", "#set( ", "  #set(", "#{set}(", "#set (")
	target := g.variable()
	if g.chance(25) {
		target = pick(g, "$m.k", `$m["k"]`, "$m.c.z", "$l[0]", "$l[-1]", "$undefined.k", "$m.get('c').q", "$w[1]", "$context.responseOverride.header.X", "${y}", "$!y", "$m.c.d.e", "$none[1]", "$x.y", "$l[9]")
	}
	return head + target + pick(g, " = ", "=", "  =\n") + g.expression() + pick(g, ")", " )", ")\n", ") \t\n")
}

func (g *generator) variable() string {
	return pick(g, "$x", "$y", "$z", "$n", "$s", "$m", "$l", "$i", "$q")
}

func (g *generator) ifStatement() string {
	s := pick(g, "#if(", "#if (", "#{if}(") + g.expression() + ")" + g.inner()
	if g.chance(30) {
		s += pick(g, "#elseif(", "#elseif (", "#{elseif}(") + g.expression() + ")" + g.inner()
	}
	if g.chance(50) {
		s += pick(g, "#else", "#{else}", "#else\n") + g.inner()
	}
	return s + pick(g, "#end", "#{end}", "#end\n", "#end  ")
}

func (g *generator) foreach() string {
	over := pick(g, "$l", "$w", "$m", "$m.keySet()", "$m.entrySet()", "$m.values()", "[1..3]", "[3..1]", `["a", $x]`, "$undefined", "$x", "$n", "$s.split(',')", "$input.path('$')",
		"$input.path('$.a')", "$empty", "$none", "{'k' : 'v'}", "$l.iterator()", "$deep", "$input.path('$..a')", "$l.subList(0, 2)", "[$n..3]")
	return "#foreach(" + pick(g, "$i", "$e", "${i}", "$x") + " in " + over + ")" + g.inner() +
		pick(g, "", "$i", "$e", "$e.key=$e.value", "$foreach.count", "$foreach.index#if($foreach.hasNext),#end", "$velocityCount$velocityHasNext", "$foreach.first $foreach.last", "$foreach.parent.count $foreach.topmost.index", "#if($i == 2)#break#end") + "#end"
}
