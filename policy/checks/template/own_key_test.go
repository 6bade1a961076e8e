package template

import (
	"regexp"
	"strconv"
	"strings"
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

// What is advised for a table of nobody's items is enough: with the entry, and scopes if they are asked for, the method is
// proven.
func TestTheAdvisedEntryOfSharedTables(t *testing.T) {
	t.Parallel()
	own := rule.Find(Rules.All(), "LP-TMPL-004")
	entry := regexp.MustCompile(`add ("[^"]+") to the list sharedTables in policy/team/settings.json`)
	for name, c := range map[string]struct {
		authorization, identity string
		scopes                  bool
	}{
		"a user pool":             {"COGNITO_USER_POOLS", "$context.authorizer.claims.sub", false},
		"a user pool with scopes": {"COGNITO_USER_POOLS", "$context.authorizer.claims.sub", true},
		"signed requests":         {"AWS_IAM", "$context.identity.userArn", false},
		"an authorizer":           {"CUSTOM", "$context.authorizer.claims.sub", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := Passing()
			f.Set("put", c.authorization, "authorization")
			if c.scopes {
				f.Set("put", []any{"shop/write"}, "authorizationScopes")
			}
			findings := own.Run(f.Context(), own.Judge)
			require.Len(t, findings, 1)
			fix := findings[0].Fix
			assert.Contains(t, fix, "otherwise take the partition key from "+c.identity)
			assert.Equal(t, c.authorization == "COGNITO_USER_POOLS" && !c.scopes, strings.Contains(fix, "give the method authorizationScopes"))
			advised := entry.FindStringSubmatch(fix)
			require.NotNil(t, advised, fix)
			shared, err := strconv.Unquote(advised[1])
			require.NoError(t, err)
			f.Settings.SharedTables = []string{shared}
			if strings.Contains(fix, "authorizationScopes") {
				f.Set("put", []any{"shop/write"}, "authorizationScopes")
			}
			assert.Empty(t, own.Run(f.Context(), own.Judge))
		})
	}
}
