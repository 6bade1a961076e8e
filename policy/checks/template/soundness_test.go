package template

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"lambdaless/internal/vtl"
	"lambdaless/policy/flow"

	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/rule"
)

// The promise of the template rules: whatever a client sends, a template that they find nothing in
// renders a request of the shape that the template has. Here templates are drawn from a grammar of safe
// and unsafe parts, clients send what would break out, and the real renderer says what becomes of it.

var values = []string{
	`$input.params('id')`, `$input.path('$.a')`, `$input.params().querystring.get('q')`, `$context.requestId`,
	`$util.urlDecode($input.params('id'))`, `$input.body`, `$input.json('$.a')`, `$a`, `$b`, `$x`, `$stageVariables.s`, `$context.apiId`,
	`$util.parseJson($input.body).a`, `$input.path('$.list')`, `$input.params('id').replaceAll("a", '"')`,
}

var treatments = []string{
	`%s`, `$util.escapeJavaScript(%s)`, `$util.escapeJavaScript(%s).replaceAll("\\'", "'")`, `$util.urlEncode(%s)`,
	`$util.base64Encode(%s)`, `$util.urlDecode($util.escapeJavaScript(%s))`, `$util.escapeJavaScript("x%s").replaceAll("\\'", "'")`,
	`$util.escapeJavaScript(%s).replaceAll("\\'", "'").trim()`, `$util.escapeJavaScript(%s).replaceAll("\\'", "'").substring(0, 1)`,
	`$util.escapeJavaScript(%s).replaceAll("\\'", "'").toUpperCase()`,
}

// treated draws an expression, more often a well-treated one.
func treated(t *rapid.T, label string) string {
	how := rapid.SampledFrom(append([]string{treatments[2], treatments[2], treatments[2], treatments[2]}, treatments...)).Draw(t, label)
	return fmt.Sprintf(how, rapid.SampledFrom(values).Draw(t, label+" of"))
}

func fragment(t *rapid.T, label string, depth int) string {
	kinds := []string{"text", "value", "value", "value"}
	if depth > 0 {
		kinds = append(kinds, "if", "loop", "set", "string", "count")
	}
	switch rapid.SampledFrom(kinds).Draw(t, label) {
	case "text":
		return rapid.SampledFrom([]string{"", "a", "USER#", "-", " ", `\"`, `\\`, "é", "$", "#", "$$", "books.x", "[0]", "(a)", `\\\\`, "$!", "{"}).Draw(t, label+" text")
	case "if":
		condition := rapid.SampledFrom([]string{
			`$input.params('id') == "b"`, `$a`, `$input.path('$.a') != ""`, `$a.length() > 3 && $b != ""`, `!$x`,
			`$foreach.count == 4`, `!$foreach.first && !$foreach.last`, `$n > 2`, `$velocityCount == 5`,
		}).Draw(t, label+" if")
		return "#if(" + condition + ")" + fragment(t, label+" then", depth-1) + "#{else}" + fragment(t, label+" else", depth-1) + "#end"
	case "loop":
		return "#foreach($x in " + rapid.SampledFrom([]string{`$input.path('$.list')`, `[1..2]`, `["p", "q"]`}).Draw(t, label+" over") + ")" +
			fragment(t, label+" turn", depth-1) + "#if($foreach.hasNext);#end#end"
	case "set":
		return "#set($" + rapid.SampledFrom([]string{"a", "b"}).Draw(t, label+" set") + " = " + treated(t, label+" to") + ")"
	case "string":
		return `#set($a = "` + rapid.SampledFrom([]string{"$b", "x$a", "$input.params('id')"}).Draw(t, label+" string") + `")`
	case "count":
		return rapid.SampledFrom([]string{`#set($n = $n + 1)`, `#set($n = 0)`, `#set($d = $input.path('$').put("a", "b"))`, `#break`}).Draw(t, label+" count")
	}
	return treated(t, label)
}

