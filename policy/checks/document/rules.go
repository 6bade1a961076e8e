// Package document has the rules about every policy document of the stack.
package document

import (
	"lambdaless/policy/rule"
)

// Rules are the package's rules.
var Rules rule.Set
