package mapping

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// notOnALaptop are variables of a connection that the local AWS does not have: a hyphen in its access log.
var notOnALaptop = []string{"tlsVersion", "cipherSuite"}

var loggedVariable = regexp.MustCompile(`\$context\.([A-Za-z.]+)`)

// A variable in the stages' access log that this package does not know would be a hyphen in every line, as a
// misspelled one is on AWS, without notice.
func TestTheAccessLogIsKnownToTheLocalAWS(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "infra", "stage", "access_log.go"))
	require.NoError(t, err)
	found := loggedVariable.FindAllStringSubmatch(string(text), -1)
	require.Greater(t, len(found), 10)
	message, on := "no", true
	full := &Context{
		AccountID: "1", APIID: "a", DeploymentID: "d", Stage: "s", DomainName: "d.example", RequestID: "r", ExtendedRequestID: "e", HTTPMethod: "GET", Path: "/s/", Protocol: "HTTP/1.1",
		ResourceID: "i", ResourcePath: "/", XRayTraceID: "x", Canary: &on, Start: time.Unix(1, 0), SourceIP: "127.0.0.1", UserAgent: "u", APIKey: "k", APIKeyID: "ki",
		Authorizer:  &Authorization{PrincipalID: "p"},
		Error:       &Error{Message: &message, ResponseType: "THROTTLED", ValidationError: "v"},
		Integration: &Integration{Status: 200, Latency: time.Millisecond, Error: "e", RequestID: "r"},
		Response:    &Response{StatusCode: 200, Length: 2, Latency: time.Millisecond},
	}
	for _, m := range found {
		_, known := full.variable(m[1])
		assert.Equal(t, !slices.Contains(notOnALaptop, m[1]), known, "$context.%s in infra/stage/access_log.go: add a case to context.go, or name it in notOnALaptop", m[1])
	}
}
