// Package template has the rules about mapping templates.
package template

import (
	"lambdaless/policy/rule"
)

// Rules are the package's rules.
var Rules rule.Set
