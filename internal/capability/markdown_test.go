package capability

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func markdown(t *testing.T, r Report) string {
	t.Helper()
	var out strings.Builder
	require.NoError(t, r.WriteMarkdown(&out))
	return out.String()
}

// TestACommentIsNoLongerThanGitHubTakes: a comment that is refused leaves the one of an earlier commit.
func TestACommentIsNoLongerThanGitHubTakes(t *testing.T) {
	t.Parallel()
	many := func(methods, findings int, failure string) Report {
		r := Report{Matrix: Matrix{Project: "p", Stack: "prod"}, Failure: failure}
		for i := range methods {
			r.Matrix.Rows = append(r.Matrix.Rows, Row{Verb: "GET", Path: fmt.Sprintf("/%0200d", i), Access: "open", Verdict: Proven})
		}
		for i := range findings {
			r.Findings = append(r.Findings, Finding{Rule: "LP-ROLE-001", Message: fmt.Sprintf("finding %d: %s", i, strings.Repeat("é", 300)), Fix: "fix"})
		}
		return r
	}
	for name, c := range map[string]struct {
		report Report
		says   []string
	}{
		"few findings":      {many(2, 2, ""), []string{"finding 1"}},
		"many findings":     {many(2, 300, ""), []string{"finding 0", " of 300 findings do not fit into a comment"}},
		"many methods":      {many(1000, 2, ""), []string{" of 1000 methods do not fit into a comment", "finding 1"}},
		"both":              {many(1000, 300, ""), []string{" of 1000 methods do not fit", " of 300 findings do not fit"}},
		"a long failure":    {many(0, 0, strings.Repeat("é", 100_000)), []string{"é\n..."}},
		"all of it is long": {many(1000, 300, strings.Repeat("no\n", 100_000)), []string{" of 300 findings do not fit"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := markdown(t, c.report)
			assert.Less(t, len(text), 65_536)
			assert.Equal(t, strings.Count(text, "<details>"), strings.Count(text, "</details>"))
			assert.True(t, strings.HasPrefix(text, c.report.Marker()))
			for _, want := range c.says {
				assert.Contains(t, text, want)
			}
		})
	}
}

// TestTheDiffOfTheLockHasColours: GitHub gives them to signs at the edge of a block of the language diff.
func TestTheDiffOfTheLockHasColours(t *testing.T) {
	t.Parallel()
	l, m := lockOf(matrix()), matrix()
	m.Rows[1].Grants, m.Rows[2].Path = []string{"dynamodb:PutItem on table/movies"}, "/c"
	r := Report{Findings: []Finding{{Rule: "LP-LOCK-001", Resource: "stack", Message: "differs", Counterexample: "\n" + Diff(l, m), Fix: "agree"}}}
	text := markdown(t, r)
	assert.Equal(t, "stack: differs\nDifferences:\n"+Diff(l, m)+"\nFix: agree", newSARIFResult(r.Findings[0], "").Message.Text)
	assert.Contains(t, text, "Differences:\n\n```diff\n  movies PUT /{name}\n- may dynamodb:* on table/movies\n+ may dynamodb:PutItem on table/movies\n"+
		"+ movies OPTIONS /c: calls -, access open\n- movies OPTIONS /|b: calls -, access open\n```\n")
}

func TestWhatFailsThePreviewComesFirst(t *testing.T) {
	t.Parallel()
	finding := func(rule, severity, level string, v Verdict) Finding {
		return Finding{Rule: rule, Severity: severity, Level: level, Verdict: v}
	}
	r := Report{Findings: []Finding{
		finding("LP-IAM-001", "medium", "advisory", Violated), finding("LP-LOCK-001", "high", "mandatory", Violated),
		finding("LP-IAM-002", "critical", "mandatory", Waived), finding("LP-ROLE-004", "high", "mandatory", Undecided),
		finding("LP-METH-001", "high", "mandatory", Violated), finding("LP-ROLE-001", "critical", "mandatory", Violated),
	}}
	r.Sort()
	var rules []string
	for _, f := range r.Findings {
		rules = append(rules, f.Rule)
	}
	assert.Equal(t, []string{"LP-ROLE-001", "LP-METH-001", "LP-ROLE-004", "LP-IAM-001", "LP-IAM-002", "LP-LOCK-001"}, rules)
}

// TestTheSummarySaysWhatFailsNothing: a preview with advice alone passes, though rules are violated.
func TestTheSummarySaysWhatFailsNothing(t *testing.T) {
	t.Parallel()
	r := report()
	r.Findings = append(r.Findings, Finding{Rule: "LP-TABLE-001", Level: "advisory", Verdict: Violated})
	assert.Equal(t, "lambdaless/dev: 2 of 3 methods proven by 2 rules; 2 violated, 1 undecided, 1 waived; 1 of these advisory, which fails nothing.", r.Summary())
}
