package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
)

// TestProvisionedCapacityIsCleanUnlessItIsFixed judges the switch billingMode in production.
func TestProvisionedCapacityIsCleanUnlessItIsFixed(t *testing.T) {
	t.Parallel()
	s := start(t, packEnvironment(t))
	for most, findings := range map[string]int{"50": 0, "5": 2} {
		config := stackConfig(t, "prod")
		config["lambdaless:billingMode"], config["lambdaless:maxReadCapacity"], config["lambdaless:maxWriteCapacity"] = "PROVISIONED", most, most
		found, err := s.Run(t.Context(), recordConfigured(t, "prod", fixture.Deploy, true, config), unlocked)
		require.NoError(t, err)
		assert.Len(t, found, findings, most)
	}
}
