// Package module knows the path of this module, which a copy of the whole repository may change.
package module

import (
	"reflect"
	"strings"
)

type here struct{}

// Name is the path in go.mod.
var Name = strings.TrimSuffix(reflect.TypeFor[here]().PkgPath(), "/internal/module")
