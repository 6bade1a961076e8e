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
		`$v.substring(1)`, `$input.params().querystring.get("x")`, `$context.path`, `$input.body`,
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
				with, printed := strings.CutPrefix(finding.Fix, "at line 2 write ")
				if !printed {
					continue
				}
				repaired++
				after := applied(t, text, strings.LastIndex(text, reference), with)
				assert.Empty(t, judge(after), "%s\nrepaired: %s", text, after)
				renders(t, after)
			}
		}
	}
	t.Logf("%d findings, %d with a rewrite", found, repaired)
	assert.Greater(t, repaired, found/2)
}

// applied is the template with a printed rewrite in it.
func applied(t *testing.T, text string, from int, with string) string {
	t.Helper()
	end := referenceEnd(text, from)
	for _, how := range []repair{quoted, unquoted, bare, guarded} {
		for _, c := range rewrites(text, from, end, how) {
			if c.with == with {
				return text[:c.from] + c.with + text[c.to:]
			}
		}
	}
	require.Fail(t, "the rewrite is none of the reference's", "%s\nat %s", with, text[from:])
	return ""
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
