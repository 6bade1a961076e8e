package describe_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra"
	"lambdaless/infra/infratest/fixture"
	"lambdaless/local/describe"
)

func TestDescriptionsLoseNothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, fixture.Records.Templates))
	d, err := describe.Of(fixture.Records, folder, true)
	require.NoError(t, err)
	require.Empty(t, d.Mistakes)
	var text bytes.Buffer
	require.NoError(t, describe.Encode(&text, d))
	read, err := describe.Decode(text.Bytes())
	require.NoError(t, err)
	assert.Equal(t, d, read)
}

func TestMistakesAreData(t *testing.T) {
	t.Parallel()
	api := fixture.Records
	api.Endpoints = append([]infra.Endpoint{{Method: "FETCH", Path: "no slash"}}, api.Endpoints...)
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, api.Templates))
	d, err := describe.Of(api, folder, false)
	require.NoError(t, err)
	assert.NotEmpty(t, d.Mistakes)
	assert.Empty(t, d.API.Endpoints)
}
