// Package contract tests the orders API over HTTP, at API_URL.
package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type object = map[string]any

// call sends a request and returns the status, the answer's JSON and its headers.
func call(t *testing.T, method, path string, body any) (int, object, http.Header) {
	t.Helper()
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		require.NoError(t, err)
		sent = bytes.NewReader(text)
	}
	base := os.Getenv("API_URL")
	require.NotEmpty(t, base, "API_URL: run this by `go run ./local exec -- go test ./contract`")
	request, err := http.NewRequestWithContext(t.Context(), method, base+path, sent)
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Api-Key", os.Getenv("API_KEY"))
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	var answer object
	if len(text) > 0 {
		require.NoError(t, json.Unmarshal(text, &answer), "%s", text)
	}
	return response.StatusCode, answer, response.Header
}

func anOrder() object {
	return object{
		"status": "open", "note": `"quoted" 'and' \ ü`, "express": true, "tags": []any{"gift", "vip"},
		"lines": []any{object{"sku": "a-1", "quantity": 2.0, "total": 19.5}, object{"sku": "b", "quantity": 1.0, "total": 0.0}},
	}
}

func with(o object, name string, value any) object { o[name] = value; return o }

func TestAnOrderComesBackAsItWasStored(t *testing.T) {
	t.Parallel()
	status, _, _ := call(t, "PUT", "/customers/anna/orders/1", anOrder())
	require.Equal(t, 200, status)
	status, got, _ := call(t, "GET", "/customers/anna/orders/1", nil)
	assert.Equal(t, 200, status)
	assert.ElementsMatch(t, []any{"gift", "vip"}, got["tags"])
	delete(got, "tags")
	want := with(with(anOrder(), "customer", "anna"), "id", "1")
	delete(want, "tags")
	assert.Equal(t, want, got)
}

func TestCreateGeneratesAnID(t *testing.T) {
	t.Parallel()
	body := anOrder()
	delete(body, "status")
	status, created, header := call(t, "POST", "/customers/bert/orders", body)
	require.Equal(t, 201, status)
	require.NotEmpty(t, created["id"])
	assert.Contains(t, header.Get("Location"), created["id"])
	status, got, _ := call(t, "GET", "/customers/bert/orders/"+created["id"].(string), nil)
	assert.Equal(t, 200, status)
	assert.Equal(t, "open", got["status"])
}

func TestPatchChangesTheStatusOfAnOrderThatExists(t *testing.T) {
	t.Parallel()
	status, _, _ := call(t, "PATCH", "/customers/cora/orders/1", object{"status": "paid"})
	assert.Equal(t, 404, status)
	status, _, _ = call(t, "GET", "/customers/cora/orders/1", nil)
	assert.Equal(t, 404, status, "nothing was created")
	status, _, _ = call(t, "PUT", "/customers/cora/orders/1", anOrder())
	require.Equal(t, 200, status)
	status, got, _ := call(t, "PATCH", "/customers/cora/orders/1", object{"status": "paid"})
	assert.Equal(t, 200, status)
	assert.Equal(t, "paid", got["status"])
	assert.Equal(t, anOrder()["lines"], got["lines"])
	for name, body := range map[string]object{
		"another property": {"note": "x"}, "a status that is none": {"status": "eaten"}, "a number": {"status": 1},
	} {
		status, _, _ := call(t, "PATCH", "/customers/cora/orders/1", body)
		assert.Equal(t, 400, status, name)
	}
}

func TestBodiesThatTheSchemaRefuses(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]object{
		"no lines":              {"status": "open"},
		"an empty list":         with(anOrder(), "lines", []any{}),
		"a quantity of 0":       with(anOrder(), "lines", []any{object{"sku": "a", "quantity": 0, "total": 1}}),
		"a total that is text":  with(anOrder(), "lines", []any{object{"sku": "a", "quantity": 1, "total": "1"}}),
		"a tag twice":           with(anOrder(), "tags", []any{"a", "a"}),
		"an unknown property":   with(anOrder(), "price", 1),
		"a property of the key": with(anOrder(), "customer", "eve"),
	} {
		status, _, _ := call(t, "PUT", "/customers/dora/orders/1", body)
		assert.Equal(t, 400, status, name)
	}
	status, _, _ := call(t, "GET", "/customers/dora/orders/1", nil)
	assert.Equal(t, 404, status)
}

func TestPagesHaveEveryOrderOnce(t *testing.T) {
	t.Parallel()
	const orders = 23
	for i := range orders {
		status, _, _ := call(t, "PUT", fmt.Sprintf("/customers/emil/orders/%02d", i), anOrder())
		require.Equal(t, 200, status)
	}
	status, counted, _ := call(t, "GET", "/customers/emil/count", nil)
	assert.Equal(t, 200, status)
	assert.EqualValues(t, orders, counted["count"])
	var ids []any
	cursor, pages := "", 0
	for {
		status, page, _ := call(t, "GET", "/customers/emil/orders?limit=5&cursor="+url.QueryEscape(cursor), nil)
		require.Equal(t, 200, status)
		for _, o := range page["items"].([]any) {
			assert.Equal(t, "emil", o.(object)["customer"])
			ids = append(ids, o.(object)["id"])
		}
		pages++
		next, more := page["next"].(string)
		if !more {
			break
		}
		cursor = next
	}
	assert.Equal(t, 5, pages)
	require.Len(t, ids, orders)
	assert.Equal(t, "00", ids[0])
	assert.Equal(t, "22", ids[orders-1])
	for name, query := range map[string]string{
		"a limit of 0": "limit=0", "too many": "limit=51", "no number": "limit=x", "a cursor that was changed": "cursor=" + url.QueryEscape(cursor+"x"),
		"a cursor of one's own": "cursor=MDU.abc.1", "a cursor that would end the text": "cursor=" + url.QueryEscape(`","x":"`),
	} {
		status, _, _ := call(t, "GET", "/customers/emil/orders?"+query, nil)
		assert.Equal(t, 400, status, name)
	}
	status, _, _ = call(t, "GET", "/customers/fritz/orders?cursor="+url.QueryEscape(cursor), nil)
	assert.Equal(t, 400, status, "the cursor of another customer's list")
}

func TestOrdersByStatus(t *testing.T) {
	t.Parallel()
	status, _, _ := call(t, "PUT", "/customers/gina/orders/shipped-1", with(anOrder(), "status", "shipped"))
	require.Equal(t, 200, status)
	status, page, _ := call(t, "GET", "/orders?status=shipped", nil)
	require.Equal(t, 200, status)
	items := page["items"].([]any)
	require.NotEmpty(t, items)
	for _, o := range items {
		assert.Equal(t, "shipped", o.(object)["status"])
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	status, _, _ := call(t, "PUT", "/customers/hans/orders/1", anOrder())
	require.Equal(t, 200, status)
	status, _, _ = call(t, "DELETE", "/customers/hans/orders/1", nil)
	assert.Equal(t, 204, status)
	status, _, _ = call(t, "DELETE", "/customers/hans/orders/1", nil)
	assert.Equal(t, 404, status)
}
