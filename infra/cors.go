package infra

import (
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/apigateway"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/cors"
	"lambdaless/infra/files"
	"lambdaless/infra/route"
	"lambdaless/infra/settings"
)

// preflights are the OPTIONS endpoints that browsers ask before they send a page's request to another
// origin, one for each path that has none of its own.
func preflights(endpoints []resolvedEndpoint, c cors.Config) []resolvedEndpoint {
	var added []resolvedEndpoint
	seen := map[string]bool{}
	for _, e := range endpoints {
		if e.Method == "OPTIONS" {
			seen[e.Path] = true
		}
	}
	for _, e := range endpoints {
		if !c.On() || seen[e.Path] {
			continue
		}
		seen[e.Path] = true
		added = append(added, resolvedEndpoint{
			Endpoint:  Endpoint{Method: "OPTIONS", Path: e.Path, Action: Mock},
			route:     route.Route{Method: "OPTIONS", Path: e.route.Path},
			request:   files.Template{File: "preflight.request.vtl", Text: `{"statusCode": 204}`},
			responses: []resolvedResponse{{Response: Response{Status: 204}, template: files.Template{File: "preflight.response.vtl"}}},
		})
	}
	return added
}

// share adds the headers of CORS to every answer of the API: those of its methods and those of API
// Gateway itself.
func (p *plan) share(config settings.Config) {
	c := config.CORS
	if !c.On() {
		return
	}
	verbs, headers := map[string][]string{}, map[string][]string{}
	for _, m := range p.Methods {
		verbs[m.Path] = append(verbs[m.Path], m.HTTPMethod)
		headers[m.Path] = append(headers[m.Path], m.requestHeaders()...)
		if m.Access == "custom" {
			headers[m.Path] = append(headers[m.Path], config.Custom.Header)
		}
	}
	for i := range p.Methods {
		m := &p.Methods[i]
		all := c.Headers()
		if m.HTTPMethod == "OPTIONS" {
			all = c.Preflight(verbs[m.Path], headers[m.Path])
		}
		m.Headers = slices.Sorted(maps.Keys(all))
		for j := range m.Responses {
			r := &m.Responses[j]
			r.Headers = c.Mapped(all)
			for contentType, text := range r.Templates {
				r.Templates[contentType] = c.Choice() + text
			}
		}
	}
	for i := range p.GatewayResponses { // those of a type of its own
		p.GatewayResponses[i].Headers = c.Refusals()
	}
	for _, kind := range []string{"DEFAULT_4XX", "DEFAULT_5XX"} {
		p.GatewayResponses = append(p.GatewayResponses, gatewayResponsePlan{Type: kind, Headers: c.Refusals()})
	}
}

// requestHeaders are the headers that the method reads.
func (m methodPlan) requestHeaders() []string {
	var names []string
	for parameter := range m.RequestParameters {
		if name, ok := strings.CutPrefix(parameter, "method.request.header."); ok {
			names = append(names, name)
		}
	}
	return names
}

// wrongBody is what a body that breaks its model is answered with. API Gateway escapes what it fills in for a text of
// JSON, and puts messageString in quotes.
const wrongBody = `{"message":$context.error.messageString,"errors":"$context.error.validationErrorString"}`

// gatewayHeader begins the name of a header in a gateway response's mappings.
const gatewayHeader = "gatewayresponse.header."

func (b *builder) gatewayResponses() error {
	for _, r := range b.plan.GatewayResponses {
		args := &apigateway.ResponseArgs{
			RestApiId:          b.api.ID(),
			ResponseType:       b.removal.responseType(r),
			ResponseParameters: headerMappings(gatewayHeader, r.Headers),
		}
		if r.Template != "" {
			args.ResponseTemplates = pulumi.StringMap{jsonType: pulumi.String(r.Template)}
		}
		response, err := apigateway.NewResponse(b.ctx, b.name+"-"+strings.ToLower(strings.ReplaceAll(r.Type, "_", "-")), args, keyed(b.component)...)
		if err != nil {
			return err
		}
		b.frozen = append(b.frozen, response)
	}
	return nil
}
