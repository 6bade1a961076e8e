package infra

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lambdaless/infra/access"
	"lambdaless/infra/naming"
	"lambdaless/infra/settings"
)

// plan is an API with everything computed that can be known before anything is deployed. Pulumi's
// resources and the deployment's triggers are both made from it, so that nothing can change in the
// one and not in the other.
type plan struct {
	Name     string // physical
	Tables   map[string]string
	Policies map[string]string // of tables, by their names; empty without tablePolicy
	// KeyPolicy is that of the stack's own key for tables; empty without one.
	KeyPolicy string
	// Operations are what the methods do to tables, by the tables' names.
	Operations map[string][]string
	Validator  string
	// ResourcePolicy says which addresses requests may come from; empty for every address.
	ResourcePolicy string
	Models         []modelPlan
	// GatewayResponses are those that differ from AWS's defaults.
	GatewayResponses []gatewayResponsePlan
	Resources        []resourcePlan // all but the root, parents first
	Methods          []methodPlan
	// Notes are warnings about what the plan does not do as the configuration says.
	Notes []string `json:"-"`
	// OpenAPI is the API's description for clients.
	OpenAPI string `json:"-"`
}

// resourcePlan is a part of a path, as API Gateway's resources are.
type resourcePlan struct {
	Position string // "/users/{}", its name
	Path     string // "/users/{id}"
	Parent   string // the parent's position, empty for the root
	PathPart string // "{id}"
}

type modelPlan struct {
	File   string
	Name   string
	Schema string
}

// rolePlan is a method's role. Its rights are documents of their own, each of them fixed: a changed
// right is another document.
type rolePlan struct {
	Name     string
	ARN      string
	Trust    string
	Policies []policyPlan
}

type policyPlan struct {
	Kind     string // dynamodb or kms
	Document string
}

// name tells the policy's document apart from the one that it may be about to replace.
func (p policyPlan) name() string { return p.Kind + "-" + naming.ShortHash(p.Document) }

type methodPlan struct {
	Name                string   // logical: get/{}
	Aliases             []string // former logical names
	Route               string
	HTTPMethod          string
	Position            string // of its resource, empty for the root
	Path                string
	OperationName       string
	Access              string `json:"-"` // kind: cognito
	Authorization       string
	AuthorizationScopes []string `json:",omitempty"`
	APIKeyRequired      bool
	RequestParameters   map[string]bool
	RequestModels       map[string]string
	// Mock means that API Gateway answers by itself. URI and Role are then empty.
	Mock             bool `json:",omitempty"`
	URI              string
	Timeout          int `json:",omitempty"` // milliseconds
	RequestTemplates map[string]string
	Responses        []responsePlan
	Statuses         []string // every status the method declares
	// Headers are the response headers that the method declares, by name, for every status.
	Headers []string `json:",omitempty"`
	// Cached tells that the stage's cache keeps the answers, by the parameters of CacheKey. A setting of
	// the stage says so, which no deployment freezes.
	Cached   bool     `json:"-"`
	CacheKey []string `json:",omitempty"`
	Role     rolePlan
}

type responsePlan struct {
	Status           string
	SelectionPattern string
	Templates        map[string]string
	// Headers are mapping expressions by the name of the header.
	Headers map[string]string `json:",omitempty"`
}

// gatewayResponsePlan is what API Gateway answers by itself, when a request does not reach DynamoDB.
type gatewayResponsePlan struct {
	Type     string            // DEFAULT_4XX, say
	Headers  map[string]string // mapping expressions by the name of the header
	Template string            `json:",omitempty"` // of the body; empty for AWS's own
}

