package contract

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// conditional sends a request with a precondition, and again while it is throttled.
func conditional(t *testing.T, method, path, header, value string, body any) (int, object, string) {
	t.Helper()
	for {
		text, err := json.Marshal(body)
		require.NoError(t, err)
		request, err := http.NewRequestWithContext(t.Context(), method, os.Getenv("API_URL")+path, bytes.NewReader(text))
		require.NoError(t, err)
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("X-Api-Key", os.Getenv("API_KEY"))
		if value != "" {
			request.Header.Set(header, value)
		}
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		var answer object
		if response.StatusCode == http.StatusOK {
			require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
		}
		require.NoError(t, response.Body.Close())
		if response.StatusCode != http.StatusTooManyRequests {
			return response.StatusCode, answer, response.Header.Get("ETag")
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func TestAnOrderIsChangedOnlyByWhoeverReadItsLastVersion(t *testing.T) {
	t.Parallel()
	const path = "/customers/ida/orders/1"
	status, _, first := conditional(t, "PUT", path, "If-None-Match", "*", anOrder())
	require.Equal(t, 200, status)
	require.NotEmpty(t, first)
	status, _, _ = conditional(t, "PUT", path, "If-None-Match", "*", anOrder())
	assert.Equal(t, 412, status, "there is one already")
	// The response's template reads the request's header (GW-055).
	status, _, tag := conditional(t, "GET", path, "If-None-Match", first, nil)
	assert.Equal(t, 304, status)
	assert.Equal(t, first, tag)
	status, _, tag = conditional(t, "GET", path, "If-None-Match", `"another"`, nil)
	assert.Equal(t, 200, status)
	assert.Equal(t, first, tag)
	status, _, second := conditional(t, "PATCH", path, "If-Match", first, object{"status": "paid"})
	require.Equal(t, 200, status)
	for method, body := range map[string]object{"PUT": anOrder(), "PATCH": {"status": "shipped"}, "DELETE": nil} {
		status, _, _ := conditional(t, method, path, "If-Match", first, body)
		assert.Equal(t, 412, status, method)
	}
	_, got, tag := conditional(t, "GET", path, "", "", nil)
	assert.Equal(t, "paid", got["status"])
	assert.Equal(t, second, tag)
	status, _, _ = conditional(t, "PUT", path, "", "", anOrder())
	assert.Equal(t, 200, status, "without a precondition the last writer wins")
	status, _, _ = conditional(t, "DELETE", path, "If-Match", second, nil)
	assert.Equal(t, 412, status)
	status, _, _ = conditional(t, "DELETE", path, "If-Match", "*", nil)
	assert.Equal(t, 204, status)
}

// A thousand writers count one up, each on the condition that the order has not changed since it read it.
// The order holds as many updates as were answered with 200.
func TestAThousandConditionalWritersLoseNoUpdate(t *testing.T) {
	t.Parallel()
	const path, writers = "/customers/jan/orders/1", 1000
	quantity := func(n float64) object {
		return object{"status": "open", "lines": []any{object{"sku": "a", "quantity": n, "total": 1}}}
	}
	status, _, _ := conditional(t, "PUT", path, "", "", quantity(1))
	require.Equal(t, 200, status)
	var all sync.WaitGroup
	var mutex sync.Mutex
	answers := map[int]int{}
	for range writers {
		all.Go(func() {
			_, got, tag := conditional(t, "GET", path, "", "", nil)
			n, _ := got["lines"].([]any)[0].(object)["quantity"].(float64)
			status, _, _ := conditional(t, "PUT", path, "If-Match", tag, quantity(n+1))
			mutex.Lock()
			defer mutex.Unlock()
			answers[status]++
		})
	}
	all.Wait()
	t.Logf("answers by status: %v", answers)
	_, got, _ := conditional(t, "GET", path, "", "", nil)
	n, _ := got["lines"].([]any)[0].(object)["quantity"].(float64)
	assert.EqualValues(t, 1+answers[200], n, "every update that was answered with 200 is there")
	assert.Equal(t, writers, answers[200]+answers[412], "nothing else was answered")
	assert.Positive(t, answers[412], "some had to be refused")
}
