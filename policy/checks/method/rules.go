// Package method has the rules about who may call a method and what of a request is validated.
package method

import (
	"lambdaless/policy/rule"
)

// Rules are the package's rules.
var Rules rule.Set
