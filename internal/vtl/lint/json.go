package lint

import (
	"errors"
	"fmt"
	"strings"

	"lambdaless/internal/vtl/parse"
)

// state is how far a reader of JSON is: the brackets that are open, and what may come next.
type state struct {
	open  string // "{[" is an array in an object
	phase phase
}

type phase byte

const (
	value      phase = iota // a value has to come
	firstItem               // a value, or the end of an array
	firstKey                // a key, or the end of an object
	nextKey                 // a key has to come
	colon                   // after a key
	comma                   // after a value
	end                     // after the text
	inKey                   // in a string that is a key
	inText                  // in a string that is a value
	keyEscape               // after a backslash in one
	textEscape              // likewise
	word                    // in a number, or in true, false or null
)

// mostStates bounds what is followed. A template with more is left alone.
const mostStates = 500

// errUnknown says that a template's text cannot be followed.
var errUnknown = errors.New("not followed")

// states are all that a template may be in at some place of its text.
type states map[state]bool

// json reports where a template whose text begins like JSON cannot become any. A reference outside of strings may be
// anything but a bracket that stays open.
func (l *linter) json(root *parse.Block) {
	after, err := l.block(root, states{{"", value}: true})
	if err != nil || len(l.mistakes) > 0 || len(after) == 0 {
		return
	}
	var open string
	for s := range after {
		if s.open == "" && s.phase != inText && s.phase != inKey {
			return
		}
		open = s.open
	}
	what := "a string is"
	if open != "" {
		what = fmt.Sprintf("%q is", open[len(open)-1:])
	}
	l.at(len(strings.TrimRight(l.text, " \t\r\n")), "the text ends before its JSON does: "+what+" not closed")
}

func (l *linter) block(b *parse.Block, in states) (states, error) {
	if b == nil {
		return in, nil
	}
	var err error
	for _, s := range b.List {
		if in, err = l.statement(s, in); err != nil || len(l.mistakes) > 0 {
			return nil, err
		}
	}
	return in, nil
}

func (l *linter) statement(s parse.Statement, in states) (states, error) {
	switch s := s.(type) {
	case *parse.Text:
		return l.read(s.Value, s.Position().Offset, in)
	case *parse.Literal:
		return l.read(s.Value, s.Position().Offset, in)
	case *parse.Comment:
		return l.read(s.Prefix, s.Position().Offset, in)
	case *parse.Set:
		if rendersStructure(s.Value) {
			return nil, errUnknown
		}
		return in, nil
	case *parse.Reference:
		if s.Escaped || s.Before+s.Escapes != "" {
			return nil, errUnknown
		}
		return in.reference(), nil
	case *parse.If:
		all := states{}
		bodies := []*parse.Block{s.Else}
		for _, b := range s.Branches {
			bodies = append(bodies, b.Body)
		}
		for _, body := range bodies {
			out, err := l.block(body, in)
			if err != nil {
				return nil, err
			}
			all.add(out)
		}
		return all.bounded()
	case *parse.Foreach:
		all := states{}
		all.add(in)
		for before := -1; before != len(all); {
			before = len(all)
			turn := &linter{name: l.name, text: l.text, patient: true}
			out, err := turn.block(s.Body, all)
			if err != nil {
				return nil, err
			}
			all.add(out)
			if _, err := all.bounded(); err != nil {
				return nil, err
			}
		}
		_, err := l.block(s.Body, all) // now it is known what can be before each turn
		return all, err
	default:
		return nil, errUnknown
	}
}

// rendersStructure reports whether a variable that is set may render a bracket or a quote.
func rendersStructure(e parse.Expr) bool {
	found := false
	parse.Walk(e, func(n parse.Node) bool {
		switch n := n.(type) {
		case *parse.Reference:
			return false // what its methods are given is not what it renders
		case *parse.StringLiteral:
			found = found || strings.ContainsAny(n.Value+n.Raw[1:max(1, len(n.Raw)-1)], `{}[]"`)
		}
		return true
	})
	return found
}

