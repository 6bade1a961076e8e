package dataplane

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
)

// seen is a response template that says which method answered and with which path parameters.
func seen(label string) string {
	return label + `#foreach($k in $input.params().path.keySet()) $k=$input.params().path.get($k)#end`
}

func TestRouting(t *testing.T) {
	t.Parallel()
	api := &apigateway.API{Resources: []apigateway.Resource{
		resource("/", mock("GET", seen("root"))),
		resource("/pets", mock("GET", seen("pets")), mock("POST", seen("post"))),
		resource("/pets/{id}", mock("GET", seen("pet")), mock("PUT", seen("put"))),
		resource("/pets/mine", mock("GET", seen("mine"))),
		resource("/pets/{id}/toys/{toy}", mock("GET", seen("toy"))),
		resource("/pets/{id}/{rest+}", mock("GET", seen("rest")), mock("DELETE", seen("gone"))),
		resource("/only/static", mock("GET", seen("static"))),
		resource("/only/{any+}", mock("PATCH", seen("greedy"))),
		resource("/any/{x}", mock("ANY", seen("any"))),
		resource("/files/{proxy+}", mock("ANY", seen("files"))),
	}}
	r := newHarness(t, api)
	for _, test := range []struct{ name, line, want string }{
		{"GW-010 the root", "GET /dev", "root"},
		{"GW-010 the root with a slash", "GET /dev/", "root"},
		{"GW-010 a static segment", "GET /dev/pets", "pets"},
		{"GW-010 another verb of it", "POST /dev/pets", "post"},
		{"GW-010 a parameter", "GET /dev/pets/7", "pet id=7"},
		{"GW-010 static beats parameter", "GET /dev/pets/mine", "mine"},
		{"GW-011 the parameter takes the verb that the static one lacks", "PUT /dev/pets/mine", "put id=mine"},
		{"GW-010 parameter beats greedy", "GET /dev/pets/7/toys/ball", "toy id=7 toy=ball"},
		{"GW-010 greedy takes the rest", "GET /dev/pets/7/toys/ball/red", "rest id=7 rest=toys/ball/red"},
		{"GW-011 greedy sibling takes the verb that a deeper resource lacks", "DELETE /dev/pets/7/toys/ball", "gone id=7 rest=toys/ball"},
		{"GW-011 greedy sibling of a static one", "PATCH /dev/only/static", "greedy any=static"},
		{"GW-012 ANY stands for DELETE", "DELETE /dev/any/1", "any x=1"},
		{"GW-012 ANY stands for OPTIONS", "OPTIONS /dev/any/1", "any x=1"},
		{"GW-014 an encoded slash is one segment", "GET /dev/pets/foo%2Fbar", "pet id=foo%2Fbar"},
		{"GW-014 parameters stay encoded", "GET /dev/pets/a%40b%20c+d", "pet id=a%40b%20c+d"},
		{"GW-014 a plain at sign stays plain", "GET /dev/pets/a@b", "pet id=a@b"},
		{"GW-014 dots are a segment like any other", "GET /dev/pets/..", "pet id=.."},
		{"GW-014 a dot within greedy", "GET /dev/files/a/./../b", "files proxy=a/./../b"},
		{"GW-017 a trailing slash is ignored", "GET /dev/pets/7/", "pet id=7"},
		{"GW-017 doubled leading slashes are ignored", "GET /dev//pets/7", "pet id=7"},
		{"GW-017 doubled slashes stay within greedy", "GET /dev/files/a//b", "files proxy=a//b"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := r.send(test.line)
			assert.Equal(t, 200, got.StatusCode, got.body)
			assert.Equal(t, test.want, got.body)
		})
	}
	for _, test := range []struct{ name, line string }{
		{"GW-016 unknown path", "GET /dev/cats"},
		{"GW-016 unknown verb", "DELETE /dev/pets"},
		{"GW-016 a verb outside ANY", "TRACE /dev/any/1"},
		{"GW-016 a made-up verb", "BREW /dev/any/1"},
		{"GW-012 no OPTIONS for a GET", "OPTIONS /dev/pets"},
		{"GW-015 greedy wants at least one segment", "GET /dev/files"},
		{"GW-015 an empty segment is not a value", "GET /dev/pets//toys/ball"},
		{"GW-010 names are case-sensitive", "GET /dev/Pets"},
		{"GW-010 verbs are case-sensitive", "get /dev/pets"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := r.send(test.line)
			assert.Equal(t, 403, got.StatusCode)
			assert.Equal(t, `{"message":"Missing Authentication Token"}`, got.body)
			assert.Equal(t, "MissingAuthenticationTokenException", got.Header.Get("x-amzn-ErrorType"))
			assert.Equal(t, "application/json", got.Header.Get("Content-Type"))
		})
	}
	t.Run("GW-012 HEAD is not GET", func(t *testing.T) {
		t.Parallel()
		assert.Equal(t, 403, r.send("HEAD /dev/pets").StatusCode)
	})
	t.Run("GW-012 HEAD under ANY answers without a body", func(t *testing.T) {
		t.Parallel()
		got := r.send("HEAD /dev/any/1")
		assert.Equal(t, 200, got.StatusCode)
		assert.Empty(t, got.body)
	})
	for _, test := range []struct{ name, line, header, want string }{
		{"GW-013 the override changes the method", "POST /dev/pets/7", "PUT", "put id=7"},
		{"GW-013 to a method that does not exist", "GET /dev/pets/7", "DELETE", `{"message":"Missing Authentication Token"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, test.want, r.send(test.line, "X-HTTP-Method-Override: "+test.header).body)
		})
	}
}

func TestUnknownRouteWithAuthorizationHeader(t *testing.T) {
	t.Parallel()
	r := newHarness(t, oneMethod("/pets", mock("GET", "x")))
	for _, test := range []struct{ name, header, message, kind string }{
		{"GW-018 a bearer token", "Bearer abc", "'abc' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer abc'.", "IncompleteSignatureException"},
		{"GW-018 pairs that are no signature", "Digest a=b", "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization=Digest a=b", "IncompleteSignatureException"},
		{"GW-018 a signature", "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/execute-api/aws4_request, Signature=1", "Missing Authentication Token", "MissingAuthenticationTokenException"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := r.send("GET /dev/nothing", "Authorization: "+test.header)
			assert.Equal(t, 403, got.StatusCode)
			assert.Equal(t, test.message, got.message())
			assert.Equal(t, test.kind, got.Header.Get("x-amzn-ErrorType"))
		})
	}
}

func TestInvokeURL(t *testing.T) {
	t.Parallel()
	r := newHarness(t, oneMethod("/pets", mock("GET", "$context.path $context.stage $context.apiId")))
	r.cloud.shared["api1234567/dev"] = r.cloud.stages["dev"]
	other := &apigateway.API{RestAPI: apigateway.RestAPI{ID: "other12345"}, Resources: []apigateway.Resource{resource("/pets", mock("GET", "other"))}}
	r.cloud.deployments["other12345/d9"] = snapshot(t, other)
	r.cloud.shared["other12345/dev"] = apigateway.Stage{RestAPIID: "other12345", StageName: "dev", DeploymentID: "d9"}
	for _, test := range []struct{ name, line, host, want string }{
		{"GW-002 stage alone", "GET /dev/pets", "", "/dev/pets dev api1234567"},
		{"GW-002 api and stage", "GET /api1234567/dev/pets", "", "/dev/pets dev api1234567"},
		{"GW-002 another API of the same stage name", "GET /other12345/dev/pets", "", "other"},
		{"GW-002 the API in the host", "GET /dev/pets", "other12345.execute-api.us-east-1.amazonaws.com", "other"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var headers []string
			if test.host != "" {
				headers = []string{"Host: " + test.host}
			}
			got := r.send(test.line, headers...)
			require.Equal(t, http.StatusOK, got.StatusCode, got.body)
			assert.Equal(t, test.want, got.body)
		})
	}
	for _, test := range []struct{ name, line string }{
		{"GW-105 unknown stage", "GET /prod/pets"},
		{"GW-105 no stage at all", "GET /"},
		{"GW-105 unknown stage of a known API", "GET /other12345/prod/pets"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := r.send(test.line)
			assert.Equal(t, 403, got.StatusCode)
			assert.Equal(t, `{"message":"Forbidden"}`, got.body)
			assert.Equal(t, "ForbiddenException", got.Header.Get("x-amzn-ErrorType"))
		})
	}
}

func TestDisabledDefaultEndpoint(t *testing.T) {
	t.Parallel()
	api := oneMethod("/pets", mock("GET", "x"))
	api.DisableExecuteAPIEndpoint = true
	got := newHarness(t, api).send("GET /dev/pets")
	assert.Equal(t, 403, got.StatusCode)
	assert.Equal(t, "Forbidden", got.message())
}

// TestDomainNames: the host decides, then the base path (GW-140).
func TestDomainNames(t *testing.T) {
	t.Parallel()
	api := oneMethod("/pets", mock("GET", "$context.domainName $context.path $context.stage"))
	api.DisableExecuteAPIEndpoint = true
	r := newHarness(t, api)
	r.cloud.shared[api.ID+"/dev"] = r.cloud.stages["dev"]
	r.cloud.mappings = map[string]map[string]apigateway.BasePathMapping{
		"api.example.com":   {"": {RestAPIID: api.ID, StageName: "dev"}},
		"paths.example.com": {"films": {RestAPIID: api.ID, StageName: "dev"}, "any": {RestAPIID: api.ID}, "gone": {RestAPIID: api.ID, StageName: "old"}},
		"empty.example.com": {},
	}
	for _, test := range []struct{ host, path, want string }{
		{"api.example.com", "/pets", "200 api.example.com /pets dev"},
		{"API.example.com:8080", "/pets", "200 API.example.com /pets dev"},
		{"paths.example.com", "/films/pets", "200 paths.example.com /films/pets dev"},
		{"paths.example.com", "/any/dev/pets", "200 paths.example.com /any/dev/pets dev"},
		{"paths.example.com", "/pets", `403 {"message":"Forbidden"}`},
		{"paths.example.com", "/gone/pets", `403 {"message":"Forbidden"}`},
		{"empty.example.com", "/dev/pets", `403 {"message":"Forbidden"}`},
		{"other.example.com", "/dev/pets", `403 {"message":"Forbidden"}`},
	} {
		got := r.send("GET "+test.path, "Host: "+test.host)
		assert.Equal(t, test.want, fmt.Sprintf("%d %s", got.StatusCode, got.body), "%s %s", test.host, test.path)
	}
}

func TestADeploymentIsImmutableAndAStageIsLive(t *testing.T) {
	t.Parallel()
	r := newHarness(t, oneMethod("/pets", mock("GET", "first $stageVariables.color")))
	r.stage(func(s *apigateway.Stage) { s.Variables = map[string]string{"color": "red"} })
	assert.Equal(t, "first red", r.send("GET /dev/pets").body)

	second := &apigateway.API{RestAPI: apigateway.RestAPI{ID: "api1234567"}, Resources: []apigateway.Resource{resource("/pets", mock("GET", "second $stageVariables.color"))}}
	r.cloud.deployments["api1234567/d2"] = snapshot(t, second)
	r.stage(func(s *apigateway.Stage) { s.Variables = map[string]string{"color": "blue"} })
	assert.Equal(t, "first blue", r.send("GET /dev/pets").body, "stage settings are live")

	r.stage(func(s *apigateway.Stage) { s.DeploymentID = "d2" })
	assert.Equal(t, "second blue", r.send("GET /dev/pets").body, "a new deployment is live at once")
}

func TestAStageWithoutItsDeployment(t *testing.T) {
	t.Parallel()
	r := newHarness(t, oneMethod("/pets", mock("GET", "x")))
	r.stage(func(s *apigateway.Stage) { s.DeploymentID = "gone" })
	got := r.send("GET /dev/pets")
	assert.Equal(t, 500, got.StatusCode)
	assert.Equal(t, `{"message": "Internal server error"}`, got.body)
	assert.Contains(t, r.log.String(), `deployment \"gone\" does not exist`)
}
