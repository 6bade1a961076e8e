// Package table has the rules about DynamoDB tables.
package table

import (
	"lambdaless/policy/rule"
)

// Rules are the package's rules.
var Rules rule.Set
