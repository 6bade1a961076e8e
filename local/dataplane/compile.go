package dataplane

import (
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"lambdaless/local/apigateway"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/mapping"
	"lambdaless/local/dataplane/validation"
)

// api is a deployment made ready: nothing is parsed per request. It is immutable.
type api struct {
	*apigateway.API
	root             *node
	gatewayResponses map[failure.Type]*gatewayResponse
	binary           mapping.BinaryTypes
	policy           *resourcePolicy // nil when the API has none
}

type method struct {
	*apigateway.Method
	resource    *apigateway.Resource
	required    []validation.Parameter
	bodies      validation.Body // nil when the validator leaves bodies alone
	integration *integration    // nil when the method has none
	responses   map[string]bool // the statuses of the method responses
	contextUse  mapping.ContextUse
}

type integration struct {
	*apigateway.Integration
	uri         mapping.PathTemplate
	credentials mapping.PathTemplate
	parameters  []mapping.RequestMapping
	templates   map[string]*mapping.Template
	responses   []*integrationResponse
	cacheKey    []cacheKeyParameter
	timeout     time.Duration
	problem     error // what keeps the integration from working at all
}

type integrationResponse struct {
	*apigateway.IntegrationResponse
	pattern   selectionPattern
	headers   []mapping.HeaderMapping
	templates map[string]*mapping.Template
	problem   error
}

// compileCache keeps the compiled form of deployments, which never change.
type compileCache struct {
	mu   sync.RWMutex
	apis map[[2]string]*api
}

// maxCompiled bounds the cache: one local session may deploy hundreds of times.
const maxCompiled = 64

func (c *compileCache) get(g *Gateway, apiID, deploymentID string) (*api, error) {
	key := [2]string{apiID, deploymentID}
	c.mu.RLock()
	known := c.apis[key]
	c.mu.RUnlock()
	if known != nil {
		return known, nil
	}
	snapshot, ok := g.Cloud.Deployment(apiID, deploymentID)
	if !ok {
		return nil, fmt.Errorf("deployment %q does not exist", deploymentID)
	}
	known = compile(snapshot, g.Log)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.apis == nil || len(c.apis) >= maxCompiled {
		c.apis = map[[2]string]*api{}
	}
	c.apis[key] = known
	return known, nil
}

// compile never fails as a whole: as on AWS, a broken template breaks the method that uses it, when
// it is used.
func compile(from *apigateway.API, log *slog.Logger) *api {
	c := &api{
		API: from, root: &node{}, gatewayResponses: map[failure.Type]*gatewayResponse{},
		binary: mapping.CompileBinaryTypes(from.BinaryMediaTypes), policy: compileResourcePolicy(from),
	}
	for _, response := range from.GatewayResponses {
		custom, err := compileGatewayResponse(response)
		if err != nil {
			log.Warn("a gateway response is not applied", "api", from.ID, "type", response.ResponseType, "error", err)
			continue
		}
		c.gatewayResponses[failure.Type(response.ResponseType)] = custom
	}
	models := validation.NewModels(from)
	for i := range from.Resources {
		resource := &from.Resources[i]
		methods := map[string]*method{}
		for j := range resource.Methods {
			m := compileMethod(from, models, resource, &resource.Methods[j])
			methods[m.HTTPMethod] = m
		}
		c.root.insert(resource.Path, methods)
	}
	return c
}

func compileMethod(api *apigateway.API, models *validation.Models, resource *apigateway.Resource, m *apigateway.Method) *method {
	c := &method{Method: m, resource: resource, responses: map[string]bool{}}
	for _, response := range m.Responses {
		c.responses[response.StatusCode] = true
	}
	if validator := findValidator(api, m.RequestValidatorID); validator != nil {
		if validator.ValidateRequestParameters {
			c.required = validation.RequiredParameters(m.RequestParameters)
		}
		if validator.ValidateRequestBody {
			c.bodies = validation.Body{}
			for contentType, name := range m.RequestModels {
				c.bodies[mapping.MediaType(contentType)] = models.Compile(name)
			}
		}
	}
	if m.Integration != nil {
		c.integration = compileIntegration(m, resource)
	}
	c.contextUse = mapping.ContextUseOf(c.integration.allTemplates())
	return c
}

func findValidator(api *apigateway.API, id string) *apigateway.RequestValidator {
	i := slices.IndexFunc(api.RequestValidators, func(v apigateway.RequestValidator) bool { return v.ID == id })
	if id == "" || i < 0 {
		return nil
	}
	return &api.RequestValidators[i]
}

func compileIntegration(m *apigateway.Method, resource *apigateway.Resource) *integration {
	from := m.Integration
	where := m.HTTPMethod + " " + resource.Path
	c := &integration{
		Integration: from, uri: mapping.ParsePathTemplate(from.URI), credentials: mapping.ParsePathTemplate(from.Credentials),
		templates: mapping.CompileTemplates(where+" request", from.RequestTemplates),
		timeout:   integrationTimeout(from.TimeoutMilliseconds),
	}
	c.parameters, c.problem = mapping.CompileRequestMappings(from.RequestParameters)
	var err error
	if c.cacheKey, err = compileCacheKey(from); c.problem == nil {
		c.problem = err
	}
	for i := range from.IntegrationResponses {
		c.responses = append(c.responses, compileIntegrationResponse(where, &from.IntegrationResponses[i]))
	}
	slices.SortStableFunc(c.responses, func(a, b *integrationResponse) int {
		return strings.Compare(a.StatusCode, b.StatusCode)
	})
	return c
}

func compileIntegrationResponse(where string, from *apigateway.IntegrationResponse) *integrationResponse {
	c := &integrationResponse{
		IntegrationResponse: from,
		templates:           mapping.CompileTemplates(where+" response "+from.StatusCode, from.ResponseTemplates),
	}
	headers, err := mapping.CompileHeaderMappings("method.response.header.", from.ResponseParameters)
	c.pattern, c.problem = compileSelectionPattern(from.SelectionPattern)
	if c.headers = headers; err != nil {
		c.problem = fmt.Errorf("%s: %w", where, err)
	}
	return c
}

func (c *integration) allTemplates() []*mapping.Template {
	if c == nil {
		return nil
	}
	all := slices.Collect(maps.Values(c.templates))
	for _, response := range c.responses {
		all = slices.AppendSeq(all, maps.Values(response.templates))
	}
	return all
}
