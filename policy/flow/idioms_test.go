package flow

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The idioms of generated templates, which docs/proof.md shows. In them ‹x› is x, escaped.
var requestIdioms = map[string]string{
	"optional members of every type": `#set($body = $input.path('$')){"TableName":"t","Item":{"id":{"S":"ORDER#‹$input.params('id')›"},
"price":{"N":"$body.price"},"sold":{"BOOL":$body.sold},
"lines":{"L":[#foreach($line in $body.lines)#if($foreach.index > 0),#end{"M":{"sku":{"S":"‹$line.sku›"},"price":{"N":"$line.price"}#if($line.gift != ""),"gift":{"BOOL":$line.gift}#end}}#end]}
#if($body.note.length() >= 0),"note":{"S":"‹$body.note›"}#end
#if($body.tags.size() > 0),"tags":{"SS":[#foreach($tag in $body.tags)#if($foreach.index > 0),#end"‹$tag›"#end]}#end
#if($body.ratings.size() > 0),"ratings":{"NS":[#foreach($rating in $body.ratings)#if($foreach.index > 0),#end"$rating"#end]}#end
#if($body.hint.length() >= 0),"hint":{"S":"‹$body.hint›"}#elseif($body.containsKey("hint")),"hint":{"NULL":true}#end
#if($body.size != ""),"size":{"M":{
#set($comma = "")
#if($body.size.w != "")$comma"w":{"N":"$body.size.w"}#set($comma = ",")#end
#if($body.size.h != "")$comma"h":{"N":"$body.size.h"}#set($comma = ",")#end
}}#end}}`,
	"an update of what was sent": `#set($body = $input.path('$')){"TableName":"t","Key":{"id":{"S":"‹$input.params('id')›"}},
"UpdateExpression":"#set($sep = 'SET ')
#if($body.note.length() >= 0)
${sep}#note = :note#set($sep = ', ')
#end
#if($body.price != "")
${sep}#price = :price#set($sep = ', ')
#end
#set($sep = ' REMOVE ')
#if($body.containsKey("hint"))
#if($body.hint.length() >= 0)
#else
${sep}#hint#set($sep = ', ')
#end
#end
 ADD #version :one","ExpressionAttributeNames":{"#id":"id"#if($body.containsKey("note")),"#note":"note"#end},
"ExpressionAttributeValues":{
#set($comma = "")
#if($body.note.length() >= 0)$comma":note":{"S":"‹$body.note›"}#set($comma = ",")#end
#if($body.price != "")$comma":price":{"N":"$body.price"}#set($comma = ",")#end
}}`,
	"a query with pages": `#set($limit = $input.params().querystring.get("limit"))
#if($limit == "")#set($limit = "20")#end
#set($customer = $input.params("customer"))
#set($cursor = $input.params().querystring.get("cursor"))
#set($start = "")
#set($lastId = "")
#if($cursor != "")
#set($start = "refused")
#if($cursor.matches("([A-Za-z0-9_-]{4})*([A-Za-z0-9_-]{2,3})?[.]...[.]-?[0-9]{1,10}"))
#set($parts = $cursor.split("[.]"))
#set($sum = "$util.base64Encode($customer).$parts[0].$parts[1]")
#if($parts[2] == "$sum.hashCode()")
#set($start = "ok")
#set($lastId = $util.base64Decode($parts[0].replaceAll("-", "+").replaceAll("_", "/")))
#end
#end
#end
{"TableName":"t","KeyConditionExpression":"#customer = :customer#if($input.params("from") != "") AND #id >= :from#end",
"ExpressionAttributeValues":{":customer":{"S":"‹$customer›"}},
#if($start == "ok")"ExclusiveStartKey":{"customer":{"S":"‹$customer›"},"id":{"S":"‹$lastId›"}},#end
"ScanIndexForward":false,"Limit":#if($start == "refused")0#elseif($limit.matches("[1-9]|[1-9][0-9]|100"))$limit#{else}0#end}`,
	"keys from a list": `{"RequestItems":{"t":{"Keys":[#foreach($id in $input.params("ids").split(","))#if($foreach.index > 0),#end{"id":{"S":"‹$id›"}}#end]}}}`,
}

