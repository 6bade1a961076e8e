package checks

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/capability"
	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/checks/pack"
	"lambdaless/policy/rule"
)

func TestAPanicIsAViolation(t *testing.T) {
	t.Parallel()
	var none map[string]int
	r := &rule.Rule{ID: "LP-TEST-001", Fix: "x"}
	findings := r.Run(Passing().Context(), func(*rule.Context) []rule.Finding {
		none["a"]++
		return nil
	})
	require.Len(t, findings, 1)
	assert.Equal(t, capability.Violated, findings[0].Verdict)
	assert.Contains(t, findings[0].Message, "assignment to entry in nil map")
	assert.Contains(t, findings[0].Counterexample, "TestAPanicIsAViolation")
}

func TestFindingsAreDeterministic(t *testing.T) {
	t.Parallel()
	broken := func() *Fixture {
		f := Passing()
		for _, n := range []string{"get", "put", "query"} {
			f.Set(n+"-policy", Allow("dynamodb:*", "*"), "policy")
			f.Set(n+"-integration", nil, "passthroughBehavior")
		}
		return f
	}
	first, matrix := Judge(broken().Context())
	for range 5 {
		again, same := Judge(broken().Context())
		assert.Equal(t, Shown(first), Shown(again))
		assert.Equal(t, matrix, same)
	}
}

func TestARowHasTheWorstVerdictOfWhatTheMethodConsistsOf(t *testing.T) {
	t.Parallel()
	f := Passing()
	f.Set("get-policy", Allow("dynamodb:*", TableARN), "policy")
	f.Hide("put-integration", "passthroughBehavior")
	_, m := Judge(f.Context())
	require.Len(t, m.Rows, 3)
	assert.Equal(t, capability.Proven, m.Rows[0].Verdict)
	assert.Equal(t, capability.Violated, m.Rows[1].Verdict)
	assert.Equal(t, []string{"LP-IAM-002", "LP-ROLE-001", "LP-ROLE-004"}, m.Rows[1].Rules)
	assert.Equal(t, []string{"dynamodb:* on table/books"}, m.Rows[1].Grants)
	assert.Equal(t, capability.Undecided, m.Rows[2].Verdict)

	f = Passing()
	f.Set("table", nil, "pointInTimeRecovery")
	_, m = Judge(f.Context())
	for _, r := range m.Rows {
		assert.Equal(t, []string{"LP-TABLE-002"}, r.Rules, "a table's finding is about every method that uses it")
	}
}

// What a person reads when a role is too wide.
func TestAWideRoleIsExplained(t *testing.T) {
	t.Parallel()
	f := Passing()
	f.Set("get-policy", Allow("dynamodb:*", TableARN), "policy")
	findings := exact(f.Context())
	require.NotEmpty(t, findings)
	text := findings[0].Text()
	for _, part := range []string{
		"violated: get-role may do more than GET /books/{id} needs, by {", "counterexample: the role may do dynamodb:", "on " + TableARN,
		"which GET /books/{id} never does", `"Action": "dynamodb:GetItem"`, `"Resource": "` + TableARN + `"`, "fingerprint", "docs/rules.md#lp-role-001",
	} {
		assert.Contains(t, text, part)
	}
}

// Documents to paste would not help: each role is right, for the other method.
func TestSwappedRolesAreCalledSwapped(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		get, put string
		swapped  bool
	}{
		"swapped":               {"dynamodb:PutItem", "dynamodb:GetItem", true},
		"one has the other's":   {"dynamodb:PutItem", "dynamodb:PutItem", false},
		"swapped, and one grew": {"dynamodb:PutItem", "dynamodb:*", false},
		"both have a third's":   {"dynamodb:Scan", "dynamodb:Query", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := Passing()
			f.Set("get-policy", Allow(c.get, TableARN), "policy")
			f.Set("put-policy", Allow(c.put, TableARN), "policy")
			for _, finding := range exact(f.Context()) {
				assert.Equal(t, c.swapped, strings.Contains(finding.Fix, "are swapped: exchange them, or their policies"), finding.Text())
				assert.Equal(t, c.swapped, finding.Document == "", finding.Text())
			}
		})
	}
}

