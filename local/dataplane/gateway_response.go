package dataplane

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/encoding"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/mapping"
)

// gatewayResponse is a customised gateway response, ready to use.
type gatewayResponse struct {
	status    int // 0: not customised
	headers   []mapping.HeaderMapping
	templates []typedSubstitution
}

type typedSubstitution struct {
	contentType string
	text        mapping.Substitution
}

// gatewayHeader begins the response parameters that map to headers.
const gatewayHeader = "gatewayresponse.header."

func compileGatewayResponse(from apigateway.GatewayResponse) (*gatewayResponse, error) {
	c := &gatewayResponse{}
	if status, err := strconv.Atoi(from.StatusCode); err == nil {
		c.status = status
	}
	headers := map[string]string{} // the other forms, path and query string, have no meaning in a response
	for target, source := range from.ResponseParameters {
		if strings.HasPrefix(target, gatewayHeader) {
			headers[target] = source
		}
	}
	var err error
	if c.headers, err = mapping.CompileHeaderMappings(gatewayHeader, headers); err != nil {
		return nil, err
	}
	for _, contentType := range slices.Sorted(maps.Keys(from.ResponseTemplates)) {
		c.templates = append(c.templates, typedSubstitution{
			contentType, mapping.ParseSubstitution(from.ResponseTemplates[contentType]),
		})
	}
	return c, nil
}

// template picks by the request's Accept, as for integration responses; nil when there is none.
func (c *gatewayResponse) template(accept string) *typedSubstitution {
	if len(c.templates) == 0 {
		return nil
	}
	for _, wanted := range []string{accept, "application/json"} {
		for i := range c.templates {
			if mapping.MediaType(c.templates[i].contentType) == wanted {
				return &c.templates[i]
			}
		}
	}
	return &c.templates[0]
}

// gatewayResponse turns a failure into what the client sees: the type's customisation, else that of
// DEFAULT_4XX or DEFAULT_5XX, else the default (GW-100, GW-101).
func (x *exchange) gatewayResponse(f *failure.Failure) *Response {
	x.context().Error = &mapping.Error{Message: f.Text(), ResponseType: string(f.Type), ValidationError: f.ValidationError}
	status := f.StatusCode()
	custom := x.customGatewayResponse(f.Type, status)
	response := &Response{}
	contentType := "application/json"
	if custom != nil && custom.status != 0 {
		status = custom.status
	}
	if custom != nil {
		if template := custom.template(accept(x.request)); template != nil {
			contentType = template.contentType
			escape := strings.HasSuffix(mapping.MediaType(contentType), "json")
			response.Body = []byte(template.text.Expand(func(name string) string {
				return x.substituted(name, escape)
			}))
		}
	}
	if response.Body == nil {
		response.Body = []byte(defaultBody(f))
	}
	if status < 200 {
		status = f.StatusCode() // an informational status cannot end an exchange
	}
	response.StatusCode = status
	response.Header.Set("Content-Type", contentType)
	if custom != nil {
		for _, header := range custom.headers {
			if value, err := header.From.Value(x.mapping, nil); err == nil && value != "" {
				response.Header.Set(header.Name, value)
			}
		}
		response.Header = remap(response.Header)
	}
	response.Header.Set("x-amzn-ErrorType", f.ErrorName())
	return response
}

func (x *exchange) customGatewayResponse(kind failure.Type, status int) *gatewayResponse {
	if x.api == nil || kind == failure.RequestTooLarge { // which cannot be customised (GW-103)
		return nil
	}
	if custom, ok := x.api.gatewayResponses[kind]; ok {
		return custom
	}
	if status >= 500 {
		return x.api.gatewayResponses[failure.Default5XX]
	}
	return x.api.gatewayResponses[failure.Default4XX]
}

// defaultBody is the body of a type that is not customised. Those of the execution phase have a space after
// the colon (GW-104), and where a policy refuses a user the member has a capital letter (GW-135).
func defaultBody(f *failure.Failure) string {
	name, space := "message", ""
	if f.Type == failure.AccessDenied && f.ErrorType == "" { // no stage has an error type of its own (GW-105)
		name = "Message"
	}
	if f.Late() {
		space = " "
	}
	return `{"` + name + `":` + space + (&mapping.Error{Message: f.Text()}).MessageString() + `}`
}

// substituted is the value of a reference in a gateway response. What is absent is empty, and
// what goes into JSON is escaped for a JSON string, so that a client's value cannot break out of it
// (GW-102). messageString brings its own quotes.
func (x *exchange) substituted(name string, escape bool) string {
	if name == "context.error.messageString" {
		return x.context().Error.MessageString()
	}
	value, _ := x.mapping.Reference(name)
	if escape {
		return encoding.Escape(value)
	}
	return value
}