var answerIdioms = map[string]string{
	"GetItem": `#if($input.path('$.Item') == "")
#set($context.responseOverride.status = 404)
{"message":"missing"}
#else
#set($item = $input.path('$.Item'))
{"id":"‹$item.id.S›"
#if($item.title.S.length() >= 0),"title":"‹$item.title.S›"#end
#if($item.price.N != ""),"price":$item.price.N#end
#if($item.sold.BOOL != ""),"sold":$item.sold.BOOL#end
#if($item.tags.SS != ""),"tags":[#foreach($tag in $item.tags.SS)#if($foreach.index > 0),#end"‹$tag›"#end]#end
#if($item.ratings.NS != ""),"ratings":[#foreach($rating in $item.ratings.NS)#if($foreach.index > 0),#end$rating#end]#end
#if($item.lines.L != ""),"lines":[#foreach($line in $item.lines.L)#if($foreach.index > 0),#end{
"sku":"‹$line.M.sku.S›","price":#if($line.M.price.N != "")$line.M.price.N#{else}null#end}#end]#end
#if($item.hint.S.length() >= 0),"hint":"‹$item.hint.S›"#elseif($item.hint.NULL != ""),"hint":null#end
}
#end`,
	"UpdateItem": `#set($item = $input.path('$.Attributes'))
#if($item == "")
#set($context.responseOverride.status = 404)
{"message":"missing"}
#else
{"id":"‹$item.id.S›"
#if($item.sold.BOOL != ""),"sold":$item.sold.BOOL#end
#if($item.lines.L != ""),"lines":[#foreach($line in $item.lines.L)#if($foreach.index > 0),#end{
"price":#if($line.M.price.N != "")$line.M.price.N#{else}null#end}#end]#end
}
#end`,
	"Query": `#set($body = $input.path('$')){"count":$body.Count,"items":[#foreach($item in $body.Items)#if($foreach.index > 0),#end{"id":"‹$item.id.S›"}#end]
#set($last = $body.LastEvaluatedKey)
#if($last != "")
#set($key = $util.base64Encode($last.id.S))
#set($key = $key.replaceAll("[+]", "-").replaceAll("/", "_").replaceAll("=", ""))
#set($sum = "$util.base64Encode($input.params('customer')).$key")
,"next":"$key.$sum.hashCode()"
#end
}`,
	"PutItem": `#set($context.responseOverride.header.Location = "$context.path/$util.urlEncode($context.requestId)"){"id":"‹$context.requestId›"}`,
}

const idiomsModel = `{"type":"object","required":["price","sold","lines"],"properties":{"price":{"type":"number"},"sold":{"type":"boolean"},
"note":{"type":"string"},"hint":{"type":["string","null"]},"tags":{"type":"array","items":{"type":"string"}},"ratings":{"type":"array","items":{"type":"number"}},
"lines":{"type":"array","items":{"type":"object","required":["sku","price"],"properties":{"sku":{"type":"string"},"price":{"type":"number"},"gift":{"type":"boolean"}}}},
"size":{"type":"object","properties":{"w":{"type":"number"},"h":{"type":"number"}}}}}`

func TestIdiomsAreProven(t *testing.T) {
	t.Parallel()
	var schema map[string]any
	require.NoError(t, json.Unmarshal([]byte(idiomsModel), &schema))
	body := TypeOfModel(schema)
	for name, template := range requestIdioms {
		assertProven(t, name, template, Options{Request: true, Body: body})
	}
	for operation, template := range answerIdioms {
		assertProven(t, "the answer of "+operation, template, Options{Body: TypeOfAnswer(operation, true, false)})
	}
	const item = "#set($item = $input.path('$.Item'))\n"
	first := strings.ReplaceAll(strings.Replace(answerIdioms["GetItem"], item, "", 1), `#if($input.path('$.Item') == "")`, item+`#if($item == "")`)
	require.NotEqual(t, answerIdioms["GetItem"], first)
	assertProven(t, "the answer of GetItem, whose item a variable holds before it is asked for", first, Options{Body: TypeOfAnswer("GetItem", true, false)})
}

func assertProven(t *testing.T, name, template string, options Options) {
	t.Helper()
	for _, escaped := range strings.Split(template, "‹")[1:] {
		e, _, _ := strings.Cut(escaped, "›")
		template = strings.ReplaceAll(template, "‹"+e+"›", `$util.escapeJavaScript(`+e+`).replaceAll("\\'", "'")`)
	}
	a := Analyze(template, options)
	assert.Empty(t, a.Problems, name)
	for _, document := range a.Documents {
		document.Walk(func(v *Value, p *Placeholder) {
			assert.True(t, v.Fits(p), "%s: ‹%s› is %s, and a value: %t", name, p.Expr, p.Class, p.Value)
		})
	}
}