// read follows text. Where nothing that was possible goes on, that is the mistake.
func (l *linter) read(text string, offset int, in states) (states, error) {
	if len(in) == 0 {
		return in, nil
	}
	for i := range len(text) {
		out := states{}
		for s := range in {
			if next, ok := s.next(text[i]); ok {
				out[next] = true
			}
		}
		if len(out) == 0 {
			if in.begins() {
				return nil, errUnknown // this is not JSON at all
			}
			if l.patient {
				return out, nil
			}
			if l.text[offset+i:min(offset+i+1, len(l.text))] != text[i:i+1] {
				i = 0 // the text is not as it is written
			}
			l.at(offset+i, fmt.Sprintf("the text stops being JSON here: %q cannot follow", text[i:i+1]))
			return nil, nil
		}
		in = out
	}
	return in, nil
}

// begins reports whether nothing may have been rendered yet, and no bracket has.
func (in states) begins() bool {
	for s := range in {
		if s.open != "" {
			return false
		}
	}
	return in[state{"", value}]
}

func (in states) add(more states) {
	for s := range more {
		in[s] = true
	}
}

func (in states) bounded() (states, error) {
	if len(in) > mostStates {
		return nil, errUnknown
	}
	return in, nil
}

// reference follows a reference: in a string it is a part of it, elsewhere anything that keeps the brackets.
func (in states) reference() states {
	out := states{}
	for s := range in {
		switch {
		case s.phase == inKey || s.phase == inText:
			out[s] = true
		case s.phase == keyEscape:
			out[state{s.open, inKey}] = true
		case s.phase == textEscape:
			out[state{s.open, inText}] = true
		case s.open == "":
			out[state{"", value}], out[state{"", end}], out[state{"", word}] = true, true, true
		case s.in('{'):
			for _, p := range []phase{firstKey, nextKey, colon, value, comma, word} {
				out[state{s.open, p}] = true
			}
		default:
			for _, p := range []phase{firstItem, value, comma, word} {
				out[state{s.open, p}] = true
			}
		}
	}
	return out
}

func (s state) in(bracket byte) bool { return s.open != "" && s.open[len(s.open)-1] == bracket }

// valued is the state after a value.
func (s state) valued() state {
	if s.open == "" {
		return state{"", end}
	}
	return state{s.open, comma}
}

// closed is the state after a closing bracket.
func (s state) closed(bracket byte) (state, bool) {
	if !s.in(bracket) {
		return s, false
	}
	return state{open: s.open[:len(s.open)-1]}.valued(), true
}

// next is the state after a byte; false if it cannot follow.
func (s state) next(b byte) (state, bool) {
	to := func(p phase) (state, bool) { return state{s.open, p}, true }
	switch s.phase {
	case inKey, inText:
		switch {
		case b == '\\':
			return to(s.phase + keyEscape - inKey)
		case b == '"' && s.phase == inKey:
			return to(colon)
		case b == '"':
			return s.valued(), true
		}
		return s, true
	case keyEscape:
		return to(inKey)
	case textEscape:
		return to(inText)
	case word:
		if isWord(b) {
			return s, true
		}
		return s.valued().next(b)
	}
	if strings.IndexByte(" \t\r\n", b) >= 0 {
		return s, true
	}
	switch s.phase {
	case value, firstItem:
		switch {
		case b == '{':
			return state{s.open + "{", firstKey}, true
		case b == '[':
			return state{s.open + "[", firstItem}, true
		case b == '"':
			return to(inText)
		case isWord(b) && !(s.open == "" && b >= 'A'): // words outside of brackets are plain text
			return to(word)
		case b == ']' && s.phase == firstItem:
			return s.closed('[')
		}
	case firstKey, nextKey:
		switch {
		case b == '"':
			return to(inKey)
		case b == '}' && s.phase == firstKey:
			return s.closed('{')
		}
	case colon:
		if b == ':' {
			return to(value)
		}
	case comma:
		switch {
		case b == ',' && s.in('{'):
			return to(nextKey)
		case b == ',':
			return to(value)
		case b == '}':
			return s.closed('{')
		case b == ']':
			return s.closed('[')
		}
	}
	return s, false
}

func isWord(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || strings.IndexByte("+-._", b) >= 0
}
