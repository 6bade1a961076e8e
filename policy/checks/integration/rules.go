// Package integration has the rules about how methods call DynamoDB and answer.
package integration

import (
	"lambdaless/policy/rule"
)

// Rules are the package's rules.
var Rules rule.Set
