package dataplane

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"lambdaless/local/apigateway"
	"lambdaless/local/database"
	"lambdaless/local/dataplane/backend"
	"lambdaless/local/dataplane/failure"
	"lambdaless/local/dataplane/wire"
	"lambdaless/local/localtest"
)

const (
	testRole  = "arn:aws:iam::000000000000:role/movies-get"
	testTable = "arn:aws:dynamodb:us-east-1:000000000000:table/movies"
)

// memoryCloud is an account of records.
type memoryCloud struct {
	mu          sync.Mutex
	stages      map[string]apigateway.Stage // by name
	shared      map[string]apigateway.Stage // by api/name
	deployments map[string]*apigateway.API
	roles       map[string]memoryRole
	keys        map[string]apigateway.APIKey
	plans       map[string][]apigateway.UsagePlan
	lines       []string
	mappings    map[string]map[string]apigateway.BasePathMapping
}

// memoryRole allows pairs of action and resource exactly as they are written.
type memoryRole struct {
	allow, deny map[string]bool
	asked       *[]asked
	mentions    []string
	keys        map[string]string // of tables, by the tables' ARNs; allow says whether they may be used
}

type asked struct {
	action, resource string
	conditions       map[string][]string
}

func (c *memoryCloud) Stage(apiID, name string) (apigateway.Stage, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if apiID == "" {
		s, ok := c.stages[name]
		return s, ok
	}
	s, ok := c.shared[apiID+"/"+name]
	return s, ok
}

func (c *memoryCloud) Mappings(name string) map[string]apigateway.BasePathMapping {
	return c.mappings[name]
}

func (c *memoryCloud) Deployment(apiID, id string) (*apigateway.API, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	api, ok := c.deployments[apiID+"/"+id]
	return api, ok
}

func (c *memoryCloud) AssumeRole(_ context.Context, arn string) (backend.Session, error) {
	role, ok := c.roles[arn]
	if !ok {
		return nil, errors.New("AccessDenied: no such role")
	}
	return role, nil
}

func (r memoryRole) Authorize(action, resource string, conditions map[string][]string) backend.Decision {
	if r.asked != nil {
		*r.asked = append(*r.asked, asked{action, resource, conditions})
	}
	pair := action + " " + resource
	switch {
	case r.deny[pair]:
		return backend.Decision{Explicit: true, Policy: "p", Statement: `{"Effect":"Deny"}`}
	case r.allow[pair]:
		return backend.Decision{Allowed: true, Policy: "p", Statement: `{"Effect":"Allow"}`}
	}
	return backend.Decision{}
}

func (r memoryRole) TableKey(table string) (string, backend.Decision) {
	key := r.keys[table]
	return key, backend.Decision{Allowed: r.allow["kms:Decrypt "+key]}
}

func (r memoryRole) ConditionKeys() []string { return r.mentions }

func (c *memoryCloud) APIKey(value string) (apigateway.APIKey, bool) {
	key, ok := c.keys[value]
	return key, ok
}

func (c *memoryCloud) UsagePlans(apiID, stage string) []apigateway.UsagePlan {
	return c.plans[apiID+"/"+stage]
}

func (c *memoryCloud) PutLogEvent(group string, _ time.Time, line string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lines = append(c.lines, group+" "+line)
}

// scriptedDB answers by operation and keeps what it was asked.
type scriptedDB struct {
	mu     sync.Mutex
	script func(ctx context.Context, operation, body string) (database.Answer, error)
	calls  []string
}

func (d *scriptedDB) Call(ctx context.Context, region, operation string, body []byte) (database.Answer, error) {
	d.mu.Lock()
	d.calls = append(d.calls, region+" "+operation+" "+string(body))
	d.mu.Unlock()
	return d.script(ctx, operation, string(body))
}

func dynamoAnswer(status int, body string) database.Answer {
	return database.Answer{StatusCode: status, Body: []byte(body), Header: http.Header{
		"Content-Type": {"application/x-amz-json-1.0"}, "X-Amzn-Requestid": {"DDB-1"}, "X-Multi": {"a", "b"},
	}}
}