// selection is which response is chosen when. API Gateway keys integration responses by status: after
// another status has been given to a pattern, the old response would still be there while the new
// deployment is made, and both would claim the pattern. So the integration, with which AWS deletes
// its responses, is replaced when this text changes.
func (m methodPlan) selection() string {
	var parts []string
	for _, r := range m.Responses {
		parts = append(parts, fmt.Sprintf("%s %q", r.Status, r.SelectionPattern))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

// jsonType is the one content type that we take and answer with; with passthroughBehavior NEVER
// everything else is refused with 415.
const jsonType = "application/json"

func newPlan(api API, endpoints []resolvedEndpoint, config settings.Config, account Account, names naming.Names) (*plan, error) {
	p := &plan{
		Name:       names.Regional(api.physical()),
		Tables:     map[string]string{},
		Operations: map[string][]string{},
		Validator:  "body-and-parameters",
	}
	for i, t := range api.Tables {
		p.Tables[t.Name] = primaryNames(config.Regions, names).Regional(t.Name)
		if i == 0 && config.TableName != "" {
			p.Tables[t.Name] = config.TableName
		}
		if config.Exists(t.Name) {
			p.Tables[t.Name] = config.ExistingTables[t.Name]
		}
	}
	var err, policyErr, keyErr, documentErr error
	p.OpenAPI, documentErr = describe(api, endpoints, config, names)
	if config.OpenAPI {
		endpoints = append(endpoints, documentEndpoints(endpoints, p.OpenAPI)...)
	}
	endpoints = append(endpoints, healthEndpoints(endpoints, config, account.Region)...)
	p.Resources = resources(endpoints)
	endpoints = append(endpoints, preflights(endpoints, config.CORS)...)
	models := map[string]bool{}
	former := aliases(endpoints)
	for i, e := range endpoints {
		if e.model != nil && !models[e.model.name] {
			models[e.model.name] = true
			p.Models = append(p.Models, modelPlan{File: e.model.file, Name: e.model.name, Schema: e.model.schema})
		}
		for _, need := range e.needs(e.table.Name) {
			if name := need.Table; !slices.Contains(p.Operations[name], string(e.Action)) {
				p.Operations[name] = append(p.Operations[name], string(e.Action))
			}
		}
		p.Methods = append(p.Methods, newMethodPlan(primaryNames(config.Regions, names).Regional(api.physical()), e, former[i], p.Tables, config, account, names))
	}
	p.Notes = append(p.Notes, regionNotes(config.Regions, endpoints)...)
	if api.ExplainBodies {
		p.GatewayResponses = append(p.GatewayResponses, gatewayResponsePlan{Type: "BAD_REQUEST_BODY", Template: wrongBody})
	}
	p.share(config)
	p.keep(endpoints, config.Cache)
	p.ResourcePolicy, policyErr = p.resourcePolicy(endpoints, config, account)
	p.Policies, err = p.tablePolicies(endpoints, config, account)
	p.KeyPolicy, keyErr = p.keyPolicy(api, endpoints, config, account, names)
	return p, errors.Join(config.Regions.CheckRegion(account.Region), checkPreconditions(config.Regions, endpoints), checkClaims(endpoints, config.Access), checkStreamed(api, config), checkExisting(api, config), policyErr, documentErr, err, keyErr, p.claim(api, names))
}

func newMethodPlan(scopes string, e resolvedEndpoint, former []string, tables map[string]string, config settings.Config, account Account, names naming.Names) methodPlan {
	life := e.called.LifeDays
	if config.ItemLifeDays > 0 {
		life = config.ItemLifeDays
	}
	values := map[string]string{"Table": tables[e.table.Name], "Index": e.Index, "LifeSeconds": strconv.Itoa(life * 24 * 60 * 60)}
	for name, physical := range tables {
		values["Table."+name] = physical
	}
	m := methodPlan{
		Name: e.logicalName(), Aliases: former, Route: e.Route(), HTTPMethod: e.Method, Path: e.Path,
		Position:          position(e.segments),
		OperationName:     e.operationName(),
		Access:            e.access().kind(config.Access),
		Authorization:     "NONE",
		RequestParameters: map[string]bool{},
		RequestModels:     map[string]string{},
		RequestTemplates:  map[string]string{jsonType: e.request.fill(values)},
		Mock:              e.Action == Mock,
	}
	if !m.Mock {
		role := names.Global(e.iamName())
		m.URI = account.actionURI(e.Action)
		m.Timeout = config.IntegrationTimeout
		m.Role = rolePlan{
			Name: role, ARN: account.roleARN(role),
			Trust:    gatewayTrust(),
			Policies: methodPolicies(e, account, tables, config.Table.KMSKeyARN),
		}
	}
	if m.Access != "" {
		kind := access.Kinds[m.Access]
		m.Authorization, m.APIKeyRequired = kind.Authorization, kind.APIKeyRequired
		if kind.Scoped {
			m.AuthorizationScopes = []string{access.Scope(scopes, e.scope() == Writes)}
		}
	}
	for _, name := range e.parameters() {
		m.RequestParameters["method.request.path."+name] = true
	}
	for name, required := range e.QueryStrings {
		m.RequestParameters["method.request.querystring."+name] = required
	}
	for name, required := range e.Headers {
		m.RequestParameters["method.request.header."+name] = required
	}
	if e.model != nil {
		m.RequestModels[jsonType] = e.model.name
	}
	for _, r := range e.responses {
		m.Responses = append(m.Responses, responsePlan{
			Status:           strconv.Itoa(r.Status),
			SelectionPattern: r.When,
			Templates:        map[string]string{jsonType: r.template.fill(nil)},
		})
	}
	for _, status := range e.statuses {
		m.Statuses = append(m.Statuses, strconv.Itoa(status))
	}
	return m
}

// methodPolicies are what a method's role may do: one action on one table or index, or those of a
// transaction's parts, a statement for each table. A table under a
// customer's key adds the one right without which DynamoDB cannot read or write for the role, and only
// by way of DynamoDB
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html).
func methodPolicies(e resolvedEndpoint, account Account, tables map[string]string, kmsKeyARN string) []policyPlan {
	var statements []statement
	for _, p := range e.needs(e.table.Name) {
		resource := account.tableARN(tables[p.Table])
		if e.Index != "" {
			resource += "/index/" + e.Index
		}
		i := slices.IndexFunc(statements, func(s statement) bool { return s.Resource[0] == resource })
		if i < 0 {
			i, statements = len(statements), append(statements, statement{Effect: "Allow", Resource: texts{resource}})
		}
		statements[i].Action = append(statements[i].Action, "dynamodb:"+p.Action)
	}
	policies := []policyPlan{{Kind: "dynamodb", Document: newDocument(statements...)}}
	if kmsKeyARN != "" {
		policies = append(policies, policyPlan{Kind: "kms", Document: newDocument(statement{
			Effect: "Allow", Action: texts{"kms:Decrypt"}, Resource: texts{kmsKeyARN},
			Condition: map[string]map[string]texts{
				"StringEquals": {"kms:ViaService": {"dynamodb." + account.Region + ".amazonaws.com"}},
			},
		})})
	}
	return policies
}

// triggers are hashes of the content of everything that a deployment freezes. A new deployment is
// made when one of them changes, and the diff says which. They hash content and not ids, which do
// not change when a template does
// (https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/r/api_gateway_deployment.html.markdown).
// Since there is one for each method, removing a method changes them too. Those of methods, models, the validator,
// the policy and gateway responses begin with a digest that the policy pack computes again.
func (p *plan) triggers(config settings.Config) map[string]string {
	result := map[string]string{
		"api":       contentHash(apiSettings(config)),
		"resources": contentHash(p.paths()),
		"validator": digest(map[string]any{"validateRequestBody": true, "validateRequestParameters": true}) + "-" + naming.ShortHash(p.Validator),
	}
	if p.ResourcePolicy != "" {
		result["policy"] = digest(map[string]any{"policy": p.ResourcePolicy})
	}
	for _, r := range p.GatewayResponses {
		headers := map[string]string{}
		for name, expression := range r.Headers {
			headers[gatewayHeader+name] = expression
		}
		frozen := map[string]any{"responseParameters": headers}
		if r.Template != "" {
			frozen["responseTemplates"] = map[string]string{jsonType: r.Template}
		}
		result["gateway response "+r.Type] = digest(frozen)
	}
	for _, m := range p.Models {
		result["model "+m.Name] = digest(map[string]any{"name": m.Name, "contentType": jsonType, "schema": m.Schema})
	}
	for _, m := range p.Methods {
		// The role's documents are live: a deployment freezes only which role it is. Names of Pulumi's
		// are no part of it.
		m.Role.Trust, m.Role.Policies = "", nil
		m.Name, m.Aliases, m.Position = "", nil, ""
		result[m.Route] = m.digest() + "-" + naming.ShortHash(toJSON(m))
	}
	return result
}

func contentHash(value any) string {
	sum := sha256.Sum256([]byte(toJSON(value)))
	return hex.EncodeToString(sum[:])
}

// claim reserves every physical name that AWS would refuse to give away twice.
func (p *plan) claim(api API, names naming.Names) error {
	owner := "API " + api.Name + names.Scope
	problems := []error{names.Claim("API", p.Name, owner)}
	for _, t := range api.Tables {
		problems = append(problems, names.Claim("table", p.Tables[t.Name], owner))
	}
	for _, m := range p.Methods {
		if !m.Mock {
			problems = append(problems, names.Claim("role", m.Role.Name, fmt.Sprintf("%s, %s", owner, m.Route)))
		}
	}
	return errors.Join(problems...)
}

// resources lists every resource that the endpoints need, parents before children.
func resources(endpoints []resolvedEndpoint) []resourcePlan {
	var all []resourcePlan
	seen := map[string]bool{}
	for _, e := range endpoints {
		path := ""
		for i, s := range e.segments {
			path += "/" + s.text
			place := position(e.segments[:i+1])
			if !seen[place] {
				seen[place] = true
				all = append(all, resourcePlan{Position: place, Path: path, Parent: position(e.segments[:i]), PathPart: s.text})
			}
		}
	}
	return all
}

// paths are the resources' paths, in order.
func (p *plan) paths() []string {
	var all []string
	for _, r := range p.Resources {
		all = append(all, r.Path)
	}
	slices.Sort(all)
	return all
}
