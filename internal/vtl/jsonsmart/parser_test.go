package jsonsmart_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/jsonsmart"
)

// TestPermissive holds what is read of text that strict readers refuse, written as json-smart writes it.
func TestPermissive(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{a:1}`: `{"a":1}`, `{'a':'b'}`: `{"a":"b"}`, `{"a":1,,"b":2,}`: `{"a":1,"b":2}`, `[1,,2,]`: `[1,2]`, `{"a":007}`: `{"a":7}`, `{"a":1}rest`: `{"a":1}`, `[1]]`: `[1]`,
		`{"a":1,"a":2}`: `{"a":2}`, `[true,false,null,nul, tru e ]`: `[true,false,null,"nul","tru e"]`, `[NaN,1e5,1E-7,1.50,-0,-]`: `[NaN,100000.0,1.0E-7,1.5,0,0]`,
		`[1e,1.2.3,5x,--1]`: `["1e","1.2.3","5x","--1"]`, `["\u0041\x42\q\/\'"]`: `["AB/'"]`, "[\"a\tb\"]": `["a\tb"]`, "[\"a\tb\\n\x7f\"]": `["ab\n"]`, `["\ud83d\ude00"]`: `["😀"]`,
		`text`: `"text"`, `a=b&c`: `"a=b&c"`, ` "x" `: `"x"`, `null`: `null`, `{}`: `{}`, `[123456789012345678901,2147483648,1.2345678901234567890]`: `[123456789012345678901,2147483648,1.2345678901234567890]`,
		`{"a":b c, d : e}`: `{"a":"b c","d":"e"}`, `{"a":,}`: `{"a":""}`, `5 `: `5`, `[1 2]`: `["1 2"]`, `{"a":1 "b":2}`: `{"a":"1 \"b\":2"}`,
	} {
		v, err := jsonsmart.Parse(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, string(java.AppendJSON(nil, v, java.JSONLTCompress, nil)), text)
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{`: "Unexpected End Of File position 0: null", `[`: "Unexpected End Of File position 0: EOF", `{"a"`: "Unexpected End Of File position 3: null", `{"a":`: "Unexpected End Of File position 4: EOF",
		`{"é":1`: "Unexpected End Of File position 5: null", `{"a" 1}`: "Unexpected character (1) at position 4.", `}`: "Unexpected character (}) at position 0.", `[}`: "Unexpected character (}) at position 1.",
		`["a`: "Unexpected End Of File position 3: null", `["\u00zz"]`: "Unexpected unicode escape sequence z at position 6.", `{"a":"x" "b":2}`: `Unexpected token " at position 8.`, `{:1}`: "Unexpected character (:) at position 1.", `{[`: "Unexpected character ([) at position 1.",
		strings.Repeat("[", 401): "Malicious payload",
	} {
		_, err := jsonsmart.Parse(text)
		require.ErrorContains(t, err, "net.minidev.json.parser.ParseException: "+want, text)
	}
}

// TestManyObjects holds that objects side by side are not taken for objects in each other.
func TestManyObjects(t *testing.T) {
	t.Parallel()
	v, err := jsonsmart.Parse("[" + strings.Repeat(`{"a":{"b":1}},`, 1000) + "]")
	require.NoError(t, err)
	assert.Equal(t, 1000, v.(*java.List).Len())
}

// TestStrictJSON holds that valid JSON is read as encoding/json reads it.
func TestStrictJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := map[string]any{
			"s": rapid.StringMatching(`[ -~é😀€]*`).Draw(t, "s"), "i": rapid.Int64().Draw(t, "i"), "b": rapid.Bool().Draw(t, "b"), "n": nil,
			"l": []any{rapid.Int32().Draw(t, "l"), map[string]any{"k": rapid.StringMatching(`[a-z"\\/\n\t]*`).Draw(t, "k")}},
		}
		text, err := json.Marshal(in)
		require.NoError(t, err)
		v, err := jsonsmart.Parse(string(text))
		require.NoError(t, err)
		require.JSONEq(t, string(text), string(java.AppendJSON(nil, v, java.JSONLTCompress, nil)))
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.5,"x\u0041"]}`, `{a:'b',}`, "[", `"\ud83d`, "-", "1e", "\x1a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := jsonsmart.Parse(text)
		if err == nil {
			java.String(v)
		}
	})
}
