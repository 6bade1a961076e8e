// Package checktest has the small stack that passes every rule, and runs the cases that change it.
package checktest

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

const (
	AccountID     = "123456789012"
	TableARN      = "arn:aws:dynamodb:eu-west-1:" + AccountID + ":table/books"
	TrustDocument = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
	Escaped       = `$util.escapeJavaScript($input.params('id')).replaceAll("\\'", "'")`
)

// Fixture is a small stack that passes every rule, to be changed in one place.
type Fixture struct {
	Nodes    map[string]*graph.Node
	order    []string
	Settings rule.Settings
	Waivers  []rule.Waiver
	Problems []string
	Stack    string
	LockPath string
	Today    time.Time
}

// Properties are inputs.
type Properties = map[string]any

// DefaultProvider is the provider of a fixture's nodes.
var DefaultProvider = &graph.Provider{
	URN: "urn:default", Type: "pulumi:providers:aws", Name: "default",
	Inputs: graph.MapOf(map[string]graph.Value{"region": graph.TextOf("eu-west-1")}),
}

// Hidden is a value that only a deployment tells.
type Hidden struct{}

func value(v any) graph.Value {
	switch v := v.(type) {
	case nil:
		return graph.Value{}
	case Hidden:
		return graph.Unknown()
	case graph.Value:
		return v
	case string:
		return graph.TextOf(v)
	case bool:
		return graph.FlagOf(v)
	case int:
		return graph.NumberOf(float64(v))
	case []string:
		var items []graph.Value
		for _, item := range v {
			items = append(items, graph.TextOf(item))
		}
		return graph.ListOf(items...)
	case []any:
		var items []graph.Value
		for _, item := range v {
			items = append(items, value(item))
		}
		return graph.ListOf(items...)
	case Properties:
		members := map[string]graph.Value{}
		for key, member := range v {
			members[key] = value(member)
		}
		return graph.MapOf(members)
	}
	panic("a fixture has a value of a strange type")
}

// Add puts a resource into the stack. Values of the form "@name" are unknown and depend on that node.
func (f *Fixture) Add(kind, name string, inputs Properties) *graph.Node {
	n := &graph.Node{
		URN: "urn:" + name, Type: kind, Name: name, Recorded: true, PropertyDependencies: map[string][]string{}, Provider: DefaultProvider,
	}
	members := map[string]graph.Value{}
	for key, v := range inputs {
		members[key] = f.referring(n, key, v)
	}
	n.Inputs = graph.MapOf(members)
	outputs := maps.Clone(members)
	outputs["id"], outputs["arn"] = graph.Unknown(), graph.Unknown()
	n.Outputs = graph.MapOf(outputs)
	if f.Nodes[name] == nil {
		f.order = append(f.order, name)
	}
	f.Nodes[name] = n
	return n
}

func (f *Fixture) referring(n *graph.Node, property string, v any) graph.Value {
	switch v := v.(type) {
	case string:
		if name, ok := strings.CutPrefix(v, "@"); ok {
			n.PropertyDependencies[property] = append(n.PropertyDependencies[property], "urn:"+name)
			return graph.Unknown()
		}
	case Properties:
		members := map[string]graph.Value{}
		for key, member := range v {
			members[key] = f.referring(n, property, member)
		}
		return graph.MapOf(members)
	case []any:
		var items []graph.Value
		for _, item := range v {
			items = append(items, f.referring(n, property, item))
		}
		return graph.ListOf(items...)
	}
	return value(v)
}

// Set changes an input; nil removes it, "@name" makes it unknown and dependent.
func (f *Fixture) Set(name string, v any, path ...string) {
	n := f.Nodes[name]
	if len(path) == 1 {
		delete(n.PropertyDependencies, path[0])
	}
	to := f.referring(n, path[0], v)
	n.Inputs, n.Outputs = changed(n.Inputs, to, path), changed(n.Outputs, to, path)
}

