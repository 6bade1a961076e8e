package rule

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/capability"
)

func TestAPanicIsAViolation(t *testing.T) {
	t.Parallel()
	var none map[string]int
	findings := guarded(&Rule{ID: "LP-TEST-001", Fix: "x", Judge: func(*Input) []Finding {
		none["a"]++
		return nil
	}}, passing().input())
	require.Len(t, findings, 1)
	assert.Equal(t, capability.Violated, findings[0].Verdict)
	assert.Contains(t, findings[0].Message, "assignment to entry in nil map")
	assert.Contains(t, findings[0].Counterexample, "TestAPanicIsAViolation")
}

func TestFindingsAreDeterministic(t *testing.T) {
	t.Parallel()
	broken := func() *fixture {
		f := passing()
		for _, n := range []string{"get", "put", "query"} {
			f.set(n+"-policy", allow("dynamodb:*", "*"), "policy")
			f.set(n+"-integration", nil, "passthroughBehavior")
		}
		return f
	}
	first, matrix := Judge(broken().input())
	for range 5 {
		again, same := Judge(broken().input())
		assert.Equal(t, shown(first), shown(again))
		assert.Equal(t, matrix, same)
	}
}

func TestARowHasTheWorstVerdictOfWhatTheMethodConsistsOf(t *testing.T) {
	t.Parallel()
	f := passing()
	f.set("get-policy", allow("dynamodb:*", tableARN), "policy")
	f.hide("put-integration", "passthroughBehavior")
	_, m := Judge(f.input())
	require.Len(t, m.Rows, 3)
	assert.Equal(t, capability.Proven, m.Rows[0].Verdict)
	assert.Equal(t, capability.Violated, m.Rows[1].Verdict)
	assert.Equal(t, []string{"LP-IAM-001", "LP-ROLE-001", "LP-ROLE-004"}, m.Rows[1].Rules)
	assert.Equal(t, []string{"dynamodb:* on table/books"}, m.Rows[1].Grants)
	assert.Equal(t, capability.Undecided, m.Rows[2].Verdict)

	f = passing()
	f.set("table", nil, "pointInTimeRecovery")
	_, m = Judge(f.input())
	for _, r := range m.Rows {
		assert.Equal(t, []string{"LP-TABLE-002"}, r.Rules, "a table's finding is about every method that uses it")
	}
}

// What a person reads when a role is too wide.
func TestAWideRoleIsExplained(t *testing.T) {
	t.Parallel()
	f := passing()
	f.set("get-policy", allow("dynamodb:*", tableARN), "policy")
	findings := guarded(exactCapability, f.input())
	require.NotEmpty(t, findings)
	text := findings[0].Text()
	for _, part := range []string{
		"violated: get-role may do more than GET /books/{id} needs, by {", "counterexample: the role may do dynamodb:", "on " + tableARN,
		"which GET /books/{id} never does", `"Action": "dynamodb:GetItem"`, `"Resource": "` + tableARN + `"`, "fingerprint", "docs/rules.md#lp-role-001",
	} {
		assert.Contains(t, text, part)
	}
}

