package role

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/rule"
)

// Every policy document that LP-ROLE-001 prints to paste gives the method what it needs, and nothing else: with it
// as the role's policy there is no finding about that policy, and none that the method lacks a right.
func TestPrintedDocumentsAreExact(t *testing.T) {
	t.Parallel()
	exact := rule.Find(Rules.All(), "LP-ROLE-001")
	printed := 0
	for _, c := range cases()["LP-ROLE-001"] {
		stack := func() *Fixture {
			f := Passing()
			c.Change(t, f)
			return f
		}
		f := stack()
		for _, finding := range exact.Run(f.Context(), exact.Judge) {
			method, _, _ := strings.Cut(finding.Node.Name, "-")
			policy := method + "-policy"
			if finding.Document == "" || f.Nodes[policy] == nil {
				continue
			}
			printed++
			repaired := stack()
			repaired.Set(policy, finding.Document, "policy")
			for _, left := range exact.Run(repaired.Context(), exact.Judge) {
				assert.NotEqual(t, policy, left.Node.Name, "%s: %s\nis not repaired by\n%s\n%v", c.Name, finding.Message, finding.Document, Shown([]rule.Finding{left}))
				assert.False(t, left.Node.Name == method+"-role" && strings.Contains(left.Message, "may not do"), "%s: %v", c.Name, Shown([]rule.Finding{left}))
			}
		}
	}
	assert.Greater(t, printed, 10)
}