func changed(v, to graph.Value, path []string) graph.Value {
	members := maps.Clone(v.Members())
	if members == nil {
		members = map[string]graph.Value{}
	}
	if len(path) == 1 {
		members[path[0]] = to
	} else {
		members[path[0]] = changed(members[path[0]], to, path[1:])
	}
	return graph.MapOf(members)
}

// Hide makes an input unknown.
func (f *Fixture) Hide(name string, path ...string) { f.Set(name, Hidden{}, path...) }

// Remove takes a resource out of the stack.
func (f *Fixture) Remove(name string) { delete(f.Nodes, name) }

// Edit replaces a part of a text input.
func (f *Fixture) Edit(t *testing.T, name, before, after string, path ...string) {
	t.Helper()
	text := f.Nodes[name].In(path...).TextOr("")
	require.Contains(t, text, before)
	f.Set(name, strings.ReplaceAll(text, before, after), path...)
}

// Template replaces a request template.
func (f *Fixture) Template(name, text string) {
	f.Set(name+"-integration", text, "requestTemplates", "application/json")
}

func Allow(action, resource string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"` + action + `","Resource":"` + resource + `"}]}`
}

// Tags are the tags that the default settings require.
var Tags = Properties{"Project": "shop", "Stack": "test"}

// Passing is a stack with a method that reads an item, one that writes one, and one that queries an
// index; the write asks for a key.
func Passing() *Fixture {
	f := &Fixture{
		Nodes: map[string]*graph.Node{}, Settings: rule.DefaultSettings(), Stack: "test",
		Today: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC),
	}
	f.Add(graph.Table, "table", Properties{
		"name": "books", "hashKey": "id", "billingMode": "PAY_PER_REQUEST", "tags": Tags, "deletionProtectionEnabled": true,
		"pointInTimeRecovery": Properties{"enabled": true}, "serverSideEncryption": Properties{"enabled": true},
		"globalSecondaryIndexes": []any{Properties{"name": "by-year", "hashKey": "year"}},
	})
	f.Add(graph.RestAPI, "api", Properties{"name": "shop", "tags": Tags})
	f.Add(graph.Resource, "books", Properties{"restApi": "@api", "parentId": "@api", "pathPart": "books"})
	f.Add(graph.Resource, "book", Properties{"restApi": "@api", "parentId": "@books", "pathPart": "{id}"})
	f.Add(graph.RequestValidator, "validator", Properties{"restApi": "@api", "validateRequestBody": true, "validateRequestParameters": true})
	f.Add(graph.Model, "model", Properties{
		"restApi": "@api", "name": "Book", "contentType": "application/json",
		"schema": `{"type":"object","required":["title"],"properties":{"title":{"type":"string"},"pages":{"type":"integer"}}}`,
	})
	f.Method("get", "GET", "@book", "GetItem", TableARN, `{"TableName":"books","Key":{"id":{"S":"`+Escaped+`"}}}`)
	f.Method("put", "PUT", "@book", "PutItem", TableARN,
		`{"TableName":"books","Item":{"id":{"S":"`+Escaped+`"},"title":{"S":$input.json('$.title')},"pages":{"N":"$input.path('$.pages')"}}}`)
	f.Set("put", true, "apiKeyRequired")
	f.Set("put", Properties{"application/json": "Book"}, "requestModels")
	f.Method("query", "GET", "@books", "Query", TableARN+"/index/by-year",
		`{"TableName":"books","IndexName":"by-year","KeyConditionExpression":"#y = :y","ExpressionAttributeNames":{"#y":"year"},`+
			`"ExpressionAttributeValues":{":y":{"N":"`+strings.ReplaceAll(Escaped, "id", "year")+`"}}}`)
	f.Add(graph.Deployment, "deployment", Properties{"restApi": "@api", "triggers": Properties{"all": Hidden{}}})
	f.Nodes["deployment"].PropertyDependencies["triggers"] = []string{"urn:get-integration", "urn:put-integration", "urn:query-integration"}
	f.Add(graph.LogGroup, "log", Properties{"name": "/access", "retentionInDays": 30, "tags": Tags})
	f.Add(graph.Stage, "stage", Properties{
		"restApi": "@api", "deployment": "@deployment", "stageName": "test", "xrayTracingEnabled": true, "tags": Tags,
		"accessLogSettings": Properties{"destinationArn": "@log", "format": `{"id":"$context.requestId","status":$context.status}`},
	})
	f.Add(graph.MethodSettings, "settings", Properties{
		"restApi": "@api", "stageName": "test", "methodPath": "*/*",
		"settings": Properties{"dataTraceEnabled": false, "throttlingRateLimit": 10, "throttlingBurstLimit": 20},
	})
	f.Add(graph.APIKey, "key", Properties{"enabled": true, "tags": Tags})
	f.Add(graph.UsagePlan, "plan", Properties{
		"tags": Tags, "apiStages": []any{Properties{"apiId": "@api", "stage": "test"}},
		"throttleSettings": Properties{"rateLimit": 1, "burstLimit": 2}, "quotaSettings": Properties{"limit": 100, "period": "DAY"},
	})
	f.Add(graph.UsagePlanKey, "plan-key", Properties{"usagePlanId": "@plan", "keyId": "@key", "keyType": "API_KEY"})
	return f
}

// Method adds a method with its integration, responses, role and policy.
func (f *Fixture) Method(name, verb, resource, operation, arn, template string) {
	parameters := Properties{}
	if resource == "@book" {
		parameters["method.request.path.id"] = true
	}
	f.Add(graph.Method, name, Properties{
		"restApi": "@api", "resourceId": resource, "httpMethod": verb, "authorization": "NONE",
		"requestValidatorId": "@validator", "requestParameters": parameters,
	})
	f.Add(graph.Role, name+"-role", Properties{"name": name + "-role", "assumeRolePolicy": TrustDocument, "tags": Tags})
	f.Add(graph.RolePolicy, name+"-policy", Properties{
		"name": name, "role": "@" + name + "-role", "policy": Allow("dynamodb:"+operation, arn),
	})
	f.Add(graph.Integration, name+"-integration", Properties{
		"restApi": "@api", "resourceId": resource, "httpMethod": verb, "type": "AWS", "integrationHttpMethod": "POST",
		"uri":         "arn:aws:apigateway:eu-west-1:dynamodb:action/" + operation,
		"credentials": "@" + name + "-role", "passthroughBehavior": "NEVER",
		"requestTemplates": Properties{"application/json": template},
	})
	for _, r := range [][3]string{{"200", "", `{"item":$input.json('$')}`}, {"502", `4\d{2}`, `{}`}, {"503", `5\d{2}`, `{}`}} {
		f.Add(graph.IntegrationResponse, name+"-"+r[0], Properties{
			"restApi": "@api", "resourceId": resource, "httpMethod": verb, "statusCode": r[0], "selectionPattern": r[1],
			"responseTemplates": Properties{"application/json": r[2]},
		})
		f.Add(graph.MethodResponse, name+"-"+r[0]+"-declared", Properties{"restApi": "@api", "resourceId": resource, "httpMethod": verb, "statusCode": r[0]})
	}
}

// Context is the stack to judge.
func (f *Fixture) Context() *rule.Context {
	var nodes []*graph.Node
	for _, name := range f.order {
		if n := f.Nodes[name]; n != nil {
			nodes = append(nodes, n)
		}
	}
	return &rule.Context{
		Model: model.New(graph.New(nodes), "shop", f.Stack), Settings: f.Settings, Today: f.Today,
		Waivers: f.Waivers, ConfigProblems: f.Problems, LockPath: f.LockPath,
	}
}
