package database

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var home = filepath.Join("..", "..", "tools", "dynalite")

func start(t *testing.T, data string) *Dynalite {
	t.Helper()
	require.NoError(t, Install(t.Context(), home, io.Discard))
	d, err := Start(t.Context(), home, data)
	require.NoError(t, err)
	return d
}

func call(t *testing.T, d *Dynalite, action, body string) (int, string) {
	t.Helper()
	c := NewClient(d.Endpoint())
	defer c.Close()
	answer, err := c.Call(t.Context(), "us-east-1", action, []byte(body))
	require.NoError(t, err)
	return answer.StatusCode, string(answer.Body)
}

func TestDynaliteKeepsItsDataBetweenRuns(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	first := start(t, data)
	status, body := call(t, first, "CreateTable", `{"TableName":"movies","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"name","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"name","AttributeType":"S"}]}`)
	require.Equal(t, 200, status, body)
	status, body = call(t, first, "PutItem", `{"TableName":"movies","Item":{"name":{"S":"bob"}}}`)
	require.Equal(t, 200, status, body)
	require.NoError(t, first.Close())

	second := start(t, data)
	status, body = call(t, second, "GetItem", `{"TableName":"movies","Key":{"name":{"S":"bob"}}}`)
	assert.Equal(t, 200, status)
	assert.JSONEq(t, `{"Item":{"name":{"S":"bob"}}}`, body)
	require.NoError(t, second.Close())
}

func TestStartReportsWhatNodeSays(t *testing.T) {
	t.Parallel()
	broken := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(broken, "serve.js"), []byte(`console.error("no such thing"); process.exit(1)`), 0o600))
	_, err := Start(t.Context(), broken, "")
	require.ErrorContains(t, err, "did not start: no such thing")
}

func TestExitedTellsThatTheProcessEnded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "serve.js"), []byte(`console.log('{"port":1}'); setTimeout(() => process.exit(0), 50)`), 0o600))
	d, err := Start(t.Context(), dir, "")
	require.NoError(t, err)
	<-d.Exited()
	require.NoError(t, d.Close())
}
