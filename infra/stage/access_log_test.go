package stage

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheAccessLogIsOneLineOfJSONWithoutBodies(t *testing.T) {
	t.Parallel()
	var fields map[string]string
	require.NoError(t, json.Unmarshal([]byte(accessLogFormat()), &fields))
	assert.Len(t, fields, len(accessLogFields), "no field twice")
	assert.NotContains(t, accessLogFormat(), "\n")
	assert.Contains(t, accessLogFormat(), "$context.requestId", "AWS asks for it")
	for _, name := range []string{"requestId", "ip", "requestTime", "httpMethod", "resourcePath", "status", "integrationStatus", "integrationLatency", "error", "apiKeyId", "principal"} {
		assert.Contains(t, fields, name)
	}
	for _, source := range fields {
		assert.NotContains(t, source, "body")
	}
}
