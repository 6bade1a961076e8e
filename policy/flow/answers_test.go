package flow

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAnswersThatExclude asks the same twice: what was answered first says whether the value is there at all.
func TestAnswersThatExclude(t *testing.T) {
	t.Parallel()
	body := TypeOfModel(map[string]any{"type": "object", "properties": map[string]any{"note": map[string]any{"type": []any{"string", "null"}}}})
	for template, want := range map[string]string{
		`#if($body.note.length() >= 0)S#end#if(!($body.note.length() >= 0))R#end`:                                  `{U:"S"|"R"}`,
		`#if($body.note.length() >= 0)S#end#if($body.containsKey("note") && !($body.note.length() >= 0))R#end`:     `{U:"S"|"R"|""}`,
		`#if($body.note.length() >= 0)S#end#if($body.note.length() >= 0)T#{else}R#end`:                             `{U:"ST"|"R"}`,
		`#if($stageVariables["a?.b"] == "x")S#end#if($stageVariables["a.b"] == "x")R#end`:                          `{U:"SR"|"S"|"R"|""}`,
		`#if($body.note.length() >= 0)S#end#set($body = $input.path('$.other'))#if($body.note.length() >= 0)T#end`: `{U:"ST"|"S"|"T"|""}`,
	} {
		a := Analyze("#set($body = $input.path('$')){\"U\": \""+template+`"}`, Options{Request: true, Body: body})
		require.Empty(t, a.Problems, template)
		assert.Equal(t, want, shape(a.Documents), template)
	}
}

func TestNamesWithoutDoubts(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		`body.note?.length() >= 0`:         `body.note.length() >= 0`,
		`body."a?.b"?."c\"?.d".size() > 1`: `body."a?.b"."c\"?.d".size() > 1`,
		`body.a == "?."`:                   `body.a == "?."`,
		`body."\\"?.length() >= 0`:         `body."\\".length() >= 0`,
	} {
		assert.Equal(t, want, withoutDoubts(name))
	}
}

// A member that an object has may be null, which has no text: what is behind containsKey is a number only where its
// type says so.
func TestAMemberThatIsThereMayBeNull(t *testing.T) {
	t.Parallel()
	number := func(kind any) map[string]any {
		return map[string]any{"type": kind, "minimum": 0.0, "maximum": 9.0}
	}
	body := TypeOfModel(map[string]any{"type": "object", "properties": map[string]any{"n": number("integer"), "none": number([]any{"integer", "null"})}})
	for template, want := range map[string]bool{
		`{"a":#if($input.path('$').containsKey("n"))$input.path('$.n')#{else}0#end}`:                    true,
		`#set($b = $input.path('$')){"a":#if($b.containsKey("n"))$b.n#{else}0#end}`:                     true,
		`#set($b = $input.path('$')){"a":#if($b.containsKey("none"))$b.none#{else}0#end}`:               false,
		`#set($b = $input.path('$')){"a":#if($b.containsKey("none"))$b.get("none")#{else}0#end}`:        false,
		`#set($b = $input.path('$')){"a":#if($b.containsKey("none"))$b.none.hashCode()#{else}0#end}`:    false,
		`#set($b = $input.path('$')){"a":#if($b.containsKey("other"))$b.other.hashCode()#{else}0#end}`:  false,
		`#set($b = $input.path('$')){"a":#if($b.none != "")$b.none#{else}0#end}`:                        true,
		`#set($b = $input.path('$')){"a":[#foreach($k in $b.keySet())$b.get($k).hashCode()#break#end]}`: false,
	} {
		a := Analyze(template, Options{Request: true, Body: body})
		require.Empty(t, a.Problems, template)
		safe := true
		for _, document := range a.Documents {
			document.Walk(func(v *Value, p *Placeholder) { safe = safe && v.Fits(p) })
		}
		assert.Equal(t, want, safe, template)
	}
}
