// Package role has the rules about the roles of methods.
package role

import (
	"lambdaless/policy/rule"
)

// Rules are the package's rules.
var Rules rule.Set
