package dataplane

import (
	"strconv"
	"strings"
)

// compiledGatewayResponse is a customised gateway response, ready to use.
type compiledGatewayResponse struct {
	status    int // 0: not customised
	headers   []mappedHeader
	templates []typedSubstitution
}

type mappedHeader struct {
	name string
	from expression
}

type typedSubstitution struct {
	contentType string
	text        substitution
}

func compileGatewayResponse(from GatewayResponse) (*compiledGatewayResponse, error) {
	c := &compiledGatewayResponse{}
	if status, err := strconv.Atoi(from.StatusCode); err == nil {
		c.status = status
	}
	for _, target := range sortedKeys(from.ResponseParameters) {
		name, ok := strings.CutPrefix(target, "gatewayresponse.header.")
		if !ok {
			continue // the other forms, path and query string, have no meaning in a response
		}
		source, err := parseExpression(from.ResponseParameters[target])
		if err != nil {
			return nil, err
		}
		c.headers = append(c.headers, mappedHeader{name, source})
	}
	for _, contentType := range sortedKeys(from.ResponseTemplates) {
		c.templates = append(c.templates, typedSubstitution{
			contentType, parseSubstitution(from.ResponseTemplates[contentType]),
		})
	}
	return c, nil
}

// template picks by the request's Accept, as for integration responses; nil when there is none.
func (c *compiledGatewayResponse) template(accept string) *typedSubstitution {
	if len(c.templates) == 0 {
		return nil
	}
	for _, wanted := range []string{accept, "application/json"} {
		for i := range c.templates {
			if mediaType(c.templates[i].contentType) == wanted {
				return &c.templates[i]
			}
		}
	}
	return &c.templates[0]
}

// gatewayResponse turns a failure into what the client sees: the type's customisation, else that of
// DEFAULT_4XX or DEFAULT_5XX, else the default (GW-100, GW-101).
func (x *exchange) gatewayResponse(f *Failure) *Response {
	x.failure = f
	status := f.status()
	custom := x.customGatewayResponse(f.Type, status)
	response := &Response{}
	contentType := "application/json"
	if custom != nil && custom.status != 0 {
		status = custom.status
	}
	if custom != nil {
		if template := custom.template(x.accept()); template != nil {
			contentType = template.contentType
			escape := strings.HasSuffix(mediaType(contentType), "json")
			response.Body = []byte(template.text.expand(func(name string) string {
				return x.substituted(name, escape)
			}))
		}
	}
	if response.Body == nil {
		response.Body = []byte(f.defaultBody())
	}
	if status < 200 {
		status = f.status() // an informational status cannot end an exchange
	}
	response.StatusCode = status
	response.Header.Set("Content-Type", contentType)
	if custom != nil {
		for _, header := range custom.headers {
			if value, ok, failure := header.from.value(x, nil); failure == nil && ok {
				response.Header.Set(header.name, value)
			}
		}
		response.Header = remap(response.Header)
	}
	response.Header.Set("x-amzn-ErrorType", f.errorType())
	return response
}

func (x *exchange) customGatewayResponse(kind ResponseType, status int) *compiledGatewayResponse {
	if x.api == nil || kind == RequestTooLarge { // which cannot be customised (GW-103)
		return nil
	}
	if custom, ok := x.api.gatewayResponses[kind]; ok {
		return custom
	}
	if status >= 500 {
		return x.api.gatewayResponses[Default5XX]
	}
	return x.api.gatewayResponses[Default4XX]
}

func (f *Failure) defaultBody() string {
	space := ""
	if responseDefaults[f.Type].late {
		space = " "
	}
	return `{"message":` + space + f.messageString() + `}`
}

// messageString is $context.error.messageString: the message, quoted.
func (f *Failure) messageString() string {
	if m := f.message(); m != nil {
		return quoteJSON(*m)
	}
	return "null"
}

// substituted is the value of a reference in a gateway response. What is absent is empty, and
// what goes into JSON is escaped for a JSON string, so that a client's value cannot break out of it
// (GW-102). messageString brings its own quotes.
func (x *exchange) substituted(name string, escape bool) string {
	if name == "context.error.messageString" {
		return x.failure.messageString()
	}
	value, _ := x.reference(name)
	if escape {
		quoted := quoteJSON(value)
		return quoted[1 : len(quoted)-1]
	}
	return value
}
