package flow

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An escape that a branch begins goes on behind it, also where the texts of branches are joined.
func TestAnEscapeThatABranchBegins(t *testing.T) {
	t.Parallel()
	const q = `$util.escapeJavaScript($input.params('q').split(",")[0]).replaceAll("\\'", "'")`
	for begun, want := range map[string][]string{
		`\\`:    {"‹text in parts›é", `‹text in parts›\u00e9`}, // VTL writes one of two backslashes before a directive
		` x`:    {"‹text in parts›é"},
		` \u00`: nil, // three digits are not enough
	} {
		a := Analyze(`{"m":"#if($input.params('z') == "1")'#elseif($input.params('y') == "2")#foreach($x in $input.params('q').split(","))`+q+
			`#end`+begun+`#{else} y#end\u00e9"}`, Options{})
		if want == nil {
			assert.NotEmpty(t, a.Problems)
			continue
		}
		require.Empty(t, a.Problems, begun)
		var texts []string
		for _, d := range a.Documents {
			for _, v := range d.Members[0].Values {
				texts = append(texts, v.Text.String())
			}
		}
		assert.Subset(t, texts, want, begun)
		assert.Subset(t, want, texts, begun)
	}
}

// Two halves of a surrogate pair are one character, so that neither says what is written.
func TestHalfASurrogatePair(t *testing.T) {
	t.Parallel()
	for template, half := range map[string]string{
		`{"m":"\ud83d\ude00"}`:         "",
		`{"m":"\\ud83d"}`:              "", // a backslash and letters
		`{"m":"\u00e9\uD83D\uDE00\n"}`: "",
		`{"m":"\ud83d"}`:               `\ud83d`,
		`{"m":"\ud83d\ud83d\ude00"}`:   `\ud83d`,
		`{"m":"\ude00"}`:               `\ude00`,
		`{"m":"\ud83d$util.escapeJavaScript($input.params('q')).replaceAll("\\'", "'")"}`: `\ud83d`,
		`{"m":"#if($input.params('z') == "1")\ud83d#{else}x#end\ude00"}`:                  `\ud`,
	} {
		a := Analyze(template, Options{})
		if half == "" {
			assert.Empty(t, a.Problems, template)
			continue
		}
		require.NotEmpty(t, a.Problems, template)
		assert.Contains(t, a.Problems[0].What, half, template)
		assert.Contains(t, a.Problems[0].What, "is half a surrogate pair: write both halves together", template)
	}
}
