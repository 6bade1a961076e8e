package capability

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "run: go test ./internal/capability -update")
	assert.Equal(t, string(want), got, "run: go test ./internal/capability -update")
}

func matrix() Matrix {
	m := Matrix{Project: "lambdaless", Stack: "dev", Rows: []Row{
		{
			API: "movies", Verb: "PUT", Path: "/{name}", Operation: "PutItem", Actions: []string{"dynamodb:PutItem"},
			Resources: []string{"table/movies"}, Principal: "put-name", Access: "api-key",
			Grants: []string{"dynamodb:* on table/movies"}, Verdict: Violated, Rules: []string{"LP-ROLE-001"},
		},
		{
			API: "movies", Verb: "GET", Path: "/{name}", Operation: "GetItem", Actions: []string{"dynamodb:GetItem"},
			Resources: []string{"table/movies"}, Principal: "get-name", Access: "open",
			Grants: []string{"dynamodb:GetItem on table/movies"}, Verdict: Proven,
		},
		{API: "movies", Verb: "OPTIONS", Path: "/|b", Access: "open", Verdict: Proven},
	}}
	m.Sort()
	return m
}

func proven() Matrix {
	m := matrix()
	for i := range m.Rows {
		m.Rows[i].Verdict, m.Rows[i].Rules = Proven, nil
	}
	return m
}

func report() Report {
	r := Report{
		Version: ReportVersion, Pack: "lambdaless", PackVersion: "1.0.0", Matrix: matrix(), Docs: "https://github.com/acme/films/blob/HEAD/docs/rules.md",
		Rules: []RuleInfo{
			{
				ID: "LP-ROLE-001", Name: "lp-role-001-exact-capability", Title: "Exact", Why: "Because.", Fix: "Paste.",
				Severity: "critical", Level: "mandatory", MapsTo: map[string][]string{"Checkov": {"CKV_AWS_1", "CKV_AWS_0"}},
			},
			{ID: "LP-TABLE-001", Name: "lp-table-001-x", Title: "X", Why: "Y.", Fix: "Z.", Severity: "low", Level: "advisory"},
		},
		Findings: []Finding{
			{
				Rule: "LP-TABLE-001", Verdict: Waived, Severity: "low", Level: "advisory", Resource: "aws:dynamodb/table:Table::movies",
				URN: "urn:table", Message: "not encrypted", Fix: "encrypt", Fingerprint: "beef", Waiver: "until 2030-01-01 by ops: test data",
			},
			{
				Rule: "LP-ROLE-001", Verdict: Violated, Severity: "critical", Level: "mandatory", Resource: "aws:iam/role:Role::put",
				URN: "urn:role", Source: "templates/movie/put.request.vtl", Line: 3, Message: "may do too much\nin two lines",
				Counterexample: "dynamodb:DeleteItem", Fix: "paste", Document: "{\n  \"a\": \"```\"\n}", Fingerprint: "cafe",
			},
			{
				Rule: "LP-ROLE-001", Verdict: Undecided, Severity: "critical", Level: "mandatory", Resource: "aws:iam/role:Role::z",
				URN: "urn:z", Message: "policy is unknown", Fix: "compute it", Fingerprint: "f00d",
				Also: []Place{
					{Resource: "aws:iam/role:Role::y", URN: "urn:y", Fingerprint: "feed"},
					{Resource: "aws:iam/role:Role::x", URN: "urn:x", Source: "infra/movies.go", Line: 7, Fingerprint: "fade"},
				},
			},
		},
	}
	r.Sort()
	return r
}

func TestReportPrintsForPeopleAndPrograms(t *testing.T) {
	t.Parallel()
	for name, write := range map[string]func(*strings.Builder) error{
		"report.txt":   func(b *strings.Builder) error { return report().WriteText(b) },
		"report.md":    func(b *strings.Builder) error { return report().WriteMarkdown(b) },
		"report.json":  func(b *strings.Builder) error { return report().WriteJSON(b) },
		"report.sarif": func(b *strings.Builder) error { return report().WriteSARIF(b, "") },
	} {
		var out strings.Builder
		require.NoError(t, write(&out))
		golden(t, name, out.String())
	}
}

