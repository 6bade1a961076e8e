package pack

import (
	"cmp"

	"lambdaless/internal/capability"
	"lambdaless/policy/rule"
)

// lockCommand is the command that writes the stack's lock.
func (s *session) lockCommand() string {
	return cmp.Or(s.env.lockCommand, "make lock STACK="+s.stack)
}

// lock reports whether the stack is compared with its capability lock, and whether it has none because its
// project has none at all: a new project is not held to capabilities that have not been agreed yet, unless the team's
// settings name the stack, or the base branch had a lock.
func (s *session) lock(settings rule.Settings) (compared, unlocked bool) {
	if s.env.rewriteLock || s.env.root == "" || !settings.Locked(s.stack) {
		return false, false
	}
	compared = s.env.requireLock || settings.LockedStacks != nil || capability.Locks(s.env.root, s.project)
	return compared, !compared
}
