package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"lambdaless/infra/item"
	"lambdaless/infra/item/itemtest"
	"lambdaless/policy/checks"
	"lambdaless/policy/flow"
	"lambdaless/policy/graph"
	"lambdaless/policy/model"
	"lambdaless/policy/rule"
)

// TestTemplatesOfDeclaredEndpointsAreProven holds that the templates of whatever is declared are proven, and that
// DynamoDB does not refuse what they ask (LP-TMPL-005). DECLARED
// says how many declarations are drawn, DECLARED_FROM which is the first. Declarations have templates in common,
// word for word: each text is proven once for the same body.
func TestTemplatesOfDeclaredEndpointsAreProven(t *testing.T) {
	t.Parallel()
	first, declarations := drawn(t, "DECLARED_FROM", 0), drawn(t, "DECLARED", 30)
	var next, done, templates, violated, undecided atomic.Int64
	next.Store(int64(first) - 1)
	var known sync.Map // of proofs that succeeded or are under way
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for {
				seed := int(next.Add(1))
				if seed >= first+declarations || violated.Load()+undecided.Load() >= 20 {
					return
				}
				d := itemtest.New(rand.New(rand.NewPCG(uint64(seed), 3)))
				for name, e := range d.Endpoints {
					g, err := item.Generate(e)
					if !assert.NoError(t, err, "seed %d, %s", seed, name) {
						return
					}
					templates.Add(int64(1 + len(g.Responses)))
					for _, one := range toProve(t, g, e.Parameters) {
						if _, before := known.LoadOrStore(one.key, true); before {
							continue
						}
						if outside, unsafe := judge(one); outside != nil {
							undecided.Add(1)
							t.Errorf("seed %d, %s: undecided: %s\n%s", seed, name, strings.Join(outside, "\n"), one.template)
						} else if unsafe != nil {
							violated.Add(1)
							t.Errorf("seed %d, %s: violated: %s\n%s\nmodel %s", seed, name, strings.Join(unsafe, "\n"), one.template, g.Model.Text)
						}
					}
				}
				if n := done.Add(1); n%500 == 0 {
					t.Logf("%d of %d declarations", n, declarations)
				}
			}
		})
	}
	workers.Wait()
	distinct := 0
	known.Range(func(any, any) bool { distinct++; return true })
	t.Logf("%d declarations, %d templates, %d of them different; %d violated, %d undecided", done.Load(), templates.Load(), distinct, violated.Load(), undecided.Load())
	assert.Greater(t, templates.Load(), int64(declarations))
}

func drawn(t *testing.T, variable string, standard int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return standard
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, variable)
	return n
}

// claim is a template with what is known of its body. Its key is all that the proof depends on. Of a request template
// the stack is one method with it.
type claim struct {
	key      [sha256.Size]byte
	template string
	options  flow.Options
	stack    func() *rule.Context
}

// toProve are the templates of an endpoint.
func toProve(t *testing.T, g item.Generated, path []string) []claim {
	t.Helper()
	var body *flow.Type
	if g.Model.Text != "" {
		var schema map[string]any
		require.NoError(t, json.Unmarshal([]byte(g.Model.Text), &schema))
		body = flow.TypeOfModel(schema)
	}
	add := func(all []claim, template, about string, options flow.Options) []claim {
		return append(all, claim{sha256.Sum256([]byte(about + "\x00" + template)), template, options, nil})
	}
	request := tablePlaceholder.ReplaceAllStringFunc(strings.ReplaceAll(g.Request.Text, "{{LifeSeconds}}", "86400"), func(p string) string {
		return cmp.Or(strings.TrimPrefix(strings.Trim(p, "{}"), "Table."), g.Table)
	})
	request = strings.NewReplacer("{{Table}}", g.Table, "{{Index}}", g.Index).Replace(request)
	all := add(nil, request, fmt.Sprint("request\x00", g.Action, g.Query, g.Headers, path, g.Model.Text), flow.Options{Request: true, Body: body})
	if g.Action != "" { // a mock calls nothing that could refuse
		all[0].stack = func() *rule.Context { return methodWith(g, path, request) }
	}
	for _, r := range g.Responses {
		success := r.When == ""
		all = add(all, r.Template.Text, fmt.Sprint(g.Action, success), flow.Options{Body: flow.TypeOfAnswer(g.Action, success, false)})
	}
	return all
}

