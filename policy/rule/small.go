package rule

import (
	"slices"
	"strings"
)

func contains(list []string, item string) bool { return slices.Contains(list, item) }

func join(path []string) string { return strings.Join(path, ".") }

// sentence lists texts with commas, at most so many.
func sentence(items []string, most int) string {
	if len(items) > most {
		return strings.Join(items[:most], ", ") + ", ..."
	}
	return strings.Join(items, ", ")
}
