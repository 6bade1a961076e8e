package checks

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ids, names and levels are what waivers, settings and other people's files refer to. Change this list
// only together with a note in the changelog.
const pinned = `
lp-iam-001-no-wildcards medium advisory
lp-iam-002-no-escalation critical mandatory
lp-iam-003-no-administrator-policies critical mandatory
lp-iam-004-resource-policies critical mandatory
lp-intg-001-passthrough-never critical mandatory
lp-intg-002-calls-an-action high mandatory
lp-intg-003-not-retargetable critical mandatory
lp-intg-004-errors-are-errors medium mandatory
lp-intg-005-no-leaks high mandatory
lp-lock-001-capabilities-locked high mandatory
lp-log-001-retention low advisory
lp-meth-001-writes-are-guarded high mandatory
lp-meth-002-validator-validates medium mandatory
lp-meth-003-keys-are-metered medium mandatory
lp-meth-004-verb-fits-operation medium mandatory
lp-meth-005-api-policy-admits medium mandatory
lp-pack-001-settings-are-valid high mandatory
lp-pack-002-everything-is-seen critical mandatory
lp-pack-003-waivers-in-force high mandatory
lp-role-001-exact-capability critical mandatory
lp-role-002-only-api-gateway-assumes critical mandatory
lp-role-003-one-role-one-method high mandatory
lp-role-004-reads-or-writes high mandatory
lp-role-005-no-orphans medium mandatory
lp-role-006-has-its-role critical mandatory
lp-role-007-service-roles high mandatory
lp-role-008-other-principals critical mandatory
lp-role-009-pipe-roles critical mandatory
lp-stage-001-access-logs medium mandatory
lp-stage-002-tracing low advisory
lp-stage-003-throttled medium mandatory
lp-stage-004-no-data-trace high mandatory
lp-stage-005-cache-encrypted medium mandatory
lp-stage-006-cache-keys high mandatory
lp-stage-007-served-is-proven critical mandatory
lp-stage-008-responses-deployed low advisory
lp-table-001-encrypted high mandatory
lp-table-002-recoverable medium mandatory
lp-table-003-protected high mandatory
lp-table-004-scales low advisory
lp-table-005-key-only-by-dynamodb medium mandatory
lp-table-006-same-place critical mandatory
lp-table-007-policy-admits high mandatory
lp-table-008-policy-denies medium advisory
lp-table-009-key-rotates medium mandatory
lp-tag-001-tagged low advisory
lp-tmpl-001-literal-table critical mandatory
lp-tmpl-002-literal-structure critical mandatory
lp-tmpl-003-escaped-values critical mandatory
lp-tmpl-004-own-key critical mandatory
lp-tmpl-005-requests-succeed high mandatory
lp-tmpl-006-analysable-templates critical mandatory
`

func TestIDsAndLevelsArePinned(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	for _, r := range All() {
		got.WriteString("\n" + r.Name() + " " + string(r.Severity) + " " + string(r.Level))
	}
	assert.Equal(t, pinned, got.String()+"\n")
}

func TestTheREADMESaysHowManyRulesThereAre(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	assert.Contains(t, string(text), fmt.Sprintf(" methods proven by %d rules;", len(All())))
}

func TestMetadataIsComplete(t *testing.T) {
	t.Parallel()
	id := regexp.MustCompile(`^LP-[A-Z]+-\d{3}$`)
	slug := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for _, r := range All() {
		assert.Regexp(t, id, r.ID)
		assert.Regexp(t, slug, r.Slug, r.ID)
		assert.Same(t, r, Find(r.ID), "an id is used twice")
		for what, text := range map[string]string{"title": r.Title, "why": r.Why, "fix": r.Fix} {
			assert.NotEmpty(t, text, "%s has no %s", r.ID, what)
		}
		assert.False(t, strings.HasSuffix(r.Title, "."), r.ID)
		assert.True(t, strings.HasSuffix(r.Fix, "."), r.ID)
	}
	assert.Nil(t, Find("LP-NONE-001"))
}
