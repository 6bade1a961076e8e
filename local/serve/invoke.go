package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"lambdaless/local/dataplane"
	"lambdaless/local/dataplane/trace"
)

// invokePath is where a running local AWS takes test invocations. No stage can have this name.
const invokePath = "/.local/invoke"

// invokeHeader must be on a test invocation: a page in a browser cannot send it unasked.
const invokeHeader = "X-Local-Invoke"

// Invocation is a test invocation: one request, and how to show its trace.
type Invocation struct {
	Request dataplane.Request
	JSON    bool // the trace as JSON instead of text
	Color   bool
}

// Invoke sends the request through the pipeline and returns its trace as text or JSON, as the
// console's Test button does, but against the deployed stage.
func (c *Cloud) Invoke(ctx context.Context, i Invocation) ([]byte, error) {
	var seen trace.Trace
	c.Gateway.Invoke(ctx, &i.Request, &seen)
	if i.JSON {
		text, err := json.MarshalIndent(seen, "", "  ")
		return append(text, '\n'), err
	}
	var text bytes.Buffer
	err := seen.Print(&text, i.Color)
	return text.Bytes(), err
}

// handler is the gateway, with the test invocation beside it.
func (c *Cloud) handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, keysPath) {
			c.serveKeys(w, r)
			return
		}
		if r.URL.Path != invokePath || r.Header.Get(invokeHeader) == "" {
			c.Gateway.ServeHTTP(w, r)
			return
		}
		var i Invocation
		text, err := []byte(nil), json.NewDecoder(r.Body).Decode(&i)
		if err == nil {
			text, err = c.Invoke(r.Context(), i)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		_, _ = w.Write(text)
	})
}

// InvokeRunning has the process that serves from dir do the invocation. It fails when none does.
func InvokeRunning(ctx context.Context, dir string, i Invocation) ([]byte, error) {
	url, err := os.ReadFile(urlFile(dir))
	if errors.Is(err, os.ErrNotExist) {
		return nil, errors.New("the local AWS is not running")
	}
	if err != nil {
		return nil, fmt.Errorf("reading where the API is served: %w", err)
	}
	body, err := json.Marshal(i)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSpace(string(url))+invokePath, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set(invokeHeader, "1")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("asking the running local AWS: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("the local AWS at %s answered %s: %s", url, response.Status, bytes.TrimSpace(text))
	}
	return text, err
}
