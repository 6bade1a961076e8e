package flow

import (
	"regexp/syntax"
	"strconv"
	"strings"
	"unicode/utf16"
)

// language is what a regular expression says about the texts that match it as a whole.
type language struct {
	class    Class
	nonEmpty bool
	min, max *int64
}

// simplePattern holds the characters of patterns that mean the same to Java and to Go.
const simplePattern = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -_:/#@=,!~%&;<>'+*?.()[]{}|^\\"

// unanchored is a pattern without the anchors at its ends, which mean nothing where a text has to match as a whole.
func unanchored(pattern string) string {
	pattern = strings.TrimPrefix(pattern, "^")
	if inner, ends := strings.CutSuffix(pattern, "$"); ends && !strings.HasSuffix(inner, `\`) {
		return inner
	}
	return pattern
}

// parsePattern parses a pattern that means the same to Java and to Go: no flags, classes within classes,
// other anchors or possessive quantifiers.
func parsePattern(pattern string) (*syntax.Regexp, bool) {
	if strings.ContainsFunc(pattern, func(r rune) bool { return !strings.ContainsRune(simplePattern, r) }) {
		return nil, false
	}
	inClass := false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
			if i == len(pattern) || !strings.ContainsRune(`dw.-_/+*?()[]{}|\`, rune(pattern[i])) {
				return nil, false
			}
		case inClass && (c == '[' || c == '&'):
			return nil, false
		case c == '[':
			// Java takes a "]" at the beginning of a class as one of its characters, as Go does, but a "[" after it as a class within.
			if strings.HasPrefix(strings.TrimPrefix(pattern[i+1:], "^"), "]") {
				return nil, false
			}
			inClass = true
		case c == ']':
			inClass = false
		case !inClass && (c == '^' || c == '.'):
			return nil, false
		case c == '(' && !inClass && strings.HasPrefix(pattern[i:], "(?") && !strings.HasPrefix(pattern[i:], "(?:"):
			return nil, false
		case strings.IndexByte("*+?}", c) >= 0 && !inClass && i+1 < len(pattern) && pattern[i+1] == '+':
			return nil, false
		}
	}
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, false
	}
	return re, true
}

// languageOf says what is known about texts that match a pattern. It is not ok for a pattern that Java
// may read otherwise than Go.
func languageOf(pattern string) (language, bool) {
	re, ok := parsePattern(unanchored(pattern))
	if !ok {
		return language{}, false
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return language{}, false
	}
	l := language{nonEmpty: !accepts(prog, emptyOnly)}
	switch {
	case !accepts(prog, notNumber):
		l.class, l.nonEmpty = Number, true
		if digits, ok := longest(re); ok && digits <= 15 && !accepts(prog, notDigits) {
			most := int64(1)
			for range digits {
				most *= 10
			}
			l.min, l.max = new64(0), new64(most-1)
		}
	case !accepts(prog, notWord):
		l.class = Word
		if digits, ok := longest(re); ok && digits <= 15 && !accepts(prog, notDigits) {
			most, _ := strconv.ParseInt("1"+strings.Repeat("0", digits), 10, 64)
			l.min, l.max = new64(0), new64(most-1)
		}
	default:
		return language{class: Raw, nonEmpty: l.nonEmpty}, true
	}
	return l, true
}

// automaton is a deterministic automaton: from a state and a character to the next state, and whether a
// text may end in it. Negative states are dead.
type automaton struct {
	step func(state int, r rune) int
	ends func(state int) bool
}

var emptyOnly = automaton{
	step: func(int, rune) int { return 1 },
	ends: func(s int) bool { return s == 0 },
}

// notWord accepts texts with a character that is not a word character.
var notWord = automaton{
	step: func(s int, r rune) int {
		if s == 1 || r < ' ' || r > '~' || r == '"' || r == '\\' {
			return 1
		}
		return 0
	},
	ends: func(s int) bool { return s == 1 },
}

// notDigits accepts texts with a character that is not a digit.
var notDigits = automaton{
	step: func(s int, r rune) int {
		if s == 1 || r < '0' || r > '9' {
			return 1
		}
		return 0
	},
	ends: func(s int) bool { return s == 1 },
}

// The states of a JSON number.
const (
	numberStart = iota
	numberMinus
	numberZero
	numberInt
	numberDot
	numberFraction
	numberE
	numberSign
	numberExponent
	numberNot
)

// notNumber accepts texts that are not JSON numbers.
var notNumber = automaton{step: numberStep, ends: func(s int) bool {
	return s != numberZero && s != numberInt && s != numberFraction && s != numberExponent
}}

func numberStep(s int, r rune) int {
	digit := r >= '0' && r <= '9'
	switch s {
	case numberStart, numberMinus:
		switch {
		case r == '-' && s == numberStart:
			return numberMinus
		case r == '0':
			return numberZero
		case digit:
			return numberInt
		}
	case numberZero, numberInt:
		switch {
		case digit && s == numberInt:
			return numberInt
		case r == '.':
			return numberDot
		case r == 'e' || r == 'E':
			return numberE
		}
	case numberDot, numberFraction:
		switch {
		case digit:
			return numberFraction
		case (r == 'e' || r == 'E') && s == numberFraction:
			return numberE
		}
	case numberE, numberSign, numberExponent:
		switch {
		case digit:
			return numberExponent
		case (r == '+' || r == '-') && s == numberE:
			return numberSign
		}
	}
	return numberNot
}

// accepts reports whether some text matches both the program and the automaton.
func accepts(prog *syntax.Prog, a automaton) bool {
	type pair struct {
		pc    uint32
		state int
	}
	seen := map[pair]bool{}
	work := []pair{{uint32(prog.Start), 0}}
	for len(work) > 0 {
		p := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[p] {
			continue
		}
		seen[p] = true
		inst := &prog.Inst[p.pc]
		switch inst.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			work = append(work, pair{inst.Out, p.state}, pair{inst.Arg, p.state})
		case syntax.InstCapture, syntax.InstNop:
			work = append(work, pair{inst.Out, p.state})
		case syntax.InstEmptyWidth:
			return true // not analysed
		case syntax.InstMatch:
			if a.ends(p.state) {
				return true
			}
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			for _, r := range representatives {
				if inst.MatchRune(r) {
					work = append(work, pair{inst.Out, a.step(p.state, r)})
				}
			}
		case syntax.InstFail:
		}
	}
	return false
}

// representatives are characters of every kind that the automata tell apart: all of ASCII, and others.
var representatives = func() []rune {
	var all []rune
	for r := range rune(0x80) {
		all = append(all, r)
	}
	return append(all, 0x80, 'é', 0x2028, 0xfffd, 0x1f600)
}()

// longest is the length of the longest text that matches.
func longest(re *syntax.Regexp) (int, bool) {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpNoMatch:
		return 0, true
	case syntax.OpLiteral:
		return len(re.Rune), true
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 1, true
	case syntax.OpCapture, syntax.OpQuest:
		return longest(re.Sub[0])
	case syntax.OpRepeat:
		n, ok := longest(re.Sub[0])
		return n * re.Max, ok && re.Max >= 0
	case syntax.OpConcat, syntax.OpAlternate:
		total := 0
		for _, sub := range re.Sub {
			n, ok := longest(sub)
			if !ok {
				return 0, false
			}
			if re.Op == syntax.OpConcat {
				total += n
			} else {
				total = max(total, n)
			}
		}
		return total, true
	}
	return 0, false
}

// removesUnsafe reports whether a pattern is one character class with every character that a word cannot have:
// replacing all of them leaves a word.
func removesUnsafe(pattern string) bool {
	re, ok := parsePattern(pattern)
	if !ok || re.Op != syntax.OpCharClass {
		return false
	}
	in := func(r rune) bool {
		for i := 0; i+1 < len(re.Rune); i += 2 {
			if r >= re.Rune[i] && r <= re.Rune[i+1] {
				return true
			}
		}
		return false
	}
	for r := range rune(0x80) {
		if (r < ' ' || r > '~' || r == '"' || r == '\\') && !in(r) {
			return false
		}
	}
	const lastRune = 0x10ffff
	for i := 0; i+1 < len(re.Rune); i += 2 {
		if re.Rune[i] <= 0x7f && re.Rune[i+1] == lastRune || re.Rune[i] == 0x80 && re.Rune[i+1] == lastRune {
			return true
		}
	}
	return false
}

func utf16Of(s string) []uint16 { return utf16.Encode([]rune(s)) }

// escapeLiteral escapes a literal as $util.escapeJavaScript does.
func escapeLiteral(s string) string {
	var out strings.Builder
	for _, u := range utf16Of(s) {
		switch {
		case u == '\'' || u == '"' || u == '\\' || u == '/':
			out.WriteByte('\\')
			out.WriteRune(rune(u))
		case u >= ' ' && u < 0x80:
			out.WriteRune(rune(u))
		case u == '\n':
			out.WriteString(`\n`)
		case u == '\t':
			out.WriteString(`\t`)
		case u == '\r':
			out.WriteString(`\r`)
		case u == '\b':
			out.WriteString(`\b`)
		case u == '\f':
			out.WriteString(`\f`)
		default:
			out.WriteString(`\u` + strings.ToUpper(strconv.FormatInt(int64(u)+0x10000, 16)[1:]))
		}
	}
	return out.String()
}
