package command

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/infra/item"
	"lambdaless/local/watch"
)

// TestEditedTemplatesAreKept edits a generated template, and then brings a declaration and its templates from
// elsewhere, as git does: later changes of the declaration must be written again.
func TestEditedTemplatesAreKept(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, fixture.Movies.Templates))
	d := describer{api: fixture.Movies, templates: folder, program: &watch.Program{Root: folder}}
	d.remember()
	files := &watch.Files{Templates: folder}
	_, _ = files.Changed()
	describe := func() error {
		_, err := d.describe(t.Context(), t.Logf, files)
		return err
	}
	require.NoError(t, describe())

	template := filepath.Join(folder, "movie", "get.response.vtl")
	written, err := os.ReadFile(template)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(template, []byte(string(written)+"\n"), 0o600))
	require.ErrorContains(t, describe(), "get.response.vtl is not what the endpoint says")
	edited, err := os.ReadFile(template)
	require.NoError(t, err)
	assert.Equal(t, string(written)+"\n", string(edited))

	other := fixture.Movies
	other.Endpoints = append([]infra.Endpoint(nil), other.Endpoints...)
	call := other.Endpoints[0].Call.(item.Get)
	call.Missing = "another text"
	other.Endpoints[0].Call = call
	_, err = infra.WriteTemplates(other, folder)
	require.NoError(t, err)
	d.api = other
	require.NoError(t, describe(), "the templates are what the endpoints say")

	d.api = fixture.Movies
	require.NoError(t, describe())
	again, err := os.ReadFile(template)
	require.NoError(t, err)
	assert.Equal(t, string(written), string(again))
}
