package rule

import (
	"errors"
	"fmt"

	"lambdaless/internal/capability"
)

var lock = &Rule{
	ID: "LP-LOCK-001", Slug: "capabilities-locked",
	Title:    "What the stack's methods may do is what was agreed on",
	Why:      "A role that grows because a template grows is still exact. Only a diff that somebody reads shows that it grew.",
	Fix:      "Run make lock with the stack and commit the file, so that the change shows in the diff.",
	Severity: High, Level: Mandatory,
	Judge: func(in *Input) []Finding {
		if in.LockPath == "" || !in.Settings.locked(in.Stack) {
			return nil
		}
		command := "make lock STACK=" + in.Stack
		l, err := capability.ReadLock(in.LockPath)
		if errors.Is(err, capability.ErrNoLock) {
			f := violated(nil, "the stack has no capability lock")
			return []Finding{f.counterexample("capabilities.%s.lock.json does not exist", in.Stack).fix("run %s and commit the file", command)}
		}
		if err != nil {
			return []Finding{violated(nil, "the capability lock cannot be read: %v", err).fix("run %s", command)}
		}
		var findings []Finding
		for _, d := range capability.Compare(l, in.Matrix) {
			f := violated(nil, "%s differs from the lock", d.Route)
			findings = append(findings, f.counterexample("%s: %s", d.Change, d.What).
				fix("if this is meant, run %s and commit capabilities.%s.lock.json", command, in.Stack).
				at(fmt.Sprintf("capabilities.%s.lock.json", in.Stack), 1))
		}
		return findings
	},
}
