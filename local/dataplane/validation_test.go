package dataplane

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
)

func validated(m apigateway.Method) apigateway.Method {
	return with(m, func(m *apigateway.Method) { m.RequestValidatorID = "v" })
}

func TestParameterValidation(t *testing.T) {
	t.Parallel()
	m := validated(mock("GET", "ok"))
	m.RequestParameters = map[string]bool{
		"method.request.header.x-header-param": true, "method.request.querystring.qs1": true,
		"method.request.path.issuer": true, "method.request.header.optional": false,
	}
	api := &apigateway.API{
		Resources:         []apigateway.Resource{resource("/{issuer}", m), resource("/free/{issuer}", with(m, func(m *apigateway.Method) { m.RequestValidatorID = "body" }))},
		RequestValidators: []apigateway.RequestValidator{{ID: "v", ValidateRequestParameters: true}, {ID: "body", ValidateRequestBody: true}},
	}
	r := newHarness(t, api)
	for _, test := range []struct {
		name, line string
		headers    []string
		want       string
	}{
		{"GW-080 all there", "GET /dev/me?qs1=1", []string{"x-header-param: a"}, "ok"},
		{"GW-080 header missing", "GET /dev/me?qs1=1", nil, `{"message": "Missing required request parameters: [x-header-param]"}`},
		{"GW-080 in the order header, path, query string", "GET /dev/%20", nil, `{"message": "Missing required request parameters: [x-header-param, qs1]"}`},
		{"GW-081 blank is missing", "GET /dev/me?qs1=+", []string{"x-header-param:  "}, `{"message": "Missing required request parameters: [x-header-param, qs1]"}`},
		{"GW-080 query names are case-sensitive", "GET /dev/me?QS1=1", []string{"x-header-param: a"}, `{"message": "Missing required request parameters: [qs1]"}`},
		{"GW-023 header names are case-sensitive", "GET /dev/me?qs1=1", []string{"X-Header-Param: a"}, `{"message": "Missing required request parameters: [x-header-param]"}`},
		{"GW-080 the switch is off", "GET /dev/free/me", nil, "ok"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := r.send(test.line, test.headers...)
			assert.Equal(t, test.want, got.body)
			if test.want != "ok" {
				assert.Equal(t, 400, got.StatusCode)
				assert.Equal(t, "BadRequestException", got.Header.Get("x-amzn-ErrorType"))
			}
		})
	}
}

// validationAPI validates POST /movies against a schema and shows the validation error.
func validationAPI(schema string, more ...apigateway.Model) *apigateway.API {
	m := validated(mock("POST", "ok"))
	m.RequestModels = map[string]string{"application/json": "Movie"}
	m.Integration.PassthroughBehavior = "WHEN_NO_MATCH"
	m.Integration.RequestTemplates = map[string]string{
		"application/json": `{"statusCode": 200}`, "text/plain": `{"statusCode": 200}`,
	}
	api := oneMethod("/movies", m)
	api.Models = append(more, apigateway.Model{Name: "Movie", ContentType: "application/json", Schema: schema})
	api.RequestValidators = []apigateway.RequestValidator{{ID: "v", ValidateRequestBody: true}}
	api.GatewayResponses = []apigateway.GatewayResponse{{ResponseType: "BAD_REQUEST_BODY", ResponseTemplates: map[string]string{
		"application/json": `{"message":$context.error.messageString,"why":"$context.error.validationErrorString"}`,
	}}}
	return api
}

const movieSchema = `{"$schema":"http://json-schema.org/draft-04/schema#","type":"object","additionalProperties":false,
	"required":["favorite_movie"],"properties":{"favorite_movie":{"type":"string","minLength":1,"maxLength":4}}}`