func TestWaivers(t *testing.T) {
	t.Parallel()
	f := passing()
	f.set("table", nil, "pointInTimeRecovery")
	found, _ := Judge(f.input())
	require.Len(t, found, 1)
	fits := Waiver{
		Rule: "LP-TABLE-002", Resource: found[0].Resource(), Reason: "test data", Owner: "ops", Expiry: "2026-06-01", Fingerprint: found[0].Fingerprint(),
	}
	change := func(change func(*Waiver)) []Waiver {
		w := fits
		change(&w)
		return []Waiver{w}
	}
	for name, c := range map[string]struct {
		waivers []Waiver
		waived  bool
		says    string
	}{
		"fits, on its last day":     {[]Waiver{fits}, true, ""},
		"expired":                   {change(func(w *Waiver) { w.Expiry = "2026-05-31" }), false, "expired on 2026-05-31"},
		"of this stack":             {change(func(w *Waiver) { w.Stack = "test" }), true, ""},
		"of another stack":          {change(func(w *Waiver) { w.Stack = "prod" }), false, ""},
		"expired, of another stack": {change(func(w *Waiver) { w.Stack, w.Expiry = "prod", "2026-05-31" }), false, "expired on 2026-05-31"},
		"another finding":           {change(func(w *Waiver) { w.Fingerprint = "0000000000000000" }), false, "the finding is another: " + found[0].Fingerprint()},
		"another resource":          {change(func(w *Waiver) { w.Resource = "aws:dynamodb/table:Table::films" }), false, "is not used"},
		"another rule":              {change(func(w *Waiver) { w.Rule = "LP-TABLE-001" }), false, "is not used"},
		"no such rule":              {change(func(w *Waiver) { w.Rule = "LP-TABLE-999" }), false, "does not exist"},
		"no reason":                 {change(func(w *Waiver) { w.Reason = " " }), false, "lacks reason"},
		"no owner and no expiry":    {change(func(w *Waiver) { w.Owner, w.Expiry = "", "" }), false, "lacks expiry, owner"},
		"not a date":                {change(func(w *Waiver) { w.Expiry = "next year" }), false, "not a date"},
		"of the pack itself":        {change(func(w *Waiver) { w.Rule = "LP-PACK-003" }), false, "cannot be waived"},
		"of the lock":               {change(func(w *Waiver) { w.Rule = "LP-LOCK-001" }), false, "cannot be waived"},
		"the same finding twice":    {[]Waiver{fits, fits}, true, "is not used"},
		"in the middle of a year":   {change(func(w *Waiver) { w.Expiry = "2027-01-31" }), true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := passing()
			f.set("table", nil, "pointInTimeRecovery")
			f.waivers = c.waivers
			findings, m := Judge(f.input())
			var complaints []string
			waived := false
			for _, found := range findings {
				waived = waived || found.Verdict == capability.Waived
				if found.Rule == waivers {
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
	f := passing()
	f.set("get-policy", allow("dynamodb:Get*", tableARN), "policy")
	found := guarded(exactCapability, f.input())
	require.NotEmpty(t, found)
	f.set("get-policy", allow("dynamodb:*", tableARN), "policy")
	for _, wider := range guarded(exactCapability, f.input()) {
		assert.NotEqual(t, found[0].Fingerprint(), wider.Fingerprint(), "a waiver must not cover a wider role")
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	judge := func(t *testing.T, f *fixture, path string) []Finding {
		t.Helper()
		in := f.input()
		in.LockPath = path
		findings, _ := Judge(in)
		return findings
	}
	path := capability.LockPath(t.TempDir(), "test")
	found := judge(t, passing(), path)
	require.Len(t, found, 1)
	assert.Equal(t, "run make lock STACK=test and commit the file", found[0].Fix)

	_, m := Judge(passing().input())
	l, err := capability.NewLock(m)
	require.NoError(t, err)
	require.NoError(t, l.WriteFile(path))
	assert.Empty(t, judge(t, passing(), path))

	f := passing()
	f.set("put", false, "apiKeyRequired")
	f.set("put", "AWS_IAM", "authorization")
	found = judge(t, f, path)
	require.NotEmpty(t, found, "another access is another capability")
	assert.Contains(t, found[0].Counterexample, "grew: calls PutItem as put-role, access AWS_IAM")

	f = passing()
	for _, name := range []string{"query", "query-integration", "query-200", "query-502", "query-503", "query-role", "query-policy"} {
		f.remove(name)
	}
	found = judge(t, f, path)
	require.NotEmpty(t, found, "shrinking asks for a rewrite too")
	assert.Contains(t, found[0].Counterexample, "shrank")

	require.NoError(t, os.WriteFile(path, []byte("{"), 0o600))
	found = judge(t, passing(), path)
	require.Len(t, found, 1)
	assert.Contains(t, found[0].Message, "cannot be read")

	f = passing()
	f.stack = "local"
	assert.Empty(t, judge(t, f, filepath.Join(t.TempDir(), "none.json")), "local stacks need no lock")
	f.settings.LockedStacks = []string{"local"}
	assert.NotEmpty(t, judge(t, f, filepath.Join(t.TempDir(), "none.json")), "unless the settings say so")
}

func TestSettings(t *testing.T) {
	t.Parallel()
	s := DefaultSettings()
	assert.Empty(t, s.Set(map[string]any{
		"productionStacks": []any{"live"}, "localStacks": []any{}, "lockedStacks": []any{"live"}, "requiredTags": []any{"Owner"},
		"minLogRetentionDays": 30.0, "requireCustomerKey": true, "sharedTables": []any{"t"}, "accountId": "123456789012",
	}, "here"))
	assert.Equal(t, Settings{
		ProductionStacks: []string{"live"}, LocalStacks: []string{}, LockedStacks: []string{"live"}, RequiredTags: []string{"Owner"},
		MinLogRetentionDays: 30, RequireCustomerKey: true, SharedTables: []string{"t"}, AccountID: "123456789012",
	}, s)
	for name, values := range map[string]map[string]any{
		"unknown":        {"productionStack": []any{"live"}},
		"not a list":     {"productionStacks": "live"},
		"not texts":      {"requiredTags": []any{1.0}},
		"an empty text":  {"requiredTags": []any{""}},
		"not a number":   {"minLogRetentionDays": "7"},
		"negative":       {"minLogRetentionDays": -1.0},
		"not a boolean":  {"requireCustomerKey": "yes"},
		"not an account": {"accountId": "12"},
	} {
		s := DefaultSettings()
		problems := s.Set(values, "here")
		require.Len(t, problems, 1, name)
		assert.Contains(t, problems[0], "here", name)
		assert.Equal(t, DefaultSettings(), s, "a bad setting changes nothing")
	}
}

func TestWaiversTellTheDayInUTC(t *testing.T) {
	t.Parallel()
	w := Waiver{Rule: "LP-TABLE-002", Resource: "r", Reason: "r", Owner: "o", Expiry: "2026-06-01", Fingerprint: "f"}
	assert.Empty(t, w.complaint(time.Date(2026, 6, 1, 23, 59, 59, 0, time.UTC)))
	assert.NotEmpty(t, w.complaint(time.Date(2026, 6, 2, 0, 0, 0, 0, time.UTC)))
}
