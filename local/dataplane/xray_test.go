package dataplane

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTraceHeader(t *testing.T) {
	t.Parallel()
	const ours, theirs = "Root=1-67890abc-0123456789abcdef01234567", "Root=1-5759e988-bd862e3fe1be46a994272793"
	r := newHarness(t, oneMethod("/x", dynamo("GET", getItem)))
	for _, test := range []struct{ name, sent, want string }{
		{"none", "", ours},
		{"root, parent and sampled are repeated", theirs + ";Parent=53995c3f42cd8ad8;Sampled=1", theirs + ";Parent=53995c3f42cd8ad8;Sampled=1"},
		{"not sampled", theirs + ";Parent=53995c3f42cd8ad8;Sampled=0", theirs + ";Parent=53995c3f42cd8ad8;Sampled=0"},
		{"in another order, with more", "Sampled=1;Self=1-x;Parent=53995c3f42cd8ad8; " + theirs, theirs + ";Parent=53995c3f42cd8ad8;Sampled=1"},
		{"root alone gets a parent", theirs, theirs + ";Parent=89abcdef01234567;Sampled=0"},
		{"a parent without sampled", theirs + ";Parent=53995c3f42cd8ad8", theirs + ";Parent=53995c3f42cd8ad8;Sampled=1"},
		{"a parent that is not one", theirs + ";Parent=x\"y;Sampled=2", theirs + ";Parent=89abcdef01234567;Sampled=0"},
		{"a root that is not one", "Root=1-5759e988-xx862e3fe1be46a994272793;Parent=53995c3f42cd8ad8", ours},
	} {
		t.Run("GW-025 "+test.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, test.want, r.send("GET /dev/x", "x-amzn-trace-id: "+test.sent).Header.Get("X-Amzn-Trace-Id"))
		})
	}
	assert.Regexp(t, `^[0-9a-f]{16}$`, randomIDs{}.SegmentID())
}
