package infra

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"lambdaless/infra/access"
	"lambdaless/infra/files"
	"lambdaless/infra/item"
	"lambdaless/infra/naming"
	"lambdaless/infra/openapi"
	"lambdaless/infra/route"
	"lambdaless/infra/settings"
)

// OpenAPI is the OpenAPI 3.1 document of an API as the stack's configuration deploys it, JSON with a line feed
// at the end. Nothing is registered. Its errors are *settings.Error values and Mistakes.
func OpenAPI(ctx *pulumi.Context, api API) (string, error) {
	config, wrongConfig := settings.Load(ctx)
	endpoints, wrongAPI := resolve(api)
	if err := errors.Join(wrongConfig, wrongAPI); err != nil {
		return "", err
	}
	region, _ := ctx.GetConfig("aws:region")
	api, endpoints = deployed(api, endpoints, config, region)
	return describe(api, endpoints, config, naming.New(ctx.Project(), ctx.Stack(), ""))
}

// describe says what the endpoints take and answer, and what they need, for clients.
func describe(api API, endpoints []resolvedEndpoint, config settings.Config, names naming.Names) (string, error) {
	described := openapi.API{
		Title: cmp.Or(api.Description, api.Name), Version: cmp.Or(api.Version, "1.0.0"), Schemes: map[string]openapi.Scheme{},
	}
	for _, e := range endpoints {
		name := e.access().kind(config.Access)
		kind := access.Kinds[name] // the zero Kind for anyone
		refusals := slices.Clone(kind.Refusals)
		// The resource policy and the firewall refuse requests to methods that anyone may call.
		if len(config.Callers.All) > 0 || len(config.Callers.Writes) > 0 || config.Firewall.On {
			refusals = append(refusals, 403)
		}
		one := openapi.Endpoint{
			Method: e.Method, Path: e.Path, ID: e.route.OperationName(), Summary: e.Summary, Parameters: e.described(),
			Responses: e.answers(), Refusals: refusals,
		}
		if kind.Scheme != nil {
			one.Security, described.Schemes[name] = name, kind.Scheme(config)
		}
		if kind.Scoped {
			one.Scopes = []string{access.Scope(primaryNames(config.Regions, names).Regional(api.physical()), e.scope() == Writes)}
		}
		if e.model != nil {
			one.Body = &openapi.Body{
				Name: e.model.name, Schema: cmp.Or(e.called.About.Body, e.model.schema), Explained: api.ExplainBodies,
			}
		}
		described.Endpoints = append(described.Endpoints, one)
	}
	return openapi.Document(described)
}

// documentEndpoints are GET /openapi.json, which answers with the document.
func documentEndpoints(endpoints []resolvedEndpoint, document string) []resolvedEndpoint {
	return fixedAnswer(endpoints, "/openapi.json", "openapi", openapi.Compact(document))
}

// fixedAnswer is GET of a path, where no endpoint of the API has that path: API Gateway itself answers with the body, to
// anyone. The name is for its templates.
func fixedAnswer(endpoints []resolvedEndpoint, path, name, body string) []resolvedEndpoint {
	if slices.ContainsFunc(endpoints, func(e resolvedEndpoint) bool { return e.Path == path }) {
		return nil
	}
	return []resolvedEndpoint{{
		Endpoint:  Endpoint{Method: "GET", Path: path, Action: Mock, Access: Anyone},
		route:     route.Of("GET", path),
		request:   files.Template{File: name + ".request.vtl", Text: `{"statusCode": 200}`},
		responses: []resolvedResponse{{Response: Response{Status: 200}, template: files.Template{File: name + ".response.vtl", Text: item.Verbatim(body)}}},
	}}
}

// described are the parameters: those of the path, then the others by name.
func (e resolvedEndpoint) described() []openapi.Parameter {
	var all []openapi.Parameter
	for _, name := range e.route.Path.Parameters() {
		all = append(all, openapi.Parameter{In: "path", Name: name, Required: true, Schema: e.called.About.Parameters[name]})
	}
	for _, name := range slices.Sorted(maps.Keys(e.QueryStrings)) {
		all = append(all, openapi.Parameter{In: "query", Name: name, Required: e.QueryStrings[name], Schema: e.called.About.Parameters[name]})
	}
	for _, name := range slices.Sorted(maps.Keys(e.Headers)) {
		all = append(all, openapi.Parameter{In: "header", Name: name, Required: e.Headers[name]})
	}
	return all
}

// answers are the responses with their own statuses, and the ones that their templates give them.
func (e resolvedEndpoint) answers() []openapi.Response {
	var all []openapi.Response
	for _, r := range e.responses {
		all = append(all, openapi.Response{Status: r.Status, Schema: r.schema, Headers: r.headers})
		for _, status := range r.Overrides {
			if status == 409 && e.Action.Reads() && r.shared() {
				continue
			}
			all = append(all, openapi.Response{Status: status, Headers: errorHeaders(status, r.headers)})
		}
	}
	return all
}

// shared reports whether the response is one of BackendErrors, which writes use too: a read has no condition that
// could fail, so the 409 is left out.
func (r resolvedResponse) shared() bool {
	return slices.ContainsFunc(BackendErrors, func(b Response) bool { return b.Template == r.Template })
}

// errorHeaders are those that an answer has although the template gave it another status: a 304 names the version.
func errorHeaders(status int, headers []string) []string {
	if status == 304 {
		return headers
	}
	return nil
}
