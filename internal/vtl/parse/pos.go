package parse

import "sort"

// Pos is a place in a template. Line and Col count from 1 (Line from the first line given to Parse);
// Col counts bytes. Offset counts bytes from 0.
type Pos struct{ Offset, Line, Col int }

// origin is a template's text and where its lines begin.
type origin struct {
	name  string
	text  string
	first int // number of the first line
	lines []int
}

func newOrigin(name, text string, first int) *origin {
	s := &origin{name: name, text: text, first: first, lines: []int{0}}
	for i := range len(text) {
		if text[i] == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

func (s *origin) pos(offset int) Pos {
	offset = min(offset, len(s.text))
	i := sort.SearchInts(s.lines, offset+1) - 1
	return Pos{Offset: offset, Line: s.first + i, Col: offset - s.lines[i] + 1}
}

// line returns the text of the line with the number that a Pos has.
func (s *origin) line(number int) string {
	i := number - s.first
	if i < 0 || i >= len(s.lines) {
		return ""
	}
	end := len(s.text)
	if i+1 < len(s.lines) {
		end = s.lines[i+1] - 1
	}
	if end > s.lines[i] && s.text[end-1] == '\r' {
		end--
	}
	return s.text[s.lines[i]:end]
}