type fixedIDs struct{}

func (fixedIDs) RequestID() string         { return "request-id" }
func (fixedIDs) ExtendedRequestID() string { return "extended-id=" }
func (fixedIDs) SegmentID() string         { return "89abcdef01234567" }
func (fixedIDs) TraceID(time.Time) string  { return "1-67890abc-0123456789abcdef01234567" }

// harness is a gateway over a memory cloud, served over HTTP.
type harness struct {
	t       testing.TB
	cloud   *memoryCloud
	db      *scriptedDB
	gateway *Gateway
	server  *httptest.Server
	log     *localtest.Buffer
	clock   *fakeClock
}

type fakeClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// newHarness serves one API at stage dev. The API's ids and region are filled in.
func newHarness(t testing.TB, api *apigateway.API) *harness {
	t.Helper()
	api.ID, api.Name, api.Region, api.AccountID = "api1234567", "movies", "us-east-1", "000000000000"
	clock := &fakeClock{now: time.Date(2026, 11, 22, 10, 20, 30, 456e6, time.UTC)}
	r := &harness{
		t: t, log: &localtest.Buffer{}, clock: clock,
		cloud: &memoryCloud{
			stages: map[string]apigateway.Stage{"dev": {RestAPIID: api.ID, StageName: "dev", DeploymentID: "d1"}}, shared: map[string]apigateway.Stage{},
			deployments: map[string]*apigateway.API{api.ID + "/d1": snapshot(t, api)},
			roles: map[string]memoryRole{testRole: {
				allow: set("dynamodb:GetItem "+testTable, "dynamodb:PutItem "+testTable), mentions: []string{},
			}},
			keys: map[string]apigateway.APIKey{}, plans: map[string][]apigateway.UsagePlan{},
		},
		db: &scriptedDB{script: func(context.Context, string, string) (database.Answer, error) { return dynamoAnswer(200, `{}`), nil }},
	}
	authorizers := map[string]MethodAuthorizer{}
	for _, kind := range failure.Types() {
		authorizers[string(kind)] = refusing(kind)
	}
	r.gateway = New(Config{
		Cloud: r.cloud, Database: r.db, Clock: clock.Now, IDs: fixedIDs{}, Authorizers: authorizers,
		Log: slog.New(slog.NewTextHandler(r.log, nil)),
	})
	r.server = httptest.NewUnstartedServer(r.gateway)
	r.server.Listener = wire.Listener(r.server.Listener)
	r.server.Start()
	t.Cleanup(r.server.Close)
	return r
}

// snapshot is the API after the way through JSON that the account makes it take.
func snapshot(t testing.TB, api *apigateway.API) *apigateway.API {
	t.Helper()
	encoded, err := json.Marshal(api)
	require.NoError(t, err)
	var frozen apigateway.API
	require.NoError(t, json.Unmarshal(encoded, &frozen))
	return &frozen
}

// stage changes the live settings of the stage.
func (r *harness) stage(change func(*apigateway.Stage)) {
	r.cloud.mu.Lock()
	defer r.cloud.mu.Unlock()
	s := r.cloud.stages["dev"]
	change(&s)
	r.cloud.stages["dev"] = s
}

// newRequest is a request that no server read: target is what comes after the host in the invoke URL.
func newRequest(method, target string, body []byte) *Request {
	path, query, _ := strings.Cut(target, "?")
	return &Request{
		Method: method, Path: path, RawQuery: query, Host: "127.0.0.1", Body: body,
		SourceIP: "127.0.0.1", Scheme: "http", Protocol: "HTTP/1.1",
	}
}

// reply is a response with its body read.
type reply struct {
	*http.Response
	body string
}

func (r reply) message() string {
	var m struct{ Message *string }
	if json.Unmarshal([]byte(r.body), &m) != nil || m.Message == nil {
		return "<none in " + r.body + ">"
	}
	return *m.Message
}

