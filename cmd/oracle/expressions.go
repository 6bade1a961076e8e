package main

import "strings"

// reference writes a reference, mostly to something that exists.
func (g *generator) reference() string {
	inner := g.rooted()
	switch g.IntN(6) {
	case 0:
		return "${" + inner + "}"
	case 1:
		return "$!" + inner
	case 2:
		return "$!{" + inner + "}"
	}
	return "$" + inner
}

func (g *generator) root() string {
	return pick(g, "x", "x", "s", "s", "n", "d", "t", "f", "e", "l", "l", "w", "m", "m", "big", "long", "empty", "none", "deep", "deep", "undefined", "nil", "y", "z", "i",
		"input", "input", "input", "util", "context", "stageVariables", "foreach")
}

// rooted is a name with steps. What Java prints for $input and $util is theirs alone, so that these are
// followed by something that they have.
func (g *generator) rooted() string {
	root := g.root()
	if (root == "input" || root == "util") && g.chance(97) {
		return root + "." + g.builtin() + g.steps()
	}
	return root + g.steps()
}

func (g *generator) steps() string {
	var b strings.Builder
	for range g.IntN(3) {
		b.WriteString(g.step())
	}
	return b.String()
}

func (g *generator) step() string {
	switch g.IntN(9) {
	case 0:
		return "." + pick(g, "a", "b", "c", "k", "d", "size", "length", "empty", "key", "value", "undefined", "body", "first-name", "index", "count", "env", "requestId", "Empty")
	case 1:
		return "[" + pick(g, "0", "1", "-1", "2", "9", `"a"`, "'b'", "$n", "$x", "true", " 0 ") + "]"
	case 2, 3, 4:
		return "." + g.stringMethod()
	case 5, 6:
		return "." + g.collectionMethod()
	case 7:
		return "." + g.numberMethod()
	}
	return "." + g.builtin()
}

func (g *generator) stringMethod() string {
	return pick(g, "length()", "isEmpty()", "toUpperCase()", "toLowerCase()", "trim()", "substring(1)", "substring(0, 1)", "substring(0,$n)", "charAt(0)", "indexOf('a')", "indexOf('a', 1)", "lastIndexOf('a')",
		"contains('a')", "startsWith('a')", "endsWith('b')", "equals('X')", "equals($x)", "equalsIgnoreCase('x')", "concat('z')", "replace('a', 'b')", "replaceAll('[a-c]', '<$0>')", "replaceAll('(.)(.)', '$2$1')",
		"replaceAll(\"\\\\'\", \"'\")", "replaceFirst('.', 'q')", "replaceAll('a*', 'X')", "replaceAll('^|$', '-')", "matches('[a-z]+')", "matches('.*')", "split(',')", "split('')", "split('a', 2)", "split(',', -1).size()",
		"compareTo('b')", "hashCode()", "toString()", "codePointAt(0)", "intern()", "toCharArray().size()", "valueOf(5)", "valueOf($m)", "join('-', $l)", "join(',', 'a', 'b')",
		"replaceAll('x', '$9')", "replaceAll('(?<=a)b|[a-z&&[^x]]', '_')", "replaceAll('(?i)(.)\\1', '<$1>')", "replaceAll('a*+', '-')", "replaceAll('(?m)^|$', '|')", "replaceAll('[\\W_[0-9]]+?', '.')", "replaceAll('(', 'x')", "replaceAll('\\s+', ' ')", "replaceAll('[^a-zA-Z0-9]', '_')", "matches('\\d+')", "indexOf(97)", "nosuch()", "concat(null)", "equals(null)", "split('[,;]\\s*')[0]")
}

func (g *generator) collectionMethod() string {
	return pick(g, "size()", "isEmpty()", "get(0)", "get('a')", "get($n)", "add('z')", "add(0, 'z')", "remove(0)", "remove('a')", "contains(1)", "contains('b')", "indexOf('b')", "lastIndexOf('b')", "set(0, 'q')", "subList(0, 1)",
		"addAll([7, 8])", "containsAll([1])", "clear()", "keySet()", "values()", "entrySet()", "containsKey('a')", "containsValue(1)", "put('k', 'v')", "put('k', null)", "putAll({'p' : 1})", "getOrDefault('zz', 0)",
		"iterator()", "toArray().size()", "equals([1, 2, 3])", "hashCode()", "toString()", "put($n, $x)", "remove('b').size()", "keySet().contains('a')", "entrySet().size()", "values().contains(1)", "putIfAbsent('a', 2)", "retainAll([1])",
		"removeAll(['b'])", "get(9)", "iterator().next()", "keySet().iterator().next()", "entrySet().iterator().next().key", "clone()")
}

