// Package contract tests the API over HTTP, at API_URL: `make test`.
package contract

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"reflect"
	"testing"
)

type object = map[string]any

// call sends a request and returns the status and the answer's JSON.
func call(t *testing.T, method, path string, body object) (int, object) {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	base := os.Getenv("API_URL")
	if base == "" {
		t.Fatal("there is no API_URL: run this by `make test`")
	}
	if body == nil {
		text = nil
	}
	request, err := http.NewRequestWithContext(t.Context(), method, base+path, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Api-Key", os.Getenv("API_KEY"))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var answer object
	if response.StatusCode != http.StatusNoContent {
		if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
			t.Fatalf("%s %s answers %d without JSON: %v", method, path, response.StatusCode, err)
		}
	}
	return response.StatusCode, answer
}

func want(t *testing.T, status, wanted int, answer object) {
	t.Helper()
	if status != wanted {
		t.Fatalf("the status is %d and not %d: %v", status, wanted, answer)
	}
}

func TestATaskIsCreatedReadChangedListedAndDeleted(t *testing.T) {
	t.Parallel()
	status, created := call(t, "POST", "/tasks", object{"title": "Buy \"milk\"", "priority": 2, "labels": []string{"home"}})
	want(t, status, 201, created)
	path := "/tasks/" + created["id"].(string)

	status, changed := call(t, "PATCH", path, object{"done": true})
	want(t, status, 200, changed)
	status, got := call(t, "GET", path, nil)
	want(t, status, 200, got)
	if wanted := (object{"id": created["id"], "title": "Buy \"milk\"", "priority": 2.0, "done": true, "labels": []any{"home"}}); !reflect.DeepEqual(got, wanted) {
		t.Errorf("the task is %v and not %v", got, wanted)
	}

	status, page := call(t, "GET", "/tasks", nil)
	want(t, status, 200, page)
	if items, _ := page["items"].([]any); len(items) == 0 {
		t.Errorf("the task is not in the list: %v", page)
	}

	status, _ = call(t, "DELETE", path, nil)
	want(t, status, 204, nil)
	status, gone := call(t, "GET", path, nil)
	want(t, status, 404, gone)
}

func TestWhatTheSchemaDoesNotAllowIsRefused(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]object{
		"no title":          {"priority": 1},
		"a wrong type":      {"title": "x", "priority": "high"},
		"too important":     {"title": "x", "priority": 6},
		"a label twice":     {"title": "x", "labels": []string{"a", "a"}},
		"something foreign": {"title": "x", "owner": "me"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, answer := call(t, "POST", "/tasks", body)
			want(t, status, 400, answer)
		})
	}
}

func TestATaskThatDoesNotExistCannotBeChanged(t *testing.T) {
	t.Parallel()
	status, answer := call(t, "PATCH", "/tasks/none", object{"done": true})
	want(t, status, 404, answer)
}
