package pack

import (
	"lambdaless/internal/capability"
	"lambdaless/policy/rule"
)

// lock reports whether the stack is compared with its capability lock, and whether it has none because its
// project has none at all: a new project is not held to what nobody has agreed to yet, unless the team's
// settings name the stack, or the base branch had a lock.
func (s *session) lock(settings rule.Settings) (compared, unlocked bool) {
	if s.env.rewriteLock || s.env.root == "" || !settings.Locked(s.stack) {
		return false, false
	}
	compared = s.env.requireLock || settings.LockedStacks != nil || capability.Locks(s.env.root, s.project)
	return compared, !compared
}
