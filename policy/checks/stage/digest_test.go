package stage

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "lambdaless/policy/checks/checktest"
	"lambdaless/policy/graph"
)

// TestDigestsAreThoseOfThePage writes out the JSON as docs/policy.md describes it, for programs that are not infra.
func TestDigestsAreThoseOfThePage(t *testing.T) {
	t.Parallel()
	f := Passing()
	f.Set("put", []any{"b", "c", "a"}, "authorizationScopes")
	f.Set("put", "COGNITO_USER_POOLS", "authorization")
	f.Template("put", `{"a":"<&>"}`)
	f.Set("put-integration", []any{"method.request.path.id", "method.request.header.x"}, "cacheKeyParameters")
	f.Set("put-integration", Properties{"integration.request.header.x": "'y'"}, "requestParameters")
	f.Set("put-200", Properties{"method.response.header.x": "'y'"}, "responseParameters")
	refusing(f)
	f.Set("refusal", Properties{"gatewayresponse.header.x": "'y'"}, "responseParameters")
	f.Set("refusal", Properties{"application/json": "{}"}, "responseTemplates")
	f.Set("validator", false, "validateRequestParameters")
	sum := func(text string) string {
		digest := sha256.Sum256([]byte(text))
		return hex.EncodeToString(digest[:])
	}
	found := false
	for _, m := range f.Context().Methods {
		if m.Route() != "PUT /books/{id}" {
			continue
		}
		found = true
		assert.Equal(t, sum(`{"apiKeyRequired":true,"authorization":"COGNITO_USER_POOLS","authorizationScopes":["a","b","c"],"integration":{`+
			`"cacheKeyParameters":["method.request.header.x","method.request.path.id"],"passthroughBehavior":"NEVER",`+
			`"requestParameters":{"integration.request.header.x":"'y'"},"requestTemplates":{"application/json":"{\"a\":\"<&>\"}"},`+
			`"type":"AWS","uri":"arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem"},"requestModels":{"application/json":"Book"},`+
			`"requestParameters":{"method.request.path.id":true},"responses":{`+
			`"200":{"responseParameters":{"method.response.header.x":"'y'"},"responseTemplates":{"application/json":"{\"item\":$input.json('$')}"}},`+
			`"502":{"responseTemplates":{"application/json":"{}"},"selectionPattern":"4\\d{2}"},`+
			`"503":{"responseTemplates":{"application/json":"{}"},"selectionPattern":"5\\d{2}"}},"role":"put-role"}`), Digest(m))
	}
	require.True(t, found)
	for name, text := range map[string]string{
		"model":     `{"contentType":"application/json","name":"Book","schema":"{\"type\":\"object\",\"required\":[\"title\"],\"properties\":{\"title\":{\"type\":\"string\"},\"pages\":{\"type\":\"integer\"}}}"}`,
		"validator": `{"validateRequestBody":true}`,
		"policy":    `{"policy":"{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"*\"}}"}`,
		"refusal":   `{"responseParameters":{"gatewayresponse.header.x":"'y'"},"responseTemplates":{"application/json":"{}"},"statusCode":"403"}`,
	} {
		assert.Equal(t, sum(text), DigestOf(f.Nodes[name]), name)
	}
	f.Add(graph.RestAPI, "other", Properties{"policy": "{}"})
	assert.Equal(t, sum(`{"policy":"{}"}`), DigestOf(f.Nodes["other"]), "a policy that is a property of the API")
}
