package parse

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error is a template that does not parse, or that fails while it is rendered.
type Error struct {
	File      string // the name given to Parse
	Line, Col int    // where; 0 when there is no place to point at
	Message   string // what is wrong, and with which value
	Source    string // the text of the line
	Cause     error  // what made rendering fail, or nil
}

// Error is "file:line:col: what", the source line, and a caret under the column.
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Message
	}
	head := fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Col, e.Message)
	if strings.TrimSpace(e.Source) == "" {
		return head
	}
	text, col := excerpt(e.Source, e.Col)
	return head + "\n  " + text + "\n  " + col + "^"
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// excerptWidth is how much of a long line an error shows.
const excerptWidth = 160

// excerpt returns the part of the line around the column, and the blanks before the caret.
func excerpt(line string, col int) (text, indent string) {
	at := min(max(col-1, 0), len(line))
	start := 0
	if at > excerptWidth/2 && len(line) > excerptWidth {
		start = at - excerptWidth/2
		for start > 0 && !utf8.RuneStart(line[start]) {
			start--
		}
	}
	end := min(len(line), start+excerptWidth)
	for end < len(line) && !utf8.RuneStart(line[end]) {
		end++
	}
	var blanks strings.Builder
	for _, r := range line[start:at] {
		if r == '\t' {
			blanks.WriteByte('\t')
		} else {
			blanks.WriteByte(' ')
		}
	}
	return line[start:end], blanks.String()
}

func (s *origin) errorAt(offset int, cause error, format string, args ...any) *Error {
	p := s.pos(offset)
	return &Error{
		File: s.name, Line: p.Line, Col: p.Col,
		Message: fmt.Sprintf(format, args...), Source: s.line(p.Line), Cause: cause,
	}
}
