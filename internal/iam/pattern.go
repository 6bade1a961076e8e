package iam

import "strings"

// pattern is a compiled wildcard pattern: characters, and the wildcards below.
type pattern []rune

// The wildcards. Those of a segment stop at a colon.
const (
	anyRune rune = -1 - iota
	starRunes
	anyInSegment
	starInSegment
)

// reading is how "*" in one of an ARN's first five segments is understood. AWS documents that
// wildcards work within segments, not whether "*" may also swallow colons (IAM-005). A proof must
// hold under both readings; a request is decided under the documented one.
type reading int

const (
	bySegment reading = iota
	acrossSegments
)

// arnSegments is the number of segments in an ARN; only the last may contain colons.
const arnSegments = 6

// actionPattern compiles an action. Actions are case-insensitive, so both sides are lowered.
func actionPattern(text string) pattern {
	return compile(literals(strings.ToLower(text)), acrossSegments)
}

// resourcePattern compiles an ARN pattern from its pieces. "*" alone is everything. An ARN with
// fewer than six segments is completed with "*" (IAM-006).
func resourcePattern(pieces []piece, r reading) pattern {
	colons := 0
	for _, p := range pieces {
		if p.kind == plainPiece {
			colons += strings.Count(p.text, ":")
		}
	}
	if colons == 0 {
		return compile(pieces, acrossSegments)
	}
	if strings.HasPrefix(pieces[0].text, "arn:") {
		if missing := arnSegments - 1 - colons; missing > 0 {
			pieces = append(pieces[:len(pieces):len(pieces)], piece{kind: plainPiece, text: strings.Repeat(":*", missing)})
		}
	}
	return compile(pieces, r)
}

// compile joins pieces to a pattern. Adjacent stars become one.
func compile(pieces []piece, r reading) pattern {
	size := 0
	for _, p := range pieces {
		size += len(p.text) + 1
	}
	compiled := make(pattern, 0, size)
	colons := 0
	for _, p := range pieces {
		if p.kind == anythingPiece {
			compiled = appendStar(compiled, starRunes)
			continue
		}
		for _, c := range p.text {
			inSegment := r == bySegment && colons < arnSegments-1
			switch {
			case p.kind == literalPiece:
				compiled = append(compiled, c)
			case c == '*' && inSegment:
				compiled = appendStar(compiled, starInSegment)
			case c == '*':
				compiled = appendStar(compiled, starRunes)
			case c == '?' && inSegment:
				compiled = append(compiled, anyInSegment)
			case c == '?':
				compiled = append(compiled, anyRune)
			default:
				if c == ':' {
					colons++
				}
				compiled = append(compiled, c)
			}
		}
	}
	return compiled
}

func appendStar(p pattern, star rune) pattern {
	if len(p) > 0 && p[len(p)-1] == star {
		return p
	}
	return append(p, star)
}

// literal returns the only string that the pattern matches, if there is only one.
func (p pattern) literal() (string, bool) {
	for _, c := range p {
		if c < 0 {
			return "", false
		}
	}
	return string(p), true
}

// isStar reports whether a wildcard repeats; takes reports whether a pattern element accepts a
// character.
func isStar(element rune) bool { return element == starRunes || element == starInSegment }

func takes(element, c rune) bool {
	switch element {
	case anyRune, starRunes:
		return true
	case anyInSegment, starInSegment:
		return c != ':'
	default:
		return element == c
	}
}

// matches decides one string. Only the last star is retried: a star in a segment cannot be helped
// by one before it, since segments end at the same colons whatever the stars take, and any other
// star is at least as well off starting late.
func (p pattern) matches(text string) bool {
	runes := []rune(text)
	i, star, mark := 0, -1, 0
	for at := 0; at < len(runes); {
		switch {
		case i < len(p) && isStar(p[i]):
			star, mark = i, at
			i++
		case i < len(p) && takes(p[i], runes[at]):
			i++
			at++
		case star >= 0 && takes(p[star], runes[mark]):
			mark++
			i, at = star+1, mark
		default:
			return false
		}
	}
	for i < len(p) && isStar(p[i]) {
		i++
	}
	return i == len(p)
}

// HasWildcard reports whether an action, an ARN or another policy value contains "*" or "?". The
// escapes ${*} and ${?} are not wildcards.
func HasWildcard(text string) bool {
	for _, p := range pieces(text, true) {
		if p.kind == plainPiece && strings.ContainsAny(p.text, "*?") {
			return true
		}
	}
	return false
}