// judge analyses a template: what is outside of the subset, and values that do not fit their places.
func judge(s claim) (outside, unsafe []string) {
	var a *flow.Analysis
	if s.stack == nil {
		a = flow.Analyze(s.template, s.options)
	} else {
		in := s.stack()
		templates, _ := in.Methods[0].Integration.RequestTemplates()
		a = in.Flow(templates[0])
		r := checks.Find("LP-TMPL-005")
		for _, f := range r.Run(in, r.Judge) {
			unsafe = append(unsafe, f.Text())
		}
	}
	for _, p := range a.Problems {
		outside = append(outside, fmt.Sprintf("line %d: %s", p.Line, p.What))
	}
	for _, document := range a.Documents {
		document.Walk(func(v *flow.Value, p *flow.Placeholder) {
			if !v.Fits(p) {
				unsafe = append(unsafe, fmt.Sprintf("line %d: ‹%s› is %s", p.Line, p.Expr, p.Class))
			}
		})
	}
	return outside, unsafe
}

var tablePlaceholder = regexp.MustCompile(`\{\{Table\.[^{}]*\}\}`)

// methodWith is a stack of the declarations' tables and one method with a request template.
func methodWith(g item.Generated, path []string, request string) *rule.Context {
	type properties = map[string]graph.Value
	text := graph.TextOf
	node := func(kind, name string, inputs properties) *graph.Node {
		return &graph.Node{URN: "urn:" + name, Type: kind, Name: name, Recorded: true, Inputs: graph.MapOf(inputs), Outputs: graph.MapOf(properties{"id": text(name)})}
	}
	nodes := []*graph.Node{
		node(graph.RestAPI, "api", properties{"name": text("api")}),
		node(graph.RequestValidator, "validator", properties{"restApi": text("api"), "validateRequestBody": graph.FlagOf(true), "validateRequestParameters": graph.FlagOf(true)}),
		node(graph.Model, "model", properties{"restApi": text("api"), "name": text("Model"), "schema": text(g.Model.Text)}),
	}
	for _, t := range itemtest.Tables() {
		inputs := properties{"name": text(t.Name), "hashKey": text(t.Keys[0].Name)}
		if len(t.Keys) > 1 {
			inputs["rangeKey"] = text(t.Keys[1].Name)
		}
		var attributes, indexes []graph.Value
		add := func(keys []item.KeyAttribute) {
			for _, k := range keys {
				attributes = append(attributes, graph.MapOf(properties{"name": text(k.Name), "type": text(k.Type)}))
			}
		}
		add(t.Keys)
		for name, keys := range t.Indexes {
			add(keys)
			indexes = append(indexes, graph.MapOf(properties{"name": text(name), "hashKey": text(keys[0].Name), "rangeKey": text(keys[1].Name), "projectionType": text("ALL")}))
		}
		inputs["attributes"], inputs["globalSecondaryIndexes"] = graph.ListOf(attributes...), graph.ListOf(indexes...)
		nodes = append(nodes, node(graph.Table, t.Name, inputs))
	}
	at := properties{"restApi": text("api"), "resourceId": text("api"), "httpMethod": text("POST")}
	method, integration := maps.Clone(at), maps.Clone(at)
	parameters := properties{}
	for _, name := range path {
		parameters["method.request.path."+name] = graph.FlagOf(true)
	}
	for name, required := range g.Query {
		parameters["method.request.querystring."+name] = graph.FlagOf(required)
	}
	for name, required := range g.Headers {
		parameters["method.request.header."+name] = graph.FlagOf(required)
	}
	method["requestValidatorId"], method["requestParameters"] = text("validator"), graph.MapOf(parameters)
	if g.Model.Text != "" {
		method["requestModels"] = graph.MapOf(properties{"application/json": text("Model")})
	}
	integration["type"], integration["uri"] = text("AWS"), text("arn:aws:apigateway:us-east-1:dynamodb:action/"+g.Action)
	integration["requestTemplates"] = graph.MapOf(properties{"application/json": text(request)})
	nodes = append(nodes, node(graph.Method, "method", method), node(graph.Integration, "integration", integration))
	return &rule.Context{Model: model.New(graph.New(nodes), "declared", "prod"), Settings: rule.DefaultSettings()}
}
