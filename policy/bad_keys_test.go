package main

import (
	"strings"
	"testing"

	"lambdaless/infra/infratest/fixture"
)

// escapedName is a parameter that is escaped for its place within quotes.
const escapedName = `$util.escapeJavaScript($input.params('name')).replaceAll("\\'", "'")`

func parameter(name string) string { return `$input.params('` + name + `')` }

// badTemplate is a rule that has to refuse a template, and the template.
type badTemplate struct{ rule, text string }

// badKeys are what the template of GET does before its request, and after @@ the text of its key.
var badKeys = map[string]badTemplate{
	"list get":                         {"LP-TMPL-003", "#set($l = [" + parameter("name") + "])@@$l.get(0)"},
	"map member":                       {"LP-TMPL-003", `#set($m = {"k": ` + parameter("name") + `})@@$m.k`},
	"entries":                          {"LP-TMPL-006", `@@#foreach($e in $input.params().querystring.entrySet())$e.value#end`},
	"entry keys":                       {"LP-TMPL-006", `@@#foreach($e in $input.params().querystring.entrySet())$e.key#end`},
	"keys":                             {"LP-TMPL-003", `@@#foreach($k in $input.params().querystring.keySet())$k#end`},
	"header get":                       {"LP-TMPL-003", `@@$input.params().header.get('X')`},
	"params whole":                     {"LP-TMPL-003", `@@$input.params()`},
	"literal backslash before":         {"LP-TMPL-006", `@@\\` + escapedName},
	"one backslash before":             {"LP-TMPL-006", `@@\` + escapedName},
	"literal backslash after":          {"LP-TMPL-006", `@@` + escapedName + `\`},
	"u removed":                        {"LP-TMPL-003", `@@` + escapedName + `.replaceAll("u", "")`},
	"backslashes removed":              {"LP-TMPL-003", `@@` + escapedName + `.replaceAll("\\", "")`},
	"backslashes removed 2":            {"LP-TMPL-003", `@@` + escapedName + `.replaceAll("\\\\", "")`},
	"single to double quotes":          {"LP-TMPL-003", `@@` + escapedName + `.replaceAll("'", '"')`},
	"quote class only":                 {"LP-TMPL-006", `@@` + parameter("name") + `.replaceAll("[\"]", "")`},
	"class keeps quote":                {"LP-TMPL-003", `@@` + parameter("name") + `.replaceAll('[^a-z"]', "")`},
	"class keeps backslash":            {"LP-TMPL-003", `@@` + parameter("name") + `.replaceAll("[^a-z\\]", "")`},
	"class keeps control":              {"LP-TMPL-003", `@@` + parameter("name") + `.replaceAll('["\\]', "")`},
	"replaced by the client's text":    {"LP-TMPL-003", `@@$util.urlEncode(` + parameter("name") + `).replaceAll("a", ` + parameter("x") + `)`},
	"replace of quotes by client's":    {"LP-TMPL-003", `@@` + parameter("name") + `.replaceAll('["\\\x00-\x1f]', ` + parameter("x") + `)`},
	"client's pattern":                 {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)#if($n.matches(` + parameter("re") + `))#set($k = $n)#else#set($k = "a")#end@@$k`},
	"negated match":                    {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)#if(!$n.matches("[a-z]+"))#set($k = $n)#else#set($k = "a")#end@@$k`},
	"match or else":                    {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)#if($n.matches("[a-z]+") || ` + parameter("x") + ` == "y")#set($k = $n)#else#set($k = "a")#end@@$k`},
	"match with newline":               {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)#if($n.matches('[^"\\]+'))#set($k = $n)#else#set($k = "a")#end@@$k`},
	"match of other":                   {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)#set($o = ` + parameter("other") + `)#if($n.matches("[a-z]+"))#set($k = $o)#else#set($k = "a")#end@@$k`},
	"match then set":                   {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)#if($n.matches("[a-z]+"))#set($n = ` + parameter("y") + `)#else#set($n = "a")#end@@$n`},
	"match embedded flags":             {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)#if($n.matches("(?s).*"))#set($k = $n)#else#set($k = "a")#end@@$k`},
	"match flag x":                     {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)#if($n.matches("(?x)[a-z ]+ | [^a]"))#set($k = $n)#else#set($k = "a")#end@@$k`},
	"match class intersect":            {"LP-TMPL-006", `#set($n = ` + parameter("name") + `)#if($n.matches("[a-z&&[^b]\"]+"))#set($k = $n)#else#set($k = "a")#end@@$k`},
	"match unicode":                    {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)#if($n.matches("[\\u0022a]+"))#set($k = $n)#else#set($k = "a")#end@@$k`},
	"match quoted":                     {"LP-TMPL-006", `#set($n = ` + parameter("name") + `)#if($n.matches("\\Q\"\\E"))#set($k = $n)#else#set($k = "a")#end@@$k`},
	"match of prefix":                  {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)#if($n.startsWith("abc"))#set($k = $n)#else#set($k = "a")#end@@$k`},
	"match of substring":               {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)#if($n.substring(0,3).matches("[a-z]+"))#set($k = $n)#else#set($k = "a")#end@@$k`},
	"match of length":                  {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)#if($n.length() < 40)#set($k = $n)#else#set($k = "a")#end@@$k`},
	"no quotes":                        {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)#if($n.indexOf('"') == -1)#set($k = $n)#else#set($k = "a")#end@@$k`},
	"define in a string":               {"LP-TMPL-006", `#define($d)` + parameter("name") + `#end#set($x = "$d")@@$x`},
	"define twice":                     {"LP-TMPL-003", `#define($d)ok#end#if(` + parameter("x") + ` == "y")#define($d)` + parameter("name") + `#end#end@@$d`},
	"define recursive":                 {"LP-TMPL-006", `#define($d)#if($n)$n#set($n = false)$d#end#end#set($n = ` + parameter("name") + `)@@$d`},
	"principal id":                     {"LP-TMPL-003", `@@$context.authorizer.principalId`},
	"authorizer context":               {"LP-TMPL-003", `@@$context.authorizer.tenant`},
	"claims":                           {"LP-TMPL-003", `@@$context.authorizer.claims.email`},
	"claims index":                     {"LP-TMPL-003", `@@$context.authorizer.claims["custom:x"]`},
	"domain name":                      {"LP-TMPL-004", `@@$context.identity.user`},
	"error string":                     {"LP-TMPL-003", `@@$context.error.validationErrorString`},
	"override by alias":                {"LP-INTG-003", `#set($c = $context)#set($c.requestOverride.header.X-Amz-Target = "DynamoDB_20120810.Scan")@@a`},
	"override by get":                  {"LP-INTG-003", `#set($o = $context.get("requestOverride"))#set($o.header.Host = "x")@@a`},
	"override by header map":           {"LP-INTG-003", `#set($o = $context.requestOverride.header)#set($o["X-Amz-Target"] = "DynamoDB_20120810.Scan")@@a`},
	"override by put":                  {"LP-TMPL-006", `#set($ok = $context.requestOverride.header.put("Host", "x"))@@a`},
	"override by index":                {"LP-INTG-003", `#set($context["requestOverride"]["header"]["Host"] = "x")@@a`},
	"override of a querystring":        {"LP-INTG-003", `#set($context.requestOverride.querystring.a = ` + parameter("name") + `)@@a`},
	"override in a define":             {"LP-INTG-003", `#define($d)#set($context.requestOverride.header.Host = "x")#end@@a$d`},
	"override in foreach":              {"LP-INTG-003", `#foreach($c in [$context])#set($c.requestOverride.header.Host = "x")#end@@a`},
	"override entryset":                {"LP-TMPL-006", `#foreach($e in $context.entrySet())#if($e.key == "requestOverride")#set($e.value.header.Host = "x")#end#end@@a`},
	"alias of input":                   {"LP-TMPL-003", `#set($i = $input)@@$i.params('name')`},
	"alias of util":                    {"LP-TMPL-003", `#set($u = $util)@@$u.urlDecode(` + parameter("name") + `)`},
	"alias of util in map":             {"LP-TMPL-003", `#set($m = {"u": $util, "i": $input})@@$m.u.urlDecode($m.i.params('name'))`},
	"util set":                         {"LP-TMPL-006", `#set($util = {"escapeJavaScript": "x"})@@$util.escapeJavaScript`},
	"shadowed loop variable":           {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)#foreach($n in ["a"])#end@@$n`},
	"loop variable that stays":         {"LP-TMPL-006", `#foreach($n in [` + parameter("name") + `])#end@@$n`},
	"foreach sets":                     {"LP-TMPL-003", `#set($k = "a")#foreach($i in [1..3])#set($k = "$k` + parameter("name") + `")#end@@$k`},
	"parent loop":                      {"LP-TMPL-006", `#foreach($a in ["x"])#foreach($b in [` + parameter("name") + `])#set($foreach.parent.x = $b)#end#end@@$k`},
	"iterator":                         {"LP-TMPL-006", `#set($it = [` + parameter("name") + `].iterator())@@$it.next()`},
	"list iterator":                    {"LP-TMPL-006", `#set($l = ["a"])#set($it = $l.iterator())#set($ok = $l.add(` + parameter("name") + `))@@$it.next()`},
	"range by the client":              {"LP-TMPL-006", `@@#foreach($i in [1..` + parameter("n") + `])a#end`},
	"unset at times":                   {"LP-TMPL-006", `#if(` + parameter("q") + ` == "a")#set($k = "a")#end@@$k`},
	"never set":                        {"LP-TMPL-006", `@@$kind`},
	"a parameter mapping as reference": {"LP-TMPL-006", `@@$method.request.querystring.kind`},
	"stop in the middle":               {"LP-TMPL-006", `@@a#if(` + parameter("x") + ` == "y")#stop#end`},
	"list set":                         {"LP-TMPL-003", `#set($l = ["a"])#set($l[0] = ` + parameter("name") + `)@@$l[0]`},
	"list set method":                  {"LP-TMPL-006", `#set($l = ["a"])#set($ok = $l.set(0, ` + parameter("name") + `))@@$l[0]`},
	"list addAll":                      {"LP-TMPL-006", `#set($l = ["a"])#set($ok = $l.addAll($input.path('$.l')))@@$l[1]`},
	"sub list":                         {"LP-TMPL-006", `#set($l = ["a", "b"])#set($s = $l.subList(0, 1))#set($l[0] = ` + parameter("name") + `)@@$s[0]`},
	"map putAll":                       {"LP-TMPL-006", `#set($m = {"a": "b"})#set($ok = $m.putAll($input.params().querystring))@@$m.a`},
	"put returns":                      {"LP-TMPL-003", `#set($m = {"a": ` + parameter("name") + `})@@$m.put("a", "b")`},
	"remove returns":                   {"LP-TMPL-006", `#set($m = {"a": ` + parameter("name") + `})@@$m.remove("a")`},
	"set entry":                        {"LP-TMPL-006", `#set($m = {"a": "b"})#foreach($e in $m.entrySet())#set($ok = $e.setValue(` + parameter("name") + `))#end@@$m.a`},
	"set entry 2":                      {"LP-TMPL-006", `#set($m = {"a": "b"})#foreach($e in $m.entrySet())#set($e.value = ` + parameter("name") + `)#end@@$m.a`},
	"deep set":                         {"LP-TMPL-003", `#set($m = {"i": {"d": "x"}})#set($m.i.d = ` + parameter("name") + `)@@$m.i.d`},
	"deep alias":                       {"LP-TMPL-003", `#set($m = {"i": {"d": "x"}})#set($i = $m.get("i"))#set($i.d = ` + parameter("name") + `)@@$m.i.d`},
	"alias list add":                   {"LP-TMPL-003", `#set($a = ["x"])#set($b = [$a])#set($ok = $b[0].add(` + parameter("name") + `))@@$a[1]`},
	"client's key of a map":            {"LP-TMPL-003", `#set($m = {"a": "b"})#set($m["` + "$input.params('k')" + `"] = ` + parameter("name") + `)@@$m.a`},
	"get of params default":            {"LP-TMPL-006", `@@$input.params().querystring.getOrDefault("a", "b")`},
	"clone":                            {"LP-TMPL-006", `#set($m = {"a": ` + parameter("name") + `})#set($c = $m.clone())@@$c.a`},
	"class":                            {"LP-TMPL-006", `@@$input.class.name`},
	"reflection":                       {"LP-TMPL-006", `@@$util.getClass().forName("java.lang.Runtime")`},
	"json of escaped":                  {"LP-TMPL-003", `@@$input.json('$.a')`},
	"json half in quotes":              {"LP-TMPL-003", `@@x$input.json('$.a')`},
	"json path by client":              {"LP-TMPL-003", `@@$input.path("$.$input.params('p')")`},
	"body":                             {"LP-TMPL-003", `@@$input.body`},
	"body substring":                   {"LP-TMPL-003", `@@$input.body.substring(0, 5)`},
	"escaped twice then undone":        {"LP-TMPL-003", `@@$util.escapeJavaScript(` + escapedName + `).replaceAll("\\\\", "\")`},
	"escaped, sliced by split":         {"LP-TMPL-003", `#set($p = ` + escapedName + `.split("a"))@@$p.get(0)`},
	"escaped, trimmed":                 {"LP-TMPL-003", `@@` + escapedName + `.trim()`},
	"escaped, lower":                   {"LP-TMPL-003", `@@` + escapedName + `.toUpperCase()`},
	"escaped, replaceFirst":            {"LP-TMPL-006", `@@` + escapedName + `.replaceFirst("n", "\"")`},
	"escaped, quotes doubled":          {"LP-TMPL-003", `@@` + escapedName + `.replace('\"', '"')`},
	"escape order":                     {"LP-TMPL-003", `@@$util.escapeJavaScript(` + parameter("name") + `.replaceAll("\\'", "'"))`},
	"parse json":                       {"LP-TMPL-003", `#set($b = $util.parseJson($input.body))@@$b.a`},
	"parse json list":                  {"LP-TMPL-003", `#set($b = $util.parseJson($input.body))@@$b[0]`},
	"base64 decode":                    {"LP-TMPL-003", `@@$util.base64Decode(` + parameter("name") + `)`},
	"and as text":                      {"LP-STAGE-006", `#set($x = ` + parameter("a") + ` && ` + parameter("b") + `)@@$x`},
	"concat":                           {"LP-TMPL-006", `#set($x = "a".concat(` + parameter("name") + `))@@$x`},
	"plus":                             {"LP-TMPL-003", `#set($x = "a" + ` + parameter("name") + `)@@$x`},
	"array in string":                  {"LP-TMPL-006", `#set($x = ["a", ` + parameter("name") + `])@@$x.toString()`},
	"string of map":                    {"LP-TMPL-006", `#set($x = {"a": ` + parameter("name") + `})@@$x.toString()`},
	"join by loop":                     {"LP-TMPL-003", `#set($x = "")#foreach($e in $input.params().path.values())#set($x = "$x$e")#end@@$x`},
	"velocityCount":                    {"LP-TMPL-005", `@@#foreach($e in $input.params().path.values())$velocityCount#end`},
	"formal quiet":                     {"LP-TMPL-003", `@@$!{input.params('name')}`},
	"formal with alternate":            {"LP-TMPL-003", `@@${input.params('name')}`},
	"comment that ends in text":        {"LP-TMPL-006", `@@#* x *#` + parameter("name") + `#*`},
	"escaped directive":                {"LP-TMPL-003", `@@\#if(true)` + parameter("name") + `\#end`},
	"macro call without parens":        {"LP-TMPL-006", `#macro(m $a)$a#end@@#m(` + parameter("name") + `)`},
	"bodied macro":                     {"LP-TMPL-006", `#macro(m)$bodyContent#end@@#@m()` + parameter("name") + `#end`},
	"parse":                            {"LP-TMPL-006", `#parse("x.vtl")@@a`},
	"include":                          {"LP-TMPL-006", `@@#include("x.vtl")`},
	"type change by condition":         {"LP-TMPL-003", `#set($n = 1)#if(` + parameter("x") + `)#set($n = ` + parameter("x") + `)#end@@$n`},
	"context whole":                    {"LP-TMPL-006", `@@$context`},
	"context values":                   {"LP-TMPL-006", `@@#foreach($v in $context.values())$v#end`},
	"identity whole":                   {"LP-TMPL-006", `@@$context.identity`},
	"stage variables by client":        {"LP-TMPL-006", `@@$stageVariables.get(` + parameter("name") + `)`},
	"string compare of sub":            {"LP-TMPL-003", `#set($k = "a")#if(` + parameter("name") + `.compareTo("b") < 0)#set($k = ` + parameter("name") + `)#end@@$k`},
	"equality with client":             {"LP-TMPL-003", `#set($k = "a")#if(` + parameter("name") + ` == ` + parameter("x") + `)#set($k = ` + parameter("name") + `)#end@@$k`},
	"equality with lists":              {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)#set($k = "a")#foreach($o in ["a", ` + parameter("x") + `])#if($n == $o)#set($k = $n)#end#end@@$k`},
	"contained in a list":              {"LP-TMPL-006", `#set($n = ` + parameter("name") + `)#set($k = "a")#set($l = ["a", ` + parameter("x") + `])#if($l.contains($n))#set($k = $n)#end@@$k`},
	"last index":                       {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)@@$n.substring($n.lastIndexOf("/"))`},
	"escaped for JavaScript alone":     {"LP-TMPL-003", `@@$util.escapeJavaScript($input.params('name'))`},
	"number from client":               {"LP-TMPL-003", `#set($n = ` + parameter("name") + `)#set($x = 5)@@$x.parseInt($n)$n`},
}

func TestBadKeys(t *testing.T) {
	t.Parallel()
	prod := record(t, "prod", fixture.Deploy)
	for name, bad := range badKeys {
		refused(t, prod, name, bad.rule, func(a attacked) {
			before, key, _ := strings.Cut(bad.text, "@@")
			a.asks("get", before+getItem(key))
		})
	}
}
