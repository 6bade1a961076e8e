package iam

// What the tests outside the package, which read policies with package parse, compare with their reference.

// MatchesAcrossSegments is Matches for a resource whose wildcards may reach over colons.
func MatchesAcrossSegments(pattern, value string) bool {
	return resourcePattern(literals(pattern), acrossSegments).matches(value)
}

// Escalations are all sets of actions that EscalationsOf looks for.
var Escalations = escalations
