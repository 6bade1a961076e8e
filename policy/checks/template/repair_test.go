package template

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/vtl"
	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/rule"
)

// hostileTexts are what a client sends to leave a string.
var hostileTexts = []string{
	`O'Brien`, `x","TableName":"another`, `\`, `\"`, "a\nb\tc", "\x00\x1f\x7f", "1,\"a\":2", `$input.body`, "é\u2028😀", "", `</script>`, `\u0022`, `}`,
}

// Every rewrite that LP-TMPL-003 prints makes the template safe: the repaired template has no finding there, and
// rendered with hostile texts it is JSON.
func TestPrintedRewritesAreSafe(t *testing.T) {
	t.Parallel()
	const set = `#set($v = $input.params('x'))#set($m = {"a": $v})#set($l = [$v])`
	references := []string{
		`$v`, `$!v`, `${v}`, `$m.a`, `$l[0]`, `$input.params('x')`, `$input.params("x")`, `$input.path('$.title')`, `$input.json('$.title')`, `$input.path('$.pages')`, `$input.json('$.pages')`,
		`$util.urlDecode($input.params('x'))`, `$util.escapeJavaScript($v)`, `$util.escapeJavaScript($input.path('$.title'))`, `$context.authorizer.claims.name`, `$v.trim()`,
		Escaped, `$util.escapeJavaScript($v).replaceAll("\\'", "'")`, `$v.substring(1)`, `$input.params().querystring.get("x")`, `$context.path`, `$input.body`,
	}
	places := []string{`{"S":"@"}`, `{"S":"a @ b"}`, `{"S":@}`, `{"L":[{"S":"@"},{"S":"@"}]}`, `{"M":{"a":{"S":"@"}}}`, `{"N":"@"}`, `{"BOOL":@}`, `{"S":"#if($v == 'a')@#end"}`}
	escaped := rule.Find(Rules.All(), "LP-TMPL-003")
	judge := func(template string) []rule.Finding {
		f := Passing()
		f.Template("put", template)
		return escaped.Run(f.Context(), escaped.Judge)
	}
	found, repaired := 0, 0
	for _, reference := range references {
		for _, place := range places {
			text := set + "\n" + `{"TableName":"books","Item":{"id":{"S":"` + Escaped + `"},"note":` + strings.Replace(place, "@", reference, 1) + `}}`
			text = strings.ReplaceAll(text, "@", `a`)
			for _, finding := range judge(text) {
				found++
				after, printed := applied(t, text, finding.Fix)
				if !printed {
					continue
				}
				repaired++
				assert.NotContains(t, after, "$util.escapeJavaScript($util.escapeJavaScript(", "what is escaped is not escaped again")
				assert.Empty(t, judge(after), "%s\nrepaired: %s", text, after)
				renders(t, after)
			}
		}
	}
	t.Logf("%d findings, %d with a rewrite", found, repaired)
	assert.Greater(t, repaired, found/2)
}

// applied is the template after a person has done what a fix says, by its words alone: nothing else is replaced.
func applied(t *testing.T, text, fix string) (string, bool) {
	t.Helper()
	said, printed := strings.CutPrefix(fix, "at line 2 write ")
	if !printed {
		return "", false
	}
	said = strings.TrimSuffix(said, ", within the quotes that are there")
	with, instead, found := strings.Cut(said, " in place of ")
	require.True(t, found, fix)
	first, second, _ := strings.Cut(text, "\n")
	key, rest, _ := strings.Cut(second, `"note":`) // the key before it is escaped already
	require.Contains(t, rest, instead, fix)
	return first + "\n" + key + `"note":` + strings.Replace(rest, instead, with, 1), true
}

// Who takes the quotes away with the reference is told to write them, and no more.
func TestOnlyQuotesThatAreMissingAreAdvised(t *testing.T) {
	t.Parallel()
	escaped := rule.Find(Rules.All(), "LP-TMPL-003")
	for name, c := range map[string]struct{ note, fix string }{
		"not escaped, within quotes": {`"$input.path('$.title')"`,
			`at line 1 write $util.escapeJavaScript($input.path('$.title')).replaceAll("\\'", "'") in place of $input.path('$.title'), within the quotes that are there`},
		"escaped, without quotes": {`$util.escapeJavaScript($input.path('$.title')).replaceAll("\\'", "'")`,
			`at line 1 write "$util.escapeJavaScript($input.path('$.title')).replaceAll("\\'", "'")" in place of $util.escapeJavaScript($input.path('$.title')).replaceAll("\\'", "'")`},
		"half escaped, without quotes": {`$util.escapeJavaScript($input.path('$.title'))`,
			`at line 1 write "$util.escapeJavaScript($input.path('$.title')).replaceAll("\\'", "'")" in place of $util.escapeJavaScript($input.path('$.title'))`},
		"half escaped, within quotes": {`"$util.escapeJavaScript($input.path('$.title'))"`,
			`at line 1 write $util.escapeJavaScript($input.path('$.title')).replaceAll("\\'", "'") in place of $util.escapeJavaScript($input.path('$.title')), within the quotes that are there`},
		"JSON within quotes": {`"$input.json('$.title')"`, `at line 1 write $input.json('$.title') in place of "$input.json('$.title')"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := Passing()
			f.Template("put", `{"TableName":"books","Item":{"id":{"S":"`+Escaped+`"},"note":{"S":`+c.note+`}}}`)
			findings := escaped.Run(f.Context(), escaped.Judge)
			require.Len(t, findings, 1)
			assert.Equal(t, c.fix, findings[0].Fix)
		})
	}
}

// renders renders a template with hostile texts in all places of a request that satisfies the model.
func renders(t *testing.T, template string) {
	t.Helper()
	parsed, err := vtl.Parse("put", template)
	require.NoError(t, err, template)
	for _, hostile := range hostileTexts {
		body, err := json.Marshal(map[string]any{"title": hostile, "pages": 5})
		require.NoError(t, err)
		rendered, err := parsed.Render(&vtl.Data{
			Body:   string(body),
			Params: vtl.Params{Path: vtl.NewMap("id", hostile), Querystring: vtl.NewMap("x", hostile), Header: vtl.NewMap()},
			Context: vtl.NewMap("path", "/dev/"+hostile, "requestId", "4f6d6f4e-0000-4000-8000-000000000000",
				"authorizer", vtl.NewMap("claims", vtl.NewMap("name", hostile))),
		})
		if err != nil {
			continue // nothing is called
		}
		assert.True(t, json.Valid([]byte(rendered)), "%s\nwith %q: %s", template, hostile, rendered)
	}
}
