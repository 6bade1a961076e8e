package flow

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Kind is what a Value is.
type Kind int

// The kinds. A Gap is a hole in the place of a whole value.
const (
	Object Kind = iota
	Array
	String
	Scalar // a number, true, false or null
	Gap
)

// Value is a JSON value with holes.
type Value struct {
	Kind    Kind
	Members []Member // of an Object, in order
	Items   []*Value // of an Array
	// Text is a String's text, unescaped where it has no holes, or a Scalar's.
	Text Text
	// Hole is a Gap's.
	Hole *Hole
	Line int
}

// Member is a member of an Object.
type Member struct {
	Key   Text
	Value *Value
	Line  int
}

// Get finds a member by its literal key.
func (v *Value) Get(key string) *Value {
	if v == nil {
		return nil
	}
	for _, m := range v.Members {
		if k, ok := m.Key.Literal(); ok && k == key {
			return m.Value
		}
	}
	return nil
}

// cell is one character, or one hole.
type cell struct {
	r    rune
	hole *Hole
	line int
}

// reader reads JSON from cells.
type reader struct {
	cells []cell
	at    int
	depth int
}

const maxDepth = 100

// readJSON reads a whole text as one JSON value. The error says where and what.
func readJSON(t Text) (*Value, error) {
	r := &reader{}
	for _, p := range t {
		if p.Hole != nil {
			r.cells = append(r.cells, cell{hole: p.Hole, line: p.Hole.Line})
			continue
		}
		line := max(p.line, 1)
		for _, c := range p.Text {
			r.cells = append(r.cells, cell{r: c, line: line})
			if c == '\n' {
				line++
			}
		}
	}
	v, err := r.value()
	if err != nil {
		return nil, err
	}
	r.space()
	if c, ok := r.peek(); ok {
		return nil, r.fail("%s after the end of the JSON", c.show())
	}
	return v, nil
}

func (c cell) show() string {
	if c.hole != nil {
		return "‹" + c.hole.Expr + "›"
	}
	return fmt.Sprintf("%q", string(c.r))
}

func (r *reader) line() int {
	if r.at < len(r.cells) {
		return r.cells[r.at].line
	}
	if len(r.cells) > 0 {
		return r.cells[len(r.cells)-1].line
	}
	return 1
}

func (r *reader) fail(format string, args ...any) error {
	return problem{r.line(), fmt.Sprintf(format, args...)}
}

func (r *reader) peek() (cell, bool) {
	if r.at == len(r.cells) {
		return cell{}, false
	}
	return r.cells[r.at], true
}

func (r *reader) space() {
	for r.at < len(r.cells) && r.cells[r.at].hole == nil && strings.ContainsRune(" \t\r\n", r.cells[r.at].r) {
		r.at++
	}
}

// take consumes a character if it is next.
func (r *reader) take(want rune) bool {
	if c, ok := r.peek(); ok && c.hole == nil && c.r == want {
		r.at++
		return true
	}
	return false
}

func (r *reader) value() (*Value, error) {
	if r.depth++; r.depth > maxDepth {
		return nil, r.fail("the JSON is nested too deeply to be followed")
	}
	defer func() { r.depth-- }()
	r.space()
	c, ok := r.peek()
	line := r.line()
	switch {
	case !ok:
		return nil, r.fail("the JSON ends where a value is missing")
	case c.hole != nil && !r.scalarFollows():
		r.at++
		return &Value{Kind: Gap, Hole: c.hole, Line: line}, nil
	case c.hole == nil && c.r == '{':
		return r.object(line)
	case c.hole == nil && c.r == '[':
		return r.array(line)
	case c.hole == nil && c.r == '"':
		t, err := r.stringText()
		return &Value{Kind: String, Text: t, Line: line}, err
	}
	return r.scalar(line)
}

// scalarFollows tells whether the hole at hand is only the beginning of a number or a word.
func (r *reader) scalarFollows() bool {
	if r.at+1 == len(r.cells) {
		return false
	}
	next := r.cells[r.at+1]
	return next.hole != nil || !strings.ContainsRune(" \t\r\n,]}", next.r)
}

