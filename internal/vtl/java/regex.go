package java

import (
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
	"sync"
)

// Regex is a java.util.regex.Pattern, as far as Go's regular expressions can do what it does.
type Regex struct {
	find    *regexp.Regexp
	whole   *regexp.Regexp
	later   *regexp.Regexp // find, where the text does not begin; nil if the same
	empty   bool           // may match the empty string
	literal string         // what is matched when the expression is just that
	names   []string
	demands demands
	size    int // of the compiled program, in instructions
}

// Bounds of an expression. Matching keeps a position for each group at each instruction, so that large
// programs with many groups would take any amount of memory.
const (
	maxProgram = 10_000
	maxGroups  = 100
)

// Work is how much matching the expression against n bytes may take, in instructions times bytes.
func (re *Regex) Work(n int) int { return re.size * n }

// demands are features whose meaning Go shares only for some texts.
type demands struct{ lineEnd, wordBoundary, multiline bool }

// regexes caches compiled patterns; templates use few different ones.
var (
	regexMutex sync.RWMutex
	regexes    = map[string]*Regex{}
)

const maxRegexes = 256

// CompileRegex compiles a Java pattern. The error is an *Exception: a PatternSyntaxException, or an
// UnsupportedOperationException for what Go's linear-time expressions cannot do (lookaround,
// back-references, possessive quantifiers).
func CompileRegex(pattern string) (*Regex, error) {
	regexMutex.RLock()
	re, ok := regexes[pattern]
	regexMutex.RUnlock()
	if ok {
		return re, nil
	}
	re, err := compileRegex(pattern)
	if err != nil {
		return nil, err
	}
	regexMutex.Lock()
	defer regexMutex.Unlock()
	if len(regexes) >= maxRegexes {
		clear(regexes)
	}
	regexes[pattern] = re
	return re, nil
}

func compileRegex(pattern string) (*Regex, error) {
	text, needs, err := translate(pattern)
	if err != nil {
		return nil, err
	}
	tree, perr := syntax.Parse(text, syntax.Perl)
	if perr != nil {
		return nil, Throw("java.util.regex.PatternSyntaxException", "%s near %q", perr.(*syntax.Error).Code, pattern)
	}
	program, perr := syntax.Compile(tree.Simplify())
	if perr != nil || len(program.Inst) > maxProgram || tree.MaxCap() > maxGroups {
		return nil, Throw("UnsupportedOperationException", "the regular expression %.60q is too large: at most %d groups and %d steps are supported", pattern, maxGroups, maxProgram)
	}
	re := &Regex{demands: needs, empty: minLength(tree) == 0, size: len(program.Inst)}
	if re.find, perr = regexp.Compile(text); perr == nil {
		re.whole, perr = regexp.Compile(`\A(?:` + text + `)\z`)
	}
	if perr != nil {
		return nil, Throw("UnsupportedOperationException", "the regular expression %q is too large", pattern)
	}
	re.names = re.find.SubexpNames()
	if tree.Op == syntax.OpLiteral && tree.Flags&syntax.FoldCase == 0 {
		re.literal = string(tree.Rune)
	}
	if re.empty && hasOp(tree, syntax.OpBeginText) {
		re.later = regexp.MustCompile(withoutBegin(tree).String())
	}
	return re, nil
}

// check fails for texts on which Go and Java do not agree.
func (re *Regex) check(s string) {
	refuse := func(what string) {
		panic(Throw("UnsupportedOperationException", "%s in a regular expression is not supported for this text", what))
	}
	switch {
	case re.demands.lineEnd && strings.TrimRight(s, "\n\r\u0085\u2028\u2029") != s:
		refuse("$ before a line end")
	case re.demands.wordBoundary && !isASCII(s):
		refuse(`\b`)
	case re.demands.multiline && strings.ContainsAny(s, "\r\u0085\u2028\u2029"):
		refuse("(?m)")
	}
}

// Matches is String.matches: the whole string must match.
func (re *Regex) Matches(s string) bool {
	if re.demands.wordBoundary || re.demands.multiline {
		re.check(s)
	}
	return re.whole.MatchString(s)
}

// each calls yield with the groups of each match that Matcher.find finds, until it returns false.
func (re *Regex) each(s string, yield func([]int) bool) {
	re.check(s)
	if !re.empty {
		for _, m := range re.find.FindAllStringSubmatchIndex(s, -1) {
			if !yield(m) {
				return
			}
		}
		return
	}
	if re.demands.wordBoundary {
		panic(Throw("UnsupportedOperationException", `\b in a regular expression that matches nothing is not supported`))
	}
	for from := 0; from <= len(s); {
		m := re.at(s, from)
		if m == nil || !yield(m) {
			return
		}
		from = m[1]
		if m[0] == m[1] {
			r, size := DecodeRune(s[from:])
			if r >= 0x10000 && re.matchesNothingAtAll() {
				panic(Throw("UnsupportedOperationException", "a match of a regular expression between two surrogates is not supported"))
			}
			from += max(size, 1)
		}
	}
}

// matchesNothingAtAll says whether the expression matches the empty string in the middle of a text:
// Java then finds a match between the two halves of a supplementary character.
func (re *Regex) matchesNothingAtAll() bool {
	expr := re.find
	if re.later != nil {
		expr = re.later
	}
	m := expr.FindStringIndex("\uffff\uffff")
	return m != nil && m[0] == 0 && m[1] == 0
}

