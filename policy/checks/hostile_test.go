package checks

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/capability"
	"lambdaless/internal/vtl"
	. "lambdaless/policy/checks/checktest"
)

// In the templates here, X and Y are raw parameters of the client, and E(v) is $v, escaped.
var shorthand = strings.NewReplacer(
	"«X»", `$input.params('x')`, "«Y»", `$input.params('y')`, "«E»", `$util.escapeJavaScript($v).replaceAll("\\'", "'")`, "«ID»", Escaped,
)

// put is a PUT that stores a text, after statements.
func put(statements, text string) string {
	return shorthand.Replace(statements + `{"TableName":"books","Item":{"id":{"S":"«ID»"},"note":{"S":"` + text + `"}}}`)
}

// whole is a PUT's template with the item's further attributes.
func whole(statements, attributes string) string {
	return shorthand.Replace(statements + `{"TableName":"books","Item":{"id":{"S":"«ID»"}` + attributes + `}}`)
}

// hostile are templates that let a client's text out of its place, by kind.
var hostile = map[string]map[string]string{
	"aliases": {
		"a member's map, changed through the outer map":      put(`#set($a = {"k": {"d": "x"}})#set($b = $a.k)#set($a.k.d = «X»)`, `$b.d`),
		"a list in a list, changed through a name":           put(`#set($a = [["x"]])#set($b = $a[0])#set($o = $b.add(«X»))`, `$a[0][1]`),
		"a loop's variable":                                  put(`#set($a = [{"k": "v"}])#foreach($m in $a)#set($m.k = «X»)#end`, `$a[0].k`),
		"a change in a block":                                put(`#set($m = {})#define($d)#set($m.k = «X»)#end`, `$d$m.k`),
		"one of two maps":                                    put(`#set($m = {"a": "b"})#if(«Y» == "1")#set($n = $m)#else#set($n = {})#end#set($n.a = «X»)`, `$m.a`),
		"maps in a list":                                     put(`#set($m = {"a": "b"})#set($k = {"a": "b"})#set($l = [$m, $k])#foreach($i in $l)#set($i.a = «X»)#end`, `$k.a`),
		"what put gives back the second time":                put(`#set($m = {})#set($o = $m.put("a", «X»))#set($o = $m.put("a", "b"))`, `$o`),
		"a default":                                          put(`#set($m = {})`, `$m.getOrDefault("a", «X»)`),
		"a value that is put if there is none":               put(`#set($m = {})#set($o = $m.putIfAbsent("a", «X»))`, `$m.a`),
		"a key put together":                                 put(`#set($m = {})#set($k = "a" + "b")#set($m[$k] = «X»)`, `$m.ab`),
		"a key of the client that hits another":              put(`#set($m = {"safe": "a"})#set($m[«X»] = «Y»)`, `$m.safe`),
		"an item of a list by a number of the body":          put(`#set($l = ["a", "b"])#set($n = $input.path('$.pages'))#set($l[$n] = «X»)`, `$l[0]`),
		"a map that holds itself through a list":             put(`#set($m = {})#set($m.l = [$m])#set($m.l[0].x = «X»)`, `$m.x`),
		"a map as a key's text":                              put(`#set($m = {})#set($n = {"a": «X»})#set($m[$n] = "b")`, `#foreach($k in $m.keySet())$k#end`),
		"removing from a list moves the next":                put(`#set($l = ["a", «X»])#set($o = $l.remove(0))`, `$l[0]`),
		"a map with a member of the body, changed by a loop": put(`#set($m = {"a": "b"})#foreach($t in $input.path('$.tags'))#set($m.a = $t)#end`, `$m["a"]`),
	},
	"views": {
		"keys, taken before":          put(`#set($m = {"a": "b"})#set($k = $m.keySet())#set($o = $m.put(«X», "b"))`, `#foreach($i in $k)$i#end`),
		"entries, changed":            put(`#set($m = {"a": "b"})#foreach($e in $m.entrySet())#set($e.value = «X»)#end`, `$m.a`),
		"a part of a list, added to":  put(`#set($l = ["a", "b"])#set($s = $l.subList(0, 1))#set($o = $s.add(«X»))`, `$l[1]`),
		"values as a text":            put(`#set($m = {"a": «X»})`, `$m.values().toString()`),
		"a view of a view":            put(`#set($m = {"a": "b"})#set($v = $m.values().iterator())#set($m.a = «X»)`, `$v.next()`),
		"a copy that is taken after":  put(`#set($m = {"a": «X»})#set($c = {})#foreach($e in $m.entrySet())#set($c[$e.key] = $e.value)#end`, `$c.a`),
		"the parameters of one place": put(``, `$input.params().get("querystring").values()`),
	},
	"iterators": {
		"asked twice":       put(`#set($i = $input.path('$.tags').iterator())#if($i.next() == "a")#set($t = "b")#else#set($t = «X»)#end`, `#if($i.next() == "a")$t#{else}b#end`),
		"of a list":         put(`#set($l = [«X»])#set($i = $l.iterator())`, `$i.next()`),
		"a list's iterator": put(`#set($l = ["a"])#set($i = $l.listIterator())#set($o = $i.next())#set($o = $i.set(«X»))`, `$i.previous()`),
		"in a loop":         put(`#set($l = ["a", «X»])#set($i = $l.iterator())`, `#foreach($k in $i)$k#end`),
		"by another name":   put(`#set($l = [1, 2])#set($i = $l.iterator())#set($j = $i)#if($i.next() == 1)#set($t = «X»)#end#if($j.next() == 1)#set($t = "a")#end`, `$t`),
	},
	"questions": {
		"a member asked for, before it is put and after":  put(`#set($m = {})#if(«Y» == "1")#set($m.k = "v")#end#if($m.containsKey("k"))#set($t = "ok")#else#set($t = «X»)#end#set($m.k = "w")`, `#if($m.containsKey("k"))$t#end`),
		"a size, before and after":                        put(`#set($l = [])#if(«Y» == "1")#set($o = $l.add("a"))#end#if($l.size() == 1)#set($t = "ok")#else#set($t = «X»)#end#set($o = $l.add("b"))`, `#if($l.size() == 1)$t#end`),
		"items of two iterations":                         put(`#set($t = "a")`, `#foreach($i in $input.path('$.tags'))#if($i == "z")$t#{else}#set($t = «X»)#end#end`),
		"an inner loop's variable of the same name":       put(`#set($t = "a")`, `#foreach($i in $input.path('$.tags'))#if($i == "z")#foreach($i in $input.path('$.more'))#if($i != "z")#set($t = «X»)#end#end#end$t#end`),
		"a checked text that a block changes":             put(`#set($v = «X»)#define($d)#set($v = «Y»)#end`, `#if($v.matches("[a-z]+"))$d$v#end`),
		"a checked name of a changed variable":            put(`#set($v = «X»)#set($a = $v)#if($a.matches("[a-z]+"))#set($v = «Y»)`, `$v#end`),
		"the check of one parameter, the text of another": put(`#set($v = «X»)#set($w = «Y»)`, `#if($v.matches("[a-z]+"))$w#end`),
		"a prefix that is checked":                        put(`#set($v = «X»)`, `#if($v.startsWith("safe-"))$v#end`),
		"a length that is checked":                        put(`#set($v = «X»)`, `#if($v.length() < 40)$v#end`),
		"a check that ends before a line end":             put(`#set($v = «X»)`, `#if($v.matches("(?s)[a-z]+.*"))$v#end`),
		"a check of a trimmed text":                       put(`#set($v = «X»)`, `#if($v.trim().matches("[a-z]+"))$v#end`),
		"a check of a text in lower case":                 put(`#set($v = «X»)`, `#if($v.toLowerCase().matches("[a-z]+"))$v#end`),
		"a number that is compared":                       put(`#set($v = $input.path('$.note'))`, `#if($v > 0)$v#{else}$v#end`),
		"a negated check, and an or":                      put(`#set($v = «X»)`, `#if($v.matches("[a-z]+") || «Y» == "1")$v#end`),
	},
	"breaks": {
		"#break in a block in a loop":           put(`#define($b)#break#end`, `#foreach($i in [1, 2])$b«X»#end`),
		"#break in a condition of a block":      put(`#define($b)#if(«Y» == "1")#break#end#end`, `#foreach($i in [1, 2])$b#if(«Y» == "1")«X»#end#end`),
		"a block that stops a loop by a set":    put(`#set($go = true)#define($b)#set($go = false)#break#end`, `#foreach($i in [1, 2])$b#if($go)a#{else}«X»#end#end`),
		"#stop in a block":                      whole(`#define($b)#if(«X» == "a")#stop#end#end`, `$b`),
		"what is after a loop that breaks":      put(`#set($t = «X»)#foreach($i in $input.path('$.tags'))#set($t = "a")#break#end`, `$t`),
		"a comma that depends on a broken loop": whole(``, `,"l":{"L":[#foreach($i in $input.path('$.tags')){"S":"a"}#if($foreach.hasNext),#end#if($i == "b")#break#end#end]}`),
	},
	"conditions on texts": {
		"two references":           put(``, `#if("«X»«Y»")fine#{else}«X»#end`),
		"not two references":       put(``, `#if(!"$!input.params('a')$!input.params('b')")«X»#{else}fine#end`),
		"two variables":            put(`#set($a = «X»)#set($b = «Y»)`, `#if($a && $b)fine#{else}$a#end`),
		"an empty literal":         put(``, `#if("")fine#{else}«X»#end`),
		"a joined text is checked": put(`#set($a = «X»)#set($b = «Y»)#set($c = "$a $b")`, `#if($c.contains("safe"))$a#end`),
		"a list as a condition":    put(``, `#if([])fine#{else}«X»#end#if({})fine#{else}«X»#end`),
		"a number as a condition":  put(``, `#if(0)fine#{else}«X»#end`),
	},
	"overrides": {
		"through another name":     whole(`#set($c = $context)#set($c.requestOverride.header.a = "b")`, ``),
		"through entries":          whole(`#foreach($e in $context.entrySet())#set($e.value.header = {"X-Amz-Target": "a"})#end`, ``),
		"by put":                   whole(`#set($o = $context.put("requestOverride", {"header": {"X-Amz-Target": "a"}}))`, ``),
		"by indexes":               whole(`#set($context["requestOverride"]["header"]["X-Amz-Target"] = "DynamoDB_20120810.DeleteItem")`, ``),
		"by a name in a variable":  whole(`#set($k = "requestOverride")#set($context[$k].path.id = "b")`, ``),
		"by get":                   whole(`#set($o = $context.get("requestOverride").get("header").put("X-Amz-Target", "a"))`, ``),
		"of the headers in a name": whole(`#set($h = $context.requestOverride.header)#set($h["X-Amz-Target"] = "a")`, ``),
		"of the path":              whole(`#set($context.requestOverride.path.id = «X»)`, ``),
		"of the query string":      whole(`#set($context.requestOverride.querystring.id = "a")`, ``),
		"within a block":           whole(`#define($d)#set($context.requestOverride.header.a = "b")#end$d`, ``),
		"of all values":            whole(`#foreach($e in $context.values())#set($e.header.a = "b")#end`, ``),
	},
	"references that there are not": {
		"$method":                         put(``, `$method.request.querystring.kind`),
		"$integration":                    put(``, `${integration.request.header.x}`),
		"a variable":                      put(``, `$kind`),
		"a quiet one":                     put(``, `$!kind.name`),
		"$request":                        put(``, `$request.body`),
		"a member of $input":              put(``, `$input.headers.x`),
		"a parameter's map":               put(``, `$input.params.x`),
		"a member of $context":            put(``, `$context.identity.note`),
		"all of $context":                 put(``, `$context`),
		"all of the identity":             put(``, `$context.identity`),
		"all of the claims":               put(``, `$context.authorizer.claims`),
		"an error's message":              put(``, `$context.error.message`),
		"a header that an override has":   put(``, `$context.requestOverride.header.x`),
		"set on one path":                 put(`#if(«Y» == "1")#set($t = "a")#end`, `$t`),
		"set by a loop":                   put(`#foreach($i in $input.path('$.tags'))#set($t = "a")#end`, `$t`),
		"set by a block that is not used": put(`#define($d)#set($t = "a")#end`, `$t`),
		"a loop's variable afterwards":    put(`#foreach($method in [1])#end`, `$method.request.header.x`),
		"the class of a text":             put(``, `$input.params('x').getClass().getName()`),
	},
	"escapes that are undone": {
		"upper case":                 put(`#set($v = «X»)#set($e = «E»)`, `$e.toUpperCase()`),
		"a character":                put(`#set($v = «X»)#set($e = «E»)`, `$e.charAt(0)`),
		"the end":                    put(`#set($v = «X»)#set($e = «E»)`, `$e.substring($e.length())$e.substring(1)`),
		"trimmed":                    put(`#set($v = «X»)#set($e = «E»)`, `$e.trim()`),
		"joined with the client's":   put(`#set($v = «X»)#set($e = «E»)`, `$e.concat(«Y»)`),
		"a backslash before it":      put(`#set($v = «X»)`, `\«E»`),
		"a literal backslash before": put(`#set($v = «X»)#set($b = '\')`, `$b«E»`),
		"doubled by a group":         put(`#set($v = «X»)#set($e = «E»)`, `$e.replaceAll("(.)", "$1$1")`),
		"a letter to a quote":        put(`#set($v = «X»)#set($e = «E»)`, `$e.replace("n", '"')`),
		"split at the escapes":       put(`#set($v = «X»)#set($e = «E»)#set($p = $e.split("u"))`, `$p[0]`),
		"decoded from base64":        put(`#set($v = $util.base64Decode($util.base64Encode(«X»)))`, `$v`),
		"parsed again":               put(`#set($v = «X»)#set($e = «E»)#set($p = $util.parseJson("{'a':'$e'}"))`, `$p.a`),
		"encoded, then decoded":      put(``, `$util.urlDecode($util.urlEncode(«X»))`),
		"formatted":                  put(``, `$input.body.format("%s", «X»)`),
		"escaped in a variable that a loop sets again": put(`#set($v = «X»)#set($e = «E»)#foreach($e in [«Y»])`, `$e#end`),
	},
	"numbers": {
		"leading zeros":               whole(`#set($v = «X»)#if(!$v.matches("[0-9]+"))#set($v = "1")#end`, `,"a":$v`),
		"a text added to a time":      whole(`#set($t = $context.requestTimeEpoch + «X»)`, `,"at":{"N":"$t"}`),
		"a time, replaced by a text":  whole(`#set($t = $context.requestTimeEpoch)#if(«Y» == "1")#set($t = «X»)#end`, `,"at":{"N":"$t"}`),
		"a number of no model":        whole(``, `,"at":{"N":"$input.path('$.unknown')"}`),
		"a number of a body by value": whole(`#set($b = $util.parseJson($input.path('$.title')))`, `,"at":{"N":"$b.n"}`),
		"what parseInt is given":      whole(`#set($i = 0)#set($n = $i.parseInt(«X»))`, `,"at":{"N":"«X»"}`),
		"a sum with a text":           whole(`#set($s = "")#set($n = 1 + «X»)`, `,"at":{"N":"$n"}`),
		"a number that may be absent": whole(``, `,"a":$input.path('$.pages')`),
	},
}

