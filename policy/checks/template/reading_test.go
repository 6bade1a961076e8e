package template

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/internal/capability"
	. "lambdaless/policy/checks/checktest"
)

// A JSONPath that finds several values is a list, and one that ends with a function mostly a number.
func TestWhatAPathFindsHasAType(t *testing.T) {
	t.Parallel()
	item := func(value string) string {
		return `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"t":` + value + `}}`
	}
	schema := `{"type":"object","required":["title","lines"],"properties":{"title":{"type":"string"},"pages":{"type":"integer"},` +
		`"lines":{"type":"array","items":{"type":"object","required":["sku"],"properties":{"sku":{"type":"string"},"n":{"type":"number"}}}},"tags":{"type":"array","items":{"type":"string"}}}}`
	for value, right := range map[string]bool{
		`{"S":$input.json('$..title')}`: false, `{"S":$input.json('$.lines[*].sku')}`: false, `{"S":$input.json('$.lines[0:1]')}`: false,
		`{"S":$input.json("$.lines[?(@.sku=='a')].sku")}`: false, `{"S":$input.json("$['title','pages']")}`: false, `{"S":$input.json('$.lines[0,1].sku')}`: false,
		`{"S":$input.json('$.*')}`: false, `{"S":$input.json('$.lines.length()')}`: false, `{"S":$input.json('$.tags')}`: false, `{"BOOL":$input.json('$.tags')}`: false,
		`{"N":"$input.path('$..n')"}`: false, `{"S":$input.json('$.[')}`: false, `{"S":$input.json("$['pages']")}`: false, `{"N":"$input.path("$['pages','title']")"}`: false,
		`{"S":$input.json("$['title']")}`: true, `{"S":$input.json('$.lines[0].sku')}`: true, `{"N":"$input.path("$['pages']")"}`: true, `{"N":"$input.path('$.lines[-1].n')"}`: true,
		`{"SS":$input.json('$.tags')}`: true, `{"SS":$input.json('$..sku')}`: true, `{"SS":$input.json('$.lines[*].sku')}`: true,
		`{"S":"$util.escapeJavaScript($input.path('$.lines[0].sku')).replaceAll("\\'", "'")"}`: true, `{"N":"$input.path('$.lines.length()')"}`: true,
	} {
		verdict, findings := judged(func(f *Fixture) {
			f.Set("model", schema, "schema")
			f.Template("put", item(value))
		})
		assert.Equal(t, right, verdict == capability.Proven, "%s: %v", value, findings)
	}
}

// Answers that go through the items of a page, and through an item's own names.
func TestAnswersGoThroughItems(t *testing.T) {
	t.Parallel()
	const escapedKey, text = `$util.escapeJavaScript($k).replaceAll("\\'", "'")`, `$util.escapeJavaScript($v.S).replaceAll("\\'", "'")`
	loop := func(body string) string {
		return `[#foreach($i in $input.path('$.Items'))#if($foreach.index > 0),#end{#foreach($k in $i.keySet())#set($v = $i.get($k))#if($foreach.index > 0),#end"` + escapedKey + `":` + body + `#end}#end]`
	}
	for answer, proven := range map[string]bool{
		loop(`#if($v.containsKey("S"))"` + text + `"#elseif($v.containsKey("N"))$v.N#{else}null#end`):       true,
		loop(`#if($v.containsKey("N"))"` + text + `"#elseif($v.containsKey("BOOL"))$v.BOOL#{else}null#end`): true,
		loop(`#if($v.containsKey("S"))$v.N#{else}null#end`):                                                 false,
		loop(`#if($v.containsKey("S"))"$v.S"#{else}null#end`):                                               false,
		loop(`#set($w = $i.get("other"))#if($w.containsKey("N"))$w.N#{else}null#end`):                       false,
		`#set($i = $input.path('$.Items[0]'))[#foreach($k in $i.keySet())#if($foreach.index > 0),#end#set($v = $i.get($util.escapeJavaScript("$k")))#if($v.containsKey("N"))$v.N#{else}0#end#end]`: false,
		`{"n":$input.path('$.Items').size()}`:      true,
		`{"n":$input.path('$.Item').size()}`:       false,
		`$input.body`:                              true,
		`{"all":$input.body}`:                      true,
		`{"all":"$input.body"}`:                    false,
		`{"all":$input.body.replaceAll("a", "b")}`: false,
	} {
		verdict, findings := judged(func(f *Fixture) { f.Set("query-200", answer, "responseTemplates", "application/json") })
		assert.Equal(t, proven, verdict == capability.Proven, "%s: %v", answer, findings)
	}
	verdict, _ := judged(func(f *Fixture) {
		f.Template("query", `{"TableName":"books","IndexName":"by-year","Select":"COUNT","KeyConditionExpression":"#y = :y","ExpressionAttributeNames":{"#y":"year"},"ExpressionAttributeValues":{":y":{"N":"1"}}}`)
		f.Set("query-200", `{"n":$input.path('$.Items').size()}`, "responseTemplates", "application/json")
	})
	assert.NotEqual(t, capability.Proven, verdict, "a count has no items")
}

