package rule

import (
	"cmp"
	"slices"

	"lambdaless/internal/capability"
)

// All are the rules in the order of their ids. Another rule is another file and another entry here.
func All() []*Rule {
	all := []*Rule{
		settingsAreValid, everythingIsSeen, waivers,
		exactCapability, trust, oneRoleOneMethod, readsOrWrites, noOrphans, hasItsRole,
		noWildcards, noEscalation, noAdmin,
		passthroughNever, callsAnAction, notRetargetable, errorsAreErrors,
		literalTable, literalStructure, escapedValues, ownKey,
		writesAreGuarded, validatorValidates, keysAreMetered, verbFits,
		tableEncrypted, tableRecoverable, tableProtected, tableScales, keyByDynamoDB,
		accessLogs, tracing, throttled, noDataTrace, cacheEncrypted, cacheKeys,
		logRetention, tagged,
		lock,
	}
	slices.SortFunc(all, func(a, b *Rule) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// Find finds a rule by its id; nil when there is none.
func Find(id string) *Rule {
	for _, r := range All() {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Info is the rule for a report.
func (r *Rule) Info() capability.RuleInfo {
	return capability.RuleInfo{
		ID: r.ID, Name: r.Name(), Title: r.Title, Why: r.Why, Fix: r.Fix,
		Severity: string(r.Severity), Level: string(r.Level), MapsTo: r.MapsTo,
	}
}
