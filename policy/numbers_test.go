package main

import (
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/policy/mutation"
)

// docs/policy.md says how many stacks are tried, and what mutants have to reach.
func TestTheNumbersOfStacksAreThoseOfThePage(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/policy.md")
	require.NoError(t, err)
	number := func(pattern string) int {
		found := regexp.MustCompile(pattern).FindSubmatch(page)
		require.NotNil(t, found, pattern)
		n, err := strconv.Atoi(string(found[1]))
		require.NoError(t, err)
		return n
	}
	bad := len(badDeployments) + len(badKeys) + len(badRequests) + len(badMembers) + len(badAnswers)
	for _, stacks := range badLists {
		bad += len(stacks)
	}
	assert.Greater(t, bad, number(`more than (\d+) stacks and\s+templates that a rule must refuse`))
	good := len(goodKeys)
	for _, stacks := range goodLists {
		good += len(stacks)
	}
	assert.Greater(t, good, number(`more than (\d+) that must pass`))
	assert.InDelta(t, mutation.LeastRatio, float64(number(`holds each score at (\d+) % or more`))/100, 1e-9)
	assert.Contains(t, string(page), "at most "+map[int]string{2: "two"}[mutation.EachKind]+" mutants of those")
}
