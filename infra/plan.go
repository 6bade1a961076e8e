package infra

import (
	"errors"
	"fmt"
	"slices"

	"lambdaless/infra/naming"
	"lambdaless/infra/route"
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

// gatewayResponsePlan is what API Gateway answers by itself, when a request does not reach DynamoDB.
type gatewayResponsePlan struct {
	Type     string            // DEFAULT_4XX, say
	Headers  map[string]string // mapping expressions by the name of the header
	Template string            `json:",omitempty"` // of the body; empty for AWS's own
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
	routes := make([]route.Route, len(endpoints))
	for i, e := range endpoints {
		routes[i] = e.route
	}
	former := route.Aliases(routes)
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
		for i, s := range e.route.Path {
			path += "/" + s.Text
			place := e.route.Path[:i+1].Position()
			if !seen[place] {
				seen[place] = true
				all = append(all, resourcePlan{Position: place, Path: path, Parent: e.route.Path[:i].Position(), PathPart: s.Text})
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
