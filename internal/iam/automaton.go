package iam

// table holds the patterns that a comparison distinguishes.
type table struct {
	patterns []pattern
	index    map[string]int
}

// add interns a pattern under a key and returns its number.
func (t *table) add(key string, compile func() pattern) int {
	if i, ok := t.index[key]; ok {
		return i
	}
	if t.index == nil {
		t.index = map[string]int{}
	}
	i := len(t.patterns)
	t.patterns = append(t.patterns, compile())
	t.index[key] = i
	return i
}

// signature says which patterns of a table match a string. Strings with equal signatures are
// alike to every policy in the comparison.
type signature string

func (s signature) has(i int) bool { return s[i>>3]&(1<<(i&7)) != 0 }

func (t *table) signature(text string) signature {
	bits := make([]byte, (len(t.patterns)+7)/8)
	for i, p := range t.patterns {
		if p.matches(text) {
			bits[i>>3] |= 1 << (i & 7)
		}
	}
	return signature(bits)
}

// class is a set of strings with one signature, and one of them.
type class struct {
	signature signature
	witness   string
}

// maxStates bounds the automaton. Ordinary policies need a few hundred states; patterns with many
// stars can need exponentially many, and then the answer is undecided.
const maxStates = 1 << 14

// classes returns a class for every signature that a string matching all of the given patterns can
// have, with the shortest such string. complete is false when there were too many states.
//
// It walks the product of all patterns' automata. A state is the set of positions that the
// patterns can be in, one bit each, so that a step is a few machine words.
func (t *table) classes(within ...pattern) (found []class, complete bool) {
	a := newAutomaton(t, within)
	seen := map[string]bool{}
	signatures := map[signature]bool{}
	type visited struct {
		state  []uint64
		parent int
		c      rune
	}
	queue := []visited{{state: a.start(), parent: -1}}
	for at := 0; at < len(queue); at++ {
		if at >= maxStates {
			return found, false
		}
		state := queue[at].state
		if sig, accepted := a.accepts(state); accepted && !signatures[sig] {
			signatures[sig] = true
			var text []rune
			for i := at; queue[i].parent >= 0; i = queue[i].parent {
				text = append(text, queue[i].c)
			}
			for i, j := 0, len(text)-1; i < j; i, j = i+1, j-1 {
				text[i], text[j] = text[j], text[i]
			}
			found = append(found, class{sig, string(text)})
		}
		for _, c := range a.choices(state) {
			next := a.step(state, c)
			if key := stateKey(next); !seen[key] && a.alive(next) {
				seen[key] = true
				queue = append(queue, visited{next, at, c})
			}
		}
	}
	return found, true
}

// automaton runs several patterns at once. Pattern i's positions are the bits from first[i] on;
// position len(pattern) is the accepting one.
type automaton struct {
	elements []rune // by bit; accepting positions hold acceptElement
	first    []int
	last     []int // accepting bits
	within   int   // the number of leading patterns that must all match
	numbers  []int // table number of each further pattern
	tableLen int
	other    rune
	stars    []uint64
	steps    map[rune]stepMasks
}

type stepMasks struct{ advance, stay []uint64 }

const acceptElement rune = -100

func newAutomaton(t *table, within []pattern) *automaton {
	a := &automaton{within: len(within), tableLen: len(t.patterns), steps: map[rune]stepMasks{}}
	literal := map[rune]bool{}
	add := func(p pattern) {
		a.first = append(a.first, len(a.elements))
		a.elements = append(a.elements, p...)
		a.last = append(a.last, len(a.elements))
		a.elements = append(a.elements, acceptElement)
		for _, c := range p {
			literal[c] = true
		}
	}
	for _, p := range within {
		add(p)
	}
	for i, p := range t.patterns {
		if overlaps(p, within) {
			a.numbers = append(a.numbers, i)
			add(p)
		}
	}
	a.other = otherRune(literal)
	a.stars = make([]uint64, (len(a.elements)+63)/64)
	for bit, e := range a.elements {
		if isStar(e) {
			a.stars[bit>>6] |= 1 << (bit & 63)
		}
	}
	return a
}

