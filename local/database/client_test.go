package database

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestClientSpeaksDynamoDBsWireProtocol(t *testing.T) {
	t.Parallel()
	var got *http.Request
	var sent string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got, sent = r, string(body)
		w.Header().Set("x-amzn-RequestId", "DB1")
		w.WriteHeader(400)
		_, _ = io.WriteString(w, `{"__type":"x#ValidationException"}`)
	}))
	defer server.Close()

	client := NewClient(server.URL)
	defer client.Close()
	answer, err := client.Call(context.Background(), "eu-central-1", "GetItem", []byte(`{"TableName":"movies"}`))

	require.NoError(t, err, "a refusal is an answer")
	assert.Equal(t, 400, answer.StatusCode)
	assert.Equal(t, "DB1", answer.Header.Get("X-Amzn-Requestid"))
	assert.Equal(t, `{"__type":"x#ValidationException"}`, string(answer.Body))
	assert.Equal(t, http.MethodPost, got.Method)
	assert.Equal(t, "/", got.URL.Path)
	assert.Equal(t, `{"TableName":"movies"}`, sent)
	assert.Equal(t, "DynamoDB_20120810.GetItem", got.Header.Get("X-Amz-Target"))
	assert.Equal(t, "application/x-amz-json-1.0", got.Header.Get("Content-Type"))
	signature := regexp.MustCompile(`^AWS4-HMAC-SHA256 Credential=[^/]+/\d{8}/eu-central-1/dynamodb/aws4_request, SignedHeaders=[a-z;-]*x-amz-target, Signature=[0-9a-f]{64}$`)
	assert.Regexp(t, signature, got.Header.Get("Authorization"))
}

func TestClientReusesConnections(t *testing.T) {
	t.Parallel()
	var connections atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("x", 100_000)) // chunked: no Content-Length
	}))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	client := NewClient(server.URL)
	defer client.Close()
	for range 20 {
		answer, err := client.Call(context.Background(), "us-east-1", "Scan", []byte(`{}`))
		require.NoError(t, err)
		assert.Len(t, answer.Body, 100_000)
	}
	assert.Equal(t, int32(1), connections.Load())
}

func TestClientReportsWhatIsNoAnswer(t *testing.T) {
	t.Parallel()
	stuck := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	t.Cleanup(stuck.Close)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for name, test := range map[string]struct {
		endpoint, message string
		patience          time.Duration
	}{
		"no such scheme":  {"ftp://127.0.0.1", `the DynamoDB endpoint "ftp://127.0.0.1" is not an http or https URL`, time.Minute},
		"no host":         {"127.0.0.1:8000", "first path segment in URL cannot contain colon", time.Minute},
		"nothing listens": {gone.URL, "does not answer", time.Minute},
		"no answer":       {stuck.URL, "deadline exceeded", 100 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(context.Background(), test.patience)
			defer cancel()
			_, err := NewClient(test.endpoint).Call(ctx, "us-east-1", "GetItem", nil)
			assert.ErrorContains(t, err, test.message)
		})
	}
}

func TestClientReplacesAConnectionThatWasClosed(t *testing.T) {
	t.Parallel()
	var connections atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "{}") }))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	client := NewClient(server.URL)
	defer client.Close()
	for range 3 {
		_, err := client.Call(context.Background(), "us-east-1", "Scan", []byte(`{}`))
		require.NoError(t, err)
		server.CloseClientConnections()
	}
	assert.Equal(t, int32(3), connections.Load())
}

func TestClientDoesNotRepeatWhatMayHaveHappened(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1) == 1 {
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
		if r.Header.Get("X-Amz-Target") == "DynamoDB_20120810.Half" {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "half")
			return
		}
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	client := NewClient(server.URL)
	t.Cleanup(client.Close)
	_, err := client.Call(context.Background(), "us-east-1", "First", []byte(`{}`))
	require.NoError(t, err)

	_, err = client.Call(context.Background(), "us-east-1", "Half", []byte(`{}`))
	require.ErrorContains(t, err, "unexpected EOF")
	assert.Equal(t, int32(2), calls.Load(), "an answer had begun")

	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	_, err = client.Call(ctx, "us-east-1", "Slow", []byte(`{}`))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.LessOrEqual(t, calls.Load(), int32(3), "on a busy machine the server may not have been reached")

	ctx, cancel = context.WithCancel(context.Background())
	time.AfterFunc(20*time.Millisecond, cancel)
	_, err = client.Call(ctx, "us-east-1", "Slow", []byte(`{}`))
	require.ErrorIs(t, err, context.Canceled)
	assert.LessOrEqual(t, calls.Load(), int32(4))
}

func TestClientUnderLoad(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = w.Write(body)
	}))
	defer server.Close()
	client := NewClient(server.URL)
	defer client.Close()
	var group sync.WaitGroup
	for worker := range 20 {
		group.Go(func() {
			for i := range 50 {
				sent := fmt.Sprintf(`{"worker":%d,"i":%d,"long":"%s"}`, worker, i, strings.Repeat("x", i*100))
				answer, err := client.Call(context.Background(), "us-east-1", "Echo", []byte(sent))
				if assert.NoError(t, err) {
					assert.True(t, sent == string(answer.Body), "no request gets another's answer")
				}
			}
		})
	}
	group.Wait()
}
