package pack

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// docs/policy.md, to which a finding about another provider leads, lists the providers that are known to be harmless.
func TestThePageListsTheHarmlessProviders(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../docs/policy.md")
	require.NoError(t, err)
	list := regexp.MustCompile("(?s)hold no permissions in AWS: ((?:`[a-z0-9-]+`(?:,| and)?\\s+)+)").FindSubmatch(page)
	require.NotNil(t, list)
	var named []string
	for _, name := range regexp.MustCompile("`([^`]+)`").FindAllSubmatch(list[1], -1) {
		named = append(named, string(name[1]))
	}
	assert.Equal(t, strings.Join(harmlessProviders, " "), strings.Join(named, " "))
}
