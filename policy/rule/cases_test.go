package rule

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/capability"
)

// situation is one of the four in which every rule is tried.
type situation string

const (
	violating situation = "violating"
	// half is configured half-way: something is set, and it is not enough or not what it looks like.
	half    situation = "half-configured"
	good    situation = "good"
	unknown situation = "unknown"
)

// verdictOf is what a rule must say in a situation.
var verdictOf = map[situation]capability.Verdict{
	violating: capability.Violated, half: capability.Violated, good: capability.Proven, unknown: capability.Undecided,
}

// ruleCase changes the passing stack and says in which situation it then is.
type ruleCase struct {
	situation situation
	name      string
	change    func(*testing.T, *fixture)
}

func with(s situation, name string, change func(f *fixture)) ruleCase {
	return ruleCase{s, name, func(_ *testing.T, f *fixture) { change(f) }}
}

// allCases are the cases by rule.
func allCases() map[string][]ruleCase {
	all := map[string][]ruleCase{}
	for _, cases := range []map[string][]ruleCase{
		packCases(), roleCases(), documentCases(), integrationCases(), templateCases(), methodCases(), tableCases(), stageCases(),
	} {
		for id, list := range cases {
			all[id] = append(all[id], list...)
		}
	}
	return all
}

func worst(findings []Finding) capability.Verdict {
	v := capability.Proven
	for _, f := range findings {
		v = worse(v, f.Verdict)
	}
	return v
}

func TestRules(t *testing.T) {
	t.Parallel()
	for id, cases := range allCases() {
		r := Find(id)
		require.NotNil(t, r, id)
		for _, c := range cases {
			t.Run(id+"/"+string(c.situation)+"/"+c.name, func(t *testing.T) {
				t.Parallel()
				f := passing()
				c.change(t, f)
				findings := guarded(r, f.input())
				assert.Equal(t, verdictOf[c.situation], worst(findings), "%v", shown(findings))
				for _, found := range findings {
					assert.NotEmpty(t, found.Message)
					assert.NotContains(t, found.Message, "broke down")
					assert.Contains(t, found.Text(), "fix: ")
				}
			})
		}
	}
}

func shown(findings []Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Text())
	}
	return all
}

// notApplicable are the situations in which a rule cannot be.
var notApplicable = map[string][]situation{
	"LP-PACK-001":  {unknown},                        // settings are always known
	"LP-PACK-002":  {violating, half},                // what is not seen is undecided
	"LP-PACK-003":  {violating, half, good, unknown}, // see TestWaivers
	"LP-LOCK-001":  {violating, half, good, unknown}, // see TestLock
	"LP-TMPL-002":  {unknown},                        // LP-TMPL-001 reports a template that is unknown
	"LP-IAM-003":   {half},
	"LP-TABLE-005": {unknown},
}

func TestEveryRuleIsTriedInEverySituation(t *testing.T) {
	t.Parallel()
	cases := allCases()
	for _, r := range All() {
		tried := map[situation]bool{}
		for _, c := range cases[r.ID] {
			tried[c.situation] = true
		}
		for _, s := range []situation{violating, half, good, unknown} {
			if !slices.Contains(notApplicable[r.ID], s) {
				assert.True(t, tried[s], "%s has no %s case", r.ID, s)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(cases)) {
		require.NotNil(t, Find(id), id)
	}
}

func TestThePassingStackIsClean(t *testing.T) {
	t.Parallel()
	findings, matrix := Judge(passing().input())
	assert.Empty(t, shown(findings))
	require.Len(t, matrix.Rows, 3)
	assert.True(t, matrix.Proven())
	assert.Equal(t, capability.Row{
		API: "shop", Verb: "GET", Path: "/books", Operation: "Query", Actions: []string{"dynamodb:Query"},
		Resources: []string{"table/books/index/by-year"}, Principal: "query-role", Access: "open",
		Grants: []string{"dynamodb:Query on table/books/index/by-year"}, Verdict: capability.Proven,
	}, matrix.Rows[0])
	assert.Equal(t, "api-key", matrix.Rows[2].Access)
}