// What is asked about a value that a function has made holds for the value.
func TestGuardsOfWhatFunctionsMake(t *testing.T) {
	t.Parallel()
	query := func(before, rest string) string {
		return before + `{"TableName":"books","IndexName":"by-year","KeyConditionExpression":"#y = :y","ExpressionAttributeNames":{"#y":"year"},"ExpressionAttributeValues":{":y":{"N":"1"}}` + rest + `}`
	}
	const start = `,"ExclusiveStartKey":{"id":{"S":"$util.escapeJavaScript($t).replaceAll("\\'", "'")"},"year":{"N":"1"}}`
	const parsed = `#set($i = 0)#set($n = $i.parseInt($input.params('limit')))`
	for template, proven := range map[string]bool{
		query(`#set($t = $util.base64Decode($input.params('next')))`, `#if($t != "")`+start+`#end`):                                                                                           true,
		query(`#set($t = $util.base64Decode($input.params('next')))`, start):                                                                                                                  false,
		query(``, `#if($input.params('next') != "")#set($t = $util.base64Decode($input.params('next')))`+start+`#end`):                                                                        true,
		query(parsed+`#if($n < 1 || $n > 100)#set($n = 100)#end`, `,"Limit":$n`):                                                                                                              true,
		query(parsed+`#if($n >= 1 && $n <= 100)#set($m = $n)#else#set($m = 1)#end`, `,"Limit":$m`):                                                                                            true,
		query(parsed+`#if($n > 100)#set($n = 100)#end`, `,"Limit":$n`):                                                                                                                        false,
		query(`#set($l = $input.params('limit'))#if(!$l.matches("^[1-9][0-9]?$"))#set($l = 20)#end`, `,"Limit":$l`):                                                                           true,
		query(`#set($l = $input.params('limit'))#if(!$l.matches("^[1-9][0-9]?$|.*"))#set($l = 20)#end`, `,"Limit":$l`):                                                                        false,
		query(``, `#if($input.path('$.c') == true || $input.path('$.c') == false),"ConsistentRead":$input.path('$.c')#end`):                                                                   true,
		query(`#set($ok = ["10", "20", "50"])#set($l = $input.params('limit'))#if(!$ok.contains($l))#set($l = "10")#end`, `,"Limit":$l`):                                                      true,
		query(`#set($ok = ["10", "20x"])#set($l = $input.params('limit'))#if(!$ok.contains($l))#set($l = "10")#end`, `,"Limit":$l`):                                                           false,
		query(`#set($ok = ["10"])#set($o = $ok.add($input.params('x')))#set($l = $input.params('limit'))#if(!$ok.contains($l))#set($l = "10")#end`, `,"Limit":$l`):                            false,
		query(`#set($l = $input.params('limit'))#if($l != "10" && $l != "20" && $l != "50")#set($l = "10")#end`, `,"Limit":$l`):                                                               true,
		query(`#set($l = $input.params('limit'))#if($l != "10" && $l != "1e9")#set($l = "10")#end`, `,"Limit":$l`):                                                                            false,
		query(`#set($m = {"s": 10, "l": 100})#set($l = $m.get($input.params('size')))#if(!$l || $l == "")#set($l = 10)#end`, `,"Limit":$l`):                                                   true,
		query(`#set($m = {"s": 10, "l": 100})#set($l = $m.get($input.params('size')))`, `,"Limit":$l`):                                                                                        false,
		query(`#set($m = {"s": 10})#if($m.get($input.params('k')) == "")#set($a = 1)#else#set($o = $m.put("s", $input.params('x')))#set($a = $m.get($input.params('k')))#end`, `,"Limit":$a`): false,
		query(`#set($t = $input.params('next'))`, `#if($t.length() > 0)`+start+`#end`):                                                                                                        true,
		query(`#set($t = $input.params('next'))`, `#if($t.length() >= 0)`+start+`#end`):                                                                                                       false,
		query(`#set($t = $input.params('next'))`, `#if($t.length() < 9)`+start+`#end`):                                                                                                        false,
		query(`#set($t = $input.params('next'))`, `#if($t.length() == 0)#else`+start+`#end`):                                                                                                  true,
		query(`#set($t = $input.params('next'))`, `#if(!$t.isEmpty())`+start+`#end`):                                                                                                          true,
		query(`#set($t = $input.params('next'))`, `#if($t.isEmpty())`+start+`#end`):                                                                                                           false,
		query(``, `,"Limit":2.5`): false,
		query(``, `#if($input.params('d') == "true" || $input.params('d') == "false"),"ScanIndexForward":$input.params('d')#end`): true,
	} {
		verdict, findings := judged(func(f *Fixture) { f.Template("query", template) })
		assert.Equal(t, proven, verdict == capability.Proven, "%s: %v", template, findings)
	}
}
