package pattern

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const record = `{"eventName":"MODIFY","userIdentity":{"type":"Service"},"empty":[],"flag":true,"nothing":null,
	"dynamodb":{"Keys":{"name":{"S":"Alice"}},"NewImage":{"name":{"S":"Alice"},"movie":{"M":{"title":{"S":"Alien"},"year":{"N":"1979"}}},
	"tags":{"L":[{"S":"horror"},{"S":"space"}]}},"SizeBytes":300}}`

func TestMatches(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pattern string
		want    bool
	}{
		"a text":                             {`{"eventName":["MODIFY"]}`, true},
		"another text":                       {`{"eventName":["INSERT"]}`, false},
		"one of two texts":                   {`{"eventName":["INSERT","MODIFY"]}`, true},
		"a text in the other case":           {`{"eventName":["modify"]}`, false},
		"ignoring case":                      {`{"eventName":[{"equals-ignore-case":"modify"}]}`, true},
		"two fields":                         {`{"eventName":["MODIFY"],"dynamodb":{"Keys":{"name":{"S":["Alice"]}}}}`, true},
		"two fields, of which one differs":   {`{"eventName":["MODIFY"],"dynamodb":{"Keys":{"name":{"S":["Bob"]}}}}`, false},
		"a prefix":                           {`{"dynamodb":{"Keys":{"name":{"S":[{"prefix":"Al"}]}}}}`, true},
		"another prefix":                     {`{"dynamodb":{"Keys":{"name":{"S":[{"prefix":"al"}]}}}}`, false},
		"a prefix ignoring case":             {`{"dynamodb":{"Keys":{"name":{"S":[{"prefix":{"equals-ignore-case":"aL"}}]}}}}`, true},
		"a suffix":                           {`{"dynamodb":{"Keys":{"name":{"S":[{"suffix":"ice"}]}}}}`, true},
		"a suffix ignoring case":             {`{"dynamodb":{"Keys":{"name":{"S":[{"suffix":{"equals-ignore-case":"ICE"}}]}}}}`, true},
		"anything but":                       {`{"eventName":[{"anything-but":"REMOVE"}]}`, true},
		"anything but itself":                {`{"eventName":[{"anything-but":["REMOVE","MODIFY"]}]}`, false},
		"anything but, of a missing field":   {`{"missing":[{"anything-but":"x"}]}`, false},
		"anything but a number":              {`{"dynamodb":{"SizeBytes":[{"anything-but":[1,2]}]}}`, true},
		"a value that is there":              {`{"eventName":[{"exists":true}]}`, true},
		"a value that is not there":          {`{"missing":[{"exists":true}]}`, false},
		"no value":                           {`{"missing":[{"exists":false}]}`, true},
		"no value far down":                  {`{"dynamodb":{"OldImage":{"name":{"S":[{"exists":false}]}}}}`, true},
		"no value where there is one":        {`{"dynamodb":{"Keys":{"name":{"S":[{"exists":false}]}}}}`, false},
		"an object is not a value":           {`{"userIdentity":[{"exists":true}]}`, false},
		"an empty list has no value":         {`{"empty":[{"exists":false}]}`, true},
		"null":                               {`{"nothing":[null]}`, true},
		"null for a missing field":           {`{"missing":[null]}`, false},
		"true":                               {`{"flag":[true]}`, true},
		"false":                              {`{"flag":[false]}`, false},
		"a number":                           {`{"dynamodb":{"SizeBytes":[300]}}`, true},
		"a text is not a number":             {`{"dynamodb":{"SizeBytes":["300"]}}`, false},
		"equal numbers":                      {`{"dynamodb":{"SizeBytes":[{"numeric":["=",3.0e2]}]}}`, true},
		"a number in a range":                {`{"dynamodb":{"SizeBytes":[{"numeric":[">",0,"<=",300]}]}}`, true},
		"a number outside of a range":        {`{"dynamodb":{"SizeBytes":[{"numeric":[">",0,"<",300]}]}}`, false},
		"an item's number is a text":         {`{"dynamodb":{"NewImage":{"movie":{"M":{"year":{"N":[{"numeric":[">",1900]}]}}}}}}`, false},
		"an item's number as a text":         {`{"dynamodb":{"NewImage":{"movie":{"M":{"year":{"N":["1979"]}}}}}}`, true},
		"an element of a list of objects":    {`{"dynamodb":{"NewImage":{"tags":{"L":{"S":["space"]}}}}}`, true},
		"no element of a list of objects":    {`{"dynamodb":{"NewImage":{"tags":{"L":{"S":["comedy"]}}}}}`, false},
		"an object where the event has text": {`{"eventName":{"S":["MODIFY"]}}`, false},
		"one of two fields":                  {`{"$or":[{"eventName":["INSERT"]},{"dynamodb":{"SizeBytes":[300]}}]}`, true},
		"neither of two fields":              {`{"$or":[{"eventName":["INSERT"]},{"flag":[false]}]}`, false},
		"a field and one of two":             {`{"eventName":["INSERT"],"$or":[{"flag":[true]},{"flag":[false]}]}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := Parse(test.pattern)
			require.NoError(t, err)
			got, err := p.Matches([]byte(record))
			require.NoError(t, err)
			assert.Equal(t, test.want, got, test.pattern)
		})
	}
}

func TestPatternsThatAreRefused(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]string{
		``:                         "not JSON",
		`{"a":["b"]} {}`:           "not JSON: there is more",
		`[]`:                       "must be an object with at least one field",
		`{}`:                       "must be an object with at least one field",
		`{"a":"b"}`:                `a must be an object or a list of values: write ["b"]`,
		`{"a":{"b":{}}}`:           "a.b is an empty object",
		`{"a":[]}`:                 "a is an empty list",
		`{"a":[["b"]]}`:            "a[0]: it must be a value or an operator, not a list",
		`{"a":[{}]}`:               "must have one operator",
		`{"a":[{"wildcard":"*"}]}`: `"wildcard" is not an operator of a pipe's filter: it must be one of anything-but, equals-ignore-case, exists, numeric, prefix, suffix`,
		`{"a":[{"prefix":1}]}`:     "prefix must be a text",
		`{"a":[{"exists":"yes"}]}`: "exists must be true or false",
		`{"a":[{"anything-but":{"prefix":"b"}}]}`:          "anything-but must be a text or a number",
		`{"a":[{"anything-but":[]}]}`:                      "anything-but must be a text or a number",
		`{"a":[{"numeric":[">"]}]}`:                        "numeric must be a list of a comparison and a number",
		`{"a":[{"numeric":["~",1]}]}`:                      `numeric has the comparison "~"`,
		`{"a":[{"numeric":["<",1,">",0]}]}`:                `numeric has the comparison "<"`,
		`{"a":[{"numeric":[">",5,"<",5]}]}`:                "a lower bound that is not below",
		`{"a":[{"numeric":[">",6e9]}]}`:                    "6e9, which is not a number from",
		`{"a":[{"numeric":[">","1"]}]}`:                    `"1", which is not a number`,
		`{"$or":[{"a":["b"]}]}`:                            "$or must be a list of at least two objects",
		`{"$or":{"a":["b"]}}`:                              "$or must be a list of at least two objects",
		`{"$or":[{"a":["b"]},"c"]}`:                        "$or[1] must be an object",
		`{"a":["` + strings.Repeat("b", MaxLength) + `"]}`: "takes at most 4096",
		`{"a":"b","c":[[1]]}`:                              "c[0]: it must be", // all at once
	} {
		_, err := Parse(pattern)
		require.ErrorContains(t, err, want, pattern)
	}
	p, err := Parse(`{"a":["b"]}`)
	require.NoError(t, err)
	_, err = p.Matches([]byte("{"))
	require.Error(t, err)
}

// FuzzPattern holds that no pattern and no event break the matching, and that a pattern of an event's own values
// matches it.
func FuzzPattern(f *testing.F) {
	f.Add(`{"a":[{"prefix":"b"}]}`, `{"a":"bc"}`)
	f.Add(`{"$or":[{"a":[1]},{"b":{"c":[null]}}]}`, record)
	f.Fuzz(func(t *testing.T, pattern, event string) {
		if p, err := Parse(pattern); err == nil {
			_, _ = p.Matches([]byte(event))
		}
		var value map[string]any
		if json.Unmarshal([]byte(event), &value) != nil {
			return
		}
		own := map[string]any{}
		for name, v := range value {
			if text, ok := v.(string); ok && name != "$or" {
				own[name] = []any{text}
			}
		}
		text, err := json.Marshal(own)
		if err != nil || len(own) == 0 || len(text) > MaxLength {
			return
		}
		again, err := json.Marshal(value) // without names that are there twice
		require.NoError(t, err)
		p, err := Parse(string(text))
		require.NoError(t, err)
		matched, err := p.Matches(again)
		require.NoError(t, err)
		assert.True(t, matched, "%s does not match %s", text, event)
	})
}