// overlaps is false when a pattern's fixed beginning rules out that it shares a string with all of
// the others.
func overlaps(p pattern, others []pattern) bool {
	for _, o := range others {
		for i := 0; ; i++ {
			if i >= len(p) || i >= len(o) {
				if i < len(p) && p[i] >= 0 || i < len(o) && o[i] >= 0 {
					return false
				}
				break
			}
			if p[i] < 0 || o[i] < 0 {
				break
			}
			if p[i] != o[i] {
				return false
			}
		}
	}
	return true
}

// otherRune is a character that no pattern names: it stands for all of them.
func otherRune(literal map[rune]bool) rune {
	for _, c := range "xyzqwkvj0123456789" {
		if !literal[c] {
			return c
		}
	}
	for c := rune('a'); ; c++ {
		if !literal[c] && c != ':' {
			return c
		}
	}
}

func (a *automaton) start() []uint64 {
	state := make([]uint64, len(a.stars))
	for _, bit := range a.first {
		state[bit>>6] |= 1 << (bit & 63)
	}
	a.close(state)
	return state
}

// close adds the positions after active stars, which may match nothing.
func (a *automaton) close(state []uint64) {
	for changed := true; changed; {
		changed = false
		carry := uint64(0)
		for w := range state {
			moved := state[w] & a.stars[w]
			next := state[w] | moved<<1 | carry
			carry = moved >> 63
			if next != state[w] {
				state[w], changed = next, true
			}
		}
	}
}

func (a *automaton) step(state []uint64, c rune) []uint64 {
	masks, ok := a.steps[c]
	if !ok {
		masks = stepMasks{make([]uint64, len(a.stars)), make([]uint64, len(a.stars))}
		for bit, e := range a.elements {
			switch {
			case !takes(e, c):
			case isStar(e):
				masks.stay[bit>>6] |= 1 << (bit & 63)
			default:
				masks.advance[bit>>6] |= 1 << (bit & 63)
			}
		}
		a.steps[c] = masks
	}
	next := make([]uint64, len(state))
	carry := uint64(0)
	for w := range state {
		moved := state[w] & masks.advance[w]
		next[w] = moved<<1 | carry | state[w]&masks.stay[w]
		carry = moved >> 63
	}
	a.close(next)
	return next
}

// choices are the characters that can make a difference in a state: those that an active position
// names and, where a wildcard is active, a colon and one character that no policy names.
func (a *automaton) choices(state []uint64) []rune {
	var named []rune
	wild := false
	for w, bits := range state {
		for bit := w << 6; bits != 0; bits, bit = bits>>1, bit+1 {
			if bits&1 == 0 {
				continue
			}
			switch e := a.elements[bit]; {
			case e == acceptElement:
			case e < 0:
				wild = true
			default:
				named = appendNew(named, e)
			}
		}
	}
	if wild {
		named = appendNew(appendNew(named, a.other), ':')
	}
	return named
}

func appendNew(runes []rune, c rune) []rune {
	for _, r := range runes {
		if r == c {
			return runes
		}
	}
	return append(runes, c)
}

// alive reports whether all patterns that must match still can, as far as the state shows.
func (a *automaton) alive(state []uint64) bool {
	for i := range a.within {
		if !anyBit(state, a.first[i], a.last[i]) {
			return false
		}
	}
	return true
}

func anyBit(state []uint64, first, last int) bool {
	for bit := first; bit <= last; bit++ {
		if bit&63 == 0 && bit+63 <= last {
			if state[bit>>6] != 0 {
				return true
			}
			bit += 63
			continue
		}
		if state[bit>>6]&(1<<(bit&63)) != 0 {
			return true
		}
	}
	return false
}

// accepts returns the signature of the strings that end in a state, if they match what they must.
func (a *automaton) accepts(state []uint64) (signature, bool) {
	for i := range a.within {
		if !anyBit(state, a.last[i], a.last[i]) {
			return "", false
		}
	}
	bits := make([]byte, (a.tableLen+7)/8)
	for i, number := range a.numbers {
		if last := a.last[a.within+i]; anyBit(state, last, last) {
			bits[number>>3] |= 1 << (number & 7)
		}
	}
	return signature(bits), true
}

func stateKey(state []uint64) string {
	key := make([]byte, 0, len(state)*8)
	for _, w := range state {
		for shift := 0; shift < 64; shift += 8 {
			key = append(key, byte(w>>shift))
		}
	}
	return string(key)
}
