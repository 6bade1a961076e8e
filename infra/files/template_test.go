package files

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTemplatesTakeTheirValues(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"movie/x.vtl": {Data: []byte("## {{Table}}\n{\"a\":{\"b\":\"{{ Table }}\"}}\n#set($m = {})${m}")}}
	text, err := ReadTemplate(files, "movie/x.vtl", "Table")
	require.NoError(t, err)
	assert.Equal(t, "## source: movie/x.vtl\n## t1\n{\"a\":{\"b\":\"t1\"}}\n#set($m = {})${m}", text.Fill(map[string]string{"Table": "t1"}))
}

func TestTemplatesAreRefusedWithFileAndLine(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text  string
		names []string
		want  []string
	}{
		"an unknown name":                  {"\n{{Tabel}} {{Table}}", []string{"Table"}, []string{"movie/x.vtl:2: {{Tabel}} has no value here; known names are Table"}},
		"a value that is used nowhere":     {"{}", []string{"Table"}, []string{`movie/x.vtl:1: {{Table}} is used nowhere`}},
		"a mark where there are no values": {"{{Table}}", nil, []string{"movie/x.vtl:1: {{Table}} has no value here; this kind of file has no placeholders"}},
		"an empty mark":                    {"{{}}", nil, []string{"movie/x.vtl:1: {{}}"}},
		"several at once":                  {"{{A}}\n{{B}}", []string{"C"}, []string{"movie/x.vtl:1: {{A}}", "movie/x.vtl:2: {{B}}", "{{C}}"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ReadTemplate(fstest.MapFS{"movie/x.vtl": {Data: []byte(test.text)}}, "movie/x.vtl", test.names...)
			for _, want := range test.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
	_, err := ReadTemplate(fstest.MapFS{}, "movie/x.vtl")
	require.EqualError(t, err, "templates/movie/x.vtl does not exist")
	_, err = ReadTemplate(fstest.MapFS{}, "templates/movie/x.vtl")
	require.EqualError(t, err, `templates/movie/x.vtl: paths start below templates/; write "movie/x.vtl"`)
}

func TestAValueIsNotSearchedForPlaceholders(t *testing.T) {
	t.Parallel()
	text, err := ReadTemplate(fstest.MapFS{"x": {Data: []byte("{{A}}{{B}}")}}, "x", "A", "B")
	require.NoError(t, err)
	assert.Equal(t, "## source: x\n{{B}}b", text.Fill(map[string]string{"A": "{{B}}", "B": "b"}))
}
