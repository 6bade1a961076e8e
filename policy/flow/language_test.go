package flow

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestWhatAnExpressionMatches: what every text in the language of a regular expression is, and which expressions Java
// may read otherwise than Go.
func TestWhatAnExpressionMatches(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]language{
		"[1-9][0-9]?":              {class: Number, nonEmpty: true, min: new64(0), max: new64(99)},
		"0|[1-9][0-9]{0,2}":        {class: Number, nonEmpty: true, min: new64(0), max: new64(999)},
		"-?[1-9][0-9]*":            {class: Number, nonEmpty: true},
		"0[.][0-9]+":               {class: Number, nonEmpty: true},
		"[0-9]{1,3}":               {class: Word, nonEmpty: true, min: new64(0), max: new64(999)}, // 007 is not JSON
		"[a-z]+":                   {class: Word, nonEmpty: true},
		"[a-z]*":                   {class: Word},
		"[A-Za-z0-9_-]{4}[.]x?":    {class: Word, nonEmpty: true},
		`[a-z]+\\`:                 {class: Raw, nonEmpty: true},
		"[^a-z]+":                  {class: Raw, nonEmpty: true},
		"[a-z]+|[^x]":              {class: Raw, nonEmpty: true},
		"a?|b?":                    {class: Word},
		"[1-9][0-9]{0,15}":         {class: Number, nonEmpty: true}, // too large for bounds
		"^[a-z]+$":                 {class: Word, nonEmpty: true},
		"^a|b":                     {class: Word, nonEmpty: true},
		"^[1-9][0-9]?$":            {class: Number, nonEmpty: true, min: new64(0), max: new64(99)},
		"(?:asc|desc)":             {class: Word, nonEmpty: true},
		"true|false":               {class: Word, nonEmpty: true},
		"[1-9]|[1-9][0-9]|100":     {class: Number, nonEmpty: true, min: new64(0), max: new64(999)},
		"[0-9]+[eE][0-9]+|[1-9]x?": {class: Word, nonEmpty: true},
	} {
		got, ok := languageOf(pattern)
		assert.True(t, ok, pattern)
		assert.Equal(t, want, got, pattern)
	}
	for _, pattern := range []string{"a^b", "a++", "a?+", "[a&&b]", "[a[b]]", "(?i)a", ".*", `\p{L}`, `\bx`, "é", "[", `a\`, "a$b", `a\$`, `[a-z"]+`, "[][^a]]+", "[^][a]]", "[]a]"} {
		_, ok := languageOf(pattern)
		assert.False(t, ok, pattern)
	}
}