func TestSARIFHasWhatCodeScanningNeeds(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, report().WriteSARIF(&out, "services/my films"))
	var log struct {
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine int }
					}
				}
				Suppressions     []struct{ Kind string }
				RelatedLocations []struct{ ID int }
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(out.String()), &log))
	assert.Equal(t, "2.1.0", log.Version)
	require.Len(t, log.Runs, 1)
	rules, results := log.Runs[0].Tool.Driver.Rules, log.Runs[0].Results
	require.Len(t, results, 3)
	for _, r := range results {
		assert.Equal(t, r.RuleID, rules[r.RuleIndex].ID, "ruleIndex points at the rule")
		require.Len(t, r.Locations, 1)
		assert.Contains(t, []string{"services/my%20films/Pulumi.yaml", "services/my%20films/templates/movie/put.request.vtl"}, r.Locations[0].PhysicalLocation.ArtifactLocation.URI)
		assert.Positive(t, r.Locations[0].PhysicalLocation.Region.StartLine)
	}
	assert.Equal(t, "error", results[0].Level)
	assert.NotEmpty(t, results[2].Suppressions, "a waived finding is suppressed")
}

func TestReportSurvivesAFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "report.json")
	require.NoError(t, report().WriteFile(path))
	back, err := ReadReport(path)
	require.NoError(t, err)
	assert.Equal(t, report(), back)

	_, err = ReadReport(path + ".missing")
	require.ErrorIs(t, err, os.ErrNotExist)
	for _, text := range []string{"{", `{"version":9}`} {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		_, err = ReadReport(path)
		require.Error(t, err)
	}
}

func TestAPreviewThatEndedEarlyIsAFailure(t *testing.T) {
	t.Parallel()
	r := Unjudged("lambdaless", "prod", "protectTable is unknown")
	assert.True(t, r.Failed())
	for name, write := range map[string]func(io.Writer) error{"text": r.WriteText, "Markdown": r.WriteMarkdown} {
		var out strings.Builder
		require.NoError(t, write(&out))
		assert.Contains(t, out.String(), "the preview failed, and nothing was proven", name)
		assert.NotContains(t, out.String(), "methods proven", name)
	}
	late := report()
	late.Findings, late.Failure = nil, "the engine stopped"
	assert.True(t, late.Failed())
	assert.Contains(t, late.Summary(), "The preview failed.")
}

func TestFailedCountsOnlyMandatoryFindingsThatStand(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		finding Finding
		want    bool
	}{
		"mandatory and violated":  {Finding{Level: "mandatory", Verdict: Violated}, true},
		"mandatory and undecided": {Finding{Level: "mandatory", Verdict: Undecided}, true},
		"mandatory and waived":    {Finding{Level: "mandatory", Verdict: Waived}, false},
		"advisory and violated":   {Finding{Level: "advisory", Verdict: Violated}, false},
	} {
		assert.Equal(t, c.want, Report{Findings: []Finding{c.finding}}.Failed(), name)
	}
}

func TestLockIsDeterministicAndComparesEqual(t *testing.T) {
	t.Parallel()
	path := LockPath(t.TempDir(), "dev")
	assert.Equal(t, "capabilities.dev.lock.json", filepath.Base(path))
	_, err := ReadLock(path)
	require.ErrorIs(t, err, ErrNoLock)

	var texts []string
	for _, reverse := range []bool{false, true} {
		m := proven()
		if reverse {
			m.Rows[0], m.Rows[2] = m.Rows[2], m.Rows[0]
		}
		l, err := NewLock(m)
		require.NoError(t, err)
		require.NoError(t, l.WriteFile(path))
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		texts = append(texts, string(text))
	}
	assert.Equal(t, texts[0], texts[1])
	golden(t, "lock.json", texts[0])

	l, err := ReadLock(path)
	require.NoError(t, err)
	assert.Empty(t, compare(l, proven()))
}

func TestUnprovenMatrixCannotBeLocked(t *testing.T) {
	t.Parallel()
	_, err := NewLock(matrix())
	require.ErrorContains(t, err, "PUT /{name} is violated (LP-ROLE-001)")
}

func TestCompareNamesEveryDifference(t *testing.T) {
	t.Parallel()
	lock, err := NewLock(proven())
	require.NoError(t, err)
	for name, c := range map[string]struct {
		change func(*Matrix)
		want   []string
	}{
		"a new method": {
			func(m *Matrix) { m.Rows = append(m.Rows, Row{API: "movies", Verb: "GET", Path: "/", Access: "open"}) },
			[]string{"movies GET / grew: calls -, access open"},
		},
		"a removed method": {
			func(m *Matrix) { m.Rows = m.Rows[:2] },
			[]string{"movies OPTIONS /|b shrank: calls -, access open"},
		},
		"another grant": {
			func(m *Matrix) { m.Rows[0].Grants = append(m.Rows[0].Grants, "dynamodb:Scan on table/movies") },
			[]string{"movies GET /{name} grew: may dynamodb:Scan on table/movies"},
		},
		"a key no longer asked for": {
			func(m *Matrix) { m.Rows[1].Access = "open" },
			[]string{
				"movies PUT /{name} grew: calls PutItem as put-name, access open",
				"movies PUT /{name} shrank: calls PutItem as put-name, access api-key",
			},
		},
		"another principal": {
			func(m *Matrix) { m.Rows[0].Principal = "root" },
			[]string{
				"movies GET /{name} grew: calls GetItem as root, access open",
				"movies GET /{name} shrank: calls GetItem as get-name, access open",
			},
		},
		"another stack": {
			func(m *Matrix) { m.Stack = "prod" },
			[]string{proven().Project + "/prod grew: the lock is of " + proven().Project + "/dev"},
		},
	} {
		m := proven()
		c.change(&m)
		var got []string
		for _, d := range compare(lock, m) {
			got = append(got, fmt.Sprintf("%s %s: %s", d.Route, d.Change, d.What))
		}
		assert.Equal(t, c.want, got, name)
	}
}

