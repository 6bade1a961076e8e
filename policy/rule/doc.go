// Package rule defines what a rule, a finding, a waiver and the settings are, and evaluates rules over a
// model.Model. The rules themselves are in the packages below policy/checks; nothing here depends on the
// policy SDK.
//
// A rule returns findings; without findings it is proven. What depends on a value that is unknown at
// preview is reported as undecided, with the name of the value and of what made it unknown, and fails a
// mandatory rule as a violation does.
package rule
