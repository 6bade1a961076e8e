package regex

import (
	"sync"
	"time"

	"github.com/dlclark/regexp2"

	"lambdaless/internal/vtl/java"
)

// SearchTimeout is how long one search for a match may take.
const SearchTimeout = 500 * time.Millisecond

// Bounds of a pattern: its length in bytes, and its capturing groups.
const (
	maxLength = 10_000
	maxGroups = 100
)

// Pattern is a java.util.regex.Pattern. Any number of goroutines may use it.
type Pattern struct {
	find, whole *regexp2.Regexp
	literal     string // the text that is matched when the pattern is nothing but that
	names       map[string]int
	groups      int
}

// patterns caches compiled patterns; templates use few different ones.
var (
	mutex    sync.RWMutex
	patterns = map[string]*Pattern{}
)

const maxPatterns = 256

// Compile reads a Java pattern. The error is a *java.Exception: a PatternSyntaxException, or an
// UnsupportedOperationException for a pattern beyond the bounds.
func Compile(pattern string) (*Pattern, error) {
	mutex.RLock()
	p, ok := patterns[pattern]
	mutex.RUnlock()
	if ok {
		return p, nil
	}
	p, err := compile(pattern)
	if err != nil {
		return nil, err
	}
	mutex.Lock()
	defer mutex.Unlock()
	if len(patterns) >= maxPatterns {
		clear(patterns)
	}
	patterns[pattern] = p
	return p, nil
}

func compile(pattern string) (p *Pattern, err error) {
	defer java.Catch(&err)
	if len(pattern) > maxLength {
		return nil, java.Throw("UnsupportedOperationException", "the regular expression %.60q has %d bytes: at most %d are supported", pattern, len(pattern), maxLength)
	}
	t := &translator{in: pattern, names: map[string]int{}, literal: true}
	t.translate()
	if t.groups > maxGroups {
		return nil, java.Throw("UnsupportedOperationException", "the regular expression %.60q has %d groups: at most %d are supported", pattern, t.groups, maxGroups)
	}
	text := t.out.String()
	p = &Pattern{names: t.names, groups: t.groups}
	if t.literal {
		p.literal = pattern
		if t.unescaped != nil {
			p.literal = string(t.unescaped)
		}
	}
	if p.find, err = regexp2.Compile(text, regexp2.None); err == nil {
		p.whole, err = regexp2.Compile(`\A(?:`+text+`)\z`, regexp2.None)
	}
	if err != nil {
		return nil, java.Throw("java.util.regex.PatternSyntaxException", "%v near %q", err, pattern)
	}
	p.find.MatchTimeout, p.whole.MatchTimeout = SearchTimeout, SearchTimeout
	return p, nil
}

// Matches is String.matches: whether the whole string matches. It panics with a *java.LimitError when
// that takes too long.
func (p *Pattern) Matches(s string) bool {
	if p.literal != "" {
		return s == p.literal
	}
	m, err := p.whole.FindRunesMatch(runes(s))
	if err != nil {
		tooSlow()
	}
	return m != nil
}

// MatchString is Matches with an error instead of the panic.
func (p *Pattern) MatchString(s string) (ok bool, err error) {
	defer java.Catch(&err)
	return p.Matches(s), nil
}

// FindString says whether the pattern matches any part of the string, as Matcher.find does. The error
// is a *java.LimitError when that takes too long.
func (p *Pattern) FindString(s string) (bool, error) {
	m, err := p.find.FindRunesMatch(runes(s))
	if err != nil {
		return false, errTooSlow
	}
	return m != nil, nil
}

var errTooSlow = &java.LimitError{Limit: "regular expression time", Max: SearchTimeout.Milliseconds(), Unit: "ms"}

func tooSlow() { panic(errTooSlow) }

// runes are the code points of a WTF-8 string, lone surrogates included.
func runes(s string) []rune {
	text := make([]rune, 0, len(s))
	for i := 0; i < len(s); {
		r, size := java.DecodeRune(s[i:])
		text = append(text, r)
		i += size
	}
	return text
}
