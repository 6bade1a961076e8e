// Package contract tests the customers API over HTTP, at API_URL.
package contract

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type object = map[string]any

// call sends a request, with a token or none, and returns the status and the answer's JSON.
func call(t *testing.T, token, method, path string, body object) (int, object) {
	t.Helper()
	base := os.Getenv("API_URL")
	require.NotEmpty(t, base, "API_URL: run this by `go run ./local exec -- go test ./contract`")
	text, err := json.Marshal(body)
	require.NoError(t, err)
	request, err := http.NewRequestWithContext(t.Context(), method, base+path, bytes.NewReader(text))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", token)
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	var answer object
	_ = json.NewDecoder(response.Body).Decode(&answer) // a 204 has none
	return response.StatusCode, answer
}

func alice() string { return os.Getenv("TOKEN_ALICE") }

func TestWhoSignedInWritesAndAnyoneReads(t *testing.T) {
	t.Parallel()
	require.NotEmpty(t, alice(), "the stack has a login")
	anna := object{"name": `Anna "the first"`, "city": "Bern", "newsletter": true}
	for name, token := range map[string]string{"no token": "", "no JWT": "alice", "a changed token": alice() + "x"} {
		status, _ := call(t, token, "PUT", "/customers/anna", anna)
		assert.Equal(t, 401, status, name)
	}
	status, _ := call(t, "", "GET", "/customers/anna", nil)
	require.Equal(t, 404, status, "nothing was written")

	status, _ = call(t, alice(), "PUT", "/customers/anna", anna)
	require.Equal(t, 200, status)
	status, got := call(t, "", "GET", "/customers/anna", nil)
	assert.Equal(t, 200, status)
	assert.Equal(t, object{"id": "anna", "name": `Anna "the first"`, "city": "Bern", "newsletter": true}, got)

	status, _ = call(t, alice(), "PATCH", "/customers/nobody", object{"city": "Basel"})
	assert.Equal(t, 404, status)
	status, _ = call(t, alice(), "PATCH", "/customers/anna", object{"city": "Basel", "age": 7})
	assert.Equal(t, 400, status)
	status, _ = call(t, alice(), "DELETE", "/customers/anna", nil)
	assert.Equal(t, 204, status)
	status, _ = call(t, alice(), "DELETE", "/customers/anna", nil)
	assert.Equal(t, 404, status)
}

func TestTheIndexOfTheTableThatExists(t *testing.T) {
	t.Parallel()
	for id, city := range map[string]string{"carl": "Chur", "cleo": "Chur", "dora": "Davos"} {
		status, _ := call(t, alice(), "PUT", "/customers/"+id, object{"name": id, "city": city})
		require.Equal(t, 200, status)
	}
	status, page := call(t, "", "GET", "/customers?city=Chur", nil)
	require.Equal(t, 200, status)
	var ids []any
	for _, c := range page["items"].([]any) {
		ids = append(ids, c.(object)["id"])
	}
	assert.Equal(t, []any{"carl", "cleo"}, ids)
	status, _ = call(t, "", "GET", "/customers", nil)
	assert.Equal(t, 400, status, "a city is needed")
}

// change is what the event bus receives of a change.
type change struct {
	Event struct {
		Source     string
		DetailType string `json:"detail-type"`
		Detail     struct {
			EventName string
			DynamoDB  struct {
				Keys               struct{ ID struct{ S string } }
				OldImage, NewImage struct{ City struct{ S string } }
			}
		}
	}
}

func TestChangesAreSentToTheEventBus(t *testing.T) {
	t.Parallel()
	file := os.Getenv("EVENTS_FILE")
	require.NotEmpty(t, file, "EVENTS_FILE: run this by `go run ./local exec`")
	status, _ := call(t, alice(), "PUT", "/customers/emil", object{"name": "Emil", "city": "Bern"})
	require.Equal(t, 200, status)
	status, _ = call(t, alice(), "PATCH", "/customers/emil", object{"city": "Basel"})
	require.Equal(t, 200, status)
	status, _ = call(t, alice(), "DELETE", "/customers/emil", nil)
	require.Equal(t, 204, status)
	assert.EventuallyWithT(t, func(c *assert.CollectT) {
		var happened []string
		for _, e := range changesOf(c, file, "emil") {
			assert.Equal(c, "Event from aws:dynamodb", e.Event.DetailType)
			assert.Contains(c, e.Event.Source, "Pipe customers-local-")
			d := e.Event.Detail
			happened = append(happened, d.EventName+" "+d.DynamoDB.OldImage.City.S+">"+d.DynamoDB.NewImage.City.S)
		}
		assert.Equal(c, []string{"INSERT >Bern", "MODIFY Bern>Basel", "REMOVE Basel>"}, happened)
	}, time.Minute, 100*time.Millisecond)
}

// changesOf are the changes of one customer, in the order of delivery.
func changesOf(t require.TestingT, path, id string) []change {
	file, err := os.Open(path)
	require.NoError(t, err)
	defer func() { _ = file.Close() }()
	var all []change
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var c change
		require.NoError(t, json.Unmarshal(lines.Bytes(), &c))
		if c.Event.Detail.DynamoDB.Keys.ID.S == id {
			all = append(all, c)
		}
	}
	return all
}
