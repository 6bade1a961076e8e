// Package lint finds mistakes in mapping templates that API Gateway deploys without a word: functions that do not exist,
// whose calls are empty, and text that cannot become JSON. It reports only what is wrong whatever a request holds;
// the policy pack proves the rest.
package lint

import (
	"strings"

	"lambdaless/internal/vtl/parse"
)

// Mistakes are those of a template, in the order of its text. Each is a *parse.Error.
func Mistakes(name, text string) []error {
	tree, err := parse.Parse(name, text)
	if err != nil {
		return []error{err}
	}
	l := &linter{name: name, text: text}
	l.functions(tree.Root)
	if len(l.mistakes) == 0 { // what a call that does not exist renders is not worth knowing
		l.json(tree.Root)
	}
	return l.mistakes
}

type linter struct {
	name, text string
	mistakes   []error
	patient    bool // what ends a state is not a mistake yet
}

// at reports a mistake at an offset of the text.
func (l *linter) at(offset int, message string) {
	offset = min(offset, len(l.text))
	start := strings.LastIndex(l.text[:offset], "\n") + 1
	line, _, _ := strings.Cut(l.text[start:], "\n")
	l.mistakes = append(l.mistakes, &parse.Error{
		File: l.name, Line: 1 + strings.Count(l.text[:offset], "\n"), Col: offset - start + 1, Message: message, Source: strings.TrimSuffix(line, "\r"),
	})
}
