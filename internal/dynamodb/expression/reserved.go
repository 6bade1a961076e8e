package expression

import (
	_ "embed"
	"strings"
)

// reservedText is the list of reserved words, one on each line
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html).
//
//go:embed reserved.txt
var reservedText string

var reserved = func() map[string]bool {
	words := map[string]bool{}
	for word := range strings.Lines(reservedText) {
		words[strings.TrimSpace(word)] = true
	}
	return words
}()

// isReserved reports whether an attribute's name is a reserved word, in whatever case: an expression needs a
// #placeholder for it.
func isReserved(name string) bool { return reserved[strings.ToUpper(name)] }
