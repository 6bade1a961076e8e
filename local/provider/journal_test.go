package provider

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// journaled is a lab whose provider notes what it creates.
func journaled(t *testing.T) *lab {
	l := newLab(t)
	l.provider.journal.file = filepath.Join(l.dir, "created.jsonl")
	return l
}

func TestUndoTakesBackPendingCreations(t *testing.T) {
	t.Parallel()
	l := journaled(t)
	role := l.create(roleType, "r", props{"name": "r", "assumeRolePolicy": trust})
	policy := l.create(rolePolicyType, "p", props{"name": "p", "role": "r", "policy": getMovies})
	other := l.create(logGroupType, "g", props{"name": "g"})
	require.NoError(t, l.provider.Undo(t.Context(), "test", []string{role.urn, policy.urn}, nil))
	assert.False(t, role.refresh(), "the newest first, or IAM would refuse to delete a role with a policy")
	assert.True(t, other.refresh(), "this one was not pending")
	l.create(roleType, "r", props{"name": "r", "assumeRolePolicy": trust})
}

func TestUndoLeavesWhatTheStateHas(t *testing.T) {
	t.Parallel()
	l := journaled(t)
	group := l.create(logGroupType, "g", props{"name": "old"})
	replacement := l.create(logGroupType, "g", props{"name": "new"})
	require.NoError(t, l.provider.Undo(t.Context(), "test", []string{group.urn}, map[string][]string{group.urn: {group.id}}))
	assert.True(t, group.refresh())
	assert.False(t, replacement.refresh())
}

func TestUndoIsOfOneStack(t *testing.T) {
	t.Parallel()
	l := journaled(t)
	group := l.create(logGroupType, "g", props{"name": "g"})
	require.NoError(t, l.provider.Undo(t.Context(), "another", []string{group.urn}, nil))
	assert.True(t, group.refresh())
	require.NoError(t, l.provider.Undo(t.Context(), "test", nil, nil), "nothing was pending")
	require.NoError(t, l.provider.Undo(t.Context(), "test", []string{group.urn}, nil))
	assert.True(t, group.refresh(), "and so it was forgotten")
}

func TestUndoReadsAJournalThatWasCutOff(t *testing.T) {
	t.Parallel()
	l := journaled(t)
	group := l.create(logGroupType, "g", props{"name": "g"})
	text, err := os.ReadFile(l.provider.journal.file)
	require.NoError(t, err)
	cut := string(text) + strings.TrimSpace(string(text))[:40]
	require.NoError(t, os.WriteFile(l.provider.journal.file, []byte(cut), 0o600))
	require.NoError(t, l.provider.Undo(t.Context(), "test", []string{group.urn}, nil))
	assert.False(t, group.refresh())
}
