package template

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/internal/capability"
	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/rule"
)

// judged is what all template rules together say of a stack whose PUT renders the template. In it, KEY is
// the escaped key, and X a raw parameter of the client's.
func judged(change func(*Fixture)) (capability.Verdict, []rule.Finding) {
	f := Passing()
	change(f)
	var findings []rule.Finding
	for _, r := range Rules.All() {
		findings = append(findings, r.Run(f.Context(), r.Judge)...)
	}
	return Worst(findings), findings
}

// stores puts a text where PUT's attribute value is, after statements.
func stores(statements, text string) string {
	return statements + `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"note":{"S":"` + text + `"}}}`
}

const safely = `$util.escapeJavaScript($v).replaceAll("\\'", "'")`

// Templates in which a client's text reaches a place where it can end the text, in ways that a reader of
// the template may not see. None may be proven.
func TestTemplatesThatAreNotSafe(t *testing.T) {
	t.Parallel()
	for name, template := range map[string]string{
		// values that are shared
		"one of a map, asked before the map changes":   stores(`#set($k = $input.params('k'))#set($m = {"a": $input.params($input.params('x'))})#set($l = "a")#if($m.get($k) == "b")#set($m.a = $input.params($input.params('y')))#set($l = $m.get($k))#end`, `$l`),
		"one of a list, asked before the list changes": stores(`#set($k = $input.params('k').length())#set($m = [$input.params($input.params('x'))])#set($l = "a")#if($m.get($k) == "b")#set($m[0] = $input.params($input.params('y')))#set($l = $m.get($k))#end`, `$l`),
		"parsed by a number that has no such method":   `#set($i = 1)#set($n = $i.parseInt($input.params('x')))#set($o = 1)#if($n > 0)#set($j = $input.params('x').length().longValue())#set($o = $j.parseInt($input.params('x')))#end{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"flag":{"BOOL":#if($o > 0)true#{else}false#end},"n":{"L":[$o]}}}`,
		// two values that are described alike, where only one is safe
		"a list whose first text looks like two items":     stores(`#set($y = $input.params('y'))#set($l = [])#if($input.params('q') == "1")#set($o = $l.add("a,tb"))#set($o = $l.add($y))#else#set($o = $l.add("a"))#set($o = $l.add("b"))#set($o = $l.add($y))#end`, `$!l.get(2)`),
		"a map whose key looks like two members":           stores(`#set($y = $input.params('y'))#set($m = {})#if($input.params('q') == "1")#set($o = $m.put("a:tb,c", $y))#else#set($o = $m.put("a", "b"))#set($o = $m.put("c", $y))#end`, `$!m.c`),
		"one of a map whose key looks like two members":    stores(`#set($k = $input.params('k'))#set($m = {"a": "b", "c": "d"})#set($n = {"a:tb,c": "d"})#set($r = "z")#if($m.get($k) == "b")#set($r = $n.get($k))#end`, `#if($m.get($k) == "b" && $n.get($k) != "b")$input.params('y')#end`),
		"all parameters of a place, as a parameter":        stores(``, `#if($input.params('path') == "a")$input.params().path#end`),
		"an authorizer's value that is named like a claim": stores(``, `$context.authorizer["claims.sub"]`),
		"a list in a map, by another name":                 stores(`#set($l = [])#set($m = {"l": $l})#set($o = $m.l.add($input.params('x')))`, `$l.get(0)`),
		"a map in a list, by another name":                 stores(`#set($m = {})#set($l = [$m])#set($o = $l.get(0).put("a", $input.params('x')))`, `$m.a`),
		"a map that is put into itself":                    stores(`#set($m = {})#set($o = $m.put("m", $m))#set($m.m.a = $input.params('x'))`, `$m.a`),
		"all of another map":                               stores(`#set($m = {})#set($n = {"a": $input.params('x')})#set($o = $m.putAll($n))`, `$m.a`),
		"all of another list":                              stores(`#set($l = [])#set($o = $l.addAll([$input.params('x')]))`, `$l.get(0)`),
		"an index of a list":                               stores(`#set($l = ["a"])#set($l[0] = $input.params('x'))`, `$l.get(0)`),
		"set() of a list":                                  stores(`#set($l = ["a"])#set($o = $l.set(0, $input.params('x')))`, `$l[0]`),
		"an entry's value":                                 stores(`#set($m = {"a": "b"})#foreach($e in $m.entrySet())#set($o = $e.setValue($input.params('x')))#end`, `$m.a`),
		"a sublist":                                        stores(`#set($l = ["a", "b"])#set($s = $l.subList(0, 1))#set($o = $s.set(0, $input.params('x')))`, `$l.get(0)`),
		"what put returns":                                 stores(`#set($m = {"a": $input.params('x')})`, `$m.put("a", "b")`),
		"what remove returns":                              stores(`#set($m = {"a": $input.params('x')})`, `$m.remove("a")`),
		"a map as text":                                    stores(`#set($m = {"a": $input.params('x')})`, `$m`),
		"a list as text":                                   stores(`#set($l = [$input.params('x')])`, `$l.toString()`),
		"a map within a text":                              stores(`#set($m = {"a": $input.params('x')})#set($t = "a$m")`, `$t`),
		"the keys of all parameters":                       stores(``, `#foreach($k in $input.params().querystring.keySet())$k#end`),
		"all parameters":                                   stores(``, `$input.params()`),
		"a header by get":                                  stores(``, `$input.params().header.get("X")`),
		"a header by a name that the client says":          stores(``, `$input.params().header.get($input.params("n"))`),
		"a parameter whose name the client says":           stores(``, `$input.params($input.params("n"))`),
		// what a name means when it is used
		"a block that is rendered after a change": stores(`#set($x = "a")#define($d)$x#end#set($x = $input.params('x'))`, `$d`),
		"a block in a block":                      stores(`#define($a)$x#end#define($b)$a#end#set($x = $input.params('x'))`, `$b`),
		"a block that sets":                       stores(`#set($x = "a")#define($d)#set($x = $input.params('x'))#end$d`, `$x`),
		"a block that sets in a text":             stores(`#set($x = "a")#define($d)#set($x = $input.params('x'))#end#set($t = "$d")`, `$x`),
		"what a loop sets":                        stores(`#set($x = "a")#foreach($i in $input.path('$.l'))#set($x = $i)#end`, `$x`),
		"what the second iteration finds":         stores(`#set($x = "a")#set($y = "b")`, `#foreach($i in [1, 2])$y#set($y = $input.params('x'))#end`),
		"what the tenth iteration finds":          stores(`#set($l = ["a"])`, `#foreach($i in [1..9])#if($i == 9)$l.get(0)#end#set($l = [$input.params('x')])#end`),
		"a variable that null leaves":             stores(`#set($x = $input.params('x'))#set($x = $input.path('$.missing'))`, `$x`),
		// escaping that is undone, or is of something else
		"escaped, then decoded":                              stores(`#set($v = $input.params('x'))`, `$util.urlDecode(`+safely+`)`),
		"escaped, then a part":                               stores(`#set($v = $input.params('x'))#set($e = `+safely+`)`, `$e.substring(1)`),
		"escaped, then split":                                stores(`#set($v = $input.params('x'))#set($e = `+safely+`)`, `#foreach($p in $e.split("n"))$p#end`),
		"escaped, then replaced":                             stores(`#set($v = $input.params('x'))#set($e = `+safely+`)`, `$e.replaceAll("a", "$input.params('y')")`),
		"escaped, then its backslashes removed":              stores(`#set($v = $input.params('x'))#set($e = `+safely+`)`, `$e.replace("\\", "")`),
		"escaped, then trimmed to the client's length":       stores(`#set($v = $input.params('x'))#set($e = `+safely+`)`, `$e.substring(0, $input.params('n').length())`),
		"quotes removed by hand":                             stores(`#set($v = $input.params('x'))`, `$v.replaceAll('"', "")`),
		"quotes escaped by hand":                             stores(`#set($v = $input.params('x'))`, `$v.replaceAll('"', '\\\\"')`),
		"the wrong variable is escaped":                      stores(`#set($v = $input.params('x'))#set($e = `+safely+`)`, `$v`),
		"escaped on one path of two":                         stores(`#set($v = $input.params('x'))#if($v.length() > 3)#set($v = `+safely+`)#end`, `$v`),
		"escaped twice on one path, never on the other":      stores(`#set($v = $input.params('x'))#if($input.params('y') == "1")#set($v = `+safely+`)#elseif($input.params('y') == "2")#set($v = "a")#end`, `$v`),
		"escaped once, and once more by ifs that look alike": stores(`#set($it = [1, 2].iterator())#set($v = $input.params('x'))#if($it.next() == 1)#set($w = $v)#end#if($it.next() == 1)#set($w = "a")#end`, `$w`),
		"matches, but only in part":                          stores(`#set($v = $input.params('x'))#if($v.matches("[0-9].*"))`, `$v#end`),
		"matches, with an alternative":                       stores(`#set($v = $input.params('x'))#set($o = "a")#if($v.matches("[0-9]+|.*"))#set($o = $v)#end`, `$o`),
		"does not match":                                     stores(`#set($v = $input.params('x'))#set($o = "a")#if(!$v.matches("[0-9]+"))#set($o = $v)#end`, `$o`),
		"matches another":                                    stores(`#set($v = $input.params('x'))#set($o = "a")#if($input.params('y').matches("[0-9]+"))#set($o = $v)#end`, `$o`),
		"matched by a class that begins with its own end":    stores(`#set($v = $input.params('x'))#set($o = "a")#if($v.matches("[][^a]]+"))#set($o = $v)#end`, `$o`),
		"matched, then changed":                              stores(`#set($v = $input.params('x'))#set($o = "a")#if($v.matches("[0-9]+"))#set($v = $input.params('y'))#set($o = $v)#end`, `$o`),
		"contains no quote, but a backslash":                 stores(`#set($v = $input.params('x'))#set($o = "a")#if(!$v.contains('"'))#set($o = $v)#end`, `$o`),
		"is empty in one place":                              stores(`#set($v = $input.params('x'))#if("$!v$!input.params('y')" == "")`, `a#else$v#end`),
		// other places than text
		"outside of quotes, escaped":      `#set($v = $input.params('x')){"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"n":{"N":` + safely + `}}}`,
		"a number from a parameter":       `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"n":{"N":"$input.params('x')"}}}`,
		"a condition by the client":       `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"}},"ConditionExpression":"$input.params('x')"}`,
		"an attribute's name, escaped":    `#set($v = $input.params('x')){"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"` + safely + `":{"S":"a"}}}`,
		"the key's name from the claims":  `{"TableName":"books","Item":{"$context.authorizer.claims.sub":{"S":"a"},"id":{"S":"a"}}}`,
		"members by a loop over the body": `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"}#foreach($k in $input.path('$').keySet()),"$k":{"S":"a"}#end}}`,
		"a member by its JSON":            `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"m":{"M":$input.json('$.m')}}}`,
		"the table by a parameter":        `#set($v = $input.params('x')){"TableName":"` + safely + `","Item":{"id":{"S":"a"}}}`,
		"JSON within a text":              stores(``, `$input.json('$.title')`),
		"JSON of all within a text":       stores(``, `$input.json('$')`),
		"the body within a text":          stores(``, `$input.body`),
		"the body, escaped but for '":     stores(``, `$util.escapeJavaScript($input.body)`),
		"the raw path":                    stores(``, `$context.path`),
		"the user agent":                  stores(``, `$context.identity.userAgent`),
		"a claim that users write":        stores(``, `$context.authorizer.claims.name`),
		"an authorizer's context":         stores(``, `$context.authorizer.note`),
		"a reference that does not exist": stores(``, `$method.request.header.x`),
		"one that may not":                stores(``, `$request.x`),
		// other directives
		"a directive by #evaluate": stores(`#evaluate($input.params('x'))`, `a`),
		"a file by #include":       stores(`#include($input.params('x'))`, `a`),
		"what follows #stop":       `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"}#if($input.params('x') == "a")#stop#end}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, validated := range []bool{true, false} {
				verdict, findings := judged(func(f *Fixture) {
					f.Template("put", template)
					if !validated {
						f.Set("put", nil, "requestModels")
					}
				})
				assert.NotEqual(t, capability.Proven, verdict, template)
				for _, found := range findings {
					assert.NotContains(t, found.Message, "panicked")
				}
			}
		})
	}
}

// Templates as they are written by people who know what they do. All must be proven.
func TestTemplatesThatAreSafe(t *testing.T) {
	t.Parallel()
	const set = `#set($v = $input.params('x'))`
	for name, template := range map[string]string{
		"escaped":                               stores(set, safely),
		"escaped once, used twice":              stores(set+`#set($e = `+safely+`)`, `$e $e`),
		"of the body":                           stores(`#set($v = $input.path('$.title'))`, safely),
		"of a variable of the body":             stores(`#set($in = $input.path('$'))#set($v = $in.title)`, safely),
		"a whole JSON text":                     `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"title":{"S":$input.json('$.title')}}}`,
		"a number of the model":                 `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"pages":{"N":"$input.path('$.pages')"}}}`,
		"an optional member":                    `#set($p = $input.path('$.pages')){"TableName":"books","Item":{"id":{"S":"` + Escaped + `"}#if("$!p" != ""),"pages":{"N":"$p"}#end}}`,
		"a time":                                `#set($s = $context.requestTimeEpoch / 1000){"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"at":{"N":"$s"}}}`,
		"a time in milliseconds":                `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"at":{"N":"$context.requestTimeEpoch"}}}`,
		"a generated id":                        `{"TableName":"books","Item":{"id":{"S":"$context.requestId"}}}`,
		"who the caller is":                     stores(``, `$context.authorizer.claims.sub`),
		"a default":                             stores(`#set($v = $input.params('x'))#if($v == "")#set($v = "none")#end`, safely),
		"one of two constants":                  stores(`#if($input.params('x') == "b")#set($t = "b")#else#set($t = "a")#end`, `$t`),
		"matched as a whole":                    stores(`#set($v = $input.params('x'))#set($o = "1")#if($v.matches("[0-9]{1,3}"))#set($o = $v)#end`, `$o`),
		"matched as a whole, by the other path": stores(`#set($v = $input.params('x'))#if(!$v.matches("[0-9]{1,2}"))#set($v = "25")#end`, `$v`),
		"base64":                                stores(``, `$util.base64Encode($input.params('x'))`),
		"encoded for a URL":                     stores(``, `$util.urlEncode($input.params('x'))`),
		"a constant condition":                  `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"}},"ConditionExpression":"attribute_not_exists(id)"}`,
		"a condition with a value":              set + `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"}},"ConditionExpression":"#t = :t","ExpressionAttributeNames":{"#t":"title"},"ExpressionAttributeValues":{":t":{"S":"` + safely + `"}}}`,
		"a list":                                `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"l":{"L":[#foreach($v in $input.path('$.tags')){"S":"$util.escapeJavaScript("$v").replaceAll("\\'", "'")"}#if($foreach.hasNext),#end#end]}}}`,
		"a list of lists":                       `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"l":{"L":[#foreach($x in $input.path('$.l'))#if($foreach.index > 0),#end{"L":[#foreach($y in $x)#if($foreach.index > 0),#end{"S":"$util.escapeJavaScript("$y").replaceAll("\\'", "'")"}#end]}#end]}}}`,
		"a comma by a variable":                 `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"l":{"L":[#set($c = "")#foreach($v in $input.path('$.tags'))$c{"S":"$util.escapeJavaScript("$v").replaceAll("\\'", "'")"}#set($c = ",")#end]}}}`,
		"a count of a list":                     `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"n":{"N":"$input.path('$.tags').size()"}}}`,
		"a comment and a blank line":            "## a comment\n\n" + stores(set, safely),
		"an old value":                          set + `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"note":{"S":"` + safely + `"}},"ReturnValues":"ALL_OLD"}`,
		"a stage variable":                      stores(``, `$stageVariables.greeting`),
		"the stage":                             stores(``, `$context.stage`),
		"the resource's path":                   stores(``, `$context.resourcePath`),
		"a source address":                      stores(``, `$context.identity.sourceIp`),
		"a loop's variable after the loop, which is what it was": stores(`#set($x = "a")#foreach($x in [$input.params('x')])#end`, `$x`),
		"an expiry":   `#set($ttl = $context.requestTimeEpoch / 1000 + 86400){"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"ttl":{"N":"$ttl"}}}`,
		"joined keys": `{"TableName":"books","Item":{"id":{"S":"ORDER#` + Escaped + `"}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			verdict, findings := judged(func(f *Fixture) { f.Template("put", template) })
			assert.Equal(t, capability.Proven, verdict, "%s\n%v", template, Shown(findings))
		})
	}
}