// A statement is one finding, however much it allows.
func TestAStatementIsReportedOnce(t *testing.T) {
	t.Parallel()
	f := Passing()
	f.Set("get-policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:GetItem","dynamodb:DeleteItem","dynamodb:Scan"],"Resource":"`+TableARN+`"}]}`, "policy")
	assert.Len(t, exact(f.Context()), 1)
	f.Set("get-policy", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:GetItem","dynamodb:DeleteItem"],"Resource":"`+TableARN+`"},{"Effect":"Allow","Action":"dynamodb:Scan","Resource":"`+TableARN+`"}]}`, "policy")
	assert.Len(t, exact(f.Context()), 2)
}

// A key that is not the table's is told what to write.
func TestAWrongKeyIsToldWhatToWrite(t *testing.T) {
	t.Parallel()
	f := Passing()
	f.Method("get", "GET", "@book", "GetItem", TableARN, `{"TableName":"books","Key":{"name":{"S":"a"}}}`)
	found, _ := Judge(f.Context())
	var fixes []string
	for _, finding := range found {
		if finding.Rule.ID == "LP-TMPL-005" {
			fixes = append(fixes, finding.Fix)
		}
	}
	assert.ElementsMatch(t, []string{`take "name" out of Key`, `add "id" to Key, as in "id": {"S": "..."}`}, fixes)
}

func TestWaivers(t *testing.T) {
	t.Parallel()
	f := Passing()
	f.Set("table", nil, "pointInTimeRecovery")
	found, _ := Judge(f.Context())
	require.Len(t, found, 1)
	fits := rule.Waiver{
		Rule: "LP-TABLE-002", Resource: found[0].Resource(), Reason: "test data", Owner: "ops", Expiry: "2026-06-01", Fingerprint: found[0].Fingerprint(),
	}
	change := func(change func(*rule.Waiver)) []rule.Waiver {
		w := fits
		change(&w)
		return []rule.Waiver{w}
	}
	for name, c := range map[string]struct {
		waivers []rule.Waiver
		waived  bool
		says    string
	}{
		"fits, on its last day":     {[]rule.Waiver{fits}, true, ""},
		"expired":                   {change(func(w *rule.Waiver) { w.Expiry = "2026-05-31" }), false, "expired on 2026-05-31"},
		"of this stack":             {change(func(w *rule.Waiver) { w.Stack = "test" }), true, ""},
		"of another stack":          {change(func(w *rule.Waiver) { w.Stack = "prod" }), false, ""},
		"expired, of another stack": {change(func(w *rule.Waiver) { w.Stack, w.Expiry = "prod", "2026-05-31" }), false, "expired on 2026-05-31"},
		"another finding":           {change(func(w *rule.Waiver) { w.Fingerprint = "0000000000000000" }), false, "the finding is another: " + found[0].Fingerprint()},
		"another resource":          {change(func(w *rule.Waiver) { w.Resource = "aws:dynamodb/table:Table::films" }), false, "is not used"},
		"another rule":              {change(func(w *rule.Waiver) { w.Rule = "LP-TABLE-001" }), false, "is not used"},
		"no such rule":              {change(func(w *rule.Waiver) { w.Rule = "LP-TABLE-999" }), false, "does not exist"},
		"no reason":                 {change(func(w *rule.Waiver) { w.Reason = " " }), false, "lacks reason"},
		"no owner and no expiry":    {change(func(w *rule.Waiver) { w.Owner, w.Expiry = "", "" }), false, "lacks expiry, owner"},
		"no fingerprint":            {change(func(w *rule.Waiver) { w.Fingerprint = "" }), false, "lacks fingerprint"},
		"no resource":               {change(func(w *rule.Waiver) { w.Resource = "" }), false, "lacks resource"},
		"not a date":                {change(func(w *rule.Waiver) { w.Expiry = "next year" }), false, "not a date"},
		"of the pack itself":        {change(func(w *rule.Waiver) { w.Rule = "LP-PACK-003" }), false, "cannot be waived"},
		"of what it sees":           {change(func(w *rule.Waiver) { w.Rule = "LP-PACK-002" }), false, "cannot be waived"},
		"of the lock":               {change(func(w *rule.Waiver) { w.Rule = "LP-LOCK-001" }), false, "cannot be waived"},
		"the same finding twice":    {[]rule.Waiver{fits, fits}, true, "is not used"},
		"in the middle of a year":   {change(func(w *rule.Waiver) { w.Expiry = "2027-01-31" }), true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := Passing()
			f.Set("table", nil, "pointInTimeRecovery")
			f.Waivers = c.waivers
			findings, m := Judge(f.Context())
			var complaints []string
			waived := false
			for _, found := range findings {
				waived = waived || found.Verdict == capability.Waived
				if found.Rule == pack.Waivers {
					complaints = append(complaints, found.Message)
				}
			}
			assert.Equal(t, c.waived, waived)
			if c.says == "" {
				assert.Empty(t, complaints)
			} else if assert.Len(t, complaints, 1) {
				assert.Contains(t, complaints[0], c.says)
			}
			assert.Equal(t, c.waived, m.Proven(), "a waived row is not violated")
		})
	}
}