func (r *reader) object(line int) (*Value, error) {
	v := &Value{Kind: Object, Line: line}
	r.at++
	if r.space(); r.take('}') {
		return v, nil
	}
	for {
		r.space()
		m := Member{Line: r.line()}
		c, ok := r.peek()
		if !ok || c.hole != nil || c.r != '"' {
			return nil, r.fail("an object's member begins with a quoted name, not with %s", r.next())
		}
		var err error
		if m.Key, err = r.stringText(); err != nil {
			return nil, err
		}
		if r.space(); !r.take(':') {
			return nil, r.fail("a colon belongs after the name %q, not %s", m.Key, r.next())
		}
		if m.Value, err = r.value(); err != nil {
			return nil, err
		}
		if k, known := m.Key.Literal(); known && v.Get(k) != nil {
			return nil, problem{m.Line, fmt.Sprintf("the member %q is there twice", k)}
		}
		v.Members = append(v.Members, m)
		if r.space(); r.take('}') {
			return v, nil
		}
		if !r.take(',') {
			return nil, r.fail("a comma or } belongs after a member, not %s", r.next())
		}
	}
}

func (r *reader) array(line int) (*Value, error) {
	v := &Value{Kind: Array, Line: line}
	r.at++
	if r.space(); r.take(']') {
		return v, nil
	}
	for {
		item, err := r.value()
		if err != nil {
			return nil, err
		}
		v.Items = append(v.Items, item)
		if r.space(); r.take(']') {
			return v, nil
		}
		if !r.take(',') {
			return nil, r.fail("a comma or ] belongs after an item, not %s", r.next())
		}
	}
}

func (r *reader) next() string {
	c, ok := r.peek()
	if !ok {
		return "the end"
	}
	return c.show()
}

// stringText reads a quoted text.
func (r *reader) stringText() (Text, error) {
	line := r.line()
	r.at++
	var pieces Text
	var raw strings.Builder
	flush := func() error {
		if raw.Len() == 0 {
			return nil
		}
		var plain string
		if err := json.Unmarshal([]byte(`"`+raw.String()+`"`), &plain); err != nil {
			return problem{line, fmt.Sprintf("the text %q is not JSON: %v", raw.String(), err)}
		}
		pieces = append(pieces, Piece{Text: plain, line: line})
		raw.Reset()
		return nil
	}
	for escaped := false; ; r.at++ {
		c, ok := r.peek()
		switch {
		case !ok:
			return nil, problem{line, "a text is not closed"}
		case c.hole != nil && escaped:
			return nil, r.fail("a backslash stands before ‹%s›", c.hole.Expr)
		case c.hole != nil:
			if err := flush(); err != nil {
				return nil, err
			}
			pieces = append(pieces, Piece{Hole: c.hole})
		case c.r == '"' && !escaped:
			r.at++
			return pieces, flush()
		default:
			raw.WriteRune(c.r)
			escaped = c.r == '\\' && !escaped
		}
	}
}

// scalar reads a number or a word, which may have holes.
func (r *reader) scalar(line int) (*Value, error) {
	var pieces Text
	var raw strings.Builder
	flush := func() {
		if raw.Len() > 0 {
			pieces = append(pieces, Piece{Text: raw.String(), line: line})
			raw.Reset()
		}
	}
	for {
		c, ok := r.peek()
		if !ok || c.hole == nil && strings.ContainsRune(" \t\r\n,]}", c.r) {
			break
		}
		if c.hole != nil {
			flush()
			pieces = append(pieces, Piece{Hole: c.hole})
		} else {
			raw.WriteRune(c.r)
		}
		r.at++
	}
	flush()
	if len(pieces) == 0 {
		return nil, r.fail("a value belongs here, not %s", r.next())
	}
	if s, literal := pieces.Literal(); literal && (!json.Valid([]byte(s)) || !utf8.ValidString(s)) {
		return nil, problem{line, fmt.Sprintf("%q is not JSON", s)}
	}
	return &Value{Kind: Scalar, Text: pieces, Line: line}, nil
}
