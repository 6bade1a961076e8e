// Package stage has the rules about stages: logs, limits and caches.
package stage

import (
	"lambdaless/policy/rule"
)

// Rules are the package's rules.
var Rules rule.Set
