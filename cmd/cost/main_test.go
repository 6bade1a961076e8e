package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheDocumentIsCurrent(t *testing.T) {
	t.Parallel()
	have, err := os.ReadFile("../../docs/cost.md")
	require.NoError(t, err)
	var want strings.Builder
	require.NoError(t, write(&want, shipped))
	assert.Equal(t, want.String(), string(have), "run: go run ./cmd/cost >docs/cost.md")
}

func TestCompare(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		w              workload
		direct, lambda float64
	}{
		"reads of 4 KB are half a unit":     {workload{Reads: 1, ItemKilobytes: 4}, 3.50 + 0.0625, 3.70 + 0.0625},
		"reads of 5 KB are a whole unit":    {workload{Reads: 1, ItemKilobytes: 5}, 3.50 + 0.125, 3.70 + 0.125},
		"writes of 1.5 KB are two units":    {workload{Reads: 0, ItemKilobytes: 1.5}, 3.50 + 1.25, 3.70 + 1.25},
		"a second of 1 GB, a million times": {workload{Reads: 1, ItemKilobytes: 1, LambdaMemory: 1, LambdaTime: 1}, 3.5625, 3.7625 + 13.3334},
	} {
		var direct, lambda float64
		for _, l := range compare(test.w) {
			direct, lambda = direct+l.Direct, lambda+l.Lambda
		}
		assert.InDelta(t, test.direct, direct, 1e-9, name)
		assert.InDelta(t, test.lambda, lambda, 1e-9, name)
	}
}

func TestAFurtherRegionRepeatsTheWrites(t *testing.T) {
	t.Parallel()
	assert.InDelta(t, 0.125, furtherRegion(shipped), 1e-9)
	assert.InDelta(t, 1.25, furtherRegion(workload{ItemKilobytes: 1.5}), 1e-9)
	assert.Zero(t, furtherRegion(workload{Reads: 1, ItemKilobytes: 9}))
}
