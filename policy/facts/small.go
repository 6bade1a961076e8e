// Package facts has what several rules derive from a stack: what a method's requests need, what a role
// allows, which tables a request addresses, and the capability matrix.
package facts

import (
	"strings"
)

// Sentence joins the first texts, up to most of them, with commas.
func Sentence(items []string, most int) string {
	if len(items) > most {
		return strings.Join(items[:most], ", ") + ", ..."
	}
	return strings.Join(items, ", ")
}

// OrNone is Sentence for at most five texts, and "none" for no text.
func OrNone(items []string) string {
	if len(items) == 0 {
		return "none"
	}
	return Sentence(items, 5)
}
