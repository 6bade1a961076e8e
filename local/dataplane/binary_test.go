package dataplane

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/dataplane/trace"
)

// The rows of https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html.
func TestContentConversion(t *testing.T) {
	t.Parallel()
	const text, base64, binary = "hi", "aGk=", "\xff\xfe"
	for _, test := range []struct {
		name             string
		body             string
		isBinary, wanted bool
		handling         string
		want             string
		binary, fails    bool
	}{
		{"text", text, false, false, "", text, false, false},
		{"text to text", text, false, false, convertToText, text, false, false},
		{"text to binary", base64, false, false, convertToBinary, text, true, false},
		{"text to binary that is no Base64", "!", false, false, convertToBinary, "", false, true},
		{"text for one who wants binary", base64, false, true, "", text, true, false},
		{"text to text for one who wants binary", text, false, true, convertToText, text, false, false},
		{"binary for one who wants text", binary, true, false, "", "//4=", false, false},
		{"binary to binary", binary, true, false, convertToBinary, binary, true, false},
		{"binary to text", binary, true, true, convertToText, "//4=", false, false},
		{"binary for one who wants binary", binary, true, true, "", binary, true, false},
	} {
		t.Run("GW-110 "+test.name, func(t *testing.T) {
			t.Parallel()
			got, err := convertPayload([]byte(test.body), test.isBinary, test.wanted, test.handling)
			if test.fails {
				require.Error(t, err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, test.want, string(got.raw()))
			assert.Equal(t, test.binary, got.binary)
		})
	}
}

func TestBinaryMediaTypes(t *testing.T) {
	t.Parallel()
	types := compileBinaryTypes([]string{"image/*", "application~1pdf", "Application/Zip"})
	for kind, want := range map[string]bool{
		"image/png": true, "imagex/png": false, "application/pdf": true, "application/zip": true, "application/json": false, "": false,
	} {
		assert.Equal(t, want, types.match(kind), kind)
	}
	assert.True(t, compileBinaryTypes([]string{"*/*"}).match("text/plain"))
}

func TestBinaryRequests(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, contentType, handling string
		templates                   map[string]string
		status                      int
		sent                        string
	}{
		{"binary passes through", "image/png", "", nil, 200, "\xff\xfe"},
		{"binary as text for a template", "image/png", convertToText, map[string]string{"image/png": `{"data":"$input.body"}`}, 200, `{"data":"//4="}`},
		{"a template cannot read binary", "image/png", "", map[string]string{"image/png": `$input.body`}, 500, ""},
		{"text that is no Base64", "text/plain", convertToBinary, nil, 500, ""},
	} {
		t.Run("GW-110 "+test.name, func(t *testing.T) {
			t.Parallel()
			m := dynamo("POST", "")
			m.Integration.PassthroughBehavior, m.Integration.RequestTemplates, m.Integration.ContentHandling = "WHEN_NO_MATCH", test.templates, test.handling
			api := oneMethod("/x", m)
			api.BinaryMediaTypes = []string{"image/png"}
			r := newRig(t, api)
			seen := &trace.Trace{}
			response := r.gateway.Invoke(context.Background(), requestOf(t, r, "POST /dev/x", "|\xff\xfe", "Content-Type: "+test.contentType), seen)
			if test.status == 500 {
				assert.Equal(t, 500, response.StatusCode)
				return
			}
			x := newExchange(context.Background(), r.gateway, requestOf(t, r, "POST /dev/x", "|\xff\xfe", "Content-Type: "+test.contentType), nil)
			for _, s := range pipeline[:10] {
				require.Nil(t, s.run(x), s.name)
			}
			assert.Equal(t, test.sent, string(x.call.body))
		})
	}
}

func TestBinaryResponses(t *testing.T) {
	t.Parallel()
	m := dynamo("GET", getItem)
	m.Integration.IntegrationResponses[0].ContentHandling = convertToBinary
	r := newRig(t, oneMethod("/x", m))
	r.db.script = func(context.Context, string, string) (Answer, error) { return dynamoAnswer(200, "//4="), nil }
	assert.Equal(t, "\xff\xfe", r.send("GET /dev/x").body)
	r.db.script = func(context.Context, string, string) (Answer, error) { return dynamoAnswer(200, "!"), nil }
	assert.Equal(t, 500, r.send("GET /dev/x").StatusCode)
}
