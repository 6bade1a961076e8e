package scaffold

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
)

func title() []Property { return []Property{{"title", "string", true}} }

// shop is an API whose tables a resource may share.
var shop = infra.API{Tables: []infra.Table{
	{Name: "shop", PartitionKey: infra.Key{Name: "pk", Type: infra.String}, SortKey: infra.Key{Name: "sk", Type: infra.String}},
	{Name: "counts", PartitionKey: infra.Key{Name: "n", Type: infra.Number}},
}}

func TestWhatIsLeftOutFollowsFromTheName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct{ table, path, id, title string }{
		"book":       {"books", "/books", "id", "A book"},
		"box":        {"boxes", "/boxes", "id", "A box"},
		"entry":      {"entries", "/entries", "id", "An entry"},
		"day":        {"days", "/days", "id", "A day"},
		"order-line": {"order_lines", "/order-lines", "id", "An order line"},
	} {
		r, err := Resource{Name: name, Properties: title()}.complete(shop)
		require.NoError(t, err)
		assert.Equal(t, want.table, r.Table)
		assert.Equal(t, want.path, r.Path)
		assert.Equal(t, want.path+"/{"+want.id+"}", r.one())
		assert.Equal(t, want.title, r.title())
	}
	r, err := Resource{Name: "note", Table: "shop", Properties: title()}.complete(shop)
	require.NoError(t, err)
	assert.Equal(t, "/notes/{pk}/{sk}", r.one(), "the table is there, and has its key")
}

func TestMistakesInResources(t *testing.T) {
	t.Parallel()
	for situation, test := range map[string]struct {
		resource Resource
		want     string
	}{
		"a name in capitals":         {Resource{Name: "Book", Properties: title()}, `the name "Book" must be lower-case words`},
		"no properties":              {Resource{Name: "book"}, "it has no properties: give at least one"},
		"a property of the key":      {Resource{Name: "book", Properties: []Property{{"id", "string", true}}}, `the property "id" is in the key`},
		"a property twice":           {Resource{Name: "book", Properties: append(title(), title()...)}, `the property "title" is there twice`},
		"a key of three":             {Resource{Name: "book", Key: []string{"a", "b", "c"}, Properties: title()}, "the key is a,b,c: it is one attribute, or two that differ"},
		"one key twice":              {Resource{Name: "book", Key: []string{"a", "a"}, Properties: title()}, "the key is a,a"},
		"a key that cannot be named": {Resource{Name: "book", Key: []string{"a b"}, Properties: title()}, `the key attribute "a b" must be`},
		"a path with a parameter":    {Resource{Name: "book", Path: "/x/{y}", Properties: title()}, `the path "/x/{y}" must begin with a slash`},
		"another key of a table":     {Resource{Name: "book", Table: "shop", Key: []string{"id"}, Properties: title()}, "the table shop has the key pk,sk, not id"},
		"a table with numbers":       {Resource{Name: "book", Table: "counts", Properties: title()}, "the table counts has the key n of the type N"},
	} {
		t.Run(situation, func(t *testing.T) {
			t.Parallel()
			_, err := test.resource.complete(shop)
			assert.ErrorContains(t, err, test.want)
		})
	}
	_, err := Resource{Name: "Book", Key: []string{"a b"}}.complete(shop)
	assert.Len(t, strings.Split(err.Error(), "\n"), 3, "all mistakes at once: %v", err)
}

func TestPropertiesAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	p, err := ParseProperty(" title : string! ")
	require.NoError(t, err)
	assert.Equal(t, Property{"title", "string", true}, p)
	for text, want := range map[string]string{
		"title":       `the property "title" must be NAME:TYPE`,
		"title:text":  "a type is one of boolean, integer, list, number, set, string",
		"ti tle:list": `the property "ti tle" must be letters`,
	} {
		_, err := ParseProperty(text)
		assert.ErrorContains(t, err, want)
	}
}

func TestFilesHaveNamesThatMeanNothingToGo(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"book": "book.go", "order_line": "order_line.go", "a_test": "a_test_item.go", "x_linux": "x_linux_item.go", "x_windows": "x_windows_item.go", "y_arm64": "y_arm64_item.go"} {
		assert.Equal(t, want, goFile(name))
	}
}

func TestVariablesDoNotClash(t *testing.T) {
	t.Parallel()
	p := project{pkg: "api", names: []string{"book", "item", "note", "noteItem"}}
	for name, want := range map[string]string{"page": "page", "book": "bookItem", "type": "typeItem", "string": "stringItem", "item": "itemItem"} {
		got, err := p.variable(name)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	_, err := p.variable("note")
	assert.ErrorContains(t, err, "package api has the names note and noteItem already")
}

// A plan is written as a whole or not at all.
func TestNothingIsHalfWritten(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(root, "there"), []byte("mine"), 0o600))
	plan := &Plan{root: root, Files: []File{{"a/b/first", "1"}, {"a/second", "2"}, {"there", "3"}}}
	require.ErrorContains(t, plan.free(), "these files are there already, and none is written over: there")
	require.ErrorContains(t, plan.Write(), "nothing was written")
	entries, err := os.ReadDir(root)
	require.NoError(t, err)
	require.Len(t, entries, 1, "the folders are gone, too")
	text, err := os.ReadFile(filepath.Join(root, "there"))
	require.NoError(t, err)
	assert.Equal(t, "mine", string(text))

	plan.Files = plan.Files[:2]
	require.NoError(t, plan.Write())
	text, err = os.ReadFile(filepath.Join(root, "a", "b", "first"))
	require.NoError(t, err)
	assert.Equal(t, "1", string(text))
}
