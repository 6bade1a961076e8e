package dataplane

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/database"
	"lambdaless/local/dataplane/mapping"
	"lambdaless/local/dataplane/trace"
)

func TestBinaryRequests(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, contentType, handling string
		templates                   map[string]string
		status                      int
		sent                        string
	}{
		{"binary passes through", "image/png", "", nil, 200, "\xff\xfe"},
		{"binary as text for a template", "image/png", mapping.ConvertToText, map[string]string{"image/png": `{"data":"$input.body"}`}, 200, `{"data":"//4="}`},
		{"a template cannot read binary", "image/png", "", map[string]string{"image/png": `$input.body`}, 500, ""},
		{"text that is no Base64", "text/plain", mapping.ConvertToBinary, nil, 500, ""},
	} {
		t.Run("GW-110 "+test.name, func(t *testing.T) {
			t.Parallel()
			m := dynamo("POST", "")
			m.Integration.PassthroughBehavior, m.Integration.RequestTemplates, m.Integration.ContentHandling = "WHEN_NO_MATCH", test.templates, test.handling
			api := oneMethod("/x", m)
			api.BinaryMediaTypes = []string{"image/png"}
			r := newHarness(t, api)
			seen := &trace.Trace{}
			response := r.gateway.Invoke(context.Background(), requestOf(t, r, "POST /dev/x", "|\xff\xfe", "Content-Type: "+test.contentType), seen)
			if test.status == 500 {
				assert.Equal(t, 500, response.StatusCode)
				return
			}
			x := newExchange(context.Background(), r.gateway, requestOf(t, r, "POST /dev/x", "|\xff\xfe", "Content-Type: "+test.contentType), nil)
			for _, s := range pipeline {
				require.Nil(t, s.run(x), s.name)
				if s.name == "Integration request" {
					break
				}
			}
			assert.Equal(t, test.sent, string(x.call.Body))
		})
	}
}

func TestBinaryResponses(t *testing.T) {
	t.Parallel()
	m := dynamo("GET", getItem)
	m.Integration.IntegrationResponses[0].ContentHandling = mapping.ConvertToBinary
	r := newHarness(t, oneMethod("/x", m))
	r.db.script = func(context.Context, string, string) (database.Answer, error) { return dynamoAnswer(200, "//4="), nil }
	assert.Equal(t, "\xff\xfe", r.send("GET /dev/x").body)
	r.db.script = func(context.Context, string, string) (database.Answer, error) { return dynamoAnswer(200, "!"), nil }
	assert.Equal(t, 500, r.send("GET /dev/x").StatusCode)
}
