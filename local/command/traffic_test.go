package command

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/stretchr/testify/assert"
)

// traffic sends a request over and over until stop, which returns the answers and how often each came.
func (l *harness) traffic(method, path, body, key string) (stop func() map[string]int) {
	ctx, cancel := context.WithCancel(l.Context())
	answers := map[string]int{}
	var finished sync.WaitGroup
	finished.Go(func() {
		for ctx.Err() == nil {
			answer := l.sendUntil(ctx, method, path, body, key)
			if ctx.Err() == nil {
				answers[answer]++
			}
			time.Sleep(20 * time.Millisecond)
		}
	})
	return func() map[string]int {
		cancel()
		finished.Wait()
		return answers
	}
}

// send sends one request to the path, which names the stage, with an API key if there is one.
func (l *harness) send(method, path, body, key string) string {
	return l.sendUntil(l.Context(), method, path, body, key)
}

func (l *harness) sendUntil(ctx context.Context, method, path, body, key string) string {
	return l.sendWith(ctx, method, path, body, "x-api-key", key)
}

// sendWith sends a request with a header, unless its value is empty.
func (l *harness) sendWith(ctx context.Context, method, path, body, header, value string) string {
	request, err := http.NewRequestWithContext(ctx, method, l.cloud.URL+path, strings.NewReader(body))
	if err != nil {
		return err.Error()
	}
	if value != "" {
		request.Header.Set(header, value)
	}
	return answerTo(request)
}

// answerTo sends a request and returns the status and the body.
func answerTo(request *http.Request) string {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err.Error()
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%d %s", response.StatusCode, compact(text))
}

// upUnderTraffic deploys once while clients read and write. Every answer must be one of those given.
func (l *harness) upUnderTraffic(read, write []string) steps {
	l.Helper()
	stopReading, stopWriting := l.traffic("GET", "/local/bob", "", ""), l.traffic("PUT", "/local/alice", interstellar, "")
	done := l.up()
	reads, writes := stopReading(), stopWriting()
	assert.Positive(l, len(reads))
	assert.Positive(l, len(writes))
	for answer, times := range reads {
		assert.Contains(l, read, answer, "%d times", times)
	}
	for answer, times := range writes {
		assert.Contains(l, write, answer, "%d times", times)
	}
	return done
}
