package infra

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lambdaless/infra/access"
	"lambdaless/infra/document"
	"lambdaless/infra/naming"
	"lambdaless/infra/route"
	"lambdaless/infra/settings"
)

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

// name depends on the document, so that a changed policy can exist beside the one that it replaces.
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
	// Headers are the response headers that the method declares, by name, for every status.
	Headers []string `json:",omitempty"`
	// Cached tells that the stage's cache keeps the answers, by the parameters of CacheKey. A setting of
	// the stage says so, which no deployment freezes.
	Cached   bool     `json:"-"`
	CacheKey []string `json:",omitempty"`
	Role     rolePlan
}

func (m methodPlan) route() route.Route { return route.Of(m.HTTPMethod, m.Path) }

type responsePlan struct {
	Status           string
	SelectionPattern string
	Templates        map[string]string
	// Headers are mapping expressions by the name of the header.
	Headers map[string]string `json:",omitempty"`
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

func newMethodPlan(scopes string, e resolvedEndpoint, former []string, tables map[string]string, config settings.Config, account Account, names naming.Names) methodPlan {
	m := methodPlan{
		Name: e.route.LogicalName(), Aliases: former, Route: e.Route(), HTTPMethod: e.Method, Path: e.Path,
		Position:          e.route.Path.Position(),
		OperationName:     e.route.OperationName(),
		Access:            e.access().kind(config.Access),
		Authorization:     "NONE",
		RequestParameters: map[string]bool{},
		RequestModels:     map[string]string{},
		RequestTemplates:  map[string]string{jsonType: e.request.Fill(placeholders(e, tables, config))},
		Mock:              e.Action == Mock,
	}
	if !m.Mock {
		role := names.Global(e.route.IAMName())
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
	for _, name := range e.route.Path.Parameters() {
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
			Templates:        map[string]string{jsonType: r.template.Fill(nil)},
		})
	}
	return m
}

// placeholders are the values of what a request template names in braces.
func placeholders(e resolvedEndpoint, tables map[string]string, config settings.Config) map[string]string {
	life := e.called.LifeDays
	if config.ItemLifeDays > 0 {
		life = config.ItemLifeDays
	}
	values := map[string]string{"Table": tables[e.table.Name], "Index": e.Index, "LifeSeconds": strconv.Itoa(life * 24 * 60 * 60)}
	for name, physical := range tables {
		values["Table."+name] = physical
	}
	return values
}

// methodPolicies are what a method's role may do: one action on one table or index, or those of a
// transaction's parts, a statement for each table. A table under a
// customer's key adds the one right without which DynamoDB cannot read or write for the role, and only
// by way of DynamoDB
// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html).
func methodPolicies(e resolvedEndpoint, account Account, tables map[string]string, kmsKeyARN string) []policyPlan {
	var statements []document.Statement
	for _, p := range e.needs(e.table.Name) {
		resource := account.tableARN(tables[p.Table])
		if e.Index != "" {
			resource += "/index/" + e.Index
		}
		i := slices.IndexFunc(statements, func(s document.Statement) bool { return s.Resource[0] == resource })
		if i < 0 {
			i, statements = len(statements), append(statements, document.Statement{Effect: "Allow", Resource: document.Texts{resource}})
		}
		statements[i].Action = append(statements[i].Action, "dynamodb:"+p.Action)
	}
	policies := []policyPlan{{Kind: "dynamodb", Document: document.New(statements...)}}
	if kmsKeyARN != "" {
		policies = append(policies, policyPlan{Kind: "kms", Document: document.New(document.Statement{
			Effect: "Allow", Action: document.Texts{"kms:Decrypt"}, Resource: document.Texts{kmsKeyARN},
			Condition: map[string]map[string]document.Texts{
				"StringEquals": {"kms:ViaService": {"dynamodb." + account.Region + ".amazonaws.com"}},
			},
		})})
	}
	return policies
}