func TestBodyValidation(t *testing.T) {
	t.Parallel()
	r := newHarness(t, validationAPI(movieSchema))
	for _, test := range []struct{ name, body, contentType, why string }{
		{"valid", `{"favorite_movie":"Heat"}`, "", ""},
		{"GW-060 parameters of the content type are ignored", `{"favorite_movie":"Heat"}`, "Application/JSON; charset=utf-8", ""},
		{"GW-086 lengths are counted in code points", `{"favorite_movie":"🎬🎬🎬🎬"}`, "", ""},
		{"GW-086 and so for escapes", `{"favorite_movie":"\ud83c\udfac123"}`, "", ""},
		{"GW-086 five are too many", `{"favorite_movie":"🎬🎬🎬🎬🎬"}`, "", `[string \"🎬🎬🎬🎬🎬\" is too long (length: 5, maximum allowed: 4)]`},
		{"GW-082 an empty body is {}", ``, "", `[object has missing required properties ([\"favorite_movie\"])]`},
		{"GW-082 blanks are an empty body", ` `, "", `[object has missing required properties ([\"favorite_movie\"])]`},
		{"GW-085 wrong type", `{"favorite_movie":1}`, "", `[instance type (integer) does not match any allowed primitive type (allowed: [\"string\"])]`},
		{"GW-085 too short", `{"favorite_movie":""}`, "", `[string \"\" is too short (length: 0, required minimum: 1)]`},
		{"GW-085 more than allowed", `{"favorite_movie":"x","b":1,"a":2}`, "", `[object instance has properties which are not allowed by the schema: [\"a\",\"b\"]]`},
		{"GW-085 not an object", `[]`, "", `[instance type (array) does not match any allowed primitive type (allowed: [\"object\"])]`},
		{"of two members of one name the last counts", `{"favorite_movie":1,"favorite_movie":"Heat"}`, "", ""},
		{"and is the wrong one", `{"favorite_movie":"Heat","favorite_movie":1}`, "", `[instance type (integer) does not match any allowed primitive type (allowed: [\"string\"])]`},
		{"GW-083 another content type is not validated", `{"x":1}`, "text/plain", ""},
		{"a number that no machine can hold", `{"favorite_movie":1e999999999}`, "", `[Unable to parse JSON: a number's exponent is out of range]`},
		{"GW-088 a number of millions of digits", `{"favorite_movie":[` + strings.Repeat("9", 5<<20) + `]}`, "", `[Unable to parse JSON: a number is too long]`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			parts := []string{"|" + test.body}
			if test.contentType != "" {
				parts = append(parts, "Content-Type: "+test.contentType)
			}
			got := r.send("POST /dev/movies", parts...)
			if test.why == "" {
				assert.Equal(t, "ok", got.body)
				return
			}
			assert.Equal(t, 400, got.StatusCode)
			assert.Equal(t, `{"message":"Invalid request body","why":"`+test.why+`"}`, got.body)
			assert.Equal(t, "BadRequestException", got.Header.Get("x-amzn-ErrorType"))
		})
	}
	t.Run("not JSON", func(t *testing.T) {
		t.Parallel()
		for _, body := range []string{"{", "x", `{"favorite_movie":"a"} b`, "'a'", `{"favorite_movie":"a",}`} {
			got := r.send("POST /dev/movies", "|"+body)
			assert.Equal(t, 400, got.StatusCode, body)
			assert.Contains(t, got.body, "Unable to parse JSON", body)
		}
	})
}

func TestValidationWords(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, schema, body, why string }{
		{"enum", `{"enum":["cat","dog"]}`, `"cow"`, `[instance value ("cow") not found in enum (possible values: ["cat","dog"])]`},
		{"minimum", `{"minimum":3}`, `2`, `[numeric instance is lower than the required minimum (minimum: 3, found: 2)]`},
		{"maximum", `{"maximum":500}`, `600.5`, `[numeric instance is greater than the required maximum (maximum: 500, found: 600.5)]`},
		{"exclusive minimum of draft 4", `{"minimum":3,"exclusiveMinimum":true}`, `3`, `[numeric instance is not strictly greater than the required minimum 3]`},
		{"exclusive maximum of draft 4", `{"maximum":3,"exclusiveMaximum":true}`, `3`, `[numeric instance is not strictly lower than the required maximum 3]`},
		{"multiple", `{"multipleOf":2}`, `3`, `[remainder of division is not zero (3 / 2)]`},
		{"pattern", `{"pattern":"^a+$"}`, `"b"`, `[ECMA 262 regex "^a+$" does not match input string "b"]`},
		{"format", `{"format":"email"}`, `"b"`, `[string "b" is invalid against requested format "email"]`},
		{"items", `{"minItems":2}`, `[1]`, `[array is too short: must have at least 2 elements but instance has 1 elements]`},
		{"too many items", `{"maxItems":0}`, `[1]`, `[array is too long: must have at most 0 elements but instance has 1 elements]`},
		{"unique", `{"uniqueItems":true}`, `[1,1]`, `[array must not contain duplicate elements]`},
		{"few properties", `{"minProperties":1}`, `{}`, `[object has too few properties (found 0 but schema requires at least 1)]`},
		{"many properties", `{"maxProperties":0}`, `{"a":1}`, `[object has too many properties (found 1 but schema requires at most 0)]`},
		{"dependencies", `{"dependencies":{"a":["b"]}}`, `{"a":1}`, `[property "a" of object has missing property dependencies (schema requires ["b"]; missing: ["b"])]`},
		{"anyOf", `{"anyOf":[{"type":"string"},{"type":"null"}]}`, `1`, `[instance failed to match at least one required schema among 2]`},
		{"oneOf none", `{"oneOf":[{"type":"string"},{"type":"null"}]}`, `1`, `[instance failed to match exactly one schema (matched 0 out of 2)]`},
		{"oneOf both", `{"oneOf":[{"type":"integer"},{"type":"number"}]}`, `1`, `[instance failed to match exactly one schema (matched 2 out of 2)]`},
		{"not", `{"not":{"type":"integer"}}`, `1`, `[instance matched a schema which it should not have]`},
		{"within a list", `{"items":{"type":"string"}}`, `["a",2.5]`, `[instance type (number) does not match any allowed primitive type (allowed: ["string"])]`},
		{"several", `{"properties":{"a":{"type":"string"}},"required":["b"]}`, `{"a":null}`, `[object has missing required properties (["b"]), instance type (null) does not match any allowed primitive type (allowed: ["string"])]`},
		{"allOf", `{"allOf":[{"required":["a"]},{"required":["b"]}]}`, `{"a":1}`, `[object has missing required properties (["b"])]`},
	} {
		t.Run("GW-085 "+test.name, func(t *testing.T) {
			t.Parallel()
			api := validationAPI(test.schema)
			api.GatewayResponses = []apigateway.GatewayResponse{{ResponseType: "BAD_REQUEST_BODY", ResponseTemplates: map[string]string{
				"text/plain": `$context.error.validationErrorString`,
			}}}
			got := newHarness(t, api).send("POST /dev/movies", "|"+test.body)
			assert.Equal(t, 400, got.StatusCode)
			assert.Equal(t, test.why, got.body)
		})
	}
}