func TestReadLockRefusesWhatItDoesNotUnderstand(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"not JSON":         `{`,
		"unknown member":   `{"version":1,"project":"p","stack":"s","methods":[],"more":1}`,
		"another version":  `{"version":2,"project":"p","stack":"s","methods":[]}`,
		"text after it":    `{"version":1,"project":"p","stack":"s","methods":[]} x`,
		"one method twice": `{"version":1,"methods":[{"verb":"GET","path":"/","access":"open"},{"verb":"GET","path":"/","access":"open"}]}`,
	} {
		path := filepath.Join(t.TempDir(), "lock.json")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		_, err := ReadLock(path)
		require.Error(t, err, name)
	}
}

func TestMarkdownCannotBeBrokenOutOf(t *testing.T) {
	t.Parallel()
	m := Matrix{Project: "p", Stack: "s", Rows: []Row{{Verb: "GET", Path: "/`a`|b\nc", Access: "open", Verdict: Proven}}}
	var out strings.Builder
	require.NoError(t, Report{Matrix: m}.WriteMarkdown(&out))
	assert.Contains(t, out.String(), "`` /`a`\\|b c ``")
}

func TestEmptyMatrixPrints(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, Report{}.WriteText(&out))
	assert.Contains(t, out.String(), "VERB")
}

func TestADiffSaysThatRolesAreSwapped(t *testing.T) {
	t.Parallel()
	m := Matrix{Project: "p", Stack: "s", Rows: []Row{
		{Verb: "GET", Path: "/a", Operation: "GetItem", Principal: "get", Access: "open", Grants: []string{"dynamodb:GetItem on table/t"}, Verdict: Proven},
		{Verb: "PUT", Path: "/a", Operation: "PutItem", Principal: "put", Access: "api-key", Grants: []string{"dynamodb:PutItem on table/t"}, Verdict: Proven},
	}}
	l, err := NewLock(m)
	require.NoError(t, err)
	assert.Empty(t, Diff(l, m))
	m.Rows[0].Principal, m.Rows[1].Principal = "put", "get"
	assert.Equal(t, "! the roles of GET /a and PUT /a are swapped\n"+
		"  GET /a\n  - calls GetItem as get, access open\n  + calls GetItem as put, access open\n"+
		"  PUT /a\n  - calls PutItem as put, access api-key\n  + calls PutItem as get, access api-key\n", Diff(l, m))
}

func TestADiffHasALineForEachMethodThatIsNewOrGone(t *testing.T) {
	t.Parallel()
	row := func(verb, path string) Row {
		return Row{Verb: verb, Path: path, Operation: "GetItem", Principal: "get", Access: "open", Grants: []string{"dynamodb:GetItem on table/t", "kms:Decrypt on key"}, Resources: []string{"table/t"}, Verdict: Proven}
	}
	l, err := NewLock(Matrix{Project: "p", Stack: "s", Rows: []Row{row("GET", "/gone"), row("GET", "/kept"), row("GET", "/z")}})
	require.NoError(t, err)
	kept := row("GET", "/kept")
	kept.Access = "api-key"
	what := ": calls GetItem as get, access open, may dynamodb:GetItem on table/t, kms:Decrypt on key\n"
	assert.Equal(t, "  GET /kept\n  - calls GetItem as get, access open\n  + calls GetItem as get, access api-key\n"+
		"+ GET /a"+what+"+ GET /new"+what+"- GET /gone"+what+"- GET /z"+what,
		Diff(l, Matrix{Project: "p", Stack: "s", Rows: []Row{row("GET", "/new"), kept, row("GET", "/a")}}))
	assert.Contains(t, Diff(l, Matrix{Project: "p", Stack: "other", Rows: []Row{row("GET", "/gone"), row("GET", "/kept"), row("GET", "/z")}}),
		"  p/other\n  + the lock is of p/s\n")
}
