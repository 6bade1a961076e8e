package pack

import (
	"errors"
	"fmt"
	"strings"

	"lambdaless/internal/capability"
	"lambdaless/policy/rule"
)

var lock = Rules.Add(&rule.Rule{
	ID: "LP-LOCK-001", Slug: "capabilities-locked",
	Title:    "The capabilities of the stack's methods are those of its lock file",
	Why:      "A role that grows because its template grows is still exact. Only a reviewed diff shows that it grew.",
	Fix:      "Run make lock with the stack, or local lock --cwd of another project, and commit the file, so that the change shows in the diff.",
	Severity: rule.High, Level: rule.Mandatory,
})

// Locked compares the capability matrix with the stack's lock. It runs after all other rules, whose
// verdicts the matrix has.
func Locked(in *rule.Context, matrix capability.Matrix) []rule.Finding {
	if in.LockPath == "" || !in.Settings.Locked(in.Stack) {
		return nil
	}
	return lock.Run(in, func(in *rule.Context) []rule.Finding {
		command := in.LockCommand
		l, err := capability.ReadLock(in.LockPath)
		if errors.Is(err, capability.ErrNoLock) {
			f := rule.Violated(nil, "the stack has no capability lock")
			return []rule.Finding{f.Counter("capabilities.%s.lock.json does not exist", in.Stack).Remedy("run %s and commit the file", command)}
		}
		if err != nil {
			return []rule.Finding{rule.Violated(nil, "the capability lock cannot be read: %v", err).Remedy("run %s", command)}
		}
		if l.Project != matrix.Project {
			return []rule.Finding{rule.Violated(nil, "the capability lock is of project %s and not of %s", l.Project, matrix.Project).Remedy("run %s and commit the file", command)}
		}
		diff := capability.Diff(l, matrix)
		if diff == "" {
			return nil
		}
		file := fmt.Sprintf("capabilities.%s.lock.json", in.Stack)
		f := rule.Violated(nil, "the stack's capabilities differ from its lock").Counter("\n%s", strings.TrimRight(diff, "\n"))
		return []rule.Finding{f.Remedy("if this is meant, run %s and commit %s", command, file).At(file, 1)}
	})
}
