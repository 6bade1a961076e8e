package rule

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"lambdaless/policy/graph"
	"lambdaless/policy/model"
)

const (
	account  = "123456789012"
	tableARN = "arn:aws:dynamodb:eu-west-1:" + account + ":table/books"
	trustDoc = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
	escaped  = `$util.escapeJavaScript($input.params('id')).replaceAll("\\'", "'")`
)

// fixture is a small stack that passes every rule, to be changed in one place.
type fixture struct {
	nodes    map[string]*graph.Node
	order    []string
	settings Settings
	waivers  []Waiver
	problems []string
	stack    string
	lockPath string
	today    time.Time
}

type properties = map[string]any

// unknownValue is a value that only a deployment tells.
type unknownValue struct{}

func value(v any) graph.Value {
	switch v := v.(type) {
	case nil:
		return graph.Value{}
	case unknownValue:
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
	case properties:
		members := map[string]graph.Value{}
		for key, member := range v {
			members[key] = value(member)
		}
		return graph.MapOf(members)
	}
	panic("a fixture has a value of a strange type")
}

// add puts a resource into the stack. Values of the form "@name" are unknown and depend on that node.
func (f *fixture) add(kind, name string, inputs properties) *graph.Node {
	n := &graph.Node{
		URN: "urn:" + name, Type: kind, Name: name, Recorded: true, PropertyDependencies: map[string][]string{},
	}
	members := map[string]graph.Value{}
	for key, v := range inputs {
		members[key] = f.referring(n, key, v)
	}
	n.Inputs = graph.MapOf(members)
	outputs := maps.Clone(members)
	outputs["id"], outputs["arn"] = graph.Unknown(), graph.Unknown()
	n.Outputs = graph.MapOf(outputs)
	if f.nodes[name] == nil {
		f.order = append(f.order, name)
	}
	f.nodes[name] = n
	return n
}

