package jsonpath_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/internal/vtl/java"
	"lambdaless/internal/vtl/jsonpath"
	"lambdaless/internal/vtl/jsonsmart"
)

const store = `{"store":{"book":[{"category":"reference","author":"Nigel Rees","title":"Sayings of the Century","price":8.95},
{"category":"fiction","author":"Evelyn Waugh","title":"Sword of Honour","price":12.99},
{"category":"fiction","author":"Herman Melville","title":"Moby Dick","isbn":"0-553-21311-3","price":8.99},
{"category":"fiction","author":"J. R. R. Tolkien","title":"The Lord of the Rings","isbn":"0-395-19395-8","price":22.99}],
"bicycle":{"color":"red","price":19.95}},"expensive":10,"tags":["a","b"],"odd key":{"it's":1},"n":null,"empty":[],"deep":[[1,2],[3]]}`

// TestRead holds Jayway's own examples and what its documentation and code say beyond them.
func TestRead(t *testing.T) {
	t.Parallel()
	document, err := jsonsmart.Parse(store)
	require.NoError(t, err)
	for path, want := range map[string]string{
		"$.store.book[*].author":                      `["Nigel Rees","Evelyn Waugh","Herman Melville","J. R. R. Tolkien"]`,
		"$..author":                                   `["Nigel Rees","Evelyn Waugh","Herman Melville","J. R. R. Tolkien"]`,
		"$.store..price":                              `[8.95,12.99,8.99,22.99,19.95]`,
		"$..book[2].title":                            `["Moby Dick"]`,
		"$..book[-2].title":                           `["Moby Dick"]`,
		"$..book[0,1].price":                          `[8.95,12.99]`,
		"$..book[:2].price":                           `[8.95,12.99]`,
		"$..book[1:2].price":                          `[12.99]`,
		"$..book[-2:].price":                          `[8.99,22.99]`,
		"$..book[2:].price":                           `[8.99,22.99]`,
		"$.store.book[:-3].price":                     `[8.95]`,
		"$..book[?(@.isbn)].price":                    `[8.99,22.99]`,
		"$..book[?(!@.isbn)].price":                   `[8.95,12.99]`,
		"$.store.book[?(@.price < 10)].price":         `[8.95,8.99]`,
		"$..book[?(@.price <= $['expensive'])].price": `[8.95,8.99]`,
		"$..book[?(@.author =~ /.*REES/i)].price":     `[8.95]`,
		"$.store.book[?(@.price > 10 && @.category == 'fiction')].price":                    `[12.99,22.99]`,
		"$.store.book[?(@.price > 20 || (@.category == 'reference' && @.price < 9))].price": `[8.95,22.99]`,
		"$.store.book[?(@.category in ['reference', 'x'])].price":                           `[8.95]`,
		"$.store.book[?(@.category nin ['fiction'])].price":                                 `[8.95]`,
		"$.store.book[?(@.title contains 'Lord')].price":                                    `[22.99]`,
		"$.store.book[?(@.category != 'fiction')].price":                                    `[8.95]`,
		"$.store.book[?('fiction' == @.category)].price":                                    `[12.99,8.99,22.99]`,
		"$.store.book[?(@.isbn size 13)].price":                                             `[8.99,22.99]`,
		"$.store.book[?(@.nope empty true)].price":                                          `[]`,
		"$.store.book[?(@['price'] === 8.95)].price":                                        `[8.95]`,
		"$..book.length()":                    `1`,
		"$.store.book.length()":               `4`,
		"$.tags.length()":                     `2`,
		"$.store.bicycle.length()":            `2`,
		"$.store.bicycle.keys()":              `["color","price"]`,
		"$.store.book[*]['price','category']": `[{"price":8.95,"category":"reference"},{"price":12.99,"category":"fiction"},{"price":8.99,"category":"fiction"},{"price":22.99,"category":"fiction"}]`,
		"$..price.max()":                      `22.99`,
		"$.deep[0].sum()":                     `3.0`,
		"$.deep[0].avg()":                     `1.5`,
		"$.min($.deep[0], 5)":                 `1.0`,
		"$.tags.first()":                      `"a"`,
		"$.tags.last()":                       `"b"`,
		"$.tags.index(1)":                     `"b"`,
		"$['odd key']['it\\'s']":              `1`,
		`$["odd key"]["it's"]`:                `1`,
		"tags":                                `["a","b"]`,
		"$.tags[1]":                           `"b"`,
		"$.n":                                 `null`,
		"$.store.*.color":                     `["red"]`,
		"$.store.*":                           ``,
		"$.deep[*][0]":                        `[1,3]`,
		"$.empty[*]":                          `[]`,
		"$..nope":                             `[]`,
		"$.tags[5]":                           `-`,
		"$.nope.x":                            `-`,
		"$.nope":                              `-`,
		"$.tags.x":                            `-`,
		"$.store[0]":                          `-`,
		"$.nope[*]":                           `-`,
		"$.store.book[?(@.a == null)]":        `[]`,
		"$[?(@.expensive == 10)].tags":        `[["a","b"]]`,
		" $.tags[ 0 ] ":                       `"a"`,
	} {
		p, err := jsonpath.Compile(path)
		require.NoError(t, err, path)
		v, found, err := p.Read(document, nil)
		require.NoError(t, err, path)
		switch {
		case want == "-":
			assert.False(t, found, path)
		case want != "":
			assert.True(t, found, path)
			assert.Equal(t, want, string(java.AppendJSON(nil, v, java.JSONLTCompress, nil)), path)
		}
	}
}

func TestInvalidPaths(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"", "$.", "$..", "$[", "$['a", "$['a'", "$[]", "$a", "$.a b", "$...a", "$[?(@.a]", "$[?(@.a == )]", "$[?(@.a ~~ 1)]", "$.nope()", "$.sum(", "$[1:2:3:", "$[x]", "$[?(1 == 'a]", "$[?(@.a =~ /(/)]", "$['a',]", "$[99999999999]", "$..sum()"} {
		_, err := jsonpath.Compile(path)
		require.ErrorContains(t, err, "InvalidPathException", path)
	}
	document, err := jsonsmart.Parse(store)
	require.NoError(t, err)
	for _, path := range []string{"$.expensive[?(@.a)]", "$.empty.sum()", "$.expensive.first()"} {
		p, err := jsonpath.Compile(path)
		require.NoError(t, err, path)
		_, _, err = p.Read(document, nil)
		require.ErrorContains(t, err, "InvalidPathException", path)
	}
}

func TestDefinite(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{"$": true, "$.a.b[0]": true, "$['a','b']": true, "$['a','b'].c": false, "$..a": false, "$.a[*]": false, "$[0,1]": false, "$[0:1]": false, "$[?(@.a)]": false, "$.a.length()": true} {
		p, err := jsonpath.Compile(path)
		require.NoError(t, err)
		assert.Equal(t, want, p.Definite(), path)
	}
}

func FuzzCompile(f *testing.F) {
	for _, s := range []string{"$.a[?(@.b == 'c' && !(@.d > 1))]..e['f','g'][0:2].length()", "$[?(@.a =~ /x/i)]", "$.sum($.a, {\"b\":1})"} {
		f.Add(s)
	}
	document, err := jsonsmart.Parse(store)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, path string) {
		p, err := jsonpath.Compile(path)
		if err != nil {
			return
		}
		_, _, err = p.Read(document, nil)
		if err != nil {
			var invalid *jsonpath.InvalidPathError
			require.ErrorAs(t, err, &invalid)
		}
	})
}