func (g *generator) numberMethod() string {
	return pick(g, "intValue()", "longValue()", "doubleValue()", "toString()", "equals(5)", "compareTo(5)", "parseInt('12')", "parseInt('zz')", "parseInt('ff', 16)", "valueOf('7')", "max(1, 2)", "hashCode()",
		"parseDouble('1.5')", "isNaN()", "parseBoolean('TRUE')", "add($big)", "multiply($big)", "floatValue()", "toBinaryString(5)", "signum(-3)", "toString(255, 16)")
}

func (g *generator) builtin() string {
	return pick(g, "body", "path('$')", "path('$.a')", "path('$.b.c')", "path('$.name')", "path(\"$.c\")", "path('$.a[0]')", "path('$..a')", "path('$.*')", "path('$.a[*]')", "path('$.nothing')", "path(\"$['first-name']\")",
		"path('$.a[0:2]')", "path('$.b[1:]')", "path('$.b[:1]')", "path('$.a[0,1]')", "path(\"$['a','b']\")", "path('$..[0]')", "path('$..*').size()", "path('$.a[?(@.b == 1)]')", "path('$.a[?(@.b > 1)]')", "path('$..[?(@.a)]').size()",
		"path('a')", "path('$.a.b')", "json('$')", "json('$.a')", "json('$.nothing')", "json('$.b')", "json('$..a')", "path('$.a').size()", "path('$.a').isEmpty()", "path('$.a').keySet()", "path('$[0]')",
		"params()", "params('id')", "params('q')", "params('h')", "params('none')", "params().path.id", "params().header['X-Y']", "params().get('querystring')", "params().keySet()",
		"escapeJavaScript($s)", "escapeJavaScript($x)", "escapeJavaScript($undefined)", "escapeJavaScript($n)", "escapeJavaScript(\"$deep\")", "urlEncode($s)", "urlEncode(\"a b&c=ä€😀/*\")", "urlDecode($s)", "urlDecode('a+b%20c%C3%A4')", "urlDecode('%')",
		"urlDecode('%C3')", "base64Encode($s)", "base64Decode('YcOkYg==')", "base64Decode('!')", "parseJson('{\"a\":[1,2]}')", "parseJson('{\"a\":[1,2]}').a[1]", "parseJson('{')", "parseJson($s)", "toJson($m)", "path('$[')", "path('')")
}

func (g *generator) expression() string {
	g.depth++
	defer func() { g.depth-- }()
	if g.depth > maxDepth {
		return g.operand()
	}
	switch g.IntN(10) {
	case 0, 1, 2, 3:
		return g.operand()
	case 4:
		return pick(g, "!", "! ", "not ") + g.operand()
	case 5:
		return "(" + g.expression() + ")"
	case 6, 7:
		return g.operand() + pick(g, " + ", " - ", " * ", " / ", " % ", "+", " -") + g.operand()
	case 8:
		return g.operand() + pick(g, " == ", " != ", " < ", " > ", " <= ", " >= ", " eq ", " ne ", " lt ", "==") + g.operand()
	}
	return g.expression() + pick(g, " && ", " || ", " and ", " or ") + g.expression()
}

func (g *generator) operand() string {
	switch g.IntN(10) {
	case 0, 1, 2, 3:
		return "$" + g.rooted()
	case 4:
		return pick(g, "0", "1", "2", "5", "-1", "2147483647", "9223372036854775807", "99999999999999999999", "1.5", "0.0", "-2.5", ".5", "1e3", "007", "100.0")
	case 5:
		return pick(g, "true", "false", "''", `""`, "'a'", `"X"`, `"5"`, "'it''s'", `"say ""hi"""`, `'$x'`)
	case 6:
		return `"` + strings.ReplaceAll(g.stringInside(), `"`, `""`) + `"`
	case 7:
		return pick(g, "[]", "[1, 'a', $x]", "[1..3]", "[$n..5]", "{}", "{'a' : 1}", `{"a" : $x, 'b' : [1]}`, "[[1], {}]", "{ }", "[ 1 ,2 ]", "[$x..$y]", "{1 : 2}", "[$l]")
	case 8:
		return g.reference()
	}
	return pick(g, "$l.size()", "$x", "$m.a", "$n", "$undefined", "$nil", "$f", "$t", "$e", "$empty", "$none")
}

func (g *generator) stringInside() string {
	return pick(g, "$x", "a $x b", "$l", "#if($t)y#end", "${n}px", "$x$y", "$m.a#", "plain", "## c", "$x ## c", "#foreach($i in $l)$i#end", "\\n", `\u0041`, "$", "#", "a#stop b", "$s", "100%", "$m.get('a')", "é$x", "#set($y = 2)$y")
}
