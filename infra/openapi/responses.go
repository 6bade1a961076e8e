package openapi

import (
	"fmt"
	"strconv"
)

// status is what an answer's status says, and the name of the answer among the document's components.
type status struct {
	name, text string
}

var statuses = map[int]status{
	200: {"OK", "Success"},
	201: {"Created", "Created; Location says where"},
	204: {"NoContent", "Success, without a body"},
	304: {"NotModified", "The client has this version already"},
	400: {"BadRequest", "The request is not valid"},
	401: {"Unauthorized", "The request brings no valid credentials"},
	403: {"Forbidden", "The credentials or the address of the request do not allow this"},
	404: {"NotFound", "There is no such item"},
	409: {"Conflict", "The request conflicts with what is stored"},
	412: {"PreconditionFailed", "The item has another version than the request says, or there is none"},
	413: {"ContentTooLarge", "The body has more than 10 MB"},
	415: {"UnsupportedMediaType", "The body is not application/json"},
	429: {"TooManyRequests", "Too many requests; try again later"},
	500: {"InternalServerError", "The API is not configured correctly"},
	502: {"BadGateway", "The backend refused the request"},
	503: {"ServiceUnavailable", "The backend failed; try again later"},
	504: {"GatewayTimeout", "The backend did not answer in time; try again later"},
}

var headers = map[string]string{
	"ETag":     "The version of the item, for If-Match and If-None-Match",
	"Location": "Where the item is",
}

var messageSchema = map[string]any{"description": "What went wrong, for people", "type": []any{"string", "null"}}

// errorSchema is the body of every error.
var errorSchema = map[string]any{
	"type": "object", "required": []any{"message"}, "properties": map[string]any{"message": messageSchema},
}

// explainedSchema is the body of a 400 that may say what is wrong with the request's body; one of the backend does not.
var explainedSchema = map[string]any{
	"type": "object", "required": []any{"message"},
	"properties": map[string]any{
		"message": messageSchema,
		"errors": map[string]any{
			"description": "What is wrong with the body, for people: the messages of API Gateway's validator in brackets", "type": "string",
		},
	},
}

func (d *document) responses(op operation, e Endpoint) error {
	all := e.Responses
	for _, code := range gatewayStatuses(e) {
		all = append(all, Response{Status: code})
	}
	for _, r := range all {
		key := strconv.Itoa(r.Status)
		if _, done := op.Responses[key]; done {
			continue
		}
		written, shared, err := d.response(r)
		if err != nil {
			return fmt.Errorf("the response %d: %w", r.Status, err)
		}
		if e.Method == "HEAD" {
			written.Content, shared = nil, false
		}
		if r.Status == 400 && r.Schema == "" && e.Body != nil && e.Body.Explained {
			written.Content = map[string]media{jsonType: {Schema: explainedSchema, Example: map[string]any{
				"message": "Invalid request body", "errors": `[object has missing required properties (["title"])]`,
			}}}
			shared = false
		}
		if !shared {
			op.Responses[key] = written
			continue
		}
		name := statuses[r.Status].name
		d.Components.Responses[name] = written
		op.Responses[key] = reference{"#/components/responses/" + name}
	}
	return nil
}

// response writes a response, and says whether every endpoint with its status has the same.
func (d *document) response(r Response) (_ response, shared bool, _ error) {
	known, shared := statuses[r.Status]
	written := response{Description: known.text}
	if !shared {
		written.Description = "Status " + strconv.Itoa(r.Status)
	}
	for _, name := range r.Headers {
		if written.Headers == nil {
			written.Headers = map[string]header{}
		}
		written.Headers[name] = header{Description: headers[name], Schema: map[string]any{"type": "string"}}
	}
	bodiless := r.Status == 204 || r.Status == 304
	switch {
	case bodiless:
		return written, shared && len(r.Headers) == 0, nil
	case r.Schema != "":
		schema, err := parse(r.Schema, "")
		if err != nil {
			return written, false, err
		}
		written.Content = map[string]media{jsonType: {Schema: withoutExamples(schema), Example: example(schema)}}
		return written, false, nil
	case r.Status >= 400:
		d.Components.Schemas["Error"] = errorSchema
		written.Content = map[string]media{jsonType: {
			Schema: reference{"#/components/schemas/Error"}, Example: map[string]any{"message": written.Description},
		}}
		return written, shared && len(r.Headers) == 0, nil
	default:
		written.Content = map[string]media{jsonType: {Schema: map[string]any{}}}
		return written, false, nil
	}
}

// gatewayStatuses are those with which API Gateway itself answers a method, before or in place of its backend
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html).
func gatewayStatuses(e Endpoint) []int {
	codes := append([]int{415, 429, 500, 504}, e.Refusals...)
	if e.Body != nil {
		codes = append(codes, 400)
	}
	if e.Method != "GET" && e.Method != "HEAD" {
		codes = append(codes, 413)
	}
	for _, p := range e.Parameters {
		if p.Required && p.In != "path" {
			codes = append(codes, 400)
		}
	}
	return codes
}
