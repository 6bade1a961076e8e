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

// What is asked about a value that a function has made holds for the value.
func TestGuardsOfWhatFunctionsMake(t *testing.T) {
	t.Parallel()
	query := func(before, rest string) string {
		return before + `{"TableName":"books","IndexName":"by-year","KeyConditionExpression":"#y = :y","ExpressionAttributeNames":{"#y":"year"},"ExpressionAttributeValues":{":y":{"N":"1"}}` + rest + `}`
	}
	const start = `,"ExclusiveStartKey":{"id":{"S":"$util.escapeJavaScript($t).replaceAll("\\'", "'")"},"year":{"N":"1"}}`
	const parsed = `#set($i = 0)#set($n = $i.parseInt($input.params('limit')))`
	for template, proven := range map[string]bool{
		query(`#set($t = $util.base64Decode($input.params('next')))`, `#if($t != "")`+start+`#end`):                               true,
		query(`#set($t = $util.base64Decode($input.params('next')))`, start):                                                      false,
		query(``, `#if($input.params('next') != "")#set($t = $util.base64Decode($input.params('next')))`+start+`#end`):            true,
		query(parsed+`#if($n < 1 || $n > 100)#set($n = 100)#end`, `,"Limit":$n`):                                                  true,
		query(parsed+`#if($n >= 1 && $n <= 100)#set($m = $n)#else#set($m = 1)#end`, `,"Limit":$m`):                                true,
		query(parsed+`#if($n > 100)#set($n = 100)#end`, `,"Limit":$n`):                                                            false,
		query(`#set($l = $input.params('limit'))#if(!$l.matches("^[1-9][0-9]?$"))#set($l = 20)#end`, `,"Limit":$l`):               true,
		query(`#set($l = $input.params('limit'))#if(!$l.matches("^[1-9][0-9]?$|.*"))#set($l = 20)#end`, `,"Limit":$l`):            false,
		query(``, `#if($input.path('$.c') == true || $input.path('$.c') == false),"ConsistentRead":$input.path('$.c')#end`):       true,
		query(``, `#if($input.params('d') == "true" || $input.params('d') == "false"),"ScanIndexForward":$input.params('d')#end`): true,
	} {
		verdict, findings := judged(func(f *Fixture) { f.Template("query", template) })
		assert.Equal(t, proven, verdict == capability.Proven, "%s: %v", template, findings)
	}
}
