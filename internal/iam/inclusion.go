package iam

import "strings"

// The universes (IAM-014): what an action and an ARN look like. Nothing else can be requested, so
// nothing else is a counterexample. "*", the resource of actions that have none, is compared by
// itself.
var (
	everyAction = compile(literals("?*:?*"), bySegment)
	everyARN    = compile(literals("arn:?*:?*:*:*:?*"), bySegment)
)

// Includes reports whether every action (for actions) or every string (for resources, read
// segment by segment) that inner matches is matched by outer. The answer is exact; for a false one,
// witness is a string that inner matches and outer does not. decided is false when the patterns have
// so many stars that the comparison was given up.
func Includes(kind PatternKind, outer, inner string) (included bool, witness string, decided bool) {
	var t table
	t.add("outer", func() pattern { return kind.compile(outer) })
	classes, complete := t.classes(kind.compile(inner))
	for _, c := range classes {
		if !c.signature.has(0) {
			return false, c.witness, true
		}
	}
	return complete, "", complete
}

// PatternKind says how a pattern is read.
type PatternKind int

// Actions are compared in lower case; resources are case-sensitive and read segment by segment.
const (
	ActionPattern PatternKind = iota
	ResourcePattern
)

func (k PatternKind) compile(text string) pattern {
	if k == ActionPattern {
		return actionPattern(text)
	}
	return resourcePattern(literals(text), bySegment)
}

// Matches reports whether a pattern matches one action or resource.
func Matches(kind PatternKind, text, value string) bool {
	if kind == ActionPattern {
		return anyAction([]string{text}, strings.ToLower(value))
	}
	return kind.compile(text).matches(value)
}
