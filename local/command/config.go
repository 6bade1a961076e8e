package command

import (
	"maps"
	"slices"

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
func (s *session) ownLoggingRole() error {
	return s.stack.Configure(s.stack.Project()+":cloudwatchRole", "create")
}
