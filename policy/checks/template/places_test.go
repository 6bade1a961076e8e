package template

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "lambdaless/policy/checks/checktest"
)

// TestThePagesSafePlaces tries what docs/policy.md calls safe, there and where the page does not say so.
func TestThePagesSafePlaces(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../docs/policy.md")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(page), "| Place | Safe |\n| --- | --- |\n")
	require.True(t, found)
	table, _, _ = strings.Cut(table, "\n\n")
	stored := func(attribute string) func(*Fixture) {
		return func(f *Fixture) {
			f.Template("put", `{"TableName":"books","Item":{"id":{"S":"`+Escaped+`"},"title":`+attribute+`}}`)
		}
	}
	answered := func(body string) func(*Fixture) {
		return func(f *Fixture) { f.Set("get-200", body, "responseTemplates", "application/json") }
	}
	within, escaped := func(text string) func(*Fixture) { return stored(`{"S":"` + text + `"}`) }, `$util.escapeJavaScript($input.params('id')).replaceAll("\\'", "'")`
	tried := map[string]bool{}
	for _, c := range []struct {
		row, says string
		safe      func(*Fixture)
		not       []func(*Fixture)
	}{
		{"Within quotes", "`$util.escapeJavaScript(x).replaceAll(\"\\\\'\", \"'\")`", within(escaped), []func(*Fixture){
			stored(`{"S":` + escaped + `}`), within(`$util.escapeJavaScript($input.params('id'))`), within(`$input.params('id')`),
		}},
		{"Within quotes", "`$util.urlEncode(x)`", within(`$util.urlEncode($input.params('id'))`), []func(*Fixture){stored(`{"S":$util.urlEncode($input.params('id'))}`)}},
		{"Within quotes", "`$util.base64Encode(x)`", within(`$util.base64Encode($input.params('id'))`), []func(*Fixture){within(`$util.base64Decode($input.params('id'))`)}},
		{"Within quotes", "`$context.authorizer.claims.sub`", within(`$context.authorizer.claims.sub`), []func(*Fixture){within(`$context.authorizer.claims.email`)}},
		{"Within quotes", "counts", within(`$input.params('id').length()`), nil},
		{"Outside of quotes", "`$input.json('$.path')` where a scalar stands", stored(`{"S":$input.json('$.title')}`), []func(*Fixture){
			within(`$input.json('$.title')`), stored(`$input.json('$.title')`), stored(`{"M":$input.json('$.title')}`),
		}},
		{"Outside of quotes", "numbers that the template computes", answered(`#set($n = 1 + 2){"a":$n,"b":$context.requestTimeEpoch}`), []func(*Fixture){answered(`{"a":$input.path('$.Item.n.S')}`)}},
		{"Outside of quotes", "a number of DynamoDB's answer (`$item.price.N`) that is there",
			answered(`#set($item = $input.path('$.Item')){"id":1#if($item.price.N != ""),"price":$item.price.N#end}`), []func(*Fixture){
				answered(`#set($item = $input.path('$.Item')){"price":$item.price.N}`),
			}},
		{"Within quotes, as it is", "a field that a validated model declares as `number`, `integer` or `boolean`: `\"$input.path('$.pages')\"`", stored(`{"N":"$input.path('$.pages')"}`), []func(*Fixture){
			within(`$input.path('$.title')`),
			func(f *Fixture) {
				f.Set("validator", false, "validateRequestBody")
				stored(`{"N":"$input.path('$.pages')"}`)(f)
			},
		}},
	} {
		cells := regexp.MustCompile(`(?m)^\| ` + regexp.QuoteMeta(c.row) + ` \| (.*) \|$`).FindStringSubmatch(table)
		require.NotNil(t, cells, c.row)
		require.Contains(t, cells[1], c.says, c.row)
		tried[c.row] = true
		_, findings := judged(c.safe)
		assert.Empty(t, Shown(findings), "%s: %s", c.row, c.says)
		for _, place := range c.not {
			_, findings := judged(place)
			assert.NotEmpty(t, findings, "%s: %s, in another place", c.row, c.says)
		}
	}
	assert.Len(t, tried, strings.Count(table, "\n| ")+1, "every row is tried")
}
