// Package mutation breaks a passing stack in many ways, one at a time, and asks the policy pack over
// its wire protocol whether it notices. A mutant is caught when the rule that is meant to catch it
// complains; another rule's complaint does not count.
package mutation