// send sends "GET /dev/x", with headers as "Name: value" and at most one body that starts with "|".
func (r *harness) send(line string, more ...string) reply {
	r.t.Helper()
	method, target, _ := strings.Cut(line, " ")
	var body io.Reader
	header := http.Header{}
	for _, m := range more {
		if text, ok := strings.CutPrefix(m, "|"); ok {
			body = strings.NewReader(text)
			continue
		}
		name, value, _ := strings.Cut(m, ": ")
		header[name] = append(header[name], value) // the client sends the name as it is
	}
	request, err := http.NewRequest(method, r.server.URL+"/", body)
	require.NoError(r.t, err)
	// Opaque goes onto the request line as it is.
	request.URL.Opaque, request.URL.RawQuery, _ = strings.Cut(target, "?")
	for name, values := range header {
		if name == "Host" {
			request.Host = values[0]
			continue
		}
		request.Header[name] = values
	}
	response, err := r.server.Client().Do(request)
	require.NoError(r.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(r.t, err)
	return reply{response, string(text)}
}

// mock is a method whose integration response template is the text given, so that what the template
// sees can be read off the response.
func mock(verb, template string) apigateway.Method {
	return apigateway.Method{
		HTTPMethod: verb, Authorization: "NONE",
		Responses: []apigateway.MethodResponse{{StatusCode: "200"}},
		Integration: &apigateway.Integration{
			Type: "MOCK", PassthroughBehavior: "NEVER", RequestTemplates: map[string]string{"application/json": `{"statusCode": 200}`},
			IntegrationResponses: []apigateway.IntegrationResponse{{StatusCode: "200", ResponseTemplates: map[string]string{"application/json": template}}},
		},
	}
}

// dynamo is a GetItem method with a request template and a default response that passes through.
func dynamo(verb, template string) apigateway.Method {
	return apigateway.Method{
		HTTPMethod: verb, Authorization: "NONE",
		Responses: []apigateway.MethodResponse{{StatusCode: "200"}, {StatusCode: "400"}, {StatusCode: "500"}},
		Integration: &apigateway.Integration{
			Type: "AWS", IntegrationHTTPMethod: "POST", URI: "arn:aws:apigateway:us-east-1:dynamodb:action/GetItem", Credentials: testRole,
			PassthroughBehavior: "NEVER", RequestTemplates: map[string]string{"application/json": template},
			IntegrationResponses: []apigateway.IntegrationResponse{{StatusCode: "200"}},
		},
	}
}

const getItem = `{"TableName":"movies","Key":{"name":{"S":"bob"}}}`

// unknownKey is what a condition on leading keys sees of a partition key that cannot be read (GW-079).
const unknownKey = "\x00unknown partition key"

// resource is a resource with methods.
func resource(path string, methods ...apigateway.Method) apigateway.Resource {
	return apigateway.Resource{ID: "r" + fmt.Sprint(len(path)), Path: path, Methods: methods}
}

func oneMethod(path string, m apigateway.Method) *apigateway.API {
	return &apigateway.API{Resources: []apigateway.Resource{resource(path, m)}}
}

// with changes a method.
func with(m apigateway.Method, change func(*apigateway.Method)) apigateway.Method {
	change(&m)
	return m
}

func cut(header string) (name, value string, ok bool) { return strings.Cut(header, ": ") }

// refusing is an authorizer that fails with one response type.
type refusing failure.Type

func (kind refusing) Authorize(context.Context, AuthorizationRequest) (*Authorization, *failure.Failure) {
	return nil, failure.Of(failure.Type(kind))
}

// deciding is an authorizer that knows the caller.
type deciding Authorization

func (d deciding) Authorize(context.Context, AuthorizationRequest) (*Authorization, *failure.Failure) {
	return (*Authorization)(&d), nil
}

// panicking is an authorizer with a bug.
type panicking struct{}

func (panicking) Authorize(context.Context, AuthorizationRequest) (*Authorization, *failure.Failure) {
	panic("a bug")
}
