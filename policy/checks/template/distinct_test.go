package template

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"lambdaless/internal/capability"
	. "lambdaless/policy/checks/checktest"
)

const (
	first  = `{"id":{"S":"` + Escaped + `"}}`
	second = `{"id":{"S":"$util.escapeJavaScript($input.params('b')).replaceAll("\\'", "'")"}}`
)

func batch(keys string) string { return `{"RequestItems":{"books":{"Keys":[` + keys + `]}}}` }

func transaction(items string) string { return `{"TransactItems":[` + items + `]}` }

// verdictOf is what all template rules say of a stack with a method of an operation.
func verdictOf(operation, template string) (capability.Verdict, string) {
	verdict, findings := judged(func(f *Fixture) {
		f.Method("more", "POST", "@book", operation, TableARN, template)
		f.Set("more", Properties{"method.request.path.id": true, "method.request.querystring.b": true}, "requestParameters")
		f.Set("more-200", `{}`, "responseTemplates", "application/json")
	})
	text := ""
	for _, found := range findings {
		text += found.Rule.ID + " " + found.Message + "\n"
	}
	return verdict, text
}

func TestOneItemIsNotNamedTwice(t *testing.T) {
	t.Parallel()
	const put = `{"Put":{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"title":{"S":"x"}}}}`
	const update = `{"Update":{"TableName":"books","Key":` + first + `,"UpdateExpression":"SET sold = :s","ExpressionAttributeValues":{":s":{"BOOL":true}}}}`
	for name, c := range map[string]struct{ operation, template string }{
		"keys of a batch":                       {"BatchGetItem", batch(first + "," + first)},
		"keys of literals":                      {"BatchGetItem", batch(`{"id":{"S":"a"}},{"id":{"S":"b"}},{"id":{"S":"a"}}`)},
		"one key by a variable":                 {"BatchGetItem", `#set($k = $util.escapeJavaScript($input.params("id")).replaceAll("\\'", "'"))` + batch(`{"id":{"S":"$k"}},`+first)},
		"parts of a transaction":                {"TransactWriteItems", transaction(put + "," + update)},
		"a check of what is changed":            {"TransactWriteItems", transaction(update + `,{"ConditionCheck":{"TableName":"books","Key":` + first + `,"ConditionExpression":"attribute_exists(id)"}}`)},
		"what is read":                          {"TransactGetItems", transaction(`{"Get":{"TableName":"books","Key":` + first + `}},{"Get":{"TableName":"books","Key":` + first + `}}`)},
		"what is written and deleted":           {"BatchWriteItem", `{"RequestItems":{"books":[{"PutRequest":{"Item":` + first + `}},{"DeleteRequest":{"Key":` + first + `}}]}}`},
		"a key beside others that may be there": {"BatchGetItem", batch(first + `#if($input.params('b') != ''),` + second + `#end,` + first)},
	} {
		verdict, found := verdictOf(c.operation, c.template)
		assert.Equal(t, capability.Violated, verdict, name)
		assert.Contains(t, found, "names one item of books twice", name)
	}
	for name, c := range map[string]struct{ operation, template string }{
		"two keys":                {"BatchGetItem", batch(first + "," + second)},
		"one of two":              {"BatchGetItem", batch(`#if($input.params('b') == "1")` + first + `#else` + first + `#end`)},
		"a variable that changes": {"BatchGetItem", `#set($k = "a")` + batch(`{"id":{"S":"$k"}}#set($k = "b"),{"id":{"S":"$k"}}`)},
		"keys of a loop":          {"BatchGetItem", batch(`#foreach($k in $input.params('b').split(","))#if($foreach.count > 1),#end{"id":{"S":"$util.escapeJavaScript($k).replaceAll("\\'", "'")"}}#end`)},
		"two parts":               {"TransactWriteItems", transaction(update + `,{"Delete":{"TableName":"books","Key":` + second + `}}`)},
	} {
		_, found := verdictOf(c.operation, c.template)
		assert.NotContains(t, found, "twice", name)
		assert.NotContains(t, found, "LP-TMPL-006", name)
	}
}

func TestATransactionsTokenHasALength(t *testing.T) {
	t.Parallel()
	with := func(token string) string {
		return `{"ClientRequestToken":"` + token + `",` + transaction(`{"Delete":{"TableName":"books","Key":` + first + `}}`)[1:]
	}
	for token, wrong := range map[string]string{
		"": "1 to 36", "1234567890123456789012345678901234567": "1 to 36", `$util.escapeJavaScript($input.params('t')).replaceAll("\\'", "'")`: "may leave out",
		"123456789012345678901234567890123456": "", "$context.requestId": "", `$util.escapeJavaScript($input.params('b')).replaceAll("\\'", "'")`: "",
	} {
		_, found := verdictOf("TransactWriteItems", with(token))
		if wrong == "" {
			assert.NotContains(t, found, "LP-TMPL", token)
		} else {
			assert.Contains(t, found, wrong, token)
		}
	}
}

func TestSetsHaveEachValueOnce(t *testing.T) {
	t.Parallel()
	item := func(value string) string {
		return `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"t":` + value + `}}`
	}
	const unnamed = `$util.escapeJavaScript($input.params('b').split(",")[0]).replaceAll("\\'", "'")` // no name says which text
	for value, twice := range map[string]bool{
		`{"SS":["a","a"]}`: true, `{"NS":["1","1.0"]}`: true, `{"NS":["10","1e1"]}`: true, `{"SS":["a","A"]}`: false, `{"SS":["1","1.0"]}`: false,
		`{"SS":["` + Escaped + `","` + Escaped + `"]}`:                   true,
		`{"SS":[#if($input.params('b') == "1")"a"#else"a"#end]}`:         false,
		`{"SS":["a"#if($input.params('b') == "1"),"b"#else,"c"#end]}`:    false,
		`{"SS":["a"#foreach($x in $input.path('$.l')),"$x.size()"#end]}`: false,
		`{"SS":["` + unnamed + `",""]}`:                                  false, // the empty text has a finding of its own
		`{"SS":["` + unnamed + `","` + unnamed + `"]}`:                   false,
		`{"SS":["","` + unnamed + `",""]}`:                               true,
	} {
		_, findings := judged(func(f *Fixture) { f.Template("put", item(value)) })
		found := ""
		for _, f := range findings {
			found += f.Message
		}
		if twice {
			assert.Contains(t, found, "twice", value)
		} else {
			assert.NotContains(t, found, "twice", value)
		}
	}
}
