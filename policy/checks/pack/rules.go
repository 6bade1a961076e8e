// Package pack has the rules about the proof itself: that the pack sees the whole stack, that its settings are
// valid and that the capabilities are those of the lock.
package pack

import (
	"lambdaless/policy/rule"
)

// Rules are the package's rules.
var Rules rule.Set
