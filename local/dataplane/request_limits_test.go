package dataplane

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
)

func TestPayloadLimits(t *testing.T) {
	t.Parallel()
	m := mock("POST", "ok")
	m.Integration.RequestTemplates["text/plain"] = `{"statusCode":200}`
	r := newHarness(t, oneMethod("/x", m))
	whole := strings.Repeat("x", maxPayload)
	assert.Equal(t, 200, r.send("POST /dev/x", "|"+whole, "Content-Type: text/plain").StatusCode, "10 MB")
	got := r.send("POST /dev/x", "|"+whole+"x", "Content-Type: text/plain")
	assert.Equal(t, 413, got.StatusCode, "GW-030")
	assert.Equal(t, `{"message":"Request Too Long"}`, got.body)
	assert.Equal(t, "RequestTooLargeException", got.Header.Get("x-amzn-ErrorType"))

	// The same without a Content-Length.
	request, err := http.NewRequest("POST", r.server.URL+"/dev/x", io.MultiReader(strings.NewReader(whole), strings.NewReader("x")))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "text/plain")
	response, err := r.server.Client().Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	assert.Equal(t, 413, response.StatusCode)
}

func TestMalformedChunks(t *testing.T) {
	t.Parallel()
	m := mock("POST", "ok")
	m.Integration.RequestTemplates["text/plain"] = `{"statusCode":200}`
	r := newHarness(t, oneMethod("/x", m))
	send := func(chunks string) (int, string) {
		connection, err := net.Dial("tcp", r.server.Listener.Addr().String())
		require.NoError(t, err)
		defer connection.Close()
		_, err = io.WriteString(connection, "POST /dev/x HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"+chunks)
		require.NoError(t, err)
		response, err := http.ReadResponse(bufio.NewReader(connection), nil)
		require.NoError(t, err)
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		return response.StatusCode, string(body)
	}
	for chunks, want := range map[string]int{
		"1 ;a=\"b\"\r\nx\r\n00;c\r\nT: 1\r\n\r\n":                            200,
		strings.Repeat("1\r\nx\r\n", 20_000) + "0\r\n\r\n":                   200,
		"1;" + strings.Repeat("a", 30_000) + "\r\nx\r\n0\r\n\r\n":            200,
		strings.Repeat("a00000\r\n"+strings.Repeat("x", 0xa00000)+"\r\n", 1): 400, // 10 MB, and then nothing
		"1\r\nxy\r\n0\r\n\r\n":                                               400,
		"-1\r\nx\r\n0\r\n\r\n":                                               400,
	} {
		if want == 400 {
			chunks += "malformed\r\n"
		}
		status, body := send(chunks)
		assert.Equal(t, want, status, "GW-035 %.40q", chunks)
		if want == 400 {
			assert.Equal(t, `{"message": "Bad Request"}`, body)
		}
	}
}

func TestHeaderLimits(t *testing.T) {
	t.Parallel()
	r := newHarness(t, oneMethod("/x", mock("GET", "ok")))
	assert.Equal(t, 200, r.send("GET /dev/x", "X-A: "+strings.Repeat("x", 9000)).StatusCode)
	assert.Equal(t, 413, r.send("GET /dev/x", "X-A: "+strings.Repeat("x", 6000), "X-B: "+strings.Repeat("x", 6000)).StatusCode, "GW-031")
}

func TestPipeInTheQueryString(t *testing.T) {
	t.Parallel()
	r := newHarness(t, oneMethod("/x", mock("GET", "$input.params('a')")))
	assert.Equal(t, 400, r.send("GET /dev/x?a=1|2").StatusCode, "GW-032")
	assert.Equal(t, "1|2", r.send("GET /dev/x?a=1%7C2").body)
}

func TestRequestIDs(t *testing.T) {
	t.Parallel()
	r := newHarness(t, oneMethod("/x", mock("GET", "$context.requestId $context.extendedRequestId $context.xrayTraceId")))
	got := r.send("GET /dev/x", "x-amzn-RequestId: mine")
	assert.Equal(t, "mine extended-id= ", got.body, "GW-050")
	assert.Equal(t, "mine", got.Header.Get("x-amzn-RequestId"))
	assert.Equal(t, "request-id extended-id= ", r.send("GET /dev/x", "x-amzn-RequestId: not one").body)
	r.stage(func(s *apigateway.Stage) { s.XRayTracingEnabled = true })
	assert.Equal(t, "request-id extended-id= 1-67890abc-0123456789abcdef01234567", r.send("GET /dev/x").body)
	theirs := "1-5759e988-bd862e3fe1be46a994272793"
	assert.Equal(t, "request-id extended-id= "+theirs, r.send("GET /dev/x", "X-Amzn-Trace-Id: Self=1; Root="+theirs+";Sampled=1").body)
}

func TestRandomIDs(t *testing.T) {
	t.Parallel()
	r := newHarness(t, oneMethod("/x", mock("GET", "x")))
	var ids randomIDs
	assert.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, ids.RequestID())
	assert.Regexp(t, `^[\w-]{15}=$`, ids.ExtendedRequestID())
	assert.Regexp(t, `^1-6[0-9a-f]{7}-[0-9a-f]{24}$`, ids.TraceID(r.clock.Now()))
	assert.NotEqual(t, ids.RequestID(), ids.RequestID())
}

func TestAFaultOfOursIsA500(t *testing.T) {
	t.Parallel()
	m := mock("GET", "x")
	m.Authorization = "CUSTOM"
	r := newHarness(t, oneMethod("/x", m))
	r.gateway.Authorizers["CUSTOM"] = panicking{}
	got := r.send("GET /dev/x")
	assert.Equal(t, 500, got.StatusCode)
	assert.Equal(t, internalError, got.body)
	assert.Contains(t, r.log.String(), "internal fault: a bug")
}