// at finds the first match from an offset on.
func (re *Regex) at(s string, from int) []int {
	expr := re.find
	if from > 0 && re.later != nil {
		expr = re.later
	}
	m := expr.FindStringSubmatchIndex(s[from:])
	for i := range m {
		if m[i] >= 0 {
			m[i] += from
		}
	}
	return m
}

// Replace is String.replaceAll, or replaceFirst.
func (re *Regex) Replace(s, with string, all bool, b *Budget) (result string, err error) {
	if re.literal != "" && !strings.ContainsAny(with, `$\`) {
		return re.replaceLiteral(s, with, all, b)
	}
	defer Catch(&err)
	var out []byte
	last := 0
	re.each(s, func(m []int) bool {
		b.Spend(m[0] - last)
		out = append(out, s[last:m[0]]...)
		before := len(out)
		out = re.expand(out, s, m, with)
		b.Spend(len(out) - before)
		last = m[1]
		return all
	})
	b.Spend(len(s) - last)
	return Normalize(string(append(out, s[last:]...))), nil
}

func (re *Regex) replaceLiteral(s, with string, all bool, b *Budget) (result string, err error) {
	defer Catch(&err)
	n := strings.Count(s, re.literal)
	if n == 0 {
		return s, nil
	}
	if !all {
		n = 1
	}
	b.Spend(len(s) + n*len(with))
	return Normalize(strings.Replace(s, re.literal, with, n)), nil
}

// expand appends the replacement: $1 and ${name} are groups, a backslash quotes.
func (re *Regex) expand(out []byte, s string, m []int, with string) []byte {
	for i := 0; i < len(with); i++ {
		switch c := with[i]; c {
		case '\\':
			if i++; i == len(with) {
				panic(Throw("IllegalArgumentException", "character to be escaped is missing"))
			}
			out = append(out, with[i])
		case '$':
			group, next := re.group(with, i+1, len(m)/2)
			if start := m[2*group]; start >= 0 {
				out = append(out, s[start:m[2*group+1]]...)
			}
			i = next - 1
		default:
			out = append(out, c)
		}
	}
	return out
}

// group reads a reference to a group after a dollar, and returns the position after it.
func (re *Regex) group(with string, i, groups int) (group, next int) {
	switch {
	case i == len(with):
		panic(Throw("IllegalArgumentException", "Illegal group reference: group index is missing"))
	case with[i] == '{':
		end := strings.IndexByte(with[i:], '}')
		if end < 0 {
			panic(Throw("IllegalArgumentException", "named capturing group is missing trailing '}'"))
		}
		name := with[i+1 : i+end]
		for n, known := range re.names {
			if known == name && name != "" {
				return n, i + end + 1
			}
		}
		panic(Throw("IllegalArgumentException", "No group with name {%s}", name))
	case with[i] < '0' || with[i] > '9':
		panic(Throw("IllegalArgumentException", "Illegal group reference"))
	}
	group = int(with[i] - '0')
	if group >= groups {
		panic(Throw("IndexOutOfBoundsException", "No group %d", group))
	}
	for next = i + 1; next < len(with); next++ {
		digit, err := strconv.Atoi(with[next : next+1])
		if err != nil || group*10+digit >= groups {
			break
		}
		group = group*10 + digit
	}
	return group, next
}

// Split is String.split(regex, limit).
func (re *Regex) Split(s string, limit int) []string {
	var parts []string
	index := 0
	re.each(s, func(m []int) bool {
		if limit > 0 && len(parts) >= limit-1 {
			return false
		}
		if index == 0 && m[0] == 0 && m[1] == 0 {
			return true
		}
		parts = append(parts, s[index:m[0]])
		index = m[1]
		return true
	})
	if index == 0 && len(parts) == 0 {
		return []string{s}
	}
	parts = append(parts, s[index:])
	if limit == 0 {
		for len(parts) > 0 && parts[len(parts)-1] == "" {
			parts = parts[:len(parts)-1]
		}
	}
	return parts
}

func hasOp(re *syntax.Regexp, op syntax.Op) bool {
	if re.Op == op {
		return true
	}
	for _, sub := range re.Sub {
		if hasOp(sub, op) {
			return true
		}
	}
	return false
}

// withoutBegin is the expression in a place where the text does not begin.
func withoutBegin(re *syntax.Regexp) *syntax.Regexp {
	if re.Op == syntax.OpBeginText {
		return &syntax.Regexp{Op: syntax.OpNoMatch}
	}
	c := *re
	c.Sub = make([]*syntax.Regexp, len(re.Sub))
	for i, sub := range re.Sub {
		c.Sub[i] = withoutBegin(sub)
	}
	return &c
}

// minLength is the length of the shortest text that matches, as far as zero or not.
func minLength(re *syntax.Regexp) int {
	switch re.Op {
	case syntax.OpLiteral:
		return len(re.Rune)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL, syntax.OpNoMatch:
		return 1
	case syntax.OpCapture, syntax.OpPlus:
		return minLength(re.Sub[0])
	case syntax.OpRepeat:
		return re.Min * minLength(re.Sub[0])
	case syntax.OpConcat:
		n := 0
		for _, sub := range re.Sub {
			n += minLength(sub)
		}
		return n
	case syntax.OpAlternate:
		n := minLength(re.Sub[0])
		for _, sub := range re.Sub[1:] {
			n = min(n, minLength(sub))
		}
		return n
	}
	return 0
}
