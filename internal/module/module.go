// Package module knows the path of this module, which whoever makes the whole repository their own may change.
package module

import (
	"reflect"
	"strings"
)

type here struct{}

// Name is the path in go.mod.
var Name = strings.TrimSuffix(reflect.TypeFor[here]().PkgPath(), "/internal/module")
