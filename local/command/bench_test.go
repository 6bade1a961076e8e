package command

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// BenchmarkRequests compares GET /bob through the local API with the GetItem that it becomes, sent
// straight to the same database by the same client, in alternating rounds. It reports both rates and
// their ratio.
func BenchmarkRequests(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent)) // as in main
	l := newHarness(b)
	_, err := l.deploy(b.Context())
	require.NoError(b, err)
	require.Equal(b, 200, l.ask("PUT", "/bob", interstellar).status)

	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: workers}}
	through := func(ctx context.Context) (*http.Request, error) {
		return http.NewRequestWithContext(ctx, http.MethodGet, l.cloud.URL+"/local/bob", nil)
	}
	out, err := readOutputs(l.dir, "local")
	require.NoError(b, err)
	item := []byte(fmt.Sprintf(`{"TableName":%q,"Key":{"name":{"S":"bob"}}}`, out.text("tableName")))
	// The database looks at a signature's form and not at its value, so the direct requests are spared the signing.
	signed := http.Header{
		"Content-Type":  {"application/x-amz-json-1.0"},
		"X-Amz-Target":  {"DynamoDB_20120810.GetItem"},
		"X-Amz-Date":    {"20260101T000000Z"},
		"Authorization": {"AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0"},
	}
	straight := func(ctx context.Context) (*http.Request, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, l.cloud.DynamoDBEndpoint, bytes.NewReader(item))
		if err == nil {
			request.Header = signed
		}
		return request, err
	}

	rate := func(make func(context.Context) (*http.Request, error), n int) float64 {
		began := time.Now()
		require.NoError(b, send(b.Context(), client, make, n))
		return float64(n) / time.Since(began).Seconds()
	}
	rate(through, 2000) // warm up both
	rate(straight, 2000)
	b.ResetTimer()
	var api, direct, rounds float64
	for b.Loop() {
		direct += rate(straight, 4000)
		api += rate(through, 4000)
		rounds++
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(api/rounds, "api-req/s")
	b.ReportMetric(direct/rounds, "direct-req/s")
	b.ReportMetric(api/direct, "ratio")
	_, _ = fmt.Fprintf(os.Stderr, "requests: %.0f/s through the API, %.0f/s straight to DynamoDB, ratio %.2f (target: at least 0.6)\n",
		api/rounds, direct/rounds, api/direct)
}

// workers is how many requests are under way at once.
const workers = 16

// send sends n requests and fails on any that is not answered with 200.
func send(ctx context.Context, client *http.Client, make func(context.Context) (*http.Request, error), n int) error {
	var left atomic.Int64
	left.Store(int64(n))
	var wg sync.WaitGroup
	errs := newFirst()
	for range workers {
		wg.Go(func() {
			for left.Add(-1) >= 0 && errs.get() == nil {
				errs.set(one(ctx, client, make))
			}
		})
	}
	wg.Wait()
	return errs.get()
}

func one(ctx context.Context, client *http.Client, make func(context.Context) (*http.Request, error)) error {
	request, err := make(ctx)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err == nil && (response.StatusCode != http.StatusOK || !bytes.Contains(body, []byte("Interstellar"))) {
		err = fmt.Errorf("%s: %s", response.Status, body)
	}
	return err
}

// first keeps the first error.
type first struct {
	once sync.Once
	err  atomic.Pointer[error]
}

func newFirst() *first { return &first{} }

func (f *first) set(err error) {
	if err != nil {
		f.once.Do(func() { f.err.Store(&err) })
	}
}

func (f *first) get() error {
	if err := f.err.Load(); err != nil {
		return *err
	}
	return nil
}
