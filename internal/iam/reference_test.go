package iam_test

import (
	"regexp"
	"strings"

	"lambdaless/internal/iam"
)

// The reference: a second, naive implementation that the tests hold the package against. It
// translates patterns to regular expressions and evaluates statements one by one.

func referencePattern(text string, bySegment bool) *regexp.Regexp {
	if missing := 5 - strings.Count(text, ":"); bySegment && missing > 0 && strings.HasPrefix(text, "arn:") {
		text += strings.Repeat(":*", missing) // IAM-006
	}
	var b strings.Builder
	b.WriteString(`(?s)\A`)
	colons := 0
	segmented := bySegment && strings.Contains(text, ":")
	for _, c := range text {
		char := `.`
		if segmented && colons < 5 {
			char = `[^:]`
		}
		switch c {
		case '*':
			b.WriteString(char + `*`)
		case '?':
			b.WriteString(char)
		default:
			if c == ':' {
				colons++
			}
			b.WriteString(regexp.QuoteMeta(string(c)))
		}
	}
	b.WriteString(`\z`)
	return regexp.MustCompile(b.String())
}

var referenceCache = map[string]*regexp.Regexp{}

func referenceMatch(text, value string, bySegment bool) bool {
	key := text
	if bySegment {
		key = "s" + text
	}
	re, ok := referenceCache[key]
	if !ok {
		re = referencePattern(text, bySegment)
		referenceCache[key] = re
	}
	return re.MatchString(value)
}

func referenceAny(patterns []string, value string, bySegment bool) bool {
	for _, p := range patterns {
		if referenceMatch(p, value, bySegment) {
			return true
		}
	}
	return false
}

// referenceStatement decides conditions of the form StringEquals/StringNotEquals on one value.
func referenceStatement(s iam.Statement, action, resource string, context map[string][]string) bool {
	lowered := func(list []string) []string {
		var out []string
		for _, v := range list {
			out = append(out, strings.ToLower(v))
		}
		return out
	}
	if len(s.NotActions) > 0 == referenceAny(lowered(append(s.Actions, s.NotActions...)), strings.ToLower(action), false) {
		return false
	}
	if len(s.NotResources) > 0 == referenceAny(append(s.Resources, s.NotResources...), resource, true) {
		return false
	}
	for _, c := range s.Conditions {
		equal := false
		for _, v := range context[c.Key] {
			for _, w := range c.Values {
				equal = equal || v == w
			}
		}
		if equal == (c.Operator == "StringNotEquals") {
			return false
		}
	}
	return true
}

// referenceAllowed evaluates identity policies and a boundary.
func referenceAllowed(p iam.Permissions, action, resource string, context map[string][]string) bool {
	allowed := false
	for _, n := range p.Identity {
		for _, s := range n.Policy.Statements {
			if referenceStatement(s, action, resource, context) {
				if s.Effect == iam.Deny {
					return false
				}
				allowed = true
			}
		}
	}
	if p.Boundary == nil {
		return allowed
	}
	within := false
	for _, s := range p.Boundary.Policy.Statements {
		if referenceStatement(s, action, resource, context) {
			if s.Effect == iam.Deny {
				return false
			}
			within = true
		}
	}
	return allowed && within
}
