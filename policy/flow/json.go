package flow

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// phase is what a JSON parser waits for.
type phase uint8

const (
	wantValue phase = iota
	wantItemOrEnd
	wantNameOrEnd
	wantName
	wantColon
	wantCommaOrEnd
	inName
	inText
	inScalar
	done
)

// reader is the state of a parser that reads JSON as it is written. It is copied with its
// configuration; slices are never changed in place.
type reader struct {
	frames []frame
	phase  phase
	// open is the string or scalar that is being read, with its content so far, escapes not resolved.
	open    *node
	content Text
	// escape is 1 behind a backslash, and 2 to 5 within \u and its four digits.
	escape uint8
	line   int // where the name that is being read begins
}

// frame is an object or array that is being read. may and must are the members that it may and must
// have so far, must also the items.
type frame struct {
	node      *node
	pending   *member
	may, must set
}

const maxDepth = 100

func (m *machine) top(r *reader) *frame {
	if len(r.frames) == 0 {
		return nil
	}
	return &r.frames[len(r.frames)-1]
}

// slot is where the value that comes next belongs.
func (m *machine) slot(r *reader) *slot {
	f := m.top(r)
	switch {
	case f == nil:
		return &m.roots
	case f.node.kind == Object:
		return &f.pending.values
	}
	return &f.node.items
}

func (r *reader) change(f frame) {
	r.frames = slices.Clone(r.frames)
	r.frames[len(r.frames)-1] = f
}

// write reads literal text that begins at pos and line of the template. It returns what is wrong.
func (m *machine) write(r *reader, s string, pos, line int) (wrong problem, ok bool) {
	for i := 0; i < len(s); {
		if r.phase == inText || r.phase == inName {
			n, why := r.readText(m, s[i:])
			if why != "" {
				return problem{line, why}, false
			}
			line += strings.Count(s[i:i+n], "\n")
			i += n
			continue
		}
		c, size := utf8.DecodeRuneInString(s[i:])
		if why := m.char(r, c, pos+i, line); why != "" {
			return problem{line, why}, false
		}
		if c == '\n' {
			line++
		}
		i += size
	}
	return problem{}, true
}

// readText reads the inside of a string up to its end, or to the end of s.
func (r *reader) readText(m *machine, s string) (n int, why string) {
	for n < len(s) {
		c := s[n]
		switch {
		case r.escape == 1:
			switch c {
			case 'u':
				r.escape = 2
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
				r.escape = 0
			default:
				return n, fmt.Sprintf(`\%c is not JSON in a text`, c)
			}
		case r.escape > 1:
			if !strings.ContainsRune("0123456789abcdefABCDEF", rune(c)) {
				return n, `\u needs four hexadecimal digits`
			}
			const digits = 5
			if r.escape++; r.escape > digits {
				r.escape = 0
			}
		case c == '"':
			r.content = r.content.plus(Piece{Text: s[:n]})
			return n + 1, m.closeText(r)
		case c == '\\':
			r.escape = 1
		case c < ' ':
			return n, fmt.Sprintf("the control character %q is not JSON within a text", c)
		}
		n++
	}
	r.content = r.content.plus(Piece{Text: s})
	return n, ""
}

func show(c rune) string { return fmt.Sprintf("%q", string(c)) }

// char reads one character outside of strings.
func (m *machine) char(r *reader, c rune, pos, line int) string {
	if r.phase == inScalar {
		if !strings.ContainsRune(" \t\r\n,]}", c) {
			r.content = r.content.plus(Piece{Text: string(c), line: line})
			return ""
		}
		if why := m.closeScalar(r); why != "" {
			return why
		}
	}
	if strings.ContainsRune(" \t\r\n", c) {
		return ""
	}
	switch r.phase {
	case wantValue, wantItemOrEnd:
		if c == ']' && r.phase == wantItemOrEnd {
			m.top(r).node.empty = true
			return m.closeFrame(r)
		}
		return m.begin(r, c, pos, line)
	case wantNameOrEnd, wantName:
		switch {
		case c == '}' && r.phase == wantNameOrEnd:
			return m.closeFrame(r)
		case c == '"':
			r.phase, r.content, r.line = inName, nil, line
			return ""
		}
		return fmt.Sprintf("an object's member begins with a quoted name, not with %s", show(c))
	case wantColon:
		if c != ':' {
			return fmt.Sprintf("a colon belongs after the name %q, not %s", m.top(r).pending.key, show(c))
		}
		r.phase = wantValue
	case wantCommaOrEnd:
		object := m.top(r).node.kind == Object
		switch {
		case c == ',' && object:
			r.phase = wantName
		case c == ',':
			r.phase = wantValue
		case c == '}' && object, c == ']' && !object:
			return m.closeFrame(r)
		case object:
			return "a comma or } belongs after a member, not " + show(c)
		default:
			return "a comma or ] belongs after an item, not " + show(c)
		}
	case done:
		return show(c) + " after the end of the JSON"
	case inName, inText, inScalar:
	}
	return ""
}