func TestAWaiverFitsOnlyTheExactFinding(t *testing.T) {
	t.Parallel()
	f := Passing()
	f.Set("get-policy", Allow("dynamodb:Get*", TableARN), "policy")
	found := exact(f.Context())
	require.NotEmpty(t, found)
	f.Set("get-policy", Allow("dynamodb:*", TableARN), "policy")
	for _, wider := range exact(f.Context()) {
		assert.NotEqual(t, found[0].Fingerprint(), wider.Fingerprint(), "a waiver must not cover a wider role")
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	judge := func(t *testing.T, f *Fixture, path string) []rule.Finding {
		t.Helper()
		in := f.Context()
		in.LockPath, in.LockCommand = path, "make lock STACK=test"
		findings, _ := Judge(in)
		return findings
	}
	path := capability.LockPath(t.TempDir(), "test")
	found := judge(t, Passing(), path)
	require.Len(t, found, 1)
	assert.Equal(t, "run make lock STACK=test and commit the file", found[0].Fix)

	_, m := Judge(Passing().Context())
	l, err := capability.NewLock(m)
	require.NoError(t, err)
	require.NoError(t, l.WriteFile(path))
	assert.Empty(t, judge(t, Passing(), path))

	f := Passing()
	f.Set("put", false, "apiKeyRequired")
	f.Set("put", "AWS_IAM", "authorization")
	found = judge(t, f, path)
	require.NotEmpty(t, found, "another access is another capability")
	assert.Contains(t, found[0].Counterexample, "+ calls PutItem as put-role, access AWS_IAM")

	f = Passing()
	for _, name := range []string{"query", "query-integration", "query-200", "query-502", "query-503", "query-200-declared", "query-502-declared", "query-503-declared", "query-role", "query-policy"} {
		f.Remove(name)
	}
	found = judge(t, f, path)
	require.NotEmpty(t, found, "shrinking asks for a rewrite too")
	assert.Contains(t, found[0].Counterexample, "- shop GET /books: calls Query as query-role, access open")
	require.Len(t, found, 1, "however much differs, it is one finding")

	require.NoError(t, os.WriteFile(path, []byte("{"), 0o600))
	found = judge(t, Passing(), path)
	require.Len(t, found, 1)
	assert.Contains(t, found[0].Message, "cannot be read")

	f = Passing()
	f.Stack = "local"
	assert.Empty(t, judge(t, f, filepath.Join(t.TempDir(), "none.json")), "local stacks need no lock")
	f.Settings.LockedStacks = []string{"local"}
	assert.NotEmpty(t, judge(t, f, filepath.Join(t.TempDir(), "none.json")), "unless the settings say so")
}

func exact(in *rule.Context) []rule.Finding {
	r := Find("LP-ROLE-001")
	return r.Run(in, r.Judge)
}

func TestThePassingStackIsClean(t *testing.T) {
	t.Parallel()
	findings, matrix := Judge(Passing().Context())
	assert.Empty(t, Shown(findings))
	require.Len(t, matrix.Rows, 3)
	assert.True(t, matrix.Proven())
	assert.Equal(t, capability.Row{
		API: "shop", Verb: "GET", Path: "/books", Operation: "Query", Actions: []string{"dynamodb:Query"},
		Resources: []string{"table/books/index/by-year"}, Principal: "query-role", Access: "open",
		Grants: []string{"dynamodb:Query on table/books/index/by-year"}, Verdict: capability.Proven,
	}, matrix.Rows[0])
	assert.Equal(t, "api-key", matrix.Rows[2].Access)
}