func drawTemplate(t *rapid.T) string {
	var out strings.Builder
	out.WriteString("#set($n = 0)")
	for i := range rapid.IntRange(0, 2).Draw(t, "sets") {
		fmt.Fprintf(&out, "#set($%s = %s)\n", []string{"a", "b"}[i], treated(t, fmt.Sprint("set ", i)))
	}
	inside := fragment(t, "key", 2) + fragment(t, "key", 2)
	out.WriteString(`{"TableName":"books","Key":{"id":{"S":"` + inside + `"}}`)
	switch rapid.SampledFrom([]string{"", "", "json", "raw", "list", "maybe"}).Draw(t, "more") {
	case "json":
		out.WriteString(`,"ExpressionAttributeValues":{":a":{"S":` + rapid.SampledFrom(values).Draw(t, "bare") + `}}`)
	case "raw":
		out.WriteString(`,"Limit":` + rapid.SampledFrom(append([]string{"1", `$input.params('id').length()`}, values...)).Draw(t, "limit"))
	case "list":
		out.WriteString(`,"ExpressionAttributeValues":{":l":{"L":[#foreach($x in $input.path('$.list')){"S":"` + treated(t, "item") + `"}#if($foreach.hasNext),#end#end]}}`)
	case "maybe":
		out.WriteString(`#if($input.path('$.a') != ""),"ConsistentRead":true#end`)
	}
	return out.String() + "}"
}

var hostile = []string{
	`x`, ``, `"`, `\`, `'`, `\'`, `\"`, `x","TableName":"evil`, `"},"TableName":"evil","Key":{"id":{"S":"x`, "\n", "\x01", `\u0022`, `%22,%22TableName%22:%22evil`,
	`$input.body`, `#set($a=1)`, `é😀`, `}`, `1,"TableName":"evil"`, `{"a":"b"}`, `["a","b\"c"]`, "\u2028", `O'Brien\`,
}

func TestACleanTemplateCannotBeBrokenOutOf(t *testing.T) {
	t.Parallel()
	clean := 0
	rapid.Check(t, func(t *rapid.T) {
		template := drawTemplate(t)
		f := Passing()
		f.Template("get", template)
		in := f.Context()
		for _, r := range []*rule.Rule{literalTable, literalStructure, escapedValues} {
			for _, found := range r.Run(in, r.Judge) {
				if found.Resource() == in.Methods[1].Integration.Node.Title() {
					return // not clean: nothing is promised
				}
			}
		}
		clean++
		value := rapid.SampledFrom(hostile)
		data := &vtl.Data{
			Params: vtl.Params{
				Path: vtl.NewMap("id", value.Draw(t, "id")), Querystring: vtl.NewMap("q", value.Draw(t, "q")), Header: vtl.NewMap(),
			},
			Context:        vtl.NewMap("requestId", rapid.StringMatching("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,20}").Draw(t, "request id"), "apiId", "abc123"),
			StageVariables: map[string]string{"s": "program"},
			Body:           drawBody(t, value),
		}
		parsed, err := vtl.Parse("template", template)
		if err != nil {
			t.Fatalf("a clean template does not parse: %v\n%s", err, template)
		}
		rendered, err := parsed.Render(data)
		if err != nil {
			return // the client is answered with 400 or 500, and DynamoDB is not called
		}
		if problem := misshapen(template, rendered); problem != "" {
			t.Fatalf("%s\ntemplate: %s\nrendered: %s", problem, template, rendered)
		}
	})
	require.Positive(t, clean, "the grammar draws no clean templates")
}

func drawBody(t *rapid.T, value *rapid.Generator[string]) string {
	if rapid.Bool().Draw(t, "hostile body") {
		return value.Draw(t, "body")
	}
	body, err := json.Marshal(map[string]any{"a": value.Draw(t, "a"), "list": rapid.SliceOfN(value, 0, 6).Draw(t, "list")})
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// misshapen says how a rendered request differs from all that the analysis says the template can render.
func misshapen(template, rendered string) string {
	got, err := strictJSON(rendered)
	if err != nil {
		return "the request is not JSON: " + err.Error()
	}
	if a := flow.Analyze(template, flow.Options{Request: true}); !admits(a.Documents, got) {
		return "the request has another shape than the template"
	}
	return ""
}
