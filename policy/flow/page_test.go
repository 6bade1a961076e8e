package flow

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tableOf are the rows of the first table after a text of docs/proof.md, without its head.
func tableOf(t *testing.T, after string) [][]string {
	t.Helper()
	page, err := os.ReadFile("../../docs/proof.md")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(page), after)
	require.True(t, found, after)
	_, rest, found = strings.Cut(rest, "| --- |")
	require.True(t, found, after)
	var rows [][]string
	for line := range strings.Lines(rest[strings.Index(rest, "\n")+1:]) {
		if !strings.HasPrefix(line, "| ") {
			break
		}
		var cells []string
		for _, cell := range strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ") {
			cells = append(cells, strings.TrimSpace(cell))
		}
		rows = append(rows, cells)
	}
	require.NotEmpty(t, rows, after)
	return rows
}

// TestThePagesClasses has a text of each class of the page, within quotes and as a value.
func TestThePagesClasses(t *testing.T) {
	t.Parallel()
	typed := TypeOfModel(map[string]any{"type": "object", "required": []any{"b", "n"}, "properties": map[string]any{
		"b": map[string]any{"type": "boolean"}, "n": map[string]any{"type": "integer"}, "maybe": map[string]any{"type": "boolean"},
	}})
	examples := map[string][]string{
		"raw":                   {`$input.params('a')`},
		"escaped but for `\\'`": {`$util.escapeJavaScript($input.params('a'))`},
		"escaped":               {`$util.escapeJavaScript($input.params('a')).replaceAll("\\'", "'")`},
		"a word":                {`$context.requestId`},
		"a number, a boolean":   {`$context.requestTimeEpoch`, `$input.path('$.b')`},
		"JSON":                  {`$input.json('$.a')`},
	}
	fits := func(template string) string {
		a := Analyze(template, Options{Request: true, Body: typed})
		if len(a.Problems) > 0 {
			return "no"
		}
		answer := "yes"
		for _, document := range a.Documents {
			document.Walk(func(v *Value, p *Placeholder) {
				if !v.Fits(p) {
					answer = "no"
				}
			})
		}
		return answer
	}
	table := tableOf(t, "| class | ")
	assert.Len(t, table, len(examples))
	for _, row := range table {
		require.NotEmpty(t, examples[row[0]], row[0])
		for _, text := range examples[row[0]] {
			assert.Equal(t, row[2], fits(`{"a":"x `+text+` y"}`), "%s within quotes", text)
			value, _, _ := strings.Cut(row[3], ",") // "yes, where it is surely there"
			assert.Equal(t, value, fits(`{"a":`+text+`}`), "%s as a value", text)
		}
	}
	assert.Equal(t, "no", fits(`{"a":$input.path('$.maybe')}`), "a boolean that may be missing is not a value")
	assert.Equal(t, "no", fits(`{"a":$input.path('$.n')}`), "a number of a body may be Java's NaN")
	assert.Equal(t, "yes", fits(`{"a":"$input.path('$.n')"}`))
	part := Analyze(`"`+examples["escaped"][0]+`.substring(1)"`, Options{Request: true})
	assert.Equal(t, Raw, part.Placeholders[0].Class, "a part of an escaped text is not")
}

