package dataplane

import (
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compiledAPI is a deployment made ready: nothing is parsed per request. It is immutable.
type compiledAPI struct {
	*API
	root             *node
	gatewayResponses map[ResponseType]*compiledGatewayResponse
	binary           binaryTypes
	policy           *resourcePolicy // nil when the API has none
}

type compiledMethod struct {
	*Method
	resource       *Resource
	required       []requiredParameter
	bodyValidation map[string]*bodySchema // by media type; nil when the validator leaves bodies alone
	integration    *compiledIntegration   // nil when the method has none
	responses      map[string]bool        // the statuses of the method responses
	contextUse     contextUse
}

type compiledIntegration struct {
	*Integration
	uri         pathTemplate
	credentials pathTemplate
	parameters  []requestMapping
	templates   map[string]*mappingTemplate
	responses   []*compiledIntegrationResponse
	timeout     time.Duration
	problem     error // what keeps the integration from working at all
}

type compiledIntegrationResponse struct {
	*IntegrationResponse
	pattern   selectionPattern
	headers   []mappedHeader
	templates map[string]*mappingTemplate
	problem   error
}

// compileCache keeps the compiled form of deployments, which never change.
type compileCache struct {
	mu   sync.RWMutex
	apis map[[2]string]*compiledAPI
}

// maxCompiled bounds the cache: one local session may deploy hundreds of times.
const maxCompiled = 64

func (c *compileCache) get(g *Gateway, apiID, deploymentID string) (*compiledAPI, error) {
	key := [2]string{apiID, deploymentID}
	c.mu.RLock()
	api := c.apis[key]
	c.mu.RUnlock()
	if api != nil {
		return api, nil
	}
	snapshot, ok := g.Cloud.Deployment(apiID, deploymentID)
	if !ok {
		return nil, fmt.Errorf("deployment %q does not exist", deploymentID)
	}
	api = compile(snapshot, g.Log)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.apis == nil || len(c.apis) >= maxCompiled {
		c.apis = map[[2]string]*compiledAPI{}
	}
	c.apis[key] = api
	return api, nil
}

// compile never fails as a whole: as on AWS, a broken template breaks the method that uses it, when
// it is used.
func compile(api *API, log *slog.Logger) *compiledAPI {
	c := &compiledAPI{
		API: api, root: &node{}, gatewayResponses: map[ResponseType]*compiledGatewayResponse{},
		binary: compileBinaryTypes(api.BinaryMediaTypes), policy: compileResourcePolicy(api),
	}
	for _, from := range api.GatewayResponses {
		custom, err := compileGatewayResponse(from)
		if err != nil {
			log.Warn("a gateway response is not applied", "api", api.ID, "type", from.ResponseType, "error", err)
			continue
		}
		c.gatewayResponses[ResponseType(from.ResponseType)] = custom
	}
	models := newModels(api)
	for i := range api.Resources {
		resource := &api.Resources[i]
		methods := map[string]*compiledMethod{}
		for j := range resource.Methods {
			m := compileMethod(api, models, resource, &resource.Methods[j])
			methods[m.HTTPMethod] = m
		}
		c.root.insert(resource.Path, methods)
	}
	return c
}

func compileMethod(api *API, models *models, resource *Resource, m *Method) *compiledMethod {
	c := &compiledMethod{Method: m, resource: resource, responses: map[string]bool{}}
	for _, response := range m.Responses {
		c.responses[response.StatusCode] = true
	}
	if validator := findValidator(api, m.RequestValidatorID); validator != nil {
		if validator.ValidateRequestParameters {
			c.required = requiredParameters(m.RequestParameters)
		}
		if validator.ValidateRequestBody {
			c.bodyValidation = map[string]*bodySchema{}
			for contentType, name := range m.RequestModels {
				c.bodyValidation[mediaType(contentType)] = models.compile(name)
			}
		}
	}
	if m.Integration != nil {
		c.integration = compileIntegration(m, resource)
	}
	c.contextUse = contextUseOf(c.integration)
	return c
}

func findValidator(api *API, id string) *RequestValidator {
	i := slices.IndexFunc(api.RequestValidators, func(v RequestValidator) bool { return v.ID == id })
	if id == "" || i < 0 {
		return nil
	}
	return &api.RequestValidators[i]
}

func compileIntegration(m *Method, resource *Resource) *compiledIntegration {
	from := m.Integration
	where := m.HTTPMethod + " " + resource.Path
	c := &compiledIntegration{
		Integration: from, uri: parsePathTemplate(from.URI), credentials: parsePathTemplate(from.Credentials),
		templates: compileTemplates(where+" request", from.RequestTemplates),
		timeout:   integrationTimeout(from.TimeoutMilliseconds),
	}
	c.parameters, c.problem = compileRequestMappings(from.RequestParameters)
	for i := range from.IntegrationResponses {
		c.responses = append(c.responses, compileIntegrationResponse(where, &from.IntegrationResponses[i]))
	}
	slices.SortStableFunc(c.responses, func(a, b *compiledIntegrationResponse) int {
		return strings.Compare(a.StatusCode, b.StatusCode)
	})
	return c
}

func compileIntegrationResponse(where string, from *IntegrationResponse) *compiledIntegrationResponse {
	c := &compiledIntegrationResponse{
		IntegrationResponse: from,
		templates:           compileTemplates(where+" response "+from.StatusCode, from.ResponseTemplates),
	}
	c.pattern, c.problem = compileSelectionPattern(from.SelectionPattern)
	for _, target := range sortedKeys(from.ResponseParameters) {
		source, err := parseExpression(from.ResponseParameters[target])
		if name, ok := strings.CutPrefix(target, "method.response.header."); !ok {
			c.problem = fmt.Errorf("%s: response parameter %q: only method.response.header.<name> can be mapped to", where, target)
		} else if err != nil {
			c.problem = fmt.Errorf("%s: response parameter %q: %w", where, target, err)
		} else {
			c.headers = append(c.headers, mappedHeader{name, source})
		}
	}
	return c
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// bodySchema is a model ready to validate with, or why it cannot.
type bodySchema struct {
	name    string
	schema  *jsonschema.Schema
	problem error
}
