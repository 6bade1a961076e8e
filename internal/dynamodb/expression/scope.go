package expression

import (
	"fmt"
	"slices"
	"strings"
)

// Scope is what an expression's placeholders stand for. What is not known is not judged.
type Scope struct {
	// Name is the attribute that a #placeholder stands for; false when it is not known.
	Name func(alias string) (string, bool)
	// Type is the type of a :value, as S or SS; false when it is not known.
	Type func(value string) (string, bool)
	// Text is the text of a :value of type S; false when it is not known.
	Text func(value string) (string, bool)
	// Number is the text of a :value of type N; false when it is not known.
	Number func(value string) (string, bool)
}

// named is a path with its placeholders resolved; false when one is not known.
func (s Scope) named(p Path) (Path, bool) {
	named := slices.Clone(p)
	for i, step := range named {
		if strings.HasPrefix(step.Name, "#") {
			name, known := s.Name(step.Name)
			if !known {
				return nil, false
			}
			named[i].Name = name
		}
	}
	return named, true
}

// typeOf is the type of a :value, and of the functions that have one type only; "" when it is not known.
func (s Scope) typeOf(o Operand) string {
	switch o := o.(type) {
	case Value:
		kind, _ := s.Type(string(o))
		return kind
	case Function:
		switch o.Name {
		case "size", "+", "-":
			return "N"
		case "list_append":
			return "L"
		case "if_not_exists":
			if len(o.Args) == 2 {
				return s.typeOf(o.Args[1])
			}
		}
	}
	return ""
}

// overlap says which two of several paths overlap or conflict; "" when none do.
func (s Scope) overlap(paths []Path) string {
	var before []Path
	for _, path := range paths {
		named, known := s.named(path)
		if !known {
			continue
		}
		for _, other := range before {
			if overlaps(other, named) {
				return fmt.Sprintf("the paths %s and %s overlap", other, named)
			}
		}
		before = append(before, named)
	}
	return ""
}

// overlaps reports whether one path is part of the other, or one takes a list for a map.
func overlaps(a, b Path) bool {
	for i := range min(len(a), len(b)) {
		if a[i].IsIndex != b[i].IsIndex {
			return true
		}
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