func TestHostileTemplates(t *testing.T) {
	t.Parallel()
	count := 0
	for kind, templates := range hostile {
		count += len(templates)
		for name, template := range templates {
			t.Run(kind+"/"+name, func(t *testing.T) {
				t.Parallel()
				_, err := vtl.Parse(name, template)
				require.NoError(t, err, template)
				f := Passing()
				f.Template("put", template)
				findings, _ := Judge(f.Context())
				assert.NotEqual(t, capability.Proven, Worst(findings), template)
				for _, found := range findings {
					assert.NotContains(t, found.Message, "panicked")
					t.Logf("%s %s: %s", found.Rule.ID, found.Verdict, found.Message)
				}
			})
		}
	}
	t.Logf("%d templates", count)
}

// good are templates as careful people write them, of the same kinds.
var good = map[string]string{
	"a map of the template's own texts":          put(`#set($m = {"a": "b"})#set($n = $m)#set($n.a = "c")`, `$m.a`),
	"a map with escaped texts":                   put(`#set($v = «X»)#set($m = {})#set($o = $m.put("a", «E»))`, `$m.a`),
	"a list of the template's own texts":         put(`#set($l = ["a", "b"])#set($o = $l.add("c"))`, `$l[2]`),
	"a map changed in a loop":                    put(`#set($m = {"a": "b"})#foreach($i in [1, 2])#set($m.a = "c")#end`, `$m.a`),
	"a default by a map":                         put(`#set($m = {"a": "b"})`, `#if($m.containsKey("a"))$m.a#{else}c#end`),
	"a block of escaped text":                    put(`#set($v = «X»)#define($d)«E»#end`, `$d`),
	"a block that is used in a loop":             put(`#define($d)a#end`, `#foreach($i in $input.path('$.tags'))$d#end`),
	"a loop that breaks":                         put(`#set($t = "a")#foreach($i in [1..5])#if($i == 3)#set($t = "b")#break#end#end`, `$t`),
	"a loop in a loop":                           whole(``, `,"l":{"L":[#foreach($i in [1, 2])#if($foreach.index > 0),#end{"L":[#foreach($j in ["a", "b"])#if($foreach.index > 0),#end{"S":"$i$j"}#end]}#end]}`),
	"texts of the body in a list":                whole(``, `,"l":{"L":[#foreach($v in $input.path('$.tags'))#if($foreach.hasNext || $foreach.index > 0)#end#if($foreach.index > 0),#end{"S":"«E»"}#end]}`),
	"a condition on two parameters":              put(``, `#if(«X» == "a" && «Y» == "b")both#elseif(«X» == "a")one#{else}none#end`),
	"a condition on a joined text":               put(``, `#if("«X»«Y»" == "ab")a#{else}b#end`),
	"a check of one of a few texts":              put(`#set($v = «X»)#if($v != "asc" && $v != "desc")#set($v = "asc")#end`, `$v`),
	"a check by a regular expression":            put(`#set($v = «X»)#if(!$v.matches("[a-z]{1,20}"))#set($v = "none")#end`, `$v`),
	"a date":                                     put(`#set($v = «X»)#if(!$v.matches("\d{4}-\d{2}-\d{2}"))#set($v = "1970-01-01")#end`, `$v`),
	"a count of a text":                          whole(`#set($v = «X»)`, `,"n":{"N":"$v.length()"}`),
	"a time in seconds":                          whole(`#set($t = $context.requestTimeEpoch / 1000)`, `,"at":{"N":"$t"}`),
	"a time in an hour":                          whole(`#set($t = $context.requestTimeEpoch / 1000 + 3600)`, `,"ttl":{"N":"$t"}`),
	"a day's start":                              whole(`#set($t = $context.requestTimeEpoch - $context.requestTimeEpoch % 86400000)`, `,"day":{"N":"$t"}`),
	"a generated id":                             whole(``, `,"request":{"S":"$context.requestId"}`),
	"the stage":                                  whole(``, `,"stage":{"S":"$context.stage"}`),
	"an address":                                 whole(``, `,"from":{"S":"$context.identity.sourceIp"}`),
	"the time as a text":                         whole(``, `,"at":{"S":"$util.escapeJavaScript($context.requestTime).replaceAll("\\'", "'")"}`),
	"an integer of the model, in quotes":         whole(``, `,"pages":{"N":"$input.path('$.pages')"}`),
	"an integer of the model, by a variable":     whole(`#set($b = $input.path('$'))`, `#if($b.containsKey("pages")),"pages":{"N":"$b.pages"}#end`),
	"an integer of the model, compared":          whole(`#set($p = $input.path('$.pages'))`, `#if($p > 100),"long":{"BOOL":true}#{else},"long":{"BOOL":false}#end`),
	"a boolean by a condition":                   whole(``, `,"sold":{"BOOL":#if(«X» == "yes")true#{else}false#end}`),
	"a set of the template":                      whole(``, `,"tags":{"SS":["a","b"]}`),
	"NULL":                                       whole(``, `,"gone":{"NULL":true}`),
	"a map in the item":                          whole(`#set($v = «X»)`, `,"m":{"M":{"a":{"S":"«E»"},"b":{"L":[]}}}`),
	"a body read by parseJson":                   whole(`#set($b = $util.parseJson($input.body))#set($v = $b.title)`, `,"title":{"S":"«E»"}`),
	"JSON of the body's text":                    whole(``, `,"title":{"S":$input.json('$.title')}`),
	"base64":                                     whole(``, `,"b":{"B":"$util.base64Encode(«X»)"}`),
	"an apostrophe and quotes in the text":       put(``, `it's \"quoted\", with $5 and #1`),
	"a comment with a reference in it":           "## $input.params('x')\n#* $kind *#\n" + put(``, `a`),
	"text as it is":                              put(``, `#[[$kind #if]]#`),
	"a condition against overwriting":            shorthand.Replace(`{"TableName":"books","Item":{"id":{"S":"«ID»"}},"ConditionExpression":"attribute_not_exists(id)"}`),
	"a condition on a version":                   shorthand.Replace(`{"TableName":"books","Item":{"id":{"S":"«ID»"}},"ConditionExpression":"#v = :v","ExpressionAttributeNames":{"#v":"version"},"ExpressionAttributeValues":{":v":{"N":"1"}}}`),
	"a joined key of literals and an escaped id": shorthand.Replace(`{"TableName":"books","Item":{"id":{"S":"BOOK#«ID»"},"kind":{"S":"book"}}}`),
	"the consumed capacity":                      shorthand.Replace(`{"TableName":"books","Item":{"id":{"S":"«ID»"}},"ReturnConsumedCapacity":"TOTAL"}`),
	"an optional attribute":                      whole(`#set($v = «X»)`, `#if($v != ""),"note":{"S":"«E»"}#end`),
	"two optional attributes":                    whole(`#set($v = «X»)`, `#if($v != ""),"note":{"S":"«E»"}#end#set($v = «Y»)#if($v != ""),"more":{"S":"«E»"}#end`),
}

func TestGoodTemplates(t *testing.T) {
	t.Parallel()
	for name, template := range good {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := Passing()
			f.Set("model", `{"type":"object","required":["title"],"properties":{"title":{"type":"string"},"pages":{"type":"integer"},"tags":{"type":"array","items":{"type":"string"}}}}`, "schema")
			f.Template("put", template)
			findings, _ := Judge(f.Context())
			assert.Equal(t, capability.Proven, Worst(findings), "%s\n%v", template, Shown(findings))
		})
	}
	t.Logf("%d templates", len(good))
}
