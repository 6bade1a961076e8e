package command

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func quieted(t *testing.T, terminal bool, text string) string {
	t.Helper()
	var out strings.Builder
	q := &quiet{to: &out, terminal: terminal}
	for len(text) > 0 { // in pieces, as the engine writes
		n := min(7, len(text))
		_, err := q.Write([]byte(text[:n]))
		require.NoError(t, err)
		text = text[n:]
	}
	return out.String()
}

func TestQuietListsAFewChanges(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `Updating (local):

 ~  aws:apigateway:IntegrationResponse movies-get/{}-200-response updated (0.1s) [diff: ~responseTemplates]
 +- aws:apigateway:Deployment movies-deployment replaced (0.05s)
Resources:
    ~ 1 updated
`, quieted(t, false, `Updating (local):

 ~  aws:apigateway:IntegrationResponse movies-get/{}-200-response updating (0s) [diff: ~responseTemplates]
 ~  aws:apigateway:IntegrationResponse movies-get/{}-200-response updated (0.1s) [diff: ~responseTemplates]
@ updating....
 +- aws:apigateway:Deployment movies-deployment replacing (0s)
 +- aws:apigateway:Deployment movies-deployment replaced (0.05s)
    pulumi:pulumi:Stack lambdaless-local
Resources:
    ~ 1 updated
`))
}

func TestQuietRefreshesWithoutALineForEachResource(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "Refreshing (local):\n\nDiagnostics:\n  pulumi:pulumi:Stack (lambdaless-local):\n    error: x\n  aws:iam:Role (r):\n    error: y\n", quieted(t, false, `Refreshing (local):

    lambdaless:infra:Method movies-put/{}  
    aws:iam:Role movies-put/{}-role
Diagnostics:
  pulumi:pulumi:Stack (lambdaless-local):
    error: x
  aws:iam:Role (r):
    error: y
`))
}

func TestQuietCountsManyChangesAndShowsFailures(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 40 {
		fmt.Fprintf(&text, " +  \x1b[32maws:iam:Role\x1b[0m r%d creating (0s)\n +  aws:iam:Role r%d created (1s)\n", i, i)
	}
	text.WriteString(" +  aws:dynamodb:Table t **creating failed** error: creating DynamoDB Table (t): Table already exists\nResources:\n    + 40 created\n")
	got := quieted(t, false, text.String())
	assert.Equal(t, " +  aws:dynamodb:Table t **creating failed** error: creating DynamoDB Table (t): Table already exists\nResources:\n    + 40 created\n", got)
	assert.Equal(t, "100 steps done\n", quieted(t, false, strings.Repeat(" +  aws:iam:Role r created (1s)\n", 150)))
	assert.Contains(t, quieted(t, true, text.String()), "\r\x1b[K40 steps done\r\x1b[K +  aws:dynamodb:Table t **creating failed**")
}

// TestTheLockComesLast: its finding is a diff that can be longer than all others.
func TestTheLockComesLast(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `Policies:
    ❌ lambdaless@v0.1.0
        - [mandatory]  lp-tmpl-004-own-key  (aws:apigateway:Integration: i)
          violated
        - [mandatory]  lp-lock-001-capabilities-locked  (pulumi:pulumi:Stack: lambdaless-prod)
          violated
            + calls PutItem

Diagnostics:
    error: preview failed
`, quieted(t, false, `Loading policy packs...: starting
Loading policy packs...: done
 +  pulumi:pulumi:Stack lambdaless-prod create error: preview failed
 +  pulumi:pulumi:Stack lambdaless-prod create 1 error
Policies:
    ❌ lambdaless@v0.1.0
        - [mandatory]  lp-lock-001-capabilities-locked  (pulumi:pulumi:Stack: lambdaless-prod)
          violated
            + calls PutItem
        - [mandatory]  lp-tmpl-004-own-key  (aws:apigateway:Integration: i)
          violated

Diagnostics:
    error: preview failed
`))
}

// TestAPackThatFoundNothingIsNotPraised: it may not have been asked.
func TestAPackThatFoundNothingIsNotPraised(t *testing.T) {
	t.Parallel()
	pack := func(mark, finding string) string {
		return "Previewing update (prod):\n\n +  aws:iam:Role r create\nPolicies:\n    " + mark + " lambdaless@v0.1.0 (local: pack)\n" + finding + "\nDiagnostics:\n    error: no\n"
	}
	for name, c := range map[string]struct{ printed, want string }{
		"nothing found": {pack("✅", ""), "Previewing update (prod):\n\n +  aws:iam:Role r create\nDiagnostics:\n    error: no\n"},
		"a finding":     {pack("❌", "        - [mandatory]  lp-tag-001-tagged  (x)\n"), pack("❌", "        - [mandatory]  lp-tag-001-tagged  (x)\n")},
		"advice":        {pack("✅", "        - [advisory]  lp-tag-001-tagged  (x)\n"), pack("✅", "        - [advisory]  lp-tag-001-tagged  (x)\n")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, c.want, quieted(t, false, c.printed))
		})
	}
}
