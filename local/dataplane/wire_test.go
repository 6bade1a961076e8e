package dataplane

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What no client library would send must get an answer too, and never a server error. The requests go
// over a bare connection.
func TestAnyRequestLineGetsAnAnswer(t *testing.T) {
	t.Parallel()
	r := newHarness(t, fuzzAPI())
	r.db.script = echo
	rapid.Check(t, func(t *rapid.T) {
		method := rapid.SampledFrom([]string{"GET", "PUT", "POST", "HEAD", "OPTIONS", "DELETE", "get", "X"}).Draw(t, "method")
		path := rapid.StringMatching(`(/|/dev|/dev/any|/dev/key)?(/([a-z]|%[0-9a-f]{2}|[.:@+~'(){}\\^"<>|\[\]\x60*-]){0,5}){1,4}`).Draw(t, "path")
		query := rapid.StringMatching(`(\?([a-z&=;+%|/?#]|%[0-9A-F]{2}){0,8})?`).Draw(t, "query")
		header := rapid.StringMatching(`(X-Needed|Content-Type|Accept|X-HTTP-Method-Override|Authorization|X-Forwarded-For): [ -~]{0,20}`).Draw(t, "header")
		body := ""
		if method == "PUT" || method == "POST" {
			body = rapid.OneOf(rapid.Just(`{"favorite_movie":"Heat"}`), rapid.String()).Draw(t, "body")
		}
		connection, err := net.Dial("tcp", r.server.Listener.Addr().String())
		require.NoError(t, err)
		defer connection.Close()
		_, err = io.WriteString(connection, method+" "+path+query+" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"+header+
			"\r\nContent-Length: "+strconv.Itoa(len(body))+"\r\n\r\n"+body)
		require.NoError(t, err)
		response, err := http.ReadResponse(bufio.NewReader(connection), &http.Request{Method: strings.ToUpper(method)})
		require.NoError(t, err)
		defer response.Body.Close()
		answer, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		if response.Header.Get("x-amzn-RequestId") == "" {
			// GW-034: the server refused to parse the request; the gateway has not seen it.
			require.Equal(t, 400, response.StatusCode)
			return
		}
		require.True(t, allowed[response.StatusCode], "%d %s\n%s", response.StatusCode, answer, r.log.String())
		if response.Header.Get("x-amzn-ErrorType") != "" && method != "HEAD" {
			require.True(t, json.Valid(answer), string(answer))
		}
	})
}
