package rule

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
