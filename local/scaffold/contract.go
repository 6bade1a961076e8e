package scaffold

import (
	"fmt"
	"go/format"
	"strings"
)

// contract is a test of the resource over HTTP. Its one helper has the resource's name, so that a package
// holds the tests of several.
func (r Resource) contract(pkg string) (string, error) {
	name := strings.ToUpper(r.camel()[:1]) + r.camel()[1:]
	patched := r.Properties[len(r.Properties)-1]
	partition, at := "", ""
	if len(r.Key) > 1 {
		at = "/it's%20one%2Ftwo"
		partition = fmt.Sprintf("want[%q] = \"it's one/two\"\n", r.Key[0])
	}
	sent := ""
	for _, p := range r.Properties {
		sent += fmt.Sprintf("%q: %s,\n", p.Name, kinds[p.Kind].first)
	}
	text := strings.NewReplacer(
		"PACKAGE", pkg, "NAME", name, "SENT", sent, "PARTITION", partition, "LIST", fmt.Sprintf("%q", r.Path+at), "ID", fmt.Sprintf("%q", r.id()),
		"CHANGED", fmt.Sprintf("%q", patched.Name), "OTHER", kinds[patched.Kind].other,
	).Replace(contractTest)
	formatted, err := format.Source([]byte(text))
	return string(formatted), err
}

const contractTest = `package PACKAGE

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"testing"
)

// callNAME sends a request to the API at API_URL and returns the status and the answer's JSON.
func callNAME(t *testing.T, method, path string, body any) (int, map[string]any) {
	t.Helper()
	base := os.Getenv("API_URL")
	if base == "" {
		t.Skip("API_URL is not set; run this with: go run ./local exec -- go test ./PACKAGE")
	}
	var text []byte
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			t.Fatal(err)
		}
	}
	request, err := http.NewRequestWithContext(t.Context(), method, base+path, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if key := os.Getenv("API_KEY"); key != "" {
		request.Header.Set("X-Api-Key", key)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var answer map[string]any
	if response.StatusCode != http.StatusNoContent {
		if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
			t.Fatalf("%s %s answers %d without JSON: %v", method, path, response.StatusCode, err)
		}
	}
	return response.StatusCode, answer
}

func TestNAMEIsCreatedReadListedChangedAndDeleted(t *testing.T) {
	t.Parallel()
	want := map[string]any{
SENT	}
	status, created := callNAME(t, "POST", LIST, want)
	if status != 201 {
		t.Fatalf("created: %d %v", status, created)
	}
	id, _ := created[ID].(string)
	want[ID] = id
	PARTITION
	path := LIST + "/" + url.PathEscape(id)
	if status, got := callNAME(t, "GET", path, nil); status != 200 || !reflect.DeepEqual(got, want) {
		t.Errorf("read: %d %v, want %v", status, got, want)
	}

	listed := false
	for page := LIST; page != "" && !listed; {
		status, got := callNAME(t, "GET", page, nil)
		if status != 200 {
			t.Fatalf("listed: %d %v", status, got)
		}
		items, _ := got["items"].([]any)
		for _, one := range items {
			listed = listed || reflect.DeepEqual(one, any(want))
		}
		page = ""
		if next, more := got["next"].(string); more {
			page = LIST + "?cursor=" + url.QueryEscape(next)
		}
	}
	if !listed {
		t.Errorf("the list has no %v", want)
	}

	want[CHANGED] = OTHER
	if status, got := callNAME(t, "PATCH", path, map[string]any{CHANGED: OTHER}); status != 200 || !reflect.DeepEqual(got, want) {
		t.Errorf("changed: %d %v, want %v", status, got, want)
	}
	if status, got := callNAME(t, "DELETE", path, nil); status != 204 {
		t.Errorf("deleted: %d %v", status, got)
	}
	if status, got := callNAME(t, "GET", path, nil); status != 404 {
		t.Errorf("read what was deleted: %d %v", status, got)
	}
	if status, got := callNAME(t, "PATCH", path, map[string]any{CHANGED: OTHER}); status != 404 {
		t.Errorf("changed what was deleted: %d %v", status, got)
	}
}

func TestNAMEIsRefusedWithWhatTheSchemaHasNot(t *testing.T) {
	t.Parallel()
	if status, got := callNAME(t, "POST", LIST, map[string]any{"no such property": 1}); status != 400 {
		t.Errorf("created: %d %v", status, got)
	}
}
`
