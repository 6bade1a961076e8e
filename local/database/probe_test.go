package database

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestProbe(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		body   string
		want   string // "" for no error
	}{
		"a database":            {200, `{"TableNames":[]}`, ""},
		"one that lists no one": {400, `{"__type":"com.amazon.coral.service#AccessDeniedException"}`, ""},
		"a web site":            {404, `<html>`, "not DynamoDB (status 404)"},
		"another JSON API":      {200, `{"ok":true}`, "not DynamoDB (status 200)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(test.status)
				_, err := w.Write([]byte(test.body))
				assert.NoError(t, err)
			}))
			defer server.Close()
			err := Probe(t.Context(), server.URL)
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, test.want)
		})
	}
	require.ErrorContains(t, Probe(t.Context(), "localhost"), "is not an http or https URL")
	require.ErrorContains(t, Probe(t.Context(), "http://127.0.0.1:1"), "does not answer")
}