// begin reads the first character of a value.
func (m *machine) begin(r *reader, c rune, pos, line int) string {
	switch c {
	case '{', '[':
		if len(r.frames) == maxDepth {
			return "the JSON is nested too deeply to be followed"
		}
		kind, next := Object, wantNameOrEnd
		if c == '[' {
			kind, next = Array, wantItemOrEnd
		}
		begun := m.next(r, kind, pos, line)
		r.frames = append(r.frames[:len(r.frames):len(r.frames)], frame{node: begun})
		r.phase = next
	case '"':
		r.open, r.content, r.phase = m.next(r, String, pos, line), nil, inText
	case ',', ']', '}', ':':
		return "a value belongs here, not " + show(c)
	default:
		r.open, r.phase = m.next(r, Scalar, pos, line), inScalar
		r.content = Text{{Text: string(c), line: line}}
	}
	return ""
}

func (r *reader) endValue() {
	r.open, r.content = nil, nil
	r.phase = wantCommaOrEnd
	if len(r.frames) == 0 {
		r.phase = done
	}
}

func (m *machine) closeFrame(r *reader) string {
	f := m.top(r)
	f.node.close(f.must)
	r.frames = r.frames[: len(r.frames)-1 : len(r.frames)-1]
	r.endValue()
	return ""
}

// closeText ends a name or a string.
func (m *machine) closeText(r *reader) string {
	content, why := unescape(r.content)
	if why != "" {
		return why
	}
	if r.phase == inText {
		r.open.add(content)
		r.endValue()
		return ""
	}
	f := *m.top(r)
	named := f.node.member(content, r.line)
	switch {
	case named.index >= maxMembers:
		return "an object has too many members to be followed"
	case f.may.has(named.index) && (m.options.Request || len(content.Placeholders()) == 0):
		// The names that an answer takes from an item are as distinct as the item's.
		return fmt.Sprintf("duplicate member %q", content)
	}
	f.pending, f.may, f.must = named, f.may.plus(named.index), f.must.plus(named.index)
	r.change(f)
	r.phase, r.content = wantColon, nil
	return ""
}

// closeScalar ends a number, a word or a placeholder in place of a value.
func (m *machine) closeScalar(r *reader) string {
	if s, ok := r.content.Literal(); ok && (!json.Valid([]byte(s)) || !utf8.ValidString(s)) {
		return fmt.Sprintf("%q is not JSON", s)
	}
	r.open.add(r.content)
	r.endValue()
	return ""
}

// place reads a placeholder.
func (m *machine) place(r *reader, p Piece, pos int) string {
	held := p.Placeholder
	switch r.phase {
	case inText, inName:
		if r.escape != 0 {
			return fmt.Sprintf("a backslash stands before ‹%s›", held.Expr)
		}
		if r.phase == inText {
			r.open.hold(held)
		} else {
			m.top(r).node.hold(held)
		}
	case wantValue, wantItemOrEnd:
		r.open, r.phase, r.content = m.next(r, Scalar, pos, held.Line), inScalar, nil
		r.open.hold(held)
	case inScalar:
		r.open.hold(held)
	case wantNameOrEnd, wantName:
		return fmt.Sprintf("‹%s› stands where a member's name belongs", held.Expr)
	case wantColon, wantCommaOrEnd:
		return fmt.Sprintf("‹%s› stands where a comma or the end of an object or list belongs", held.Expr)
	case done:
		return fmt.Sprintf("‹%s› after the end of the JSON", held.Expr)
	}
	r.content = r.content.plus(p)
	return ""
}

// finish ends the JSON. blank tells that nothing but blanks was written.
func (m *machine) finish(r *reader) (blank bool, why string) {
	if r.phase == inScalar && len(r.frames) == 0 {
		if why := m.closeScalar(r); why != "" {
			return false, why
		}
	}
	switch {
	case r.phase == done:
		return false, ""
	case len(r.frames) == 0 && r.phase == wantValue:
		return true, ""
	case r.phase == inText || r.phase == inName:
		return false, "a text is not closed"
	case r.phase == wantValue:
		return false, "the JSON ends where a value is missing"
	case m.top(r).node.kind == Object:
		return false, "a comma or } belongs after a member, not the end"
	}
	return false, "a comma or ] belongs after an item, not the end"
}

// shape identifies a parser's state, but for the content of an open string.
func (r *reader) shape(out []byte) []byte {
	out = append(out, byte(r.phase), r.escape, byte(len(r.frames)))
	for _, f := range r.frames {
		out = append(strconv.AppendInt(out, int64(f.node.id), 10), '.')
		if f.pending != nil {
			out = strconv.AppendInt(out, int64(f.pending.index), 10)
		}
		out = append(out, ';')
	}
	if r.open != nil {
		out = strconv.AppendInt(out, int64(r.open.id), 10)
	}
	return append(out, '|')
}
