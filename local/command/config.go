package command

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"

	"lambdaless/infra"
)

// checkKeys refuses configuration keys that the program does not read: Pulumi does not tell a program
// that runs inside the Automation API which keys are set.
func (s *session) checkKeys() error {
	values, err := s.stack.Configured()
	if err != nil {
		return err
	}
	return infra.CheckConfigKeys(s.stack.Project(), s.stack.Name(), slices.Collect(maps.Keys(values)))
}

// ownLoggingRole makes a stack that expects the account's logging role (cloudwatchRole: existing) bring
// its own: the local account is empty, and the program in account/ has not been deployed to it.
func (s *session) ownLoggingRole(ctx context.Context) error {
	values, err := s.stack.Configured()
	if err != nil {
		return err
	}
	key := s.stack.Project() + ":cloudwatchRole"
	if values[key] == "create" {
		return nil
	}
	if err := s.stack.SetConfig(ctx, key, auto.ConfigValue{Value: "create"}); err != nil {
		return fmt.Errorf("setting %s for the local account: %w", key, err)
	}
	return nil
}