func (f *fixture) referring(n *graph.Node, property string, v any) graph.Value {
	switch v := v.(type) {
	case string:
		if name, ok := strings.CutPrefix(v, "@"); ok {
			n.PropertyDependencies[property] = append(n.PropertyDependencies[property], "urn:"+name)
			return graph.Unknown()
		}
	case properties:
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

// set changes an input; nil removes it, "@name" makes it unknown and dependent.
func (f *fixture) set(name string, v any, path ...string) {
	n := f.nodes[name]
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

// hide makes an input unknown.
func (f *fixture) hide(name string, path ...string) { f.set(name, unknownValue{}, path...) }

func (f *fixture) remove(name string) { delete(f.nodes, name) }

// edit replaces a part of a text input.
func (f *fixture) edit(t *testing.T, name, before, after string, path ...string) {
	t.Helper()
	text := f.nodes[name].In(path...).TextOr("")
	require.Contains(t, text, before)
	f.set(name, strings.ReplaceAll(text, before, after), path...)
}

// template replaces a request template.
func (f *fixture) template(name, text string) {
	f.set(name+"-integration", text, "requestTemplates", "application/json")
}

func allow(action, resource string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"` + action + `","Resource":"` + resource + `"}]}`
}

var tags = properties{"Project": "shop", "Stack": "test"}

// passing is a stack with a method that reads an item, one that writes one, and one that queries an
// index; the write asks for a key.
func passing() *fixture {
	f := &fixture{
		nodes: map[string]*graph.Node{}, settings: DefaultSettings(), stack: "test",
		today: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC),
	}
	f.add(graph.Table, "table", properties{
		"name": "books", "hashKey": "id", "billingMode": "PAY_PER_REQUEST", "tags": tags, "deletionProtectionEnabled": true,
		"pointInTimeRecovery": properties{"enabled": true}, "serverSideEncryption": properties{"enabled": true},
		"globalSecondaryIndexes": []any{properties{"name": "by-year", "hashKey": "year"}},
	})
	f.add(graph.RestAPI, "api", properties{"name": "shop", "tags": tags})
	f.add(graph.Resource, "books", properties{"restApi": "@api", "parentId": "@api", "pathPart": "books"})
	f.add(graph.Resource, "book", properties{"restApi": "@api", "parentId": "@books", "pathPart": "{id}"})
	f.add(graph.RequestValidator, "validator", properties{"restApi": "@api", "validateRequestBody": true, "validateRequestParameters": true})
	f.add(graph.Model, "model", properties{
		"restApi": "@api", "name": "Book", "contentType": "application/json",
		"schema": `{"type":"object","required":["title"],"properties":{"title":{"type":"string"},"pages":{"type":"integer"}}}`,
	})
	f.method("get", "GET", "@book", "GetItem", tableARN, `{"TableName":"books","Key":{"id":{"S":"`+escaped+`"}}}`)
	f.method("put", "PUT", "@book", "PutItem", tableARN,
		`{"TableName":"books","Item":{"id":{"S":"`+escaped+`"},"title":{"S":$input.json('$.title')},"pages":{"N":"$input.path('$.pages')"}}}`)
	f.set("put", true, "apiKeyRequired")
	f.set("put", properties{"application/json": "Book"}, "requestModels")
	f.method("query", "GET", "@books", "Query", tableARN+"/index/by-year",
		`{"TableName":"books","IndexName":"by-year","KeyConditionExpression":"#y = :y","ExpressionAttributeNames":{"#y":"year"},`+
			`"ExpressionAttributeValues":{":y":{"N":"`+strings.ReplaceAll(escaped, "id", "year")+`"}}}`)
	f.add(graph.LogGroup, "log", properties{"name": "/access", "retentionInDays": 30, "tags": tags})
	f.add(graph.Stage, "stage", properties{
		"restApi": "@api", "stageName": "test", "xrayTracingEnabled": true, "tags": tags,
		"accessLogSettings": properties{"destinationArn": "@log", "format": `{"id":"$context.requestId","status":$context.status}`},
	})
	f.add(graph.MethodSettings, "settings", properties{
		"restApi": "@api", "stageName": "test", "methodPath": "*/*",
		"settings": properties{"dataTraceEnabled": false, "throttlingRateLimit": 10, "throttlingBurstLimit": 20},
	})
	f.add(graph.APIKey, "key", properties{"enabled": true, "tags": tags})
	f.add(graph.UsagePlan, "plan", properties{
		"tags": tags, "apiStages": []any{properties{"apiId": "@api", "stage": "test"}},
		"throttleSettings": properties{"rateLimit": 1, "burstLimit": 2}, "quotaSettings": properties{"limit": 100, "period": "DAY"},
	})
	f.add(graph.UsagePlanKey, "plan-key", properties{"usagePlanId": "@plan", "keyId": "@key"})
	return f
}

// method adds a method with its integration, responses, role and policy.
func (f *fixture) method(name, verb, resource, operation, arn, template string) {
	parameters := properties{}
	if resource == "@book" {
		parameters["method.request.path.id"] = true
	}
	f.add(graph.Method, name, properties{
		"restApi": "@api", "resourceId": resource, "httpMethod": verb, "authorization": "NONE",
		"requestValidatorId": "@validator", "requestParameters": parameters,
	})
	f.add(graph.Role, name+"-role", properties{"name": name + "-role", "assumeRolePolicy": trustDoc, "tags": tags})
	f.add(graph.RolePolicy, name+"-policy", properties{
		"name": name, "role": "@" + name + "-role", "policy": allow("dynamodb:"+operation, arn),
	})
	f.add(graph.Integration, name+"-integration", properties{
		"restApi": "@api", "resourceId": resource, "httpMethod": verb, "type": "AWS", "integrationHttpMethod": "POST",
		"uri":         "arn:aws:apigateway:eu-west-1:dynamodb:action/" + operation,
		"credentials": "@" + name + "-role", "passthroughBehavior": "NEVER",
		"requestTemplates": properties{"application/json": template},
	})
	for _, r := range [][3]string{{"200", "", `{"item":$input.json('$')}`}, {"502", `4\d{2}`, `{}`}, {"503", `5\d{2}`, `{}`}} {
		f.add(graph.IntegrationResponse, name+"-"+r[0], properties{
			"restApi": "@api", "resourceId": resource, "httpMethod": verb, "statusCode": r[0], "selectionPattern": r[1],
			"responseTemplates": properties{"application/json": r[2]},
		})
	}
}

// input judges nothing yet.
func (f *fixture) input() *Input {
	var nodes []*graph.Node
	for _, name := range f.order {
		if n := f.nodes[name]; n != nil {
			nodes = append(nodes, n)
		}
	}
	return &Input{
		Model: model.New(graph.New(nodes), "shop", f.stack), Settings: f.settings, Today: f.today,
		Waivers: f.waivers, ConfigProblems: f.problems, LockPath: f.lockPath,
	}
}
