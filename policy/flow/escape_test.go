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
