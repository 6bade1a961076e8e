package dataplane

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/database"
	"lambdaless/local/dataplane/trace"
	"lambdaless/local/dataplane/wire"
)

// TestVTL067ACallerThatIsGoneEndsTheRendering holds that a template does not go on for a client that has
// closed its connection while DynamoDB worked.
func TestVTL067ACallerThatIsGoneEndsTheRendering(t *testing.T) {
	t.Parallel()
	method := dynamo("GET", getItem)
	slow := "#foreach($i in [1..1000])#foreach($j in [1..1000])#set($a = 1)#end#end"
	method.Integration.IntegrationResponses[0].ResponseTemplates = map[string]string{"application/json": slow}
	r := newHarness(t, oneMethod("/x", method))

	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	r.db.script = func(server context.Context, _, _ string) (database.Answer, error) {
		leave()
		<-server.Done()
		return dynamoAnswer(200, "{}"), nil
	}
	traces := make(chan *trace.Trace, 1)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) {
		var seen trace.Trace
		r.gateway.Invoke(request.Context(), fromHTTP(request), &seen)
		traces <- &seen
	}))
	server.Listener = wire.Listener(server.Listener)
	server.Start()
	t.Cleanup(server.Close)

	request, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/dev/x", nil)
	require.NoError(t, err)
	response, err := server.Client().Do(request)
	if err == nil {
		response.Body.Close()
	}
	require.ErrorIs(t, err, context.Canceled)
	select {
	case seen := <-traces:
		last := seen.Steps[len(seen.Steps)-1]
		assert.Contains(t, last.Verdict, "at which the request has ended")
	case <-time.After(time.Minute):
		t.Fatal("the request did not end")
	}
}
