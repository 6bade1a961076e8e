package template

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/rule"
)

// A key that API Gateway makes is told apart from one that the client sends: it belongs to no user, and a client can
// choose it only by a header (GW-050).
func TestAGeneratedKeyIsSaidToBeNobodys(t *testing.T) {
	t.Parallel()
	own := rule.Find(Rules.All(), "LP-TMPL-004")
	for name, c := range map[string]struct{ key, message, counter string }{
		"generated": {`$context.requestId`, `PUT /books/{id} uses the key "id" of a user's items, which is not the caller's`, "x-amzn-RequestId"},
		"generated behind a prefix": {`BOOK#$util.escapeJavaScript($context.requestId).replaceAll("\\'", "'")`,
			`PUT /books/{id} uses the key "id" of a user's items, which is not the caller's`, "x-amzn-RequestId"},
		"the client's": {Escaped, `PUT /books/{id} takes the key "id" of a user's items from the client`, "with another user's key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := Passing()
			f.Set("put", "COGNITO_USER_POOLS", "authorization")
			f.Template("put", `{"TableName":"books","Item":{"id":{"S":"`+c.key+`"}}}`)
			findings := own.Run(f.Context(), own.Judge)
			require.NotEmpty(t, findings)
			assert.Equal(t, c.message, findings[0].Message)
			assert.Contains(t, findings[0].Counterexample, c.counter)
		})
	}
}