func TestModels(t *testing.T) {
	t.Parallel()
	ref := `{"$ref":"https://apigateway.amazonaws.com/restapis/api1234567/models/Name"}`
	name := apigateway.Model{Name: "Name", Schema: `{"type":"string","minLength":2}`}
	for _, test := range []struct {
		name, schema, body string
		more               []apigateway.Model
		status             int
		log                string
	}{
		{"GW-084 a reference to another model", `{"properties":{"n":` + ref + `}}`, `{"n":"ab"}`, []apigateway.Model{name}, 200, ""},
		{"GW-084 and it decides", `{"properties":{"n":` + ref + `}}`, `{"n":"a"}`, []apigateway.Model{name}, 400, ""},
		{"GW-084 oneOf with null", `{"properties":{"n":{"oneOf":[{"type":"null"},` + ref + `]}}}`, `{"n":null}`, []apigateway.Model{name}, 200, ""},
		{"a local definition", `{"definitions":{"d":{"type":"string"}},"properties":{"n":{"$ref":"#/definitions/d"}}}`, `{"n":1}`, nil, 400, ""},
		{"a reference to a model that is not there", `{"properties":{"n":` + ref + `}}`, `{}`, nil, 500, "is not a model of this API"},
		{"a reference into the network", `{"$ref":"https://example.com/schema.json"}`, `{}`, nil, 500, "is not a model of this API"},
		{"GW-084 draft 4 whatever $schema says", `{"$schema":"http://json-schema.org/draft-07/schema#","const":1}`, `2`, nil, 200, ""},
		{"GW-084 exclusiveMinimum of draft 6 is ignored", `{"properties":{"n":{"exclusiveMinimum":5}}}`, `{"n":1}`, nil, 200, ""},
		{"but not a property of that name", `{"properties":{"exclusiveMinimum":{"type":"string"}}}`, `{"exclusiveMinimum":1}`, nil, 400, ""},
		{"a schema that is not JSON", `{`, `{}`, nil, 500, "the schema is not JSON"},
		{"a schema that is not a schema", `{"type":"text"}`, `{}`, nil, 500, "model Movie"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := newHarness(t, validationAPI(test.schema, test.more...))
			got := r.send("POST /dev/movies", "|"+test.body)
			require.Equal(t, test.status, got.StatusCode, got.body+r.log.String())
			assert.Contains(t, r.log.String(), test.log)
			if test.status == 500 {
				assert.Equal(t, `{"message": "Internal server error"}`, got.body)
			}
		})
	}
	t.Run("the predefined model Empty accepts everything", func(t *testing.T) {
		t.Parallel()
		api := validationAPI(`{}`)
		api.Resources[0].Methods[0].RequestModels["application/json"] = "Empty"
		assert.Equal(t, 200, newHarness(t, api).send("POST /dev/movies", "|[1]").StatusCode)
	})
}

func TestParametersAreCheckedBeforeTheBody(t *testing.T) {
	t.Parallel()
	api := validationAPI(movieSchema)
	api.RequestValidators[0].ValidateRequestParameters = true
	api.Resources[0].Methods[0].RequestParameters = map[string]bool{"method.request.querystring.q": true}
	r := newHarness(t, api)
	got := r.send("POST /dev/movies", "|{}")
	assert.True(t, strings.HasPrefix(got.message(), "Missing required request parameters"), "GW-087: %s", got.body)
	assert.Equal(t, "Invalid request body", r.send("POST /dev/movies?q=1", "|{}").message())
}

// TestBodiesThatAreNotUTF8 holds that such a body is accepted, as by API Gateway, and that what is stored is
// valid text.
func TestBodiesThatAreNotUTF8(t *testing.T) {
	t.Parallel()
	api := validationAPI(`{"type":"object","properties":{"name":{"type":"string","maxLength":3}},"required":["name"]}`)
	api.Resources[0].Methods[0].Integration.IntegrationResponses[0].ResponseTemplates = nil
	r := newHarness(t, api)
	assert.Equal(t, 200, r.send("POST /dev/movies", "|{\"name\":\"a\xc3\xff\"}").StatusCode, "GW-066 each of the two counts as one character")
	assert.Equal(t, 400, r.send("POST /dev/movies", "|{\"name\":\"ab\xc3\xff\"}").StatusCode)
	assert.Equal(t, 400, r.send("POST /dev/movies", "|{\"name\":\"a\"\xff}").StatusCode, "outside a string it is not JSON")
}
