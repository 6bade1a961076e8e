package flow

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// untilEscape is the content before an escape that has begun, and the text of the escape so far: a backslash, or
// \u and digits. The escape counts its characters.
func (r *reader) untilEscape() (before Text, begun string) {
	if r.escape == 0 || len(r.content) == 0 {
		return r.content, ""
	}
	last := r.content[len(r.content)-1]
	cut := len(last.Text) - int(r.escape)
	if last.symbol != nil || cut < 0 {
		return r.content, ""
	}
	before = slices.Clone(r.content[:len(r.content)-1])
	if cut > 0 {
		before = append(before, Piece{Text: last.Text[:cut]})
	}
	return before, last.Text[cut:]
}

// unescape resolves JSON's escapes in the literal pieces of a string.
func unescape(t Text) (Text, string) {
	var out Text
	for _, p := range t {
		if p.Placeholder == nil && strings.ContainsRune(p.Text, '\\') {
			if half := halfPair(p.Text); half != "" {
				return nil, fmt.Sprintf("%s is half a surrogate pair: write both halves together", half)
			}
			var plain string
			if err := json.Unmarshal([]byte(`"`+p.Text+`"`), &plain); err != nil {
				return nil, fmt.Sprintf("the text %q is not JSON: %v", p.Text, err)
			}
			p.Text = plain
		}
		out = append(out, p)
	}
	return out, ""
}

// escapes finds JSON's escapes: a surrogate pair, a surrogate alone, any other.
var escapes = regexp.MustCompile(`(?i)\\u(?:d[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|(d[89a-f][0-9a-f]{2}))|\\.`)

// halfPair is the first surrogate of the text whose other half is missing, "" without one. What is written beside it,
// in another branch or by the client, could be that half, and the two are another character than each alone.
func halfPair(text string) string {
	for _, found := range escapes.FindAllStringSubmatch(text, -1) {
		if found[1] != "" {
			return found[0]
		}
	}
	return ""
}
