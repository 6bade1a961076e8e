// Package hygiene has the rules about tags and log retention.
package hygiene

import (
	"lambdaless/policy/rule"
)

// Rules are the package's rules.
var Rules rule.Set
