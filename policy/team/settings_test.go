package team

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheTeamsSettingsAreValid(t *testing.T) {
	t.Parallel()
	_, problems := Settings()
	assert.Empty(t, problems)
}
