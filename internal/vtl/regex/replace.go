package regex

import (
	"strconv"
	"strings"

	"github.com/dlclark/regexp2"

	"lambdaless/internal/vtl/java"
)

// text is a string that is searched, with the offset of each of its code points.
type text struct {
	s       string
	runes   []rune
	offsets []int32
}

func newText(s string) *text {
	t := &text{s: s, runes: make([]rune, 0, len(s)), offsets: make([]int32, 0, len(s)+1)}
	for i := 0; i < len(s); {
		r, size := java.DecodeRune(s[i:])
		t.runes = append(t.runes, r)
		t.offsets = append(t.offsets, int32(i)) // texts are far smaller than 2 GiB
		i += size
	}
	t.offsets = append(t.offsets, int32(len(s))) // as above
	return t
}

// slice is the part of the text that a group has matched.
func (t *text) slice(c regexp2.Capture) string {
	return t.s[t.offsets[c.Index]:t.offsets[c.Index+c.Length]]
}

// each calls yield with each match that Matcher.find finds and where it begins and ends, until yield
// returns false.
func (p *Pattern) each(t *text, b *java.Budget, yield func(m *regexp2.Match, begin, end int) bool) {
	b.Work(4 * len(t.s))
	m, err := p.find.FindRunesMatch(t.runes)
	for ; m != nil && err == nil; m, err = p.find.FindNextMatch(m) {
		b.Work(256)
		b.CheckTime() // a search may take long whatever the length
		if !yield(m, int(t.offsets[m.Index]), int(t.offsets[m.Index+m.Length])) {
			return
		}
	}
	if err != nil {
		tooSlow()
	}
	b.CheckTime()
}

// Replace is String.replaceAll, or replaceFirst. It panics with a *java.LimitError, or with a
// *java.Exception when the replacement refers to a group that does not exist.
func (p *Pattern) Replace(s, with string, all bool, b *java.Budget) string {
	if p.literal != "" && !strings.ContainsAny(with, `$\`) {
		return p.replaceLiteral(s, with, all, b)
	}
	t := newText(s)
	var out []byte
	last := 0
	p.each(t, b, func(m *regexp2.Match, begin, end int) bool {
		before := len(out)
		out = append(out, s[last:begin]...)
		out = p.expand(out, t, m, with)
		b.Spend(len(out) - before)
		last = end
		return all
	})
	b.Spend(len(s) - last)
	return java.Normalize(string(append(out, s[last:]...)))
}

func (p *Pattern) replaceLiteral(s, with string, all bool, b *java.Budget) string {
	b.Work(len(s))
	n := strings.Count(s, p.literal)
	if n == 0 {
		return s
	}
	if !all {
		n = 1
	}
	b.Spend(len(s) + n*len(with))
	return java.Normalize(strings.Replace(s, p.literal, with, n))
}

// expand appends the replacement: $1 and ${name} are groups, a backslash quotes.
func (p *Pattern) expand(out []byte, t *text, m *regexp2.Match, with string) []byte {
	for i := 0; i < len(with); i++ {
		switch c := with[i]; c {
		case '\\':
			if i++; i == len(with) {
				panic(java.Throw("IllegalArgumentException", "character to be escaped is missing"))
			}
			out = append(out, with[i])
		case '$':
			group, next := p.group(with, i+1)
			if g := m.GroupByNumber(group); g != nil && len(g.Captures) > 0 {
				out = append(out, t.slice(g.Capture)...)
			}
			i = next - 1
		default:
			out = append(out, c)
		}
	}
	return out
}

// group reads a reference to a group after a dollar, and returns the position after it.
func (p *Pattern) group(with string, i int) (group, next int) {
	switch {
	case i == len(with):
		panic(java.Throw("IllegalArgumentException", "Illegal group reference: group index is missing"))
	case with[i] == '{':
		end := strings.IndexByte(with[i:], '}')
		if end < 0 {
			panic(java.Throw("IllegalArgumentException", "named capturing group is missing trailing '}'"))
		}
		name := with[i+1 : i+end]
		n, ok := p.names[name]
		if !ok {
			panic(java.Throw("IllegalArgumentException", "No group with name {%s}", name))
		}
		return n, i + end + 1
	case with[i] < '0' || with[i] > '9':
		panic(java.Throw("IllegalArgumentException", "Illegal group reference"))
	}
	group = int(with[i] - '0')
	if group > p.groups {
		panic(java.Throw("IndexOutOfBoundsException", "No group %d", group))
	}
	for next = i + 1; next < len(with); next++ {
		digit, err := strconv.Atoi(with[next : next+1])
		if err != nil || group*10+digit > p.groups {
			break
		}
		group = group*10 + digit
	}
	return group, next
}

// Split is String.split(regex, limit). It panics with a *java.LimitError when that takes too long.
func (p *Pattern) Split(s string, limit int, b *java.Budget) []string {
	var parts []string
	index := 0
	p.each(newText(s), b, func(_ *regexp2.Match, begin, end int) bool {
		if limit > 0 && len(parts) >= limit-1 {
			return false
		}
		if index == 0 && begin == 0 && end == 0 {
			return true
		}
		parts = append(parts, s[index:begin])
		index = end
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