// calls are the rows of the tables of functions and methods, by name and number of arguments, with a call of each, within
// quotes, and what it leaves.
var calls = map[string]string{
	"$input.params(x)": `$input.params('x') raw`, "$input.params()": `$input.params().header.get('x') raw`,
	"$input.path(p)": `$input.path('$.x') raw`, "$input.json(p)": `$input.json('$.x') JSON`, "$input.body": `$input.body raw`,
	"$util.base64Decode(v)": `$util.base64Decode($x) raw`, "$util.base64Encode(v)": `$util.base64Encode($x) a word`,
	"$util.escapeJavaScript(v)": `$util.escapeJavaScript($x) escaped but for \'`, "$util.parseJson(v)": `$util.parseJson($input.body).n a number`,
	"$util.urlDecode(v)": `$util.urlDecode($x) raw`, "$util.urlEncode(v)": `$util.urlEncode($x) a word`,

	"length()": `$x.length() a number`, "size()": `$l.size() a number`, "isEmpty()": `$x.isEmpty() a boolean`,
	"containsKey(any value)": `$b.containsKey("n") a boolean`, "matches(string)": `$x.matches("[0-9]+") a boolean`,
	"contains(any value)": `$x.contains("a") a boolean; $l.contains("a") a boolean`, "startsWith(string)": `$x.startsWith("a") a boolean`, "endsWith(string)": `$x.endsWith("a") a boolean`,
	"equalsIgnoreCase(string)": `$x.equalsIgnoreCase("a") a boolean`, "equals(any value)": `$x.equals("a") a boolean`,
	"indexOf(any value)": `$x.indexOf("a") a number`, "lastIndexOf(any value)": `$x.lastIndexOf("a") a number`, "hashCode()": `$x.hashCode() a number`,
	"compareTo(string)": `$x.compareTo("a") a number`, "toString()": `$w.toString() a word`,
	"trim()": `$w.trim() a word; $x.trim() raw`, "substring(number)": `$w.substring(1) a word; $e.substring(1) raw`, "substring(number, number)": `$w.substring(1, 2) a word; $e.substring(1, 2) raw`,
	"toLowerCase()": `$w.toLowerCase() a word; $e.toLowerCase() raw`, "toUpperCase()": `$w.toUpperCase() a word; $e.toUpperCase() raw`,
	"concat(string)":               `$w.concat($w) a word; $w.concat($x) raw`,
	"replaceAll(string, string)":   `$w.replaceAll("a", "b") a word; $x.replaceAll("a", "b") raw; $x.replaceAll("[^a-z]", "-") a word; $x.replaceAll("[^a-z']", "\") raw`,
	"replaceFirst(string, string)": `$w.replaceFirst("a", "b") a word; $x.replaceFirst("a", "b") raw; $w.replaceFirst("a", "\") raw`,
	"replace(string, string)":      `$w.replace("a", "b") a word; $x.replace("a", "b") raw`,
	"split(string)":                `$w.split("-")[0] a word; $x.split("-")[0] raw`, "split(string, number)": `$w.split("-", 2)[0] a word; $x.split("-", 2)[0] raw`,
	"intValue()": `$x.length().intValue() a number`, "longValue()": `$x.length().longValue() a number`,
	"parseInt(string)": `$one.parseInt($x) a number`, "parseLong(string)": `$long.parseLong($x) a number`,
	"min(number, number)": `$one.min($x.length(), 3) a number`,
}

func TestThePagesFunctionsAndMethods(t *testing.T) {
	t.Parallel()
	body := TypeOfModel(map[string]any{"type": "object", "required": []any{"n"}, "properties": map[string]any{
		"n": map[string]any{"type": "number"}, "l": map[string]any{"type": "array"},
	}})
	const set = `#set($x = $input.params('q'))#set($w = $context.requestId)#set($b = $input.path('$'))#set($l = $b.l)#set($one = 1)#set($long = 3000000000)` +
		`#set($e = $util.escapeJavaScript($x).replaceAll("\\'", "'"))`
	outcome := func(text string) string {
		a := Analyze(set+`"`+text+`"`, Options{Request: true, Body: body})
		if len(a.Problems) > 0 || len(a.Placeholders) == 0 {
			return fmt.Sprint("outside: ", a.Problems)
		}
		return a.Placeholders[len(a.Placeholders)-1].Class.String()
	}
	rows := append(tableOf(t, "### Functions"), tableOf(t, "<!-- functions -->")...)
	for _, row := range tableOf(t, "<!-- methods -->") {
		rows = append(rows, row[1:])
	}
	assert.Len(t, rows, len(calls))
	for _, row := range rows {
		name := strings.Trim(row[0], "`")
		if !assert.NotEmpty(t, calls[name], "no case holds the row %s", name) {
			continue
		}
		for _, c := range strings.Split(calls[name], "; ") {
			end := strings.LastIndexAny(c, ")]ny ") // the call ends where the class begins
			for _, class := range []string{" raw", " escaped but for \\'", " a word", " JSON", " a number", " a boolean"} {
				if strings.HasSuffix(c, class) {
					end = len(c) - len(class)
				}
			}
			assert.Equal(t, strings.TrimSpace(c[end:]), outcome(c[:end]), "%s: %s", name, c[:end])
		}
	}
	assert.Contains(t, outcome(`$x.strip()`), "outside", "a method that is not listed")
	assert.Contains(t, outcome(`$util.other($x)`), "outside", "a function that is not listed")
	for text, want := range map[string]bool{ // whether there surely is a number
		`$one.parseInt("1")`: true, `$long.parseInt("1")`: false, `$one.parseLong("1")`: false, `$x.indexOf("a")`: true, `$x.indexOf(true)`: false,
		`$x.length().parseInt("1")`: true, `$x.length().longValue().parseInt("1")`: false, `$x.split("a", $long).size()`: false,
	} {
		a := Analyze(set+`{"a":`+text+`}`, Options{Request: true, Body: body})
		require.Len(t, a.Placeholders, 1, text)
		assert.Equal(t, want, a.Placeholders[0].Value, text)
	}
	assert.Contains(t, outcome(`$long.min(1, 2)`), "outside", "a Long's min takes what an Integer's does not")
	a := Analyze(set+`"$one.trim()$one.length()"`, Options{Request: true})
	require.Empty(t, a.Problems)
	for _, p := range a.Placeholders {
		assert.True(t, p.InString(), "a method that a value does not have gives nothing")
	}
}
