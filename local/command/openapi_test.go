package command

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/infratest/fixture"
)

// TestEngineServesTheDescription compares what the API says of itself with the stack's output, and what it answers
// with what it says.
func TestEngineServesTheDescription(t *testing.T) {
	t.Parallel()
	l := deployed(t, fixture.Movies, map[string]string{"openApi": "true", "cors": `{"origins":["https://a.example","https://b.example"]}`, "access": `{"reads":"open","writes":"api-key"}`})
	response, err := http.Get(l.cloud.URL + "/local/openapi.json")
	require.NoError(t, err)
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, 200, response.StatusCode)
	assert.Equal(t, "application/json", response.Header.Get("Content-Type"))
	assert.JSONEq(t, l.output("openApi"), string(text))

	var document struct {
		Paths map[string]map[string]struct {
			Responses map[string]any
		}
	}
	require.NoError(t, json.Unmarshal(text, &document))
	typed := http.Header{"Content-Type": {"application/json"}}
	keyed := http.Header{"Content-Type": {"application/json"}, "X-Api-Key": {l.output("apiKey")}}
	for situation, test := range map[string]struct {
		method, path, body string
		header             http.Header
		status             int
	}{
		"a write":               {"PUT", "/bob", interstellar, keyed, 200},
		"nothing stored":        {"GET", "/eve", "", typed, 404},
		"an invalid body":       {"PUT", "/bob", `{}`, keyed, 400},
		"no key":                {"PUT", "/bob", interstellar, typed, 403},
		"another media type":    {"PUT", "/bob", interstellar, http.Header{"Content-Type": {"text/csv"}, "X-Api-Key": keyed["X-Api-Key"]}, 415},
		"too long a name":       {"GET", "/" + strings.Repeat("x", 2049), "", typed, 400},
		"a deletion of nothing": {"DELETE", "/eve", "", keyed, 204},
	} {
		status := l.raw(test.method, test.path, test.body, test.header).StatusCode
		assert.Equal(t, test.status, status, situation)
		assert.Contains(t, document.Paths["/{name}"][strings.ToLower(test.method)].Responses, strconv.Itoa(status), situation)
	}
}
